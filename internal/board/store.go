package board

import (
	"context"

	"khaothi/internal/exam"
)

// Exams keeps exams. An update with an old Rev is fault.Conflict.
type Exams interface {
	GetExam(ctx context.Context, id exam.ExamID) (Exam, error)
	// ListExams returns the exams of the units and of every unit under them,
	// the newest first.
	ListExams(ctx context.Context, units []exam.UnitID) ([]ExamSummary, error)
	CreateExam(ctx context.Context, who exam.Actor, e Exam) (Exam, error)
	UpdateExam(ctx context.Context, who exam.Actor, e Exam) (Exam, error)
	// DeleteExam removes an exam of which no sitting was opened, with all that
	// belongs to it.
	DeleteExam(ctx context.Context, who exam.Actor, id exam.ExamID) error
}

// Candidates keeps the roster of an exam. Once a sitting of the exam was
// opened (a practice sitting does not count), numbers and roster are frozen: fault.Conflict "exam.frozen", except
// that candidates may still be added and get their first number.
type Candidates interface {
	GetCandidate(ctx context.Context, id exam.CandidateID) (Candidate, error)
	// ListCandidates orders by number, then by name.
	ListCandidates(ctx context.Context, id exam.ExamID, f CandidateFilter) (CandidatePage, error)
	// ImportRoster adds all candidates or none.
	ImportRoster(ctx context.Context, who exam.Actor, in RosterImport) error
	// SetAccommodation changes what a candidate needs, in a frozen exam too;
	// what that means for opened sittings is workflow's.
	SetAccommodation(ctx context.Context, who exam.Actor, id exam.CandidateID, a Accommodation) error
	// NumberCandidates sets all the numbers at once.
	NumberCandidates(ctx context.Context, who exam.Actor, id exam.ExamID, numbers []Numbering) error
}

// Rooms keeps the rooms of an exam.
type Rooms interface {
	ListRooms(ctx context.Context, id exam.ExamID) ([]Room, error)
	CreateRooms(ctx context.Context, who exam.Actor, rooms []Room) ([]Room, error)
	UpdateRoom(ctx context.Context, who exam.Actor, r Room) error
	// DeleteRoom refuses a room in which somebody has a seat.
	DeleteRoom(ctx context.Context, who exam.Actor, id exam.ExamID, room exam.RoomID) error
}

// Sittings keeps the plans of sittings. A frozen plan does not change:
// fault.Conflict "sitting.frozen".
type Sittings interface {
	GetSitting(ctx context.Context, id exam.SittingID) (Sitting, error)
	ListSittings(ctx context.Context, id exam.ExamID) ([]SittingSummary, error)
	CreateSitting(ctx context.Context, who exam.Actor, s Sitting) (Sitting, error)
	UpdateSitting(ctx context.Context, who exam.Actor, s Sitting) (Sitting, error)
	DeleteSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error
	// FreezeSitting marks the plan as opened. workflow calls it in the
	// transaction that makes the attempts; a second call changes nothing.
	FreezeSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error
}

// Seats keeps who sits where.
type Seats interface {
	// ListSeats returns the seats of a sitting by room and seat; room "" means
	// all rooms.
	ListSeats(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Seated, error)
	// ReplaceSeats sets the seats of the sittings and drops the ones they had.
	ReplaceSeats(ctx context.Context, who exam.Actor, sittings []exam.SittingID, seats []Seat) error
}

// Store is all of them; boardpg.Store is one.
type Store interface {
	Exams
	Candidates
	Rooms
	Sittings
	Seats
}

// ImportMode says what happens to the candidates that are there already.
type ImportMode string

// The modes.
const (
	ImportAdd     ImportMode = "add"
	ImportReplace ImportMode = "replace"
)

// RosterImport is one checked roster file on its way into the store.
type RosterImport struct {
	ExamID     exam.ExamID
	Mode       ImportMode
	FileName   string
	SHA256     string // hex, of the file
	Candidates []Candidate
}

// Numbering gives one candidate a number.
type Numbering struct {
	CandidateID exam.CandidateID
	Number      string
}
