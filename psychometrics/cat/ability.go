package cat

import (
	"fmt"
	"math"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Estimate is an ability with its standard error.
type Estimate struct {
	Theta float64    `json:"theta"`
	SE    stat.Value `json:"se"` // none where there is no information
}

// ability is irt's score of a row of the bank. Without an answer it is the prior.
// A maximum outside the grid is the grid's end. The standard error is the
// posterior's for eap and eapsum, else that of the expected information, as stop
// rules are about tests and not about answers.
func (e *Engine) ability(method irt.Method, row []int8, given []int) (Estimate, error) {
	if len(given) == 0 {
		return Estimate{Theta: e.o.Mean, SE: stat.Of(e.o.SD)}, nil
	}
	score, err := e.scorer.Score(row, method)
	if err != nil {
		return Estimate{}, err
	}
	theta := math.Max(e.o.Grid.Min, math.Min(e.o.Grid.Max, score.Theta))
	if method == irt.EAP || method == irt.EAPSum {
		return Estimate{theta, stat.Of(score.SE)}, nil
	}
	information := 0.0
	if method == irt.MAP {
		information = 1 / (e.o.SD * e.o.SD)
	}
	for _, j := range given {
		information += e.bank[j].Information(theta)
	}
	return Estimate{theta, stat.Ratio(1, math.Sqrt(information))}, nil
}

// answered is the state as a row of the bank.
func (e *Engine) answered(s State) ([]int8, error) {
	if len(s.Given) != len(s.Scores) {
		return nil, fmt.Errorf("%d items and %d scores", len(s.Given), len(s.Scores))
	}
	row := make([]int8, len(e.bank))
	for j := range row {
		row[j] = notGiven
	}
	for k, j := range s.Given {
		if j < 0 || j >= len(e.bank) || row[j] != notGiven {
			return nil, fmt.Errorf("item %d of a bank of %d is unknown or was given twice", j, len(e.bank))
		}
		if x := s.Scores[k]; x < 0 || x >= e.bank[j].Categories() {
			return nil, fmt.Errorf("item %s has the scores 0 to %d, not %d", e.bank[j].Name, e.bank[j].Categories()-1, x)
		}
		row[j] = int8(s.Scores[k]) //nolint:gosec // G115: at most 127 categories
	}
	return row, nil
}
