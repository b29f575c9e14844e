package classical

import (
	"context"
	"errors"
	"fmt"

	"gonum.org/v1/gonum/floats"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// Options say how Analyze works. The zero value is good.
type Options struct {
	// Max is the highest possible score of each item, J numbers; nil: the highest
	// that occurs.
	Max []int
	// Floor is the mean score of pure guessing on each item, in its points, J
	// numbers; nil: no chance correction. See ChanceFloor.
	Floor []float64
	// Cuts are total scores from which a class begins, rising, for classification
	// consistency.
	Cuts []float64
	// Bootstrap is the number of resamples for intervals; 0: none.
	Bootstrap int
	Seed      uint64
}

// Report is what Analyze finds.
type Report struct {
	Persons  float64  `json:"persons"`          // sum of the weights
	Complete float64  `json:"complete_persons"` // of those presented every item
	Items    []Item   `json:"items"`
	Test     Test     `json:"test"`
	Notes    []string `json:"notes"` // what was left out, and why
}

// Analyze computes the statistics of every item and of the test. The responses
// must pass Check; an item that nobody was presented, and limits that do not fit
// the scores, are errors. A test without complete persons has item means but no
// totals: Notes says so.
func Analyze(ctx context.Context, r *psychometrics.Responses, o Options) (Report, error) {
	s, err := newSheet(r, o)
	if err != nil {
		return Report{}, err
	}
	w := s.weights()
	rep := Report{Persons: floats.Sum(w), Items: s.items(w), Notes: []string{}}
	for _, i := range s.rows {
		rep.Complete += w[i]
	}
	rep.Test = s.test(w, rep.Items, &rep.Notes)
	if o.Bootstrap > 0 {
		if err := s.bootstrap(ctx, &rep, o.Bootstrap, o.Seed); err != nil {
			return Report{}, err
		}
	}
	if err := s.classes(&rep, o.Cuts); err != nil {
		return Report{}, err
	}
	return rep, nil
}

// sheet is the responses and what is computed from them once.
type sheet struct {
	r       *psychometrics.Responses
	max     []int
	highest int // the largest possible total
	floor   []float64
	rows    []int // complete persons
	total   []int // the totals of rows
}

func newSheet(r *psychometrics.Responses, o Options) (*sheet, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	s := &sheet{r: r, floor: o.Floor}
	if err := s.limits(o); err != nil {
		return nil, err
	}
	for i := range r.N() {
		sum, complete := 0, true
		for _, x := range r.Row(i) {
			complete = complete && x != psychometrics.NotPresented
			sum += max(0, int(x))
		}
		if complete {
			s.rows, s.total = append(s.rows, i), append(s.total, sum)
		}
	}
	return s, nil
}

func (s *sheet) limits(o Options) error {
	if s.r.N() == 0 {
		return errors.New("there is no person in the responses")
	}
	seen := s.r.Categories()
	if o.Max != nil && len(o.Max) != len(seen) || o.Floor != nil && len(o.Floor) != len(seen) {
		return fmt.Errorf("%d items, but %d highest scores and %d floors", len(seen), len(o.Max), len(o.Floor))
	}
	s.max = make([]int, len(seen))
	for j, k := range seen {
		if k == 0 && !s.presented(j) {
			return fmt.Errorf("item %s was presented to nobody: leave its column out", s.r.Items[j])
		}
		s.max[j] = max(0, k-1)
		if o.Max != nil {
			if o.Max[j] < s.max[j] {
				return fmt.Errorf("item %s has a score of %d above its highest, %d", s.r.Items[j], s.max[j], o.Max[j])
			}
			s.max[j] = o.Max[j]
		}
		if o.Floor != nil && !(o.Floor[j] >= 0 && o.Floor[j] <= float64(s.max[j])) {
			return fmt.Errorf("item %s: a floor of %v is not between 0 and %d", s.r.Items[j], o.Floor[j], s.max[j])
		}
		s.highest += s.max[j]
	}
	return nil
}

func (s *sheet) presented(j int) bool {
	for i := range s.r.N() {
		if s.r.Row(i)[j] != psychometrics.NotPresented {
			return true
		}
	}
	return false
}

func (s *sheet) weights() []float64 {
	w := make([]float64, s.r.N())
	for i := range w {
		w[i] = s.r.Weight(i)
	}
	return w
}

// ChanceFloor is the mean score of guessing every part of an item at random: the
// sum of points[k] · the chance of exactly k right out of n parts that each come
// out right with probability p. An option question of four is
// ChanceFloor(1, 0.25, []float64{0, 1}); a Đúng–Sai cluster of four statements,
// ChanceFloor(4, 0.5, points of 0 to 4 right). points has n+1 numbers; else None.
func ChanceFloor(n int, p float64, points []float64) stat.Value {
	if len(points) != n+1 || !(p >= 0 && p <= 1) {
		return stat.None()
	}
	chance := []float64{1} // of 0, 1, … right so far
	for range n {
		next := make([]float64, len(chance)+1)
		for k, c := range chance {
			next[k] += c * (1 - p)
			next[k+1] += c * p
		}
		chance = next
	}
	mean := 0.0
	for k, c := range chance {
		mean += c * points[k]
	}
	return stat.Of(mean)
}
