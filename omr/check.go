package omr

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// CheckState is where a check of everything against the originals stands.
type CheckState string

// The states of a check. It ends in one of the last three and stays there.
const (
	CheckWaiting   CheckState = "waiting" // for a node
	CheckRunning   CheckState = "running"
	CheckDone      CheckState = "done" // whatever it found
	CheckCancelled CheckState = "cancelled"
	CheckFailed    CheckState = "failed" // the log of the node says why
)

// Ended reports whether nothing more will change.
func (s CheckState) Ended() bool { return s != CheckWaiting && s != CheckRunning }

// Check is one comparison of everything that is kept of a run with the
// originals.
type Check struct {
	ID      string
	Sitting exam.SittingID
	By      exam.Actor
	At      time.Time
	State   CheckState
	Done    int // files read again
	Total   int
	EndedAt time.Time
	Report
}

// Report is what comes of looking at everything once more: the seals, the
// originals read again, the answers that results were made of.
type Report struct {
	Scans  int
	Sheets int
	Wrong  []Difference
}

// Difference is one thing that is not as it was sealed. Code says what: the code
// of a seal, "original_changed", "pages", "reading", "answers", "no_result".
type Difference struct {
	File      string `json:"file"`
	Page      int    `json:"page"`
	Candidate string `json:"candidate"` // number, where a result is wrong
	Field     string `json:"field"`
	Code      string `json:"code"`
	Kept      string `json:"kept"`
	Now       string `json:"now"`
}

// Checks keeps comparisons with the originals.
type Checks interface {
	// StartCheck keeps a check for a node to run; where one of the sitting is
	// under way it is fault.Conflict "omr.checking".
	StartCheck(ctx context.Context, c Check) error
	// ListChecks returns the checks of a sitting, the latest first, without what
	// they found.
	ListChecks(ctx context.Context, id exam.SittingID) ([]Check, error)
	// GetCheck returns a check whole, or fault.NotFound "omr.check_not_found".
	GetCheck(ctx context.Context, id string) (Check, error)
	// CancelCheck ends a check that is under way; one that has ended is
	// fault.Closed "omr.check_over".
	CancelCheck(ctx context.Context, who exam.Actor, id string, at time.Time) error
	// RunCheck hands a check that no node runs to f and keeps what it returns. A
	// node that is killed leaves its check to another, from the start. f tells
	// how far it is; false: the check was cancelled, and its report is not kept.
	// RunCheck reports false when there is none.
	RunCheck(ctx context.Context, now func() time.Time, f func(c Check, tell func(done, total int) (bool, error)) (Report, error)) (bool, error)
}
