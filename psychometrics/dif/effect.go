package dif

import (
	"context"
	"math"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Sizes of Δ from which a difference is moderate and large (Zieky 1993).
const (
	moderateDelta = 1.0
	largeDelta    = 1.5
)

// DeltaOf is the difference of difficulties in the unit of Δ of Mantel–Haenszel:
// with one slope a the log odds ratio is a·(b_focal − b_reference) at every
// ability (Roussos, Schnipke & Pashley 1999, J. Educ. Behav. Stat. 24); with two it
// is taken at their mean. Below 0: harder for the focal group. Difference of
// slopes alone has no Δ: look at Raju's unsigned area.
func DeltaOf(aReference, aFocal, bReference, bFocal float64) stat.Value {
	return stat.Of(-2.35 * (aReference + aFocal) / 2 * (bFocal - bReference))
}

// ClassOf is the class of a test with its Δ: A where it is not significant at .05
// or Δ is below 1, C from 1.5.
func ClassOf(p, delta stat.Value) Class {
	return class(p, math.Abs(float64(delta)), moderateDelta, largeDelta)
}

// size fills in Δ and class of a right/wrong item; others have none.
func (d *RatioDIF) size() {
	d.Delta = stat.None()
	if len(d.Reference) == 4 && len(d.Focal) == 4 && d.Dichotomous { // a, b, c, u
		d.Delta = DeltaOf(d.Reference[0], d.Focal[0], d.Reference[1], d.Focal[1])
		d.Class = ClassOf(d.P, d.Delta)
	}
}

// PurifiedRatio is LikelihoodRatio with purification: the anchors are the items
// that it does not flag at .05, found anew until they settle, at most maxPasses
// times and as long as two are left. An anchor is tested against the other anchors.
func PurifiedRatio(ctx context.Context, r *psychometrics.Responses, reference, focal string, o irt.Options) ([]RatioDIF, Purification, error) {
	var p Purification
	found, err := LikelihoodRatio(ctx, r, reference, focal, o, nil)
	anchors := slices.Clone(r.Items)
	for ; err == nil; p.Passes++ {
		var next []string
		for _, d := range found {
			if !significant(d.P) {
				next = append(next, d.Item)
			}
		}
		if p.Settled = slices.Equal(next, anchors); p.Settled || p.Passes == maxPasses || len(next) < 2 {
			return found, p, nil
		}
		anchors = next
		var again []RatioDIF
		if again, err = ratios(ctx, r, reference, focal, o, anchors); err == nil {
			found = again
		}
	}
	return nil, p, err
}

// ratios tests every item, in the order of r, with the given anchors.
func ratios(ctx context.Context, r *psychometrics.Responses, reference, focal string, o irt.Options, anchors []string) ([]RatioDIF, error) {
	among, err := r.Select(anchors)
	if err != nil {
		return nil, err
	}
	own, err := LikelihoodRatio(ctx, among, reference, focal, o, nil)
	if err != nil {
		return nil, err
	}
	others, err := LikelihoodRatio(ctx, r, reference, focal, o, anchors)
	if err != nil {
		return nil, err
	}
	for k := range others {
		others[k].InAnchor = false
	}
	out := append(own, others...)
	slices.SortFunc(out, func(a, b RatioDIF) int { return r.Item(a.Item) - r.Item(b.Item) })
	return out, nil
}
