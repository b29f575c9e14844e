package psychometrics

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
)

// The codes of a cell that holds no score.
const (
	NotPresented int8 = -1 - iota // not shown to this person
	Omitted                       // seen, left blank
	NotReached                    // before its turn came, the time was over
)

// MaxScore is the highest score of an item.
const MaxScore = 126

// Responses is a matrix of persons and items, in the order of its file.
type Responses struct {
	Items  []string // the name of each column, unique, J of them
	Scores []int8   // N × J, one person after the other: a score from 0, or a code below 0

	IDs     []string  // N, or nil: persons have no names
	Groups  []string  // the names of the groups in the order of their first person; nil: one group
	Group   []int32   // N, an index into Groups; nil with Groups
	Weights []float64 // N, finite and not negative; nil: each person counts once
}

// New returns n persons by the given items, every cell NotPresented.
func New(items []string, n int) *Responses {
	r := &Responses{Items: items, Scores: make([]int8, n*len(items))}
	for i := range r.Scores {
		r.Scores[i] = NotPresented
	}
	return r
}

// N is the number of persons.
func (r *Responses) N() int {
	if len(r.Items) == 0 {
		return 0
	}
	return len(r.Scores) / len(r.Items)
}

// J is the number of items.
func (r *Responses) J() int { return len(r.Items) }

// Row is what person i (from 0) did, one cell an item. It is no copy.
func (r *Responses) Row(i int) []int8 { return r.Scores[i*len(r.Items) : (i+1)*len(r.Items)] }

// Weight is how often person i counts: 1 where no weights are given.
func (r *Responses) Weight(i int) float64 {
	if r.Weights == nil {
		return 1
	}
	return r.Weights[i]
}

// GroupOf is the index of the group of person i, 0 where no groups are given.
func (r *Responses) GroupOf(i int) int {
	if r.Group == nil {
		return 0
	}
	return int(r.Group[i])
}

// ID names person i: as its file does, or by the number of its row from 1.
func (r *Responses) ID(i int) string {
	if r.IDs == nil {
		return fmt.Sprint(i + 1)
	}
	return r.IDs[i]
}

// Item is the column of an item, -1 where there is none of that name.
func (r *Responses) Item(name string) int { return slices.Index(r.Items, name) }

// Categories is one more than the highest score of each item, J numbers: 0
// where nobody has a score.
func (r *Responses) Categories() []int {
	k := make([]int, len(r.Items))
	for i := range r.N() {
		for j, x := range r.Row(i) {
			k[j] = max(k[j], int(x)+1)
		}
	}
	return k
}

// Counts is how many persons (by weight) have each score of each item: J rows
// of as many numbers as Categories says. Codes are not counted.
func (r *Responses) Counts() [][]float64 {
	counts := make([][]float64, len(r.Items))
	for j, k := range r.Categories() {
		counts[j] = make([]float64, k)
	}
	for i := range r.N() {
		w := r.Weight(i)
		for j, x := range r.Row(i) {
			if x >= 0 {
				counts[j][x] += w
			}
		}
	}
	return counts
}

// Treat returns the same persons with Omitted and NotReached replaced: each by
// NotPresented, or by a score (0: it counts as wrong). r is not changed; its
// scores are shared where nothing has to be replaced.
func (r *Responses) Treat(omitted, notReached int8) *Responses {
	out := *r
	if !slices.ContainsFunc(r.Scores, func(x int8) bool { return x < NotPresented }) {
		return &out
	}
	out.Scores = slices.Clone(r.Scores)
	for i, x := range out.Scores {
		switch x {
		case Omitted:
			out.Scores[i] = omitted
		case NotReached:
			out.Scores[i] = notReached
		}
	}
	return &out
}

// Select returns all persons with the named items only, in the order of names.
// A name that is no item is an error.
func (r *Responses) Select(names []string) (*Responses, error) {
	from := make([]int, len(names))
	for k, name := range names {
		if from[k] = r.Item(name); from[k] < 0 {
			return nil, fmt.Errorf("responses have no item %q", name)
		}
	}
	out := *r
	out.Items = slices.Clone(names)
	out.Scores = make([]int8, 0, r.N()*len(names))
	for i := range r.N() {
		row := r.Row(i)
		for _, j := range from {
			out.Scores = append(out.Scores, row[j])
		}
	}
	return &out, nil
}

// Where returns the persons for whom keep is true, in their order.
func (r *Responses) Where(keep func(i int) bool) *Responses {
	out := &Responses{Items: r.Items, Groups: r.Groups}
	for i := range r.N() {
		if !keep(i) {
			continue
		}
		out.Scores = append(out.Scores, r.Row(i)...)
		if r.IDs != nil {
			out.IDs = append(out.IDs, r.IDs[i])
		}
		if r.Group != nil {
			out.Group = append(out.Group, r.Group[i])
		}
		if r.Weights != nil {
			out.Weights = append(out.Weights, r.Weights[i])
		}
	}
	return out
}

// Check says what is wrong with the shapes and values of r: nothing is read
// beyond them. Read returns only what passes.
func (r *Responses) Check() error {
	n := r.N()
	switch {
	case len(r.Items) == 0:
		return fmt.Errorf("responses: no items")
	case len(r.Scores) != n*len(r.Items):
		return fmt.Errorf("responses: %d cells are not rows of %d items", len(r.Scores), len(r.Items))
	case r.IDs != nil && len(r.IDs) != n:
		return fmt.Errorf("responses: %d ids for %d persons", len(r.IDs), n)
	case (r.Group == nil) != (r.Groups == nil), r.Group != nil && len(r.Group) != n:
		return fmt.Errorf("responses: %d group indexes for %d persons", len(r.Group), n)
	case r.Weights != nil && len(r.Weights) != n:
		return fmt.Errorf("responses: %d weights for %d persons", len(r.Weights), n)
	}
	for i, g := range r.Group {
		if g < 0 || int(g) >= len(r.Groups) {
			return fmt.Errorf("responses: person %s: group %d of %d", r.ID(i), g, len(r.Groups))
		}
	}
	for i, w := range r.Weights {
		if !(w >= 0 && w <= maxWeight) {
			return fmt.Errorf("responses: person %s: weight %g, want 0 to %g", r.ID(i), w, float64(maxWeight))
		}
	}
	for k, x := range r.Scores {
		if x < NotReached || x > MaxScore {
			return fmt.Errorf("responses: person %s, item %s: %d is no score and no code", r.ID(k/len(r.Items)), r.Items[k%len(r.Items)], x)
		}
	}
	return nil
}

// SHA256 is a hash of items, scores, groups and weights, in their order, without
// the names of persons: the same hash, the same data.
func (r *Responses) SHA256() string {
	h := sha256.New()
	text := func(names []string) {
		for _, n := range names {
			_, _ = fmt.Fprintf(h, "%d:%s", len(n), n) // a hash takes everything
		}
		_, _ = h.Write([]byte{0})
	}
	text(r.Items)
	text(r.Groups)
	line := make([]byte, len(r.Items)+12)
	for i := range r.N() {
		for j, x := range r.Row(i) {
			line[j] = byte(x) //nolint:gosec // G115: a code below 0 stays one of its own
		}
		tail := line[len(r.Items):]
		binary.LittleEndian.PutUint32(tail, uint32(r.GroupOf(i))) //nolint:gosec // G115: at most 1000 groups
		binary.LittleEndian.PutUint64(tail[4:], math.Float64bits(r.Weight(i)))
		_, _ = h.Write(line)
	}
	return hex.EncodeToString(h.Sum(nil))
}
