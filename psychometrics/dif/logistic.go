package dif

import (
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics/stat"
)

// LogisticOptions say what Logistic tests.
type LogisticOptions struct {
	// Type is "both" (2 df), "udif" (the group, 1 df) or "nudif" (group × score,
	// 1 df).
	Type   string
	Wald   bool // χ² of Wald in place of the likelihood ratio
	Purify bool // flagged: significant at .05
}

// LogisticDIF is the result for one item. Intercept … Interaction are of the
// larger of the two models compared, for logit P(right) = Intercept + Score·x +
// Group·g + Interaction·x·g, g = 1 in the focal group.
type LogisticDIF struct {
	Item        string     `json:"item"`
	Chi2        stat.Value `json:"chi2"`
	DF          int        `json:"df"`
	P           stat.Value `json:"p"`
	DeltaR2     stat.Value `json:"delta_r2"` // of Nagelkerke
	Class       Class      `json:"class"`
	Intercept   stat.Value `json:"intercept"`
	Score       stat.Value `json:"score"`
	Group       stat.Value `json:"group"`
	Interaction stat.Value `json:"interaction"`
	InAnchor    bool       `json:"in_anchor"`
	Note        string     `json:"note,omitempty"` // why there is no number
}

// Logistic tests every right/wrong item by logistic regression (Swaminathan &
// Rogers 1990). Classes by Jodoin & Gierl (2001): A where χ² is not significant
// at .05 or ΔR² < .035, C from .07 on. Items of more scores, and items that the
// matching score separates perfectly, have a note and no number. An unknown type
// is an error.
func (s *Sample) Logistic(o LogisticOptions) ([]LogisticDIF, Purification, error) {
	models, ok := map[string][2]int{"both": {2, 4}, "udif": {2, 3}, "nudif": {3, 4}}[o.Type]
	if !ok {
		return nil, Purification{}, fmt.Errorf("type of DIF %q: give both, udif or nudif", o.Type)
	}
	test := func(anchor []bool) ([]LogisticDIF, error) {
		out := make([]LogisticDIF, len(s.items))
		for j := range out {
			out[j] = s.logistic(j, anchor, models, o.Wald)
		}
		return out, nil
	}
	var flagged func(LogisticDIF) bool
	if o.Purify {
		flagged = func(l LogisticDIF) bool { return significant(l.P) }
	}
	return purified(s, test, flagged)
}

// logistic compares the models of the first models[0] and models[1] terms.
func (s *Sample) logistic(j int, anchor []bool, models [2]int, wald bool) LogisticDIF {
	none := stat.None()
	l := LogisticDIF{Item: s.items[j], InAnchor: anchor[j], DF: models[1] - models[0], Chi2: none, P: none, DeltaR2: none, Intercept: none, Score: none, Group: none, Interaction: none}
	if s.max[j] != 1 {
		l.Note = "logistic regression is for items of 0 and 1 that both occur"
		return l
	}
	cells, centre := s.cells(j, anchor)
	small, errS := cells.fit(models[0])
	large, errL := cells.fit(models[1])
	if err := errors.Join(errS, errL); err != nil {
		l.Note = err.Error()
		return l
	}
	l.Chi2 = stat.Of(max(0, 2*(large.logLik-small.logLik)))
	if wald {
		l.Chi2 = large.wald(models[0])
	}
	l.P = stat.ChiSquareP(float64(l.Chi2), float64(l.DF))
	null, n := cells.null()
	l.DeltaR2 = stat.Of(nagelkerke(large.logLik, null, n) - nagelkerke(small.logLik, null, n))
	l.Class = class(l.P, float64(l.DeltaR2), 0.035, 0.07)
	b := append(append([]float64{}, large.beta...), 0)[:4]
	l.Intercept, l.Score = stat.Of(b[0]-b[1]*centre), stat.Of(b[1])
	l.Group, l.Interaction = stat.Of(b[2]-b[3]*centre), stat.Of(b[3])
	return l
}

// cell is the persons of one matching score and group.
type cell struct {
	x        [4]float64
	n, right float64
}

type cellTable []cell

// cells has the scores minus their mean, which is returned: sums of squares of
// totals would lose digits.
func (s *Sample) cells(j int, anchor []bool) (cellTable, float64) {
	var m stat.Moments
	strata := s.strata(j, anchor)
	for total, t := range strata {
		m.Add(float64(total), 0, t.n(0)+t.n(1))
	}
	centre := float64(m.MeanX())
	var out cellTable
	for total, t := range strata {
		for g := range t {
			if n := t.n(g); n > 0 {
				x := float64(total) - centre
				out = append(out, cell{[4]float64{1, x, float64(g), x * float64(g)}, n, t[g][1]})
			}
		}
	}
	return out, centre
}

func (c cellTable) null() (logLik, n float64) {
	right := 0.0
	for _, x := range c {
		n += x.n
		right += x.right
	}
	return right*math.Log(right/n) + (n-right)*math.Log(1-right/n), n
}

// nagelkerke is R² of Nagelkerke (1991, Biometrika 78, 691–692).
func nagelkerke(logLik, null, n float64) float64 {
	return -math.Expm1(2/n*(null-logLik)) / -math.Expm1(2/n*null)
}
