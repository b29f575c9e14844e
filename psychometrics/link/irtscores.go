package link

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// TrueScore is one row of true score equating.
type TrueScore struct {
	X     int        `json:"x"`
	Theta stat.Value `json:"theta"` // where X is the expected score of form X; none at and beyond the ends
	Y     stat.Value `json:"y"`     // the expected score of form Y there
}

// TrueScores equates the sum scores of form X to form Y through θ, both forms
// being on one scale (Lord 1980, ch. 13; Kolen & Brennan 2004, sec. 6.5). Scores
// at or below the sum of the lower asymptotes go on a line from 0 to it (Kolen
// 1981), those at or above the sum of the upper ones likewise. Forms whose
// expected score does not rise everywhere are refused.
func TrueScores(x, y []irt.Item) ([]TrueScore, error) {
	if len(x) == 0 || len(y) == 0 {
		return nil, errors.New("true score equating: a form has no items")
	}
	if err := rising(x); err != nil {
		return nil, fmt.Errorf("form X: %w", err)
	}
	lowX, highX, topX := asymptotes(x)
	lowY, highY, topY := asymptotes(y)
	out := make([]TrueScore, topX+1)
	for score := range out {
		s := float64(score)
		row := TrueScore{X: score, Theta: stat.None()}
		switch {
		case s <= lowX:
			row.Y = stat.Of(0)
			if lowX > 0 {
				row.Y = stat.Of(s / lowX * lowY)
			}
		case s >= highX:
			row.Y = stat.Of(float64(topY))
			if highX < float64(topX) {
				row.Y = stat.Of(highY + (s-highX)/(float64(topX)-highX)*(float64(topY)-highY))
			}
		default:
			theta, ok := solve(x, s)
			if !ok {
				return nil, fmt.Errorf("form X reaches a score of %d only beyond |θ| = %d", score, thetaEnd)
			}
			row.Theta, row.Y = stat.Of(theta), stat.Of(expected(y, theta))
		}
		out[score] = row
	}
	return out, nil
}

// thetaEnd bounds the search for θ.
const thetaEnd = 100

func expected(items []irt.Item, theta float64) float64 {
	sum := 0.0
	for j := range items {
		sum += items[j].Expected(theta)
	}
	return sum
}

// asymptotes are the expected scores at the ends of θ, and the highest score.
func asymptotes(items []irt.Item) (low, high float64, top int) {
	for j := range items {
		it := &items[j]
		top += it.Categories() - 1
		if it.Model.Dichotomous() {
			low, high = low+it.C, high+it.U
		} else {
			high += float64(it.Categories() - 1)
		}
	}
	return low, high, top
}

func rising(items []irt.Item) error {
	last := math.Inf(-1)
	for t := -8.0; t <= 8; t += 0.1 {
		e := expected(items, t)
		if e < last-1e-9 {
			return fmt.Errorf("the expected score falls near θ = %.1f: an item has a negative slope; mend its key or leave it out", t)
		}
		last = e
	}
	return nil
}

// solve finds θ with expected score s by halving.
func solve(items []irt.Item, s float64) (float64, bool) {
	low, high := -float64(thetaEnd), float64(thetaEnd)
	if expected(items, low) > s || expected(items, high) < s {
		return 0, false
	}
	for range 200 {
		mid := (low + high) / 2
		if expected(items, mid) < s {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2, true
}

// Population is normal abilities on the common scale, with a weight in the
// synthetic population.
type Population struct {
	Mean, SD, Weight float64
}

// ObservedScores equates sum scores of form X to form Y by equipercentiles of
// the score distributions that the model gives both forms in the synthetic
// population (Lord & Wingersky 1984; Kolen & Brennan 2004, sec. 6.6). Each
// population is taken at 61 nodes within 6 of its deviations. Weights need not
// sum to one.
func ObservedScores(x, y []irt.Item, populations []Population) (Table, error) {
	if len(x) == 0 || len(y) == 0 || len(populations) == 0 {
		return Table{}, errors.New("observed score equating: no items or no population")
	}
	for _, p := range populations {
		if !(p.SD > 0) || !(p.Weight >= 0) {
			return Table{}, fmt.Errorf("population with SD %v and weight %v: give an SD above 0 and a weight not below 0", p.SD, p.Weight)
		}
	}
	px, py := marginal(x, populations), marginal(y, populations)
	if floats.Sum(px) == 0 {
		return Table{}, errors.New("observed score equating: all weights are 0")
	}
	return equipercentileOf(0, 0, scaled(px), scaled(py)), nil
}

func marginal(items []irt.Item, populations []Population) []float64 {
	var out []float64
	p := make([][]float64, len(items))
	for _, pop := range populations {
		for _, node := range normalNodes() {
			for j := range items {
				p[j] = items[j].P(pop.Mean+pop.SD*node.Theta, p[j])
			}
			f := stat.SumScores(p)
			if out == nil {
				out = make([]float64, len(f))
			}
			for s, q := range f {
				out[s] += pop.Weight * node.Weight * q
			}
		}
	}
	return out
}
