package board

import (
	"time"

	"khaothi/internal/exam"
)

// Sitting is the plan of a ca thi: one timed run of one subject. Its state
// while it runs is delivery's.
type Sitting struct {
	ID      exam.SittingID
	ExamID  exam.ExamID
	Subject string // code of a Subject of the exam
	Name    string
	FormID  exam.FormID // empty until a form is chosen
	Rule    string      // name of the scoring rule

	StartsAt    time.Time
	Duration    time.Duration
	Grace       time.Duration // answers that were under way at the deadline are taken this long
	LateLimit   time.Duration // who comes later than this after the start is not admitted; 0 = no limit
	SubmitAfter time.Duration // nobody may hand in earlier than this after the start

	Practice bool // thi thử: trains, is started by hand, and never scored; set when it is made

	OpenedAt time.Time // zero until the sitting is opened; after that the plan is frozen
	Rev      int
}

// EndsAt is the planned end, before pauses and grants.
func (s Sitting) EndsAt() time.Time { return s.StartsAt.Add(s.Duration) }

// Opened reports whether the plan is frozen.
func (s Sitting) Opened() bool { return !s.OpenedAt.IsZero() }

// Overlaps reports whether some moment belongs to both sittings.
func (s Sitting) Overlaps(o Sitting) bool {
	return s.StartsAt.Before(o.EndsAt()) && o.StartsAt.Before(s.EndsAt())
}

// Limits of a sitting. A paper of a whole working day is longer than any exam;
// a grace above two minutes would be extra time by another name.
const (
	maxDuration = 8 * time.Hour
	maxGrace    = 2 * time.Minute
)

// Validate reports what is wrong with the plan within an exam's settings.
func (s Sitting) Validate(in Settings) error {
	if !validName(s.Name, 300) {
		return invalid("sitting.name")
	}
	if _, ok := in.SubjectByCode(s.Subject); !ok {
		return invalid("sitting.subject").With("value", s.Subject)
	}
	if s.Rule == "" {
		return invalid("sitting.rule")
	}
	if s.StartsAt.IsZero() {
		return invalid("sitting.starts_at")
	}
	if s.Duration < 5*time.Second || s.Duration > maxDuration {
		return invalid("sitting.duration").With("duration_s", int(s.Duration.Seconds()))
	}
	if s.Grace < 0 || s.Grace > maxGrace {
		return invalid("sitting.grace").With("grace_s", int(s.Grace.Seconds()))
	}
	if s.LateLimit < 0 || s.LateLimit > s.Duration {
		return invalid("sitting.late_limit").With("late_limit_s", int(s.LateLimit.Seconds()))
	}
	if s.SubmitAfter < 0 || s.SubmitAfter > s.Duration {
		return invalid("sitting.submit_after").With("submit_after_s", int(s.SubmitAfter.Seconds()))
	}
	return nil
}

// SittingSummary is a sitting with the counts that a list shows.
type SittingSummary struct {
	Sitting
	Registered int // candidates of its subject
	Seated     int // those who have a seat
	Rooms      int // rooms with a seat taken
}
