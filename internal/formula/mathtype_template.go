package formula

import (
	"fmt"

	"golang.org/x/text/unicode/norm"
)

// composedNot is a sign with a stroke through it, as one character where there
// is one.
func composedNot(sign string) string { return norm.NFC.String(sign + "\u0338") }

// Templates of MTEF 5 by their selector.
const (
	mtRoot     = 10
	mtFraction = 11
	mtUnderBar = 12
	mtOverBar  = 13
	mtArrow    = 14
	mtIntegral = 15
	mtSumOp    = 22
	mtLimit    = 23
	mtHBrace   = 24
	mtHBracket = 25
	mtSubT     = 27
	mtSupT     = 28
	mtSubSupT  = 29
	mtVec      = 31
	mtTilde    = 32
	mtHat      = 33
	mtArc      = 34
	mtStrike   = 36
	mtBox      = 37
)

// mtFences are the brackets of selectors 0 to 8.
var mtFences = [][2]string{{"⟨", "⟩"}, {"(", ")"}, {"{", "}"}, {"[", "]"}, {"|", "|"}, {"‖", "‖"}, {"⌊", "⌋"}, {"⌈", "⌉"}, {"⟦", "⟧"}}

// template reads a template; scripts take the last node before it as base.
func (r *mtReader) template(before Row) Row {
	r.options()
	selector := r.byte()
	variation := r.byte()
	if variation&0x80 != 0 {
		variation = variation&0x7F | r.byte()<<8
	}
	r.byte() // options of its own
	var slots []mtPart
	var signs []string
	for _, p := range r.parts() {
		if p.drawn {
			signs = append(signs, p.sign)
			continue
		}
		slots = append(slots, p)
	}
	if r.err != nil {
		return before
	}
	slot := func(i int) Row {
		if i >= len(slots) || slots[i].null {
			return nil
		}
		return slots[i].row
	}
	switch {
	case selector <= 9:
		return append(before, r.fence(selector, variation, slot(0))...)
	case selector >= mtSubT && selector <= mtSubSupT:
		return r.scripts(before, variation, some(slot(0)), some(slot(1)))
	case selector >= mtIntegral && selector <= mtSumOp:
		if op := slot(3); len(signs) == 0 && len(op) == 1 { // an operator that the author chose
			if a, ok := op[0].(Atom); ok {
				signs = []string{a.Text}
			}
		}
		return append(before, r.bigOp(selector, variation, signs, slot(0), some(slot(1)), some(slot(2)))...)
	}
	n := r.simple(selector, variation, slot)
	if n == nil {
		r.fail(fmt.Sprintf("template %d.%x", selector, variation))
		return before
	}
	return append(before, n)
}

func (r *mtReader) fence(selector, variation int, body Row) Row {
	f := Fence{Parts: []Row{body}}
	if body == nil {
		f.Parts = []Row{{}}
	}
	if selector == 9 { // an interval: each side of its own
		sides := []string{"(", ")", "[", "]"}
		f.Open, f.Close = sides[variation&3], sides[variation>>4&3]
	} else {
		pair := mtFences[selector]
		if variation&1 != 0 || variation&3 == 0 {
			f.Open = pair[0]
		}
		if variation&2 != 0 || variation&3 == 0 {
			f.Close = pair[1]
		}
	}
	if !grows(f.Open) || !grows(f.Close) {
		return flatFence(f, "")
	}
	return Row{f}
}

// scripts puts a subscript and a superscript on what stands before. A run of
// letters of a function is one base.
func (r *mtReader) scripts(before Row, variation int, sub, sup Row) Row {
	s := Scripts{Sub: sub, Sup: sup, Base: Row{}}
	if sub == nil && sup == nil {
		return before
	}
	if n := len(before); n > 0 && variation&1 == 0 {
		last := before[n-1]
		if t, ok := last.(Scripts); ok && (t.Sub == nil || sub == nil) && (t.Sup == nil || sup == nil) && len(t.Base) > 0 {
			if sub != nil {
				t.Sub = sub
			}
			if sup != nil {
				t.Sup = sup
			}
			before[n-1] = t
			return before
		}
		if sp, ok := last.(Space); !ok || sp.MU == 0 {
			s.Base = Row{last}
			before = before[:n-1]
		}
	}
	return append(before, s)
}

var mtOperators = map[int]string{16: "∑", 17: "∏", 18: "∐", 19: "⋃", 20: "⋂"}

// bigOp reads an integral, a sum or the like with its bounds.
func (r *mtReader) bigOp(selector, variation int, signs []string, body, lower, upper Row) Row {
	sign := mtOperators[selector]
	if len(signs) > 0 && signs[0] != "" {
		sign = signs[0]
	}
	if selector == mtIntegral {
		loops := map[int]string{1: "∫", 2: "∬", 3: "∭", 5: "∮", 6: "∯", 9: "∮", 13: "∮"}
		if s, ok := loops[variation&15]; ok && sign == "" {
			sign = s
		}
	}
	if big, ok := map[string]string{"∪": "⋃", "∩": "⋂"}[sign]; ok {
		sign = big
	}
	if sign == "" {
		r.fail(fmt.Sprintf("operator %d.%x", selector, variation))
		return nil
	}
	base := Row{bigSign(sign)}
	if lower == nil && upper == nil {
		return append(base, body...)
	}
	s := Scripts{Base: base, Sub: lower, Sup: upper}
	stacked := variation&0x40 != 0
	integral := selector == mtIntegral || selector == 21
	switch {
	case integral && stacked:
		s.Limits = Below
	case !integral && !stacked:
		s.Limits = Beside
	}
	return append(Row{s}, body...)
}

// simple reads the templates whose slots say all.
func (r *mtReader) simple(selector, variation int, slot func(int) Row) Node {
	switch selector {
	case mtRoot:
		root := Root{Body: row0(slot(0))}
		if variation&1 != 0 {
			root.Degree = some(slot(1))
		}
		return root
	case mtFraction:
		kind := Bar
		if variation&2 != 0 {
			kind = Slanted
		} else if variation&1 != 0 {
			kind = Inline
		}
		return Frac{kind, row0(slot(0)), row0(slot(1))}
	case mtUnderBar:
		return Accent{Name: "underline", Body: row0(slot(0))}
	case mtOverBar:
		return Accent{Name: "overline", Body: row0(slot(0))}
	case mtLimit:
		return r.limit(slot)
	case mtHBrace, mtHBracket:
		return r.brace(selector, variation, slot)
	case mtArrow:
		return r.arrow(variation, slot)
	case mtVec:
		return r.vector(variation, row0(slot(0)))
	case mtTilde:
		return Accent{Name: "widetilde", Body: row0(slot(0))}
	case mtHat:
		return Accent{Name: "widehat", Body: row0(slot(0))}
	case mtArc:
		return Accent{Name: "overparen", Body: row0(slot(0))}
	case mtStrike:
		kinds := map[int]EnclosureKind{2: CancelUp, 4: CancelDown, 6: CancelBoth}
		if k, ok := kinds[variation&7]; ok {
			return Enclosure{k, row0(slot(0))}
		}
	case mtBox:
		return Enclosure{Boxed, row0(slot(0))}
	}
	return nil
}

func row0(r Row) Row {
	if r == nil {
		return Row{}
	}
	return r
}

// limit reads a base with something below or above it.
func (r *mtReader) limit(slot func(int) Row) Node {
	base, lower, upper := row0(slot(0)), some(slot(1)), some(slot(2))
	if len(base) == 1 && upper == nil {
		if a, ok := base[0].(Atom); ok && (a.Class == Lim || a.Class == Big) {
			return Scripts{Base: base, Sub: lower}.on(base)
		}
	}
	if lower == nil && upper == nil {
		return base
	}
	return Stack{Base: base, Over: upper, Under: lower}
}

func (r *mtReader) brace(selector, variation int, slot func(int) Row) Node {
	names := map[int][2]string{mtHBrace: {"underbrace", "overbrace"}, mtHBracket: {"underbracket", "overbracket"}}[selector]
	name := names[variation&1]
	base := Row{Accent{Name: name, Body: row0(slot(0))}}
	label := some(slot(1))
	switch {
	case label == nil:
		return base[0]
	case variation&1 != 0:
		return Scripts{Base: base, Sup: label, Limits: ownLimits(base)}
	}
	return Scripts{Base: base, Sub: label, Limits: ownLimits(base)}
}

// arrow reads an arrow with words above and below it.
func (r *mtReader) arrow(variation int, slot func(int) Row) Node {
	sign := map[int]string{0x10: "←", 0x20: "→", 0x30: "↔"}[variation&0x30]
	if variation&1 != 0 {
		sign = "⇄"
	}
	if variation&2 != 0 {
		sign = "⇌"
	}
	if sign == "" {
		return nil
	}
	s := Stack{Base: atoms(plainText(sign)), Over: row0(slot(0)), Under: some(slot(1)), Stretch: arrowNames[sign] != ""}
	if !s.Stretch {
		s.Over = some(s.Over)
	}
	return s
}

func (r *mtReader) vector(variation int, body Row) Node {
	name := map[int]string{1: "overleftarrow", 2: "overrightarrow", 3: "overleftrightarrow", 5: "underleftarrow", 6: "underrightarrow"}[variation&7]
	if name == "overrightarrow" && narrow(body) {
		name = "vec"
	}
	if name == "" || variation&8 != 0 {
		return nil
	}
	return Accent{Name: name, Body: body}
}
