package scoring

import (
	"context"

	"khaothi/internal/exam"
)

// EduExam is an exam as the education database knows it.
type EduExam struct {
	ID         exam.ExamID
	Name       string
	SchoolYear string // 2026-2027
	Term       int    // 1, 2, or 0 where the exam belongs to no term
}

// EduResult is one released result on its way to the education database. The
// pupil is found by PupilCode, or by CitizenID where there is no code.
type EduResult struct {
	Sitting   exam.SittingID
	Candidate exam.CandidateID
	Number    string // of the candidate, for the report
	PupilCode string
	CitizenID string
	Subject   string // code of the subject there
	Points    Points
	State     State // Published or Withdrawn
}

// EduReport says what an export changed, and proves that both sides agree.
type EduReport struct {
	New       int          `json:"new"`
	Updated   int          `json:"updated"`
	Cancelled int          `json:"cancelled"`
	Unchanged int          `json:"unchanged"`
	Refused   []EduRefused `json:"refused"`
	Orphans   int          `json:"orphans"`  // live records there that no result stands behind
	Records   int          `json:"records"`  // records of the exam there, the cancelled ones too
	Live      int          `json:"live"`     // those not cancelled
	Checksum  string       `json:"checksum"` // over the records there, equal to the one computed here
}

// EduRefused is a result that was not exported.
type EduRefused struct {
	Candidate exam.CandidateID `json:"candidate"`
	Number    string           `json:"number"`
	Reason    string           `json:"reason"`
}

// Why a result is not exported.
const (
	EduNoCode       = "pupil.no_code"          // the candidate has neither pupil code nor person id
	EduUnknownPupil = "pupil.unknown"          // no such pupil there: none is ever invented
	EduOtherPerson  = "pupil.citizen_mismatch" // the pupil's person id there is another
	EduPupilTwice   = "pupil.twice"            // two candidates of the sitting are one pupil there
	EduNoSubject    = "subject.no_code"        // the subject has no code, or one that is too long
	EduOutOfRange   = "points.range"           // not within 0.00 to 99.99
)

// EduPort writes to the education database.
type EduPort interface {
	// Export brings the records of the exam there up to results, which must be
	// all released results of the exam. It is one transaction and may be
	// repeated: a second run changes nothing.
	Export(ctx context.Context, e EduExam, results []EduResult) (EduReport, error)
}
