package analysis

import (
	"math"
	"slices"

	"khaothi/internal/fault"
	"khaothi/psychometrics/dif"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/link"
	"khaothi/psychometrics/stat"
)

// minAnchors is how many shared items put two calibrations on one scale.
const minAnchors = 3

// Linking puts one calibration on the scale of another: θ_to = A·θ_from + B, by
// the versions of items that both have.
type Linking struct {
	Method    string     `json:"method" enum:"sl,haebara,ms,mm"`
	A         Num        `json:"a"`
	B         Num        `json:"b"`
	SEA       Num        `json:"se_a" doc:"jackknife over the anchors"`
	SEB       Num        `json:"se_b"`
	Watch     int        `json:"watch" doc:"anchors on the watch list"`
	Anchors   []Anchor   `json:"anchors"`
	Constants []Constant `json:"constants" doc:"by every method, to compare"`
}

// Constant is the scale by one method.
type Constant struct {
	Method string `json:"method"`
	A      Num    `json:"a"`
	B      Num    `json:"b"`
}

// Anchor is an item that both calibrations have: its mean difficulty in both, and
// how far it is from the others after linking.
type Anchor struct {
	Key         string  `json:"key"`
	ItemID      string  `json:"item_id"`
	NameFrom    string  `json:"name_from"`
	NameTo      string  `json:"name_to"`
	SlopeFrom   float64 `json:"a_from"`
	SlopeTo     float64 `json:"a_to"`
	From        float64 `json:"b_from" doc:"on its own scale"`
	To          float64 `json:"b_to"`
	Linked      float64 `json:"b_linked" doc:"of from on the scale of to"`
	SlopeRatio  Num     `json:"slope_ratio"`
	Shift       Num     `json:"shift"`
	ZSlope      Num     `json:"z_slope" doc:"robust z"`
	ZDifficulty Num     `json:"z_difficulty"`
	Watch       bool    `json:"watch"`
	LeftOut     bool    `json:"left_out" doc:"a person took it out of the constants"`
	PFrom       Num     `json:"p_from" doc:"share of the score in each run"`
	PTo         Num     `json:"p_to"`
	Drift       *Drift  `json:"drift,omitempty" doc:"of items scored right or wrong"`

	seFrom, seTo Num // of the difficulty of a question scored right or wrong
}

// Drift is how much harder or easier an item became, as differential item
// functioning between the two runs.
type Drift struct {
	Delta Num    `json:"delta" doc:"−2.35 · mean slope · shift of difficulty: below 0, it became harder"`
	P     Num    `json:"p" doc:"of the shift by the standard errors of both difficulties"`
	Class string `json:"class" doc:"A where p is .05 or more or |delta| below 1; C from 1.5 on"`
}

// Link links two reports, without the anchors of some keys. Fewer than three items with the same version and model
// are analysis.no_anchors; what a method cannot link, analysis.link.
func Link(from, to *Report, method string, without []string) (Linking, error) {
	out := Linking{Method: method}
	f, t := out.anchors(from, to, without)
	var keptF, keptT []irt.Item
	for i := range out.Anchors {
		if !out.Anchors[i].LeftOut {
			keptF, keptT = append(keptF, f[i]), append(keptT, t[i])
		}
	}
	if len(keptF) < minAnchors {
		return out, fault.New(fault.Conflict, "analysis.no_anchors").With("anchors", len(keptF)).With("least", minAnchors)
	}
	for _, m := range link.Methods() {
		if s, err := link.Constants(m, keptF, keptT, nil); err == nil {
			out.Constants = append(out.Constants, Constant{Method: string(m), A: num(stat.Of(s.A)), B: num(stat.Of(s.B))})
		}
	}
	scale, err := link.Constants(link.Method(method), keptF, keptT, nil)
	if err != nil {
		return out, fault.New(fault.Conflict, "analysis.link").With("why", err.Error()).Wrap(err)
	}
	out.A, out.B = num(stat.Of(scale.A)), num(stat.Of(scale.B))
	if se, err := link.JackknifeErrors(link.Method(method), keptF, keptT, nil); err == nil {
		out.SEA, out.SEB = num(se.A), num(se.B)
	}
	return out, out.watch(f, t, scale)
}

// anchors finds the items with the same version and model in both reports.
func (l *Linking) anchors(from, to *Report, without []string) (f, t []irt.Item) {
	for i := range from.Items {
		for k := range to.Items {
			a, b := &from.Items[i], &to.Items[k]
			if a.Hash != b.Hash || a.Parameters == nil || b.Parameters == nil || a.Parameters.Model != b.Parameters.Model {
				continue
			}
			x, errX := a.Parameters.item(a.Key)
			y, errY := b.Parameters.item(a.Key)
			if errX != nil || errY != nil || x.Categories() != y.Categories() {
				continue
			}
			f, t = append(f, x), append(t, y)
			l.Anchors = append(l.Anchors, Anchor{
				Key: a.Key, ItemID: a.ItemID, NameFrom: a.Name, NameTo: b.Name, SlopeFrom: x.A, SlopeTo: y.A, From: mean(x.B), To: mean(y.B),
				LeftOut: slices.Contains(without, a.Key), PFrom: a.P, PTo: b.P, seFrom: a.Parameters.seOf("b"), seTo: b.Parameters.seOf("b"),
			})
		}
	}
	return f, t
}

func (l *Linking) watch(f, t []irt.Item, s link.Scale) error {
	anchors, err := link.Anchors(f, t, s)
	if err != nil {
		return fault.New(fault.Conflict, "analysis.link").With("why", err.Error()).Wrap(err)
	}
	for i, a := range anchors {
		x := &l.Anchors[i]
		x.Linked = s.A*x.From + s.B
		x.SlopeRatio, x.Shift, x.ZSlope, x.ZDifficulty, x.Watch = num(a.SlopeRatio), num(a.Shift), num(a.ZSlope), num(a.ZDifficulty), a.Watch
		x.drift(s)
		if a.Watch && !x.LeftOut {
			l.Watch++
		}
	}
	return nil
}

// drift compares the difficulties on one scale: their difference by its standard
// error, the scale being taken as known.
func (x *Anchor) drift(s link.Scale) {
	if x.seFrom == nil || x.seTo == nil {
		return
	}
	shift := x.To - x.Linked
	p := stat.NormalP(float64(stat.Ratio(shift, math.Hypot(s.A**x.seFrom, *x.seTo))))
	delta := dif.DeltaOf(x.SlopeFrom/s.A, x.SlopeTo, x.Linked, x.To)
	x.Drift = &Drift{Delta: num(delta), P: num(p), Class: string(dif.ClassOf(p, delta))}
}

// seOf is the standard error of a parameter, where there is one of this name.
func (p *Parameters) seOf(name string) Num {
	for _, v := range p.Values {
		if v.Name == name {
			return v.SE
		}
	}
	return nil
}

func mean(b []float64) float64 {
	sum := 0.0
	for _, x := range b {
		sum += x / float64(len(b))
	}
	return sum
}

// item is the parameters as psychometrics works with them.
func (p *Parameters) item(name string) (irt.Item, error) { return itemOf(name, p.Model, p.Values) }

func itemOf(name, model string, values []Parameter) (irt.Item, error) {
	m, err := irt.ParseModel(model)
	if err != nil {
		return irt.Item{}, err
	}
	a, c, u := 1.0, 0.0, 1.0
	var b []float64
	for _, v := range values {
		switch v.Name {
		case "a":
			a = v.Value
		case "c":
			c = v.Value
		case "u":
			u = v.Value
		default: // b, b1, b2 … in their order
			b = append(b, v.Value)
		}
	}
	if m.Dichotomous() && len(b) == 1 {
		return irt.Dichotomous(name, m, a, b[0], c, u)
	}
	return irt.Ordered(name, m, a, b)
}

// Information is the information of a finding's parameters at some abilities, as
// drawing forms takes it; false where the item is not calibrated.
func (f *Finding) Information(theta []float64) ([]float64, bool) {
	if f.Model == "" {
		return nil, false
	}
	item, err := itemOf(string(f.Item), f.Model, f.Parameters)
	if err != nil {
		return nil, false
	}
	return irt.InformationTable([]irt.Item{item}, theta)[0], true
}
