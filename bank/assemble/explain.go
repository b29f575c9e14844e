package assemble

import (
	"fmt"
	"math"

	"khaothi/internal/mip"
)

// short lists the cells and parts that have too few items by themselves, each
// of which is a conflict of its own.
func (s *search) short() []Demand {
	var out []Demand
	most := capOf(s.m.b)
	for _, d := range s.m.demands {
		if d.group < 0 || (s.m.groups[d.group].Kind != "cell" && s.m.groups[d.group].Kind != "part") {
			continue
		}
		have := 0.0
		for _, t := range d.terms {
			have += t.coef * float64(most)
		}
		if have < d.lower*float64(s.n) {
			out = append(out, s.sentence(s.m.groups[d.group]))
		}
	}
	return out
}

// sentence says a demand in words that a board understands.
func (s *search) sentence(d Demand) Demand {
	unit := "câu"
	if d.Part > 0 {
		unit = s.m.b.Parts[d.Part-1].unit()
	}
	switch d.Kind {
	case "cell", "part":
		where := "Ô "
		if d.Kind == "part" {
			where = ""
		}
		need, most := fmt.Sprintf("cần %d %s", d.Need, unit), capOf(s.m.b)
		if s.n > most {
			need = fmt.Sprintf("cần %d %s × %d đề = %d", d.Need, unit, s.n, d.Need*s.n)
			if most > 1 {
				need += fmt.Sprintf(" (mỗi câu ở nhiều nhất %d đề)", most)
			}
		}
		if d.Have*most < d.Need*s.n {
			d.Message = fmt.Sprintf("%s%s %s, ngân hàng còn %d.", where, d.Message, need, d.Have)
		} else {
			d.Message = fmt.Sprintf("%s%s %s (ngân hàng có %d).", where, d.Message, need, d.Have)
		}
	case "overlap":
	case "target":
		d.Message += "."
	default:
		d.Message += "."
	}
	return d
}

// explain finds wishes that cannot all be granted, none of which can be left
// out of the list: wish by wish is taken away, and stays away if the rest still
// cannot be granted (the deletion filter of Chinneck and Dravnieks 1991). Soft
// wishes go first, all at once if they can, so that what remains are cells
// where cells are the reason.
func (s *search) explain() error {
	s.tell(0.9, Stage{Name: "explain"})
	gone := make([]bool, len(s.m.groups))
	overlap := true
	s.exactly = s.exactly || (s.n > 1 && s.small())
	c := &ConflictError{Minimal: true, Short: []Demand{}}
	soft := append([]bool{}, gone...)
	for g, d := range s.m.groups {
		soft[g] = d.soft
	}
	if s.impossible(soft, overlap) == mip.Infeasible {
		gone = soft
	}
	if s.n > 1 {
		if s.impossible(gone, false) == mip.Infeasible {
			overlap = false
		}
	}
	order := make([]int, 0, len(gone))
	for _, first := range []bool{true, false} {
		for g, d := range s.m.groups {
			if !gone[g] && d.soft == first {
				order = append(order, g)
			}
		}
	}
	s.dropMany(order, gone, overlap)
	for _, g := range order {
		if gone[g] {
			continue
		}
		gone[g] = true
		switch s.impossible(gone, overlap) {
		case mip.Infeasible:
		case mip.Unknown:
			c.Minimal = false
			gone[g] = false
		default:
			gone[g] = false
		}
	}
	for g, d := range s.m.groups {
		if !gone[g] {
			c.Demands = append(c.Demands, s.sentence(d))
		}
	}
	if overlap && s.n > 1 {
		c.Demands = append(c.Demands, Demand{Kind: "overlap", Need: s.n, Message: s.overlapWords()})
	}
	return c
}

// dropMany takes halves of the wishes away as long as the rest stays
// impossible: what has nothing to do with the conflict goes quickly.
func (s *search) dropMany(order []int, gone []bool, overlap bool) {
	for size := len(order) / 2; size >= 4; size /= 2 {
		for from := 0; from < len(order); from += size {
			try := append([]bool{}, gone...)
			for _, g := range order[from:min(from+size, len(order))] {
				try[g] = true
			}
			if s.impossible(try, overlap) == mip.Infeasible {
				copy(gone, try)
			}
		}
	}
}

func (s *search) overlapWords() string {
	switch o := s.m.b.Forms.Overlap; {
	case o != nil && *o == 0:
		return fmt.Sprintf("%d đề gốc không có câu chung.", s.n)
	case o != nil:
		return fmt.Sprintf("%d đề gốc, mỗi cặp chung nhiều nhất %d câu.", s.n, *o)
	case s.m.b.Exposure.MaxForms > 0:
		return fmt.Sprintf("%d đề gốc, mỗi câu ở nhiều nhất %d đề.", s.n, s.m.b.Exposure.MaxForms)
	}
	return fmt.Sprintf("%d đề gốc.", s.n)
}

// impossible asks whether the wishes that are left can be granted: without the
// bound on shared items if overlap is false.
func (s *search) impossible(gone []bool, overlap bool) mip.Status {
	if s.exactly {
		_, status := s.joint(gone, overlap)
		return status
	}
	p := &mip.Problem{}
	left, pairs := make([]int, len(s.m.items)), s.pairs()
	for i := range left {
		left[i] = capOf(s.m.b)
		if !overlap {
			left[i] = s.n
		}
	}
	if !overlap {
		pairs = -1
	}
	b := s.m.addBlock(p, s.n, left, pairs, func(g int) bool { return gone[g] })
	for k := range s.m.vars { // some direction, so that ties do not hold the search up
		p.SetCost(b.x[k], 1+1e-3*float64(k%7))
	}
	r := s.solve(p, mip.Options{Gap: math.Inf(1), Time: s.rest(0.2), Nodes: 3000})
	if r.X != nil {
		return mip.Feasible
	}
	if r.Status == mip.Infeasible {
		return mip.Infeasible
	}
	return mip.Unknown
}
