package irt

import (
	"fmt"
	"math"
	"strings"

	"khaothi/psychometrics"
)

// The columns of slopes and intercepts, as mirt's coef() has them (D = 1): a1 with
// d, g or logit(g), u or logit(u) for 1pl to 4pl; a1 with d1, d2, … for grm; a1
// with ak0, ak1, … and d0, d1, … for gpcm, pcm and nominal. −999 and 999 are the
// logits of 0 and 1. Standard errors are left out, as those of difficulties need
// covariances that such a file lacks.

func isInterceptColumn(name string) bool {
	name = strings.TrimPrefix(name, "se_")
	switch name {
	case "b", "g", "u", "logit(g)", "logit(u)", "logit_g", "logit_u":
		return true
	}
	return name == "a1" || numbered(name, "d", "ak")
}

// interceptModel is the model of all items, empty where several fit.
func (f *itemSheet) interceptModel(some func(name, but string) bool) Model {
	switch {
	case some("ak1", ""):
		if some("ak1", "1") {
			return Nominal
		}
		for k := 2; k < maxColumns; k++ {
			name := fmt.Sprint("ak", k)
			if _, there := f.at[name]; !there {
				break
			}
			if some(name, fmt.Sprint(k)) {
				return Nominal
			}
		}
		if some("a1", "1") {
			return GPCM
		}
		return PCM
	case some("d1", ""):
		return GRM
	case some("u", "1") || some("logit(u)", "999") || some("logit_u", "999"):
		return FourPL
	case some("g", "0") || some("logit(g)", "-999") || some("logit_g", "-999"):
		return ThreePL
	case some("a1", "1"):
		return TwoPL
	}
	return Rasch
}

// interceptItem turns slopes and intercepts into the parameters of it.
func (f *itemSheet) interceptItem(it Item, cells []string) (Item, error) {
	var missing []string
	number := func(name string) float64 {
		v, err := psychometrics.Number(f.cell(cells, name))
		if err != nil {
			missing = append(missing, name)
		}
		return v
	}
	a := number("a1")
	if a == 0 {
		return it, fmt.Errorf("item %s: a1 is 0 or no number", it.Name)
	}
	var d, ak []float64
	for k := 0; ; k++ {
		name := fmt.Sprint("d", k)
		if f.cell(cells, name) == "" {
			if k > 0 {
				break
			}
			continue // grm begins with d1
		}
		d = append(d, number(name))
		if f.cell(cells, fmt.Sprint("ak", k)) != "" {
			ak = append(ak, a*number(fmt.Sprint("ak", k)))
		}
	}
	switch {
	case it.Model.Dichotomous():
		it.A, it.B, it.C, it.U = a, []float64{-number("d") / a}, f.asymptote(cells, "g", 0), f.asymptote(cells, "u", 1)
	case it.Model == Nominal:
		it.AK, it.CK = centred(ak), centred(d)
	default:
		it.A = a
		for k := range d {
			switch {
			case it.Model == GRM:
				it.B = append(it.B, -d[k]/a)
			case k > 0:
				it.B = append(it.B, -(d[k]-d[k-1])/a)
			}
		}
	}
	if len(missing) > 0 {
		return it, fmt.Errorf("item %s: %s is no number", it.Name, strings.Join(missing, ", "))
	}
	if !it.Model.Dichotomous() && (it.Model != GRM && f.cell(cells, "d0") == "" || it.Model == Nominal && len(ak) != len(d)) {
		return it, fmt.Errorf("item %s: gpcm, pcm and nominal need d0 and d1 …, nominal ak0 and ak1 … too", it.Name)
	}
	return it, it.complete()
}

// asymptote is g or u, as a probability or as its logit.
func (f *itemSheet) asymptote(cells []string, name string, without float64) float64 {
	if v, err := psychometrics.Number(f.cell(cells, name)); err == nil {
		return v
	}
	for _, logit := range []string{"logit(" + name + ")", "logit_" + name} {
		if v, err := psychometrics.Number(f.cell(cells, logit)); err == nil && math.Abs(v) < 999 {
			return 1 / (1 + math.Exp(-v))
		}
	}
	return without
}
