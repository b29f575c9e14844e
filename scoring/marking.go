package scoring

import (
	"context"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Work is the essay or file of one field of an attempt, to be marked by people.
type Work struct {
	ID        string
	Sitting   exam.SittingID
	Attempt   exam.AttemptID
	Candidate exam.CandidateID
	Field     string
	Alias     string // phách: all that a marker knows of whose it is
	Value     string // the text, or what names the file
	Final     *Points
	Marks     []WorkMark // by turn
}

// WorkMark is one person's mark of a work. It never changes.
type WorkMark struct {
	Turn   int
	Marker exam.Actor
	Points map[string]Points // by criterion
	Total  Points
	Note   string
	At     time.Time
}

// MarkingPlan says how the works of a sitting are marked: Marks times
// independently, and once more where two marks are more than Threshold per mille
// of the rubric apart.
type MarkingPlan struct {
	Marks     int
	Threshold int
}

// DefaultMarking is the plan of a sitting without one: two marks, and a third
// beyond a tenth of the rubric, as the regulation of written papers has it.
func DefaultMarking() MarkingPlan { return MarkingPlan{Marks: 2, Threshold: 100} }

// lastTurn is the mark that decides.
const lastTurn = 3

// Final is what the marks of a work come to, out of limit: nil as long as one is
// missing. Two that are near enough give their mean, rounded half up; the third
// decides.
func (p MarkingPlan) Final(marks []WorkMark, limit Points) *Points {
	var final Points
	switch n := len(marks); {
	case n == 0, n < p.Marks:
		return nil
	case n >= lastTurn:
		final = marks[lastTurn-1].Total
	case n == 1:
		final = marks[0].Total
	default:
		a, b := marks[0].Total, marks[1].Total
		if max(a-b, b-a)*1000 > limit*Points(p.Threshold) {
			return nil
		}
		final = (a + b + 1) / 2
	}
	return &final
}

// Wanted reports whether the work waits for one more mark, and whether that one
// decides between two.
func (p MarkingPlan) Wanted(marks []WorkMark, limit Points) (wanted, decides bool) {
	if p.Final(marks, limit) != nil || len(marks) >= lastTurn {
		return false, false
	}
	return true, len(marks) == lastTurn-1
}

// Sum checks points by criterion against a rubric and adds them up: each
// criterion has some, within what it gives.
func (f *KeyField) Sum(points map[string]Points) (Points, error) {
	var sum Points
	for _, c := range f.Rubric {
		p, ok := points[c.ID]
		if !ok || p < 0 || p > c.Points {
			return 0, fault.New(fault.Invalid, "mark.points").With("criterion", c.ID)
		}
		sum += p
	}
	if len(points) != len(f.Rubric) {
		return 0, fault.New(fault.Invalid, "mark.points")
	}
	return sum, nil
}

// MarkingCounts is how far the marking of a sitting is.
type MarkingCounts struct {
	Works    int // to be marked
	Once     int // with one mark, waiting for another
	Disputed int // with two marks too far apart
	Settled  int
	Markers  []MarkerCount
}

// MarkerCount is what one person has marked.
type MarkerCount struct {
	Name  string
	Marks int
}

// MarkingStore keeps works and marks. What a person does writes its audit row
// in the same transaction.
type MarkingStore interface {
	// PutWorks brings the works of a sitting up to what was handed in and counts:
	// new ones get an alias; one whose text changed loses its marks; one that is
	// not among them any more leaves the queue and the counts, and comes back with
	// its marks when it is.
	PutWorks(ctx context.Context, sitting exam.SittingID, works []Work) error

	// FinalMarks are the agreed marks of a sitting by attempt and field.
	FinalMarks(ctx context.Context, sitting exam.SittingID) (map[exam.AttemptID]map[string]Points, error)

	// Plan is the sitting's, or the default; SetPlan changes it while nothing
	// is marked (fault.Conflict, marking.begun).
	Plan(ctx context.Context, sitting exam.SittingID) (MarkingPlan, error)
	SetPlan(ctx context.Context, who exam.Actor, sitting exam.SittingID, p MarkingPlan) error

	// NextWork picks a work for a marker and holds it for them: one that they
	// have not marked and that waits for a mark, disputed ones first. fault.NotFound,
	// marking.none, where there is none.
	NextWork(ctx context.Context, who exam.Actor, sitting exam.SittingID) (Work, error)

	// Work returns one work with its marks.
	Work(ctx context.Context, id string) (Work, error)

	// AddMark adds the mark of who, of which limit is the most, and settles the
	// work where the plan says so. A second mark by the same person, one that
	// nobody waits for, and one of a work that left the queue is fault.Conflict.
	AddMark(ctx context.Context, who exam.Actor, id string, m WorkMark, limit Points) (Work, error)

	// MarkingCounts counts the works of sittings; those without have no entry.
	MarkingCounts(ctx context.Context, sittings []exam.SittingID) (map[exam.SittingID]MarkingCounts, error)

	// MarkingSittings lists the sittings with works, the newest first.
	MarkingSittings(ctx context.Context) ([]exam.SittingID, error)
}
