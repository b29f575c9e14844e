package delivery

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// OpenAttempt is an attempt that is not sealed, as a change of what its
// candidate needs sees it.
type OpenAttempt struct {
	ID       exam.AttemptID
	Sitting  exam.SittingID
	Duration time.Duration // of the sitting
	// Accommodated is the extra time that the accommodation has given so far.
	Accommodated time.Duration
}

// Accommodations changes what was fixed for a candidate when a sitting was
// opened.
type Accommodations interface {
	// OpenAttempts locks the attempts of a candidate that are not sealed, of
	// sittings that are open or running.
	OpenAttempts(ctx context.Context, id exam.CandidateID) ([]OpenAttempt, error)
	// Accommodate sets the display, which counts from the next sign-in on, and
	// notes how much extra time the accommodation has given. The time itself is
	// given by a grant.
	Accommodate(ctx context.Context, id exam.AttemptID, d Display, given time.Duration) error
}
