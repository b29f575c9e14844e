package assemble

import (
	"errors"
	"math"

	"khaothi/internal/mip"
)

// many draws several forms. Where nothing is to be made high or near, one form
// after the other is drawn. Otherwise, and where that fails, all forms are
// first drawn as one big form, whose value no set of forms can pass, and its
// items are then dealt out so that each form gets its share (the idea of the
// big shadow test, van der Linden and Adema 1998; here the shadow is what the
// big form still has). What remains uneven is evened out by exchanging items.
func (s *search) many() ([]chosen, error) {
	if !s.highest && !s.near {
		if forms := s.oneByOne(nil); forms != nil {
			return forms, nil
		}
	}
	var err error
	for _, most := range s.caps() {
		s.reset(most)
		var forms []chosen
		if forms, err = s.big(); err == nil {
			return forms, nil
		}
	}
	if errors.Is(err, ErrTime) && s.small() {
		return s.exact()
	}
	return nil, err
}

// maxJoint bounds the variables of a program that has every form in it.
const maxJoint = 6000

// small reports whether all forms fit one program.
func (s *search) small() bool {
	pairs := 0
	if s.m.b.Forms.Overlap != nil && capOf(s.m.b) > 1 {
		pairs = s.n * (s.n - 1) / 2
	}
	return (s.n+pairs)*len(s.m.vars) <= maxJoint
}

// exact draws all forms in one program, or proves that they cannot be drawn.
func (s *search) exact() ([]chosen, error) {
	s.reset(capOf(s.m.b))
	forms, status := s.joint(make([]bool, len(s.m.groups)), true)
	switch {
	case forms != nil:
		for _, c := range forms {
			s.take(c)
		}
		s.exchange(forms)
		return forms, nil
	case status == mip.Infeasible:
		s.exactly = true
		return nil, s.explain()
	}
	return nil, s.late()
}

// joint is the program with a block for every form.
func (s *search) joint(gone []bool, overlap bool) ([]chosen, mip.Status) {
	p := &mip.Problem{}
	blocks := make([]block, s.n)
	left := make([]int, len(s.m.items))
	for i := range left {
		left[i] = 1
	}
	for f := range blocks {
		blocks[f] = s.m.addBlock(p, 1, left, -1, func(g int) bool { return gone[g] })
	}
	if overlap {
		s.bind(p, blocks)
	}
	r := s.solve(p, mip.Options{Gap: math.Inf(1), Time: s.rest(0.5), Nodes: 20_000})
	if r.X == nil {
		return nil, r.Status
	}
	forms := make([]chosen, s.n)
	for f := range forms {
		forms[f] = s.chosenOf(blocks[f], r.X)
	}
	return forms, mip.Feasible
}

// bind bounds how often an item is held, and what each pair of forms shares.
func (s *search) bind(p *mip.Problem, blocks []block) {
	for _, list := range s.m.places {
		var terms []mip.Term
		for _, b := range blocks {
			for _, k := range list {
				terms = append(terms, mip.Term{Var: b.x[k], Coef: 1})
			}
		}
		if len(terms) > 0 {
			p.AddRow(0, float64(capOf(s.m.b)), terms...)
		}
	}
	if s.m.b.Forms.Overlap == nil || capOf(s.m.b) == 1 {
		return
	}
	for f := range blocks {
		for g := range f {
			var shared []mip.Term
			for _, list := range s.m.places {
				if len(list) == 0 {
					continue
				}
				both := p.AddVar(0, 0, 1)
				terms := []mip.Term{{Var: both, Coef: -1}}
				for _, k := range list {
					terms = append(terms, mip.Term{Var: blocks[f].x[k], Coef: 1}, mip.Term{Var: blocks[g].x[k], Coef: 1})
				}
				p.AddRow(math.Inf(-1), 1, terms...)
				shared = append(shared, mip.Term{Var: both, Coef: 1})
			}
			p.AddRow(0, float64(*s.m.b.Forms.Overlap), shared...)
		}
	}
}

// caps are the numbers of draws that may share an item, in the order in which
// they are tried: where no overlap is named, as few as the bank allows.
func (s *search) caps() []int {
	most := capOf(s.m.b)
	if s.m.b.Forms.Overlap != nil {
		return []int{most}
	}
	var out []int
	for c := 1; c < most; c *= 2 {
		out = append(out, c)
	}
	return append(out, most)
}

// pairs is how many pairs of draws may share an item, added up over the items;
// -1: any number.
func (s *search) pairs() int {
	if s.m.b.Forms.Overlap == nil || *s.m.b.Forms.Overlap == 0 {
		return -1 // of 0 the bounds of the variables take care
	}
	return *s.m.b.Forms.Overlap * s.n * (s.n - 1) / 2
}

// big draws the big form and deals it out.
func (s *search) big() ([]chosen, error) {
	s.tell(0.02, Stage{Name: "bound"})
	pr := newProgram(s.m)
	b := s.m.addBlock(pr.p, s.n, s.left, s.pairs(), nil)
	pr.aim(b, s.goals, true)
	o := mip.Options{Gap: s.o.Gap / 5, Time: s.rest(0.25), Nodes: 2000}
	if !s.highest && !s.near {
		pr.chance(b, s.o.Seed, s.used)
		o.Gap = 0.1
	} else if !s.highest {
		o.AbsGap = nearby / 2
	}
	r := s.solve(pr.p, o)
	if r.Status == mip.Infeasible {
		return nil, s.explain()
	}
	s.bound, s.distance = -r.Bound, r.Bound
	if r.X == nil {
		return nil, s.late()
	}
	deal := make([]int, len(s.m.items))
	for k, v := range s.m.vars {
		if v.item >= 0 {
			deal[v.item] += b.count(k, r.X)
		}
	}
	forms := s.oneByOne(deal)
	if forms == nil {
		forms = s.oneByOne(nil)
	}
	if forms == nil {
		return nil, s.late()
	}
	s.exchange(forms)
	return forms, nil
}

// oneByOne draws one form after the other, from the items of a big form or
// from all. It returns nil where some form cannot be drawn from what is left.
func (s *search) oneByOne(deal []int) []chosen {
	full := s.left
	if deal != nil {
		s.left = append([]int{}, deal...)
	}
	var forms []chosen
	for f := range s.n {
		s.tell(0.3+0.4*float64(f)/float64(s.n), Stage{Name: "form", Form: f + 1, Of: s.n})
		c := s.next(forms, deal != nil)
		if c == nil {
			break
		}
		s.take(c)
		forms = append(forms, c)
	}
	if deal != nil { // what the forms hold is taken from the whole bank
		s.left = full
		for _, c := range forms {
			for _, k := range c {
				s.left[s.m.vars[k].item]--
			}
		}
	}
	if len(forms) == s.n {
		return forms
	}
	for _, c := range forms {
		s.giveBack(c)
	}
	return nil
}

// next draws one more form beside those that there are, or returns nil.
func (s *search) next(before []chosen, dealt bool) chosen {
	pr := newProgram(s.m)
	b := s.m.addBlock(pr.p, 1, s.left, -1, nil)
	s.apart(pr.p, b, before)
	rest := s.n - len(before) - 1
	if dealt && rest > 0 {
		s.shadow(pr.p, b, rest)
	}
	o := mip.Options{Time: s.rest(0.5 / float64(rest+1)), Nodes: 3000}
	if !s.highest && !s.near {
		pr.chance(b, s.o.Seed+uint64(len(before))+1, s.used) //nolint:gosec // a count
		o.Gap = 0.2
	} else {
		pr.aim(b, s.shares(dealt, rest), false)
		o.AbsGap = nearby
	}
	r := s.solve(pr.p, o)
	if r.X == nil {
		return nil
	}
	return s.chosenOf(b, r.X)
}

// apart bounds what the form shares with each of those before it.
func (s *search) apart(p *mip.Problem, b block, before []chosen) {
	if s.m.b.Forms.Overlap == nil || capOf(s.m.b) == 1 {
		return
	}
	for _, c := range before {
		held := map[int]bool{}
		for _, k := range c {
			held[s.m.vars[k].item] = true
		}
		terms := b.terms(s.m.where(func(v variable) float64 {
			if held[v.item] {
				return 1
			}
			return 0
		}))
		p.AddRow(0, float64(*s.m.b.Forms.Overlap), terms...)
	}
}

// shadow demands that what the form leaves of the big form still satisfies the
// demands of the other forms together. Demands on texts are left to the end.
func (s *search) shadow(p *mip.Problem, b block, rest int) {
	for _, d := range s.m.demands {
		total, text := 0.0, false
		for _, t := range d.terms {
			v := s.m.vars[t.v]
			if v.item < 0 || len(s.m.places[v.item]) > 1 {
				text = true // or an item with several places: it may count here or there
				break
			}
			total += t.coef * float64(s.left[v.item])
		}
		if text {
			continue
		}
		p.AddRow(total-d.upper*float64(rest), total-d.lower*float64(rest), b.terms(d.terms)...)
	}
}

// shares are the goals of one of several forms: as near as can be to the share
// of it of what is left, or of what was reached by the forms together.
func (s *search) shares(dealt bool, rest int) []goal {
	out := append([]goal{}, s.goals...)
	for i, g := range out {
		if g.Goal != Highest {
			continue
		}
		if !dealt {
			continue
		}
		sum := 0.0
		for k, v := range s.m.vars {
			if v.item >= 0 && s.m.places[v.item][0] == k {
				sum += g.values[v.item] * float64(s.left[v.item])
			}
		}
		out[i].Goal, out[i].value, out[i].Weight = Near, sum/float64(rest+1), 1
	}
	return out
}

// sums adds up every target over a form.
func (s *search) sums(c chosen) []float64 {
	out := make([]float64, len(s.goals))
	for i, g := range s.goals {
		for _, k := range c {
			out[i] += g.values[s.m.vars[k].item]
		}
	}
	return out
}

// value is the objective of forms: the level less the mean distance, higher is
// better.
func (s *search) value(sums [][]float64) float64 {
	level, distance := math.Inf(1), 0.0
	for _, form := range sums {
		for i, g := range s.goals {
			switch g.Goal {
			case Highest:
				level = min(level, form[i]/g.unit)
			case Near:
				distance += g.weightOf() * math.Abs(form[i]-g.value) / g.scale() / float64(len(sums))
			case Within:
			}
		}
	}
	if !s.highest {
		level = 0
	}
	return level - distance
}
