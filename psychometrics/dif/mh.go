package dif

import (
	"math"

	"khaothi/psychometrics/stat"
)

// Class is how large a difference is: A negligible, B moderate, C large, empty
// where it cannot be told.
type Class string

// The classes.
const (
	ClassA Class = "A"
	ClassB Class = "B"
	ClassC Class = "C"
)

// MHOptions say how MantelHaenszel works.
type MHOptions struct {
	Continuity bool // ½ off the numerator of χ² (Yates), right/wrong items only
	// Purify takes items out of the anchors: those whose χ² is significant at .05
	// ("significant", as difR does), or those of class B or C ("B"), or of class C
	// ("C"), which is what samples of ten thousands need. Empty: none.
	Purify string
}

// MH is the result for one item. Alpha, Delta and Breslow–Day are for
// right/wrong items; items of more scores have Mantel's χ² and the standardised
// mean difference.
type MH struct {
	Item    string     `json:"item"`
	Chi2    stat.Value `json:"chi2"` // 1 df
	P       stat.Value `json:"p"`
	Alpha   stat.Value `json:"alpha_mh"`   // common odds ratio, reference against focal
	VarLog  stat.Value `json:"var_lambda"` // variance of ln alpha
	Delta   stat.Value `json:"delta_mh"`   // −2.35 ln alpha; below 0: harder for the focal group
	DeltaSE stat.Value `json:"delta_se"`
	Class   Class      `json:"class"`

	StdPDif  stat.Value `json:"std_p_dif"` // standardised difference in points, focal minus reference
	StdAlpha stat.Value `json:"std_alpha"`
	StdSize  stat.Value `json:"std_size"` // StdPDif / SD of the item in both groups

	BreslowDay stat.Value `json:"breslow_day"`
	BreslowDF  int        `json:"breslow_df"`
	BreslowP   stat.Value `json:"breslow_p"`
	InAnchor   bool       `json:"in_anchor"`
	StrataUsed int        `json:"strata"`
	Polytomous bool       `json:"polytomous"`
}

// MantelHaenszel tests every item (Holland & Thayer 1988, in Wainer & Braun,
// Test Validity; Mantel 1963 for more than two scores). A stratum counts where
// both groups have persons and more than one score occurs; without one, the
// numbers of the item do not exist.
//
// Classes of right/wrong items, by ETS (Zieky 1993): A where χ² is not
// significant at .05 or |Δ| < 1; C where |Δ| ≥ 1.5 and significantly above 1
// (one-sided .05); else B. Of others (Zwick, Thayer & Mazzeo 1997): A where χ² is not
// significant or |StdSize| ≤ .17; C above .25; else B.
func (s *Sample) MantelHaenszel(o MHOptions) ([]MH, Purification) {
	test := func(anchor []bool) ([]MH, error) {
		out := make([]MH, len(s.items))
		for j := range out {
			out[j] = s.mantelHaenszel(j, anchor, o.Continuity)
		}
		return out, nil
	}
	var flagged func(MH) bool
	if o.Purify != "" {
		flagged = func(m MH) bool { return m.flagged(o.Purify) }
	}
	out, p, _ := purified(s, test, flagged) // test does not fail
	return out, p
}

func (m MH) flagged(rule string) bool {
	switch rule {
	case "C":
		return m.Class == ClassC
	case "B":
		return m.Class == ClassB || m.Class == ClassC
	}
	return significant(m.P)
}

// significant is the rule of purification by a test.
func significant(p stat.Value) bool { return p.Known() && p < 0.05 }

func (s *Sample) mantelHaenszel(j int, anchor []bool, continuity bool) MH {
	m := MH{Item: s.items[j], InAnchor: anchor[j], Polytomous: s.max[j] > 1, Chi2: stat.None(), P: stat.None(), BreslowDay: stat.None(), BreslowP: stat.None(), Alpha: stat.None(), VarLog: stat.None(), Delta: stat.None(), DeltaSE: stat.None()}
	strata := s.strata(j, anchor)
	m.standardise(strata)
	var used []stratum
	for _, t := range strata {
		if t.n(0) > 0 && t.n(1) > 0 && t.mixed() {
			used = append(used, t)
		}
	}
	if m.StrataUsed = len(used); len(used) == 0 {
		return m
	}
	m.Chi2 = mantel(used, continuity && !m.Polytomous)
	m.P = stat.ChiSquareP(float64(m.Chi2), 1)
	if m.Polytomous {
		m.Class = class(m.P, math.Abs(float64(m.StdSize)), 0.17, 0.25)
		return m
	}
	m.oddsRatio(used)
	m.breslowDay(used)
	return m
}

// mixed reports whether more than one score of the item occurs.
func (t stratum) mixed() bool {
	scores := 0
	for y := range t[0] {
		if t[0][y]+t[1][y] > 0 {
			scores++
		}
	}
	return scores > 1
}

// mantel is (ΣF − ΣE)²/ΣV of the focal group's sum of scores (Mantel 1963, eq.
// 5; with two scores, Mantel & Haenszel 1959).
func mantel(strata []stratum, continuity bool) stat.Value {
	var difference, variance float64
	for _, t := range strata {
		n := t.n(0) + t.n(1)
		var sum, square, focal float64
		for y := range t[0] {
			c := t[0][y] + t[1][y]
			sum += float64(y) * c
			square += float64(y*y) * c
			focal += float64(y) * t[1][y]
		}
		difference += focal - t.n(1)*sum/n
		if n > 1 {
			variance += t.n(0) * t.n(1) / (n * n * (n - 1)) * (n*square - sum*sum)
		}
	}
	d := math.Abs(difference)
	if continuity {
		d -= 0.5 // may become negative, as in the published formula
	}
	return stat.Ratio(d*d, variance)
}

// oddsRatio is Mantel & Haenszel's (1959) common odds ratio with the variance of
// Phillips & Holland (1987, Biometrics 43, 425–431), and the class.
func (m *MH) oddsRatio(strata []stratum) {
	var r, q, v float64
	for _, t := range strata {
		n := t.n(0) + t.n(1)
		r += t[0][1] * t[1][0] / n
		q += t[0][0] * t[1][1] / n
	}
	if !(r > 0 && q > 0) {
		return // one group has nobody right, or nobody wrong: no ratio
	}
	alpha := r / q
	for _, t := range strata {
		n := t.n(0) + t.n(1)
		a, b, c, d := t[0][1], t[0][0], t[1][1], t[1][0]
		v += (a*d + alpha*b*c) * (a + d + alpha*(b+c)) / (n * n)
	}
	m.Alpha, m.VarLog = stat.Of(alpha), stat.Of(v/(2*r*r))
	m.Delta, m.DeltaSE = stat.Of(-2.35*math.Log(alpha)), stat.Of(2.35*math.Sqrt(float64(m.VarLog)))
	size := math.Abs(float64(m.Delta))
	m.Class = class(m.P, size, 1, 1.5)
	if m.Class == ClassC && size-1.645*float64(m.DeltaSE) <= 1 {
		m.Class = ClassB
	}
}

// class is A up to moderate or without significance, C from large on.
func class(p stat.Value, size, moderate, large float64) Class {
	switch {
	case !p.Known() || math.IsNaN(size):
		return ""
	case p >= 0.05 || size < moderate:
		return ClassA
	case size >= large:
		return ClassC
	}
	return ClassB
}
