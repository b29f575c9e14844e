package analysis

import (
	"slices"

	"khaothi/psychometrics/classical"
)

// The flags of items.
const (
	FlagHard       = "p.low"
	FlagEasy       = "p.high"
	FlagWeak       = "r.low"
	FlagNegative   = "r.negative"
	FlagDistractor = "distractor"
	FlagConstant   = "constant"
	FlagInfit      = "infit"
	FlagOutfit     = "outfit"
	FlagSX2        = "s_x2"
	FlagDIF        = "dif"
	FlagQ3         = "q3"
)

// Flag is why an item should be looked at: the value and the limit that it
// passes.
type Flag struct {
	Code   string `json:"code"`
	Value  Num    `json:"value"`
	Limit  Num    `json:"limit"`
	Option string `json:"option,omitempty" doc:"letter of the option"`
	By     string `json:"by,omitempty" doc:"grouping"`
	Focal  string `json:"focal,omitempty"`
	Other  string `json:"other,omitempty" doc:"key of the other item"`
}

func (it *Item) raise(code string, value Num, limit float64) *Flag {
	it.Flags = append(it.Flags, Flag{Code: code, Value: value, Limit: &limit})
	return &it.Flags[len(it.Flags)-1]
}

// flagClassical raises what the classical analysis says. The p of a question is
// that of everybody who reached it, also on other forms.
func (it *Item) flagClassical(c *classical.Item, t Thresholds, choice bool) {
	for _, f := range c.Flags(t.Classical(), nil) {
		switch f {
		case classical.Constant:
			it.raise(FlagConstant, it.SD, 0)
		case classical.Weak:
			it.raise(FlagWeak, it.RRest, t.Discrimination)
		case classical.Negative:
			it.raise(FlagNegative, it.RRest, 0)
		case classical.TooHard, classical.TooEasy, classical.Distractor:
		}
	}
	if it.P != nil && *it.P < t.PLow {
		it.raise(FlagHard, it.P, t.PLow)
	}
	if it.P != nil && *it.P > t.PHigh {
		it.raise(FlagEasy, it.P, t.PHigh)
	}
	if !choice {
		return
	}
	for _, o := range it.Options {
		if !o.Key && o.ID != Unclear && o.Letter != o.ID && float64(o.N) >= t.DistractorN && o.RRest != nil && *o.RRest > t.Distractor {
			it.raise(FlagDistractor, o.RRest, t.Distractor).Option = o.Letter
		}
	}
}

// flag raises what the model, the pairs and the groupings say, and counts.
func (w *work) flag() {
	t := w.o.Thresholds
	for k := range w.rep.Items {
		it := &w.rep.Items[k]
		if it.Fit == nil {
			continue
		}
		it.meanSquare(FlagInfit, it.Fit.Infit, t)
		it.meanSquare(FlagOutfit, it.Fit.Outfit, t)
		if it.Fit.P != nil && *it.Fit.P < t.SX2P {
			it.raise(FlagSX2, it.Fit.P, t.SX2P)
		}
	}
	for _, p := range w.rep.Pairs {
		if p.Flag {
			above := p.Above
			w.keyed(p.A).raise(FlagQ3, &above, t.Q3AboveMean).Other = p.B
			w.keyed(p.B).raise(FlagQ3, &above, t.Q3AboveMean).Other = p.A
		}
	}
	for _, g := range w.rep.DIF {
		for _, row := range g.Rows {
			if row.Flag {
				value := row.Delta
				if value == nil {
					value = row.StdSize
				}
				it := w.keyed(row.Key)
				it.Flags = append(it.Flags, Flag{Code: FlagDIF, Value: value, By: g.By, Focal: g.Focal})
			}
		}
	}
	w.count()
}

func (it *Item) meanSquare(code string, v Num, t Thresholds) {
	switch {
	case v != nil && *v < t.MeanSquareLow:
		it.raise(code, v, t.MeanSquareLow)
	case v != nil && *v > t.MeanSquareHigh:
		it.raise(code, v, t.MeanSquareHigh)
	}
}

// keyed is an item by its key.
func (w *work) keyed(key string) *Item { return &w.rep.Items[w.at[key]] }

// count counts items by flag.
func (w *work) count() {
	all := []string{FlagHard, FlagEasy, FlagWeak, FlagNegative, FlagDistractor, FlagConstant, FlagInfit, FlagOutfit, FlagSX2, FlagDIF, FlagQ3}
	for _, code := range all {
		n := 0
		for k := range w.rep.Items {
			if slices.ContainsFunc(w.rep.Items[k].Flags, func(f Flag) bool { return f.Code == code }) {
				n++
			}
		}
		if n > 0 {
			w.rep.Overview.Flags = append(w.rep.Overview.Flags, FlagCount{Code: code, Items: n})
		}
	}
}
