package dif

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// estimate is an item in one group, with the covariances of its parameters in the
// order of irt.Item.Names; those of parameters that were not estimated are 0.
type estimate struct {
	item irt.Item
	cov  [][]float64
}

// curve is what the areas need.
func (e *estimate) curve() Curve {
	n := float64(len(e.item.B))
	c := Curve{A: e.item.A, C: e.item.C, VarA: e.cov[0][0], Steps: len(e.item.B)}
	for k, b := range e.item.B {
		c.B += b / n
		c.Cov += e.cov[0][k+1] / n
		for l := range e.item.B {
			c.VarB += e.cov[k+1][l+1] / (n * n)
		}
	}
	return c
}

// rescale moves the estimate to the scale slope·θ + shift.
func (e *estimate) rescale(slope, shift float64) (estimate, error) {
	it, err := e.item.Rescale(slope, shift)
	if err != nil {
		return estimate{}, err
	}
	by := make([]float64, len(e.cov))
	for k, name := range it.Names() {
		by[k] = map[byte]float64{'a': 1 / slope, 'b': slope, 'c': 1, 'u': 1}[name[0]]
	}
	out := estimate{item: it, cov: make([][]float64, len(e.cov))}
	for k, row := range e.cov {
		for l, v := range row {
			out.cov[k] = append(out.cov[k], v*by[k]*by[l])
		}
	}
	return out, nil
}

// rescaled puts the items of the focal group on the scale of the reference group
// by mean–sigma on the difficulties of the anchors, all their thresholds, and by
// the mean alone where slopes are fixed. Fewer than two anchors, or anchors of one
// difficulty, are errors.
func rescaled(reference, focal []estimate, anchor []bool) ([]estimate, error) {
	var m stat.Moments
	fixed, anchors := true, 0
	for j := range focal {
		fixed = fixed && focal[j].item.Model.FixedSlope()
		if !anchor[j] {
			continue
		}
		anchors++
		for k, b := range reference[j].item.B {
			m.Add(b, focal[j].item.B[k], 1)
		}
	}
	if anchors < 2 {
		return nil, errors.New("rescaling needs at least two anchors")
	}
	slope := math.Sqrt(float64(m.VarX()) / float64(m.VarY()))
	if fixed {
		slope = 1
	}
	if !(slope > 0) || math.IsInf(slope, 0) {
		return nil, errors.New("the anchors have all the same difficulty: the unit of the scale cannot be found")
	}
	out := make([]estimate, len(focal))
	for j := range focal {
		var err error
		if out[j], err = focal[j].rescale(slope, float64(m.MeanX())-slope*float64(m.MeanY())); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// LordDIF is Lord's test of one item.
type LordDIF struct {
	Chi2 stat.Value `json:"chi2"`
	DF   int        `json:"df"` // the parameters that were estimated
	P    stat.Value `json:"p"`
}

// lord tests whether the parameters of an item are the same in both groups (Lord
// 1980, ch. 14.4; Kim, Cohen & Park 1995 for any number of them; Cohen, Kim & Baker
// 1993 for graded items), the scale being one. Where the errors are not known the
// numbers do not exist.
func lord(reference, focal *estimate) LordDIF {
	x, y := reference.item.Values(), focal.item.Values()
	var at []int
	for k := range x {
		if reference.cov[k][k]+focal.cov[k][k] > 0 {
			at = append(at, k)
		}
	}
	out := LordDIF{stat.None(), len(at), stat.None()}
	if len(at) == 0 {
		return out
	}
	d, v := mat.NewVecDense(len(at), nil), mat.NewSymDense(len(at), nil)
	for i, k := range at {
		d.SetVec(i, y[k]-x[k])
		for j, l := range at {
			v.SetSym(i, j, reference.cov[k][l]+focal.cov[k][l])
		}
	}
	var chol mat.Cholesky
	var solved mat.VecDense
	if chol.Factorize(v) && chol.SolveVecTo(&solved, d) == nil {
		out.Chi2 = stat.Of(mat.Dot(d, &solved))
		out.P = stat.ChiSquareP(float64(out.Chi2), float64(out.DF))
	}
	return out
}

// sameScores refuses items of which the groups used different scores: they have no
// parameters to compare one by one.
func sameScores(reference, focal []estimate) error {
	for j := range reference {
		r, f := &reference[j].item, &focal[j].item
		if r.Categories() != f.Categories() {
			return fmt.Errorf("item %s: the reference group has scores up to %d, the focal group up to %d: put rare scores together, or leave it out", r.Name, r.Categories()-1, f.Categories()-1)
		}
	}
	return nil
}
