package board

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

var morning = time.Date(2026, 6, 26, 0, 30, 0, 0, time.UTC)

func sittingAt(id, subject string, after time.Duration) Sitting {
	return Sitting{
		ID: exam.SittingID(id), Name: id, Subject: subject, StartsAt: morning.Add(after), Duration: 50 * time.Minute,
	}
}

func numbered(n int, subjects ...string) []Candidate {
	out := make([]Candidate, n)
	for i := range out {
		out[i] = Candidate{
			ID: exam.CandidateID(fmt.Sprintf("c%s%03d", subjects, i)), Number: fmt.Sprintf("01%06d", i+1), Subjects: subjects,
		}
	}
	return out
}

func roomsOf(capacities ...int) []Room {
	out := make([]Room, len(capacities))
	for i, c := range capacities {
		out[i] = Room{ID: exam.RoomID(fmt.Sprintf("r%d", i+1)), Name: fmt.Sprintf("Phòng %d", i+1), Capacity: c}
	}
	return out
}

func TestAssignSeatsFillsRoomsByNumber(t *testing.T) {
	t.Parallel()
	candidates := numbered(5, "toan")
	slices.Reverse(candidates)
	seats, err := AssignSeats(SeatPlan{
		Sittings: []Sitting{sittingAt("s", "toan", 0)}, Candidates: candidates, Rooms: roomsOf(2, 3, 9), RoomSubjects: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range seats {
		got = append(got, fmt.Sprintf("%s %s %d", s.CandidateID, s.RoomID, s.SeatNo))
	}
	want := []string{"c[toan]000 r1 1", "c[toan]001 r1 2", "c[toan]002 r2 1", "c[toan]003 r2 2", "c[toan]004 r2 3"}
	if !slices.Equal(got, want) {
		t.Errorf("seats = %q, want %q", got, want)
	}
}

func TestAssignSeatsSharesRoomsWithinAShift(t *testing.T) {
	t.Parallel()
	candidates := slices.Concat(numbered(3, "vatli"), numbered(3, "hoahoc"), numbered(3, "sinhhoc"))
	p := SeatPlan{
		Sittings: []Sitting{
			sittingAt("a", "vatli", 0), sittingAt("b", "hoahoc", 0), sittingAt("c", "sinhhoc", 15*time.Minute),
			sittingAt("d", "vatli", 2*time.Hour),
		},
		Candidates: candidates, Rooms: roomsOf(24, 24), RoomSubjects: 2,
	}
	seats, err := AssignSeats(p)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	seen := map[Seat]bool{}
	for _, s := range seats {
		count[string(s.SittingID)+string(s.RoomID)]++
		key := Seat{RoomID: s.RoomID, SeatNo: s.SeatNo}
		if s.SittingID == "d" {
			key.SittingID = "d"
		}
		if seen[key] {
			t.Errorf("seat %v was given twice in one shift", key)
		}
		seen[key] = true
	}
	want := map[string]int{"ar1": 3, "br1": 3, "cr2": 3, "dr1": 3} // the third subject starts a room; the later shift starts over
	if fmt.Sprint(count) != fmt.Sprint(want) {
		t.Errorf("candidates by sitting and room = %v, want %v", count, want)
	}
}

func TestAssignSeatsRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	one := []Sitting{sittingAt("s", "toan", 0)}
	for _, tt := range []struct {
		name, code string
		plan       SeatPlan
	}{
		{"too few places", "seat.rooms_short", SeatPlan{Sittings: one, Candidates: numbered(6), Rooms: roomsOf(2, 3), RoomSubjects: 3}},
		{"no rooms", "seat.rooms_short", SeatPlan{Sittings: one, Candidates: numbered(1), RoomSubjects: 3}},
		{"no number", "candidate.unnumbered", SeatPlan{Sittings: one, Candidates: []Candidate{{ID: "x"}}, Rooms: roomsOf(9), RoomSubjects: 3}},
		{"two at once", "seat.clash", SeatPlan{
			Sittings:   []Sitting{one[0], sittingAt("t", "vatli", 15*time.Minute)},
			Candidates: numbered(1, "toan", "vatli"), Rooms: roomsOf(9), RoomSubjects: 3,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := AssignSeats(tt.plan)
			if fault.CodeOf(err) != tt.code || fault.KindOf(err) != fault.Conflict {
				t.Errorf("error = %v, want %s", err, tt.code)
			}
		})
	}
}
