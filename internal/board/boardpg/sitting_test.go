package boardpg

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

func TestSittingPlanIsStoredAndCounted(t *testing.T) {
	t.Parallel()
	f := open(t)
	s := f.seated(t, 5, "form")
	got, err := f.GetSitting(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, got); d != "" {
		t.Error(d)
	}
	list, err := f.ListSittings(t.Context(), f.exam.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("sittings = %v, %v", list, err)
	}
	if l := list[0]; l.Registered != 5 || l.Seated != 5 || l.Rooms != 2 {
		t.Errorf("registered, seated, rooms = %d, %d, %d; want 5, 5, 2", l.Registered, l.Seated, l.Rooms)
	}
	seats, err := f.ListSeats(t.Context(), s.ID, "")
	if err != nil || len(seats) != 5 {
		t.Fatalf("seats = %v, %v", seats, err)
	}
	if s := seats[2]; s.RoomName != "Phòng 2" || s.SeatNo != 1 || s.Candidate.Number != "01000003" {
		t.Errorf("third seat = %+v", s)
	}
	second, err := f.ListSeats(t.Context(), s.ID, seats[2].RoomID)
	if err != nil || len(second) != 3 {
		t.Errorf("seats of the second room = %d, %v; want 3", len(second), err)
	}
}

func TestFrozenPlanDoesNotChange(t *testing.T) {
	t.Parallel()
	f := open(t)
	s := f.seated(t, 3, "form")
	for range 2 {
		if err := f.FreezeSitting(t.Context(), who, s.ID); err != nil {
			t.Fatal(err)
		}
	}
	s, err := f.GetSitting(t.Context(), s.ID)
	if err != nil || !s.Opened() {
		t.Fatalf("opened = %v, %v", s.Opened(), err)
	}
	_, err = f.UpdateSitting(t.Context(), who, s)
	wantFault(t, err, fault.Conflict, "sitting.frozen")
	wantFault(t, f.DeleteSitting(t.Context(), who, s.ID), fault.Conflict, "sitting.frozen")
	wantFault(t, f.ReplaceSeats(t.Context(), who, []exam.SittingID{s.ID}, nil), fault.Conflict, "sitting.frozen")
	again := []board.Numbering{{CandidateID: f.candidates(t)[0].ID, Number: "01000009"}}
	wantFault(t, f.NumberCandidates(t.Context(), who, f.exam.ID, again), fault.Conflict, "exam.frozen")
	wantFault(t, f.DeleteExam(t.Context(), who, f.exam.ID), fault.Conflict, "exam.frozen")
	replace := board.RosterImport{ExamID: f.exam.ID, Mode: board.ImportReplace}
	wantFault(t, f.ImportRoster(t.Context(), who, replace), fault.Conflict, "exam.frozen")
	late := board.RosterImport{ExamID: f.exam.ID, Mode: board.ImportAdd, Candidates: []board.Candidate{
		{RosterNo: 1, GivenName: "Muộn", BirthDate: born, PupilCode: "LATE"},
	}}
	if err := f.ImportRoster(t.Context(), who, late); err != nil {
		t.Errorf("adding a candidate to a frozen exam: %v", err)
	}
	numbers, err := board.NumberNew(f.candidates(t), f.exam.Settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.NumberCandidates(t.Context(), who, f.exam.ID, numbers); err != nil {
		t.Errorf("numbering the candidate that was added: %v", err)
	}
	if c := f.candidates(t); len(c) != 4 || c[3].Number != "01000004" || c[3].PupilCode != "LATE" {
		t.Errorf("candidates after the addition: %+v", c)
	}
}

func TestFreezeWantsAFormAndSeats(t *testing.T) {
	t.Parallel()
	f := open(t)
	s := f.seated(t, 3, "")
	wantFault(t, f.FreezeSitting(t.Context(), who, s.ID), fault.Conflict, "sitting.no_form")
	s.FormID = "form"
	if _, err := f.UpdateSitting(t.Context(), who, s); err != nil {
		t.Fatal(err)
	}
	if err := f.ReplaceSeats(t.Context(), who, []exam.SittingID{s.ID}, nil); err != nil {
		t.Fatal(err)
	}
	wantFault(t, f.FreezeSitting(t.Context(), who, s.ID), fault.Conflict, "sitting.no_seats")
	wantFault(t, f.FreezeSitting(t.Context(), who, "nothing"), fault.NotFound, "sitting.not_found")
}

func TestSittingUpdateGuardsRevisionAndDropsSeatsOfAnotherSubject(t *testing.T) {
	t.Parallel()
	f := open(t)
	s := f.seated(t, 3, "form")
	later := s
	later.StartsAt = start.Add(time.Hour)
	later, err := f.UpdateSitting(t.Context(), who, later)
	if err != nil || !later.StartsAt.Equal(start.Add(time.Hour)) {
		t.Fatalf("update = %+v, %v", later, err)
	}
	_, err = f.UpdateSitting(t.Context(), who, s)
	wantFault(t, err, fault.Conflict, "sitting.changed")
	later.Subject = "nothing"
	_, err = f.UpdateSitting(t.Context(), who, later)
	wantFault(t, err, fault.Invalid, "sitting.subject")
	later.Subject = "vatli"
	if _, err = f.UpdateSitting(t.Context(), who, later); err != nil {
		t.Fatal(err)
	}
	if seats, err := f.ListSeats(t.Context(), s.ID, ""); err != nil || len(seats) != 0 {
		t.Errorf("%d seats after the subject changed, %v; want 0", len(seats), err)
	}
}

func TestSeatsStayWithinTheirExamAndRoom(t *testing.T) {
	t.Parallel()
	f := open(t)
	s := f.seated(t, 3, "form")
	seats, err := f.ListSeats(t.Context(), s.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	tooFar := seats[0].Seat
	tooFar.SeatNo = 3 // of two
	ids := []exam.SittingID{s.ID}
	wantFault(t, f.ReplaceSeats(t.Context(), who, ids, []board.Seat{tooFar}), fault.Invalid, "seat.invalid")
	twice := []board.Seat{seats[0].Seat, seats[1].Seat}
	twice[1].SeatNo = twice[0].SeatNo
	wantFault(t, f.ReplaceSeats(t.Context(), who, ids, twice), fault.Conflict, "row.conflict")
	if again, err := f.ListSeats(t.Context(), s.ID, ""); err != nil || len(again) != 3 {
		t.Errorf("%d seats after refused changes, %v; want 3", len(again), err)
	}
	other := f
	if other.exam, err = f.CreateExam(t.Context(), who, newExam(t, "so")); err != nil {
		t.Fatal(err)
	}
	foreign := other.sitting(t, "toan", "")
	wantFault(t, f.ReplaceSeats(t.Context(), who, []exam.SittingID{s.ID, foreign.ID}, nil), fault.Invalid, "seat.exam")
}

func TestRoomsRefuseDoubleNamesAndUse(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seated(t, 3, "form")
	rooms, err := f.ListRooms(t.Context(), f.exam.ID)
	if err != nil || len(rooms) != 2 {
		t.Fatalf("rooms = %v, %v", rooms, err)
	}
	_, err = f.CreateRooms(t.Context(), who, []board.Room{
		{ExamID: f.exam.ID, Name: "Phòng 9", Capacity: 24}, {ExamID: f.exam.ID, Name: "Phòng 1", Capacity: 24},
	})
	wantFault(t, err, fault.Conflict, "room.name_taken")
	wantFault(t, f.DeleteRoom(t.Context(), who, f.exam.ID, rooms[0].ID), fault.Conflict, "room.in_use")
	small := rooms[0]
	small.Capacity = 1
	wantFault(t, f.UpdateRoom(t.Context(), who, small), fault.Conflict, "room.in_use")
	small.Capacity, small.Place = 20, "Nhà A"
	if err := f.UpdateRoom(t.Context(), who, small); err != nil {
		t.Error(err)
	}
	wantFault(t, f.DeleteRoom(t.Context(), who, f.exam.ID, "nothing"), fault.NotFound, "room.not_found")
	if again, err := f.ListRooms(t.Context(), f.exam.ID); err != nil || len(again) != 2 || again[0].Place != "Nhà A" {
		t.Errorf("rooms = %v, %v", again, err)
	}
}

func TestAFailedTransactionLeavesNoAuditRow(t *testing.T) {
	t.Parallel()
	f := open(t)
	before := actions(t, f.pool)
	stop := errors.New("stop")
	err := pgdb.InTx(t.Context(), f.pool, func(tx pgx.Tx) error {
		if _, err := New(tx).CreateExam(t.Context(), who, newExam(t, "so")); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if after := actions(t, f.pool); !slices.Equal(before, after) {
		t.Errorf("audit rows = %q, want %q", after, before)
	}
	if err := f.DeleteExam(t.Context(), who, f.exam.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.GetExam(t.Context(), f.exam.ID)
	wantFault(t, err, fault.NotFound, "exam.not_found")
}
