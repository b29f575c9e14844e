package analysis

import (
	"khaothi/internal/fault"
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
}

// Link links two reports. Fewer than three items with the same version and model
// are analysis.no_anchors; what a method cannot link, analysis.link.
func Link(from, to *Report, method string) (Linking, error) {
	out := Linking{Method: method}
	var f, t []irt.Item
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
			out.Anchors = append(out.Anchors, Anchor{
				Key: a.Key, ItemID: a.ItemID, NameFrom: a.Name, NameTo: b.Name, SlopeFrom: x.A, SlopeTo: y.A, From: mean(x.B), To: mean(y.B),
			})
		}
	}
	if len(f) < minAnchors {
		return out, fault.New(fault.Conflict, "analysis.no_anchors").With("anchors", len(f)).With("least", minAnchors)
	}
	for _, m := range link.Methods() {
		if s, err := link.Constants(m, f, t, nil); err == nil {
			out.Constants = append(out.Constants, Constant{Method: string(m), A: num(stat.Of(s.A)), B: num(stat.Of(s.B))})
		}
	}
	scale, err := link.Constants(link.Method(method), f, t, nil)
	if err != nil {
		return out, fault.New(fault.Conflict, "analysis.link").With("why", err.Error()).Wrap(err)
	}
	out.A, out.B = num(stat.Of(scale.A)), num(stat.Of(scale.B))
	if se, err := link.JackknifeErrors(link.Method(method), f, t, nil); err == nil {
		out.SEA, out.SEB = num(se.A), num(se.B)
	}
	return out, out.watch(f, t, scale)
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
		if a.Watch {
			l.Watch++
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
