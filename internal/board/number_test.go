package board

import (
	"slices"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func settings(t *testing.T) Settings {
	t.Helper()
	p, err := ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	return p.Settings
}

func TestNumberRunsByGivenName(t *testing.T) {
	t.Parallel()
	born := time.Date(2008, 3, 4, 0, 0, 0, 0, time.UTC)
	roster := []Candidate{
		{ID: "4", FamilyName: "Lê Văn", GivenName: "Đức", BirthDate: born, SchoolCode: "01", ClassCode: "12A10"},
		{ID: "1", FamilyName: "Trần Thị", GivenName: "An", BirthDate: born, SchoolCode: "01", ClassCode: "12A2"},
		{ID: "3", FamilyName: "Trần Thị", GivenName: "Ân", BirthDate: born, SchoolCode: "02", ClassCode: "12A1"},
		{ID: "2b", FamilyName: "Vũ", GivenName: "Anh", BirthDate: born, PupilCode: "002", SchoolCode: "02", ClassCode: "12A1"},
		{ID: "2a", FamilyName: "Vũ", GivenName: "Anh", BirthDate: born, PupilCode: "001", SchoolCode: "02", ClassCode: "12A1"},
	}
	for _, tt := range []struct {
		order Order
		want  []exam.CandidateID
	}{
		{OrderName, []exam.CandidateID{"1", "2a", "2b", "3", "4"}},
		{OrderClass, []exam.CandidateID{"1", "4", "2a", "2b", "3"}}, // 12A2 before 12A10
	} {
		s := settings(t)
		s.Order = tt.order
		numbers, err := Number(roster, s)
		if err != nil {
			t.Fatal(err)
		}
		var got []exam.CandidateID
		for _, n := range numbers {
			got = append(got, n.CandidateID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("order %s: %v, want %v", tt.order, got, tt.want)
		}
		if numbers[0].Number != "01000001" || numbers[4].Number != "01000005" {
			t.Errorf("numbers = %v, want 01000001 to 01000005", numbers)
		}
	}
	if roster[0].ID != "4" {
		t.Error("Number changed the order of its argument")
	}
}

func TestNumberRefusesTooFewDigits(t *testing.T) {
	t.Parallel()
	s := settings(t)
	s.NumberDigits = 2
	if _, err := Number(make([]Candidate, 99), s); err != nil {
		t.Errorf("99 candidates with two digits: %v", err)
	}
	_, err := Number(make([]Candidate, 100), s)
	if fault.CodeOf(err) != "exam.number_digits_short" {
		t.Errorf("100 candidates with two digits: %v", err)
	}
}

func TestSortRoomsCountsLikeAPerson(t *testing.T) {
	t.Parallel()
	rooms := []Room{{Name: "Phòng 10"}, {Name: "phong 9"}, {Name: "Phòng 02"}, {Name: "Hội trường"}}
	SortRooms(rooms)
	got := []string{rooms[0].Name, rooms[1].Name, rooms[2].Name, rooms[3].Name}
	if want := []string{"Hội trường", "Phòng 02", "phong 9", "Phòng 10"}; !slices.Equal(got, want) {
		t.Errorf("rooms = %q, want %q", got, want)
	}
}

func TestNumberNewGoesOnAfterTheHighest(t *testing.T) {
	t.Parallel()
	roster := []Candidate{
		{ID: "a", GivenName: "Ân"},
		{ID: "b", GivenName: "Yến", Number: "01000007"},
		{ID: "c", GivenName: "An"},
		{ID: "d", GivenName: "Zê", Number: "99999999"}, // of another prefix
	}
	got, err := NumberNew(roster, settings(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []Numbering{{CandidateID: "c", Number: "01000008"}, {CandidateID: "a", Number: "01000009"}}
	if !slices.Equal(got, want) {
		t.Errorf("NumberNew = %v, want %v", got, want)
	}
}
