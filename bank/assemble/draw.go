package assemble

import (
	"context"
	"errors"
	"math"
	"time"

	"khaothi/bank"
	"khaothi/internal/mip"
)

// Options of a draw. The zero value is a search of a minute with the seed 0.
type Options struct {
	// Time is how long to search in all; 0: a minute.
	Time time.Duration
	// Gap is the relative distance from the bound that is enough; 0: 0.0005.
	Gap float64
	// Seed picks among draws that are equally good. The same seed, blueprint and
	// items give the same draw, unless time runs out.
	Seed uint64
	// Progress is told what is done, in 0–1, and what is going on.
	Progress func(done float64, stage Stage)
	Now      func() time.Time
}

// Stage is what a draw is busy with.
type Stage struct {
	Name string `json:"name" enum:"bound,form,exchange,verify,explain"`
	Form int    `json:"form,omitempty"`
	Of   int    `json:"of,omitempty"`
}

// Defaults of Options.
const (
	defaultTime = time.Minute
	defaultGap  = 0.0005
)

// Drawn is what a blueprint got from a bank.
type Drawn struct {
	Draws []Draw `json:"draws"`
	// Objective is what the targets ask for, as good as the draws have it, and
	// Bound what no draw can pass. Of Highest: the lowest sum in units, higher
	// is better; of Near alone: the mean distance in parts of the value, lower is
	// better. Without such targets both are 0.
	Objective float64 `json:"objective"`
	Bound     float64 `json:"bound"`
	Gap       float64 `json:"gap"` // relative distance of both
	// LeftOut counts items that could not be drawn, by reason.
	LeftOut map[string]int `json:"left_out"`
	// Unknown are names in the blueprint that no item has.
	Unknown []string `json:"unknown"`
	Usable  int      `json:"usable"` // items that have a place
}

// Draw is one set of questions (đề gốc), part by part in the order of the paper.
type Draw struct {
	Parts [][]Pick  `json:"parts"`
	Sums  []float64 `json:"sums"` // of each target
}

// Pick is an item on a form, and what it counts for: a row of the blueprint
// from 1 and a cell of it from 1, or 0 where its part has none. Clusters count
// for the cells of their row.
type Pick struct {
	Item int `json:"item"`
	Row  int `json:"row,omitempty"`
	Cell int `json:"cell,omitempty"`
}

// ConflictError is why a blueprint cannot be drawn: wishes that cannot all be
// granted, while without any one of them the others could.
type ConflictError struct {
	Demands []Demand `json:"demands"`
	// Minimal reports whether that is proven of every one of them.
	Minimal bool `json:"minimal"`
	// Short are all cells that have too few questions by themselves.
	Short []Demand `json:"short"`
}

func (c *ConflictError) Error() string {
	s := "không rút được đề"
	for i, d := range c.Demands {
		if i == 0 {
			s += ": "
		} else {
			s += "; "
		}
		s += d.Message
	}
	return s
}

// ErrTime is the error of a search that ended before it found forms or a proof
// that there are none.
var ErrTime = errors.New("assemble: time ran out")

// ErrBlueprint is the error of drawing a blueprint that Check refuses.
var ErrBlueprint = errors.New("assemble: the blueprint has errors")

// Make draws forms. Its errors are ErrBlueprint, *ConflictError, ErrTime, and that
// of ctx.
func Make(ctx context.Context, b Blueprint, items []Item, table *Table, o Options) (Drawn, error) {
	if bank.Fatal(b.Check()) {
		return Drawn{}, ErrBlueprint
	}
	s := newSearch(ctx, b, items, table, o)
	forms, err := s.run()
	if err != nil {
		return Drawn{LeftOut: s.m.out, Unknown: s.m.unknown, Usable: s.m.usable()}, err
	}
	s.tell(0.97, Stage{Name: "verify"})
	out := s.drawn(forms)
	if faults := Verify(b, items, table, out.Draws); len(faults) > 0 {
		return Drawn{}, errors.New("assemble: a draw breaks its blueprint: " + faults[0])
	}
	return out, nil
}

// search is one run of Make.
type search struct {
	ctx   context.Context //nolint:containedctx // lives as long as Make runs
	m     *model
	goals []goal
	o     Options
	now   func() time.Time
	end   time.Time
	n     int   // draws
	left  []int // draws that may still hold each item
	used  []int // draws that hold each item

	exactly bool // the big form is no proof: forms are asked for one by one

	highest, near bool
	bound         float64 // of the level, if highest
	distance      float64 // bound of the distance, if near alone
}

func newSearch(ctx context.Context, b Blueprint, items []Item, table *Table, o Options) *search {
	if o.Time <= 0 {
		o.Time = defaultTime
	}
	if o.Gap <= 0 {
		o.Gap = defaultGap
	}
	s := &search{ctx: ctx, o: o, now: o.Now, n: b.Forms.Draws(), bound: math.Inf(1)}
	if s.now == nil {
		s.now = time.Now //nolint:forbidigo // how long a search may take, not what it finds
	}
	s.end = s.now().Add(o.Time)
	s.m = newModel(b, items, table, s.now())
	s.goals = s.m.goals()
	for _, g := range s.goals {
		s.highest = s.highest || g.Goal == Highest
		s.near = s.near || g.Goal == Near
	}
	s.reset(capOf(b))
	return s
}

// reset lets every item be drawn so many times.
func (s *search) reset(most int) {
	s.left, s.used = make([]int, len(s.m.items)), make([]int, len(s.m.items))
	for i := range s.left {
		s.left[i] = most
	}
}

// capOf is how many draws may hold one item.
func capOf(b Blueprint) int {
	n := b.Forms.Draws()
	if b.Forms.Overlap != nil && *b.Forms.Overlap == 0 {
		n = 1
	}
	if b.Exposure.MaxForms > 0 {
		n = min(n, b.Exposure.MaxForms)
	}
	return n
}

func (m *model) usable() int {
	n := 0
	for _, list := range m.places {
		if len(list) > 0 {
			n++
		}
	}
	return n
}

func (s *search) tell(done float64, stage Stage) {
	if s.o.Progress != nil {
		s.o.Progress(done, stage)
	}
}

// rest is what is left of the time, in parts of it.
func (s *search) rest(part float64) time.Duration {
	return max(time.Millisecond, time.Duration(part*float64(s.end.Sub(s.now()))))
}

func (s *search) solve(p *mip.Problem, o mip.Options) mip.Result {
	o.Now = s.now
	r, err := mip.Solve(s.ctx, p, o)
	if err != nil {
		return mip.Result{Status: mip.Unknown} // a number that Check and ReadTable let pass: cannot be
	}
	return r
}

// chosen are the variables of a block that are set.
type chosen []int

func (s *search) chosenOf(b block, x []float64) chosen {
	var out chosen
	for k, v := range b.x {
		if s.m.vars[k].item >= 0 && x[v] > 0.5 {
			out = append(out, k)
		}
	}
	return out
}

// take notes that a form holds its items.
func (s *search) take(c chosen) {
	for _, k := range c {
		s.left[s.m.vars[k].item]--
		s.used[s.m.vars[k].item]++
	}
}

func (s *search) giveBack(c chosen) {
	for _, k := range c {
		s.left[s.m.vars[k].item]++
		s.used[s.m.vars[k].item]--
	}
}

// run draws all forms.
func (s *search) run() ([]chosen, error) {
	if short := s.short(); len(short) > 0 {
		return nil, &ConflictError{Demands: short[:1], Minimal: true, Short: short}
	}
	if s.n == 1 {
		return s.one()
	}
	return s.many()
}

// one draws a single form.
func (s *search) one() ([]chosen, error) {
	pr := newProgram(s.m)
	b := pr.p
	block := s.m.addBlock(b, 1, s.left, -1, nil)
	pr.aim(block, s.goals, true)
	o := mip.Options{Gap: s.o.Gap, Time: s.rest(0.8)}
	if !s.highest && !s.near {
		pr.chance(block, s.o.Seed, s.used)
		o.Gap = 0.2 // any draw will do; a good one is used little
	} else if !s.highest {
		o.AbsGap = nearby
	}
	o.Progress = func(p mip.Progress) { s.tell(0.1+0.8*progressOf(p), Stage{Name: "form", Form: 1, Of: 1}) }
	s.tell(0.05, Stage{Name: "form", Form: 1, Of: 1})
	r := s.solve(b, o)
	switch {
	case r.X != nil:
	case r.Status == mip.Infeasible:
		return nil, s.explain()
	default:
		return nil, s.late()
	}
	s.bound, s.distance = -r.Bound, r.Bound
	forms := []chosen{s.chosenOf(block, r.X)}
	s.exchange(forms)
	if s.near && !s.highest && !s.close(forms) { // the search by exchange is stuck: search on in the tree
		o.AbsGap, o.Time = nearEnough, s.rest(0.8)
		if r = s.solve(b, o); r.X != nil {
			s.distance = r.Bound
			forms = []chosen{s.chosenOf(block, r.X)}
		}
	}
	return forms, nil
}

// Distances from the value of a Near goal, in parts of it: what nobody can tell
// from none, and from where exchanging items gets there sooner than a tree.
const (
	nearEnough = 1e-4
	nearby     = 1e-2
)

func progressOf(p mip.Progress) float64 {
	if math.IsInf(p.Objective, 1) {
		return 0
	}
	return 1 / (1 + 100*math.Abs(p.Objective-p.Bound)/max(1e-9, math.Abs(p.Objective)))
}

func (s *search) late() error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	return ErrTime
}
