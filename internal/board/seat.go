package board

import (
	"time"

	"khaothi/internal/exam"
)

// Seat is a candidate's place in one sitting.
type Seat struct {
	SittingID   exam.SittingID
	CandidateID exam.CandidateID
	RoomID      exam.RoomID
	SeatNo      int // from 1 in its room
}

// Seated is a seat with who sits on it and the name of the room.
type Seated struct {
	Seat
	Candidate Candidate
	RoomName  string
}

// Slip is what one printed ticket says. Code is shown once, here: the record
// holds only its HMAC.
type Slip struct {
	ExamName    string
	SittingName string
	Subject     string // name, not code
	Practice    bool   // thi thử
	StartsAt    time.Time
	Duration    time.Duration
	Number      string
	FullName    string
	BirthDate   time.Time
	RoomName    string
	SeatNo      int
	Code        string // ticket code, with or without its dashes
}
