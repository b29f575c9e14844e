package dif

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// RatioDIF is the likelihood-ratio test of one item.
type RatioDIF struct {
	Item      string     `json:"item"`
	Chi2      stat.Value `json:"chi2"`
	DF        int        `json:"df"`
	P         stat.Value `json:"p"`
	Reference []float64  `json:"reference"` // parameters where the item is free, in the order of irt.Item.Names
	Focal     []float64  `json:"focal"`
	Note      string     `json:"note,omitempty"` // why there is no number

	Delta       stat.Value `json:"delta"` // of right/wrong items, see CalibratedDIF
	Class       Class      `json:"class"`
	InAnchor    bool       `json:"in_anchor"`
	Dichotomous bool       `json:"-"`
}

// LikelihoodRatio tests, one by one, whether an item has other parameters in the
// focal group (Thissen, Steinberg & Wainer 1988): a calibration of both groups
// with all items equal against one in which the studied item is two items. The
// focal group's mean and variance are estimated. The likelihoods are without the
// densities of priors: those of one item more are no evidence. Anchors, by name, are the items
// that both groups share while another is studied; nil: all others. Any model of
// irt will do.
func LikelihoodRatio(ctx context.Context, r *psychometrics.Responses, reference, focal string, o irt.Options, anchors []string) ([]RatioDIF, error) {
	if _, err := Compare(r, reference, focal); err != nil {
		return nil, err
	}
	two := ordered(r, reference, focal)
	o.NoSE = true
	isAnchor := map[string]bool{}
	for _, name := range anchors {
		if r.Item(name) < 0 {
			return nil, fmt.Errorf("anchor %q is no item of the responses", name)
		}
		isAnchor[name] = true
	}
	if anchors != nil && len(isAnchor) == 0 {
		return nil, errors.New("no anchors: name at least one item that both groups share")
	}
	var all *irt.Fit
	var out []RatioDIF
	for _, name := range r.Items {
		part := two
		if anchors != nil {
			if isAnchor[name] {
				continue
			}
			var err error
			if part, err = two.Select(append(append([]string{}, anchors...), name)); err != nil {
				return nil, err
			}
			all = nil
		}
		if all == nil {
			var err error
			if all, err = calibrate(ctx, part, o); err != nil {
				return nil, err
			}
		}
		own := o
		if m, is := o.Models[name]; is {
			own.Models = maps.Clone(o.Models)
			own.Models[name+splitMark] = m
		}
		free, err := calibrate(ctx, split(part, name, 1), own)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			out = append(out, RatioDIF{Item: name, Chi2: stat.None(), P: stat.None(), Delta: stat.None(), InAnchor: anchors == nil, Note: err.Error()})
			continue
		}
		d := RatioDIF{Item: name, InAnchor: anchors == nil, DF: free.Parameters - all.Parameters, Chi2: stat.Of(math.Max(0, 2*(free.LogLik-all.LogLik)))}
		d.P = stat.ChiSquareP(float64(d.Chi2), float64(d.DF))
		for j := range free.Items {
			switch free.Items[j].Name {
			case name:
				d.Dichotomous = free.Items[j].Model.Dichotomous()
				d.Reference = free.Items[j].Values()
			case name + splitMark:
				d.Focal = free.Items[j].Values()
			}
		}
		if len(d.Reference) != len(d.Focal) {
			d.Chi2, d.P = stat.None(), stat.None()
			d.Note = "the groups used different scores: put rare scores together, or leave the item out"
		}
		d.size()
		out = append(out, d)
	}
	return out, nil
}

// ordered is the persons of the two groups, the reference group being the first,
// which sets the scale.
func ordered(r *psychometrics.Responses, reference, focal string) *psychometrics.Responses {
	ref := r.Where(func(i int) bool { return r.Groups[r.GroupOf(i)] == reference })
	foc := r.Where(func(i int) bool { return r.Groups[r.GroupOf(i)] == focal })
	out := &psychometrics.Responses{Items: r.Items, Groups: []string{reference, focal}}
	for g, part := range []*psychometrics.Responses{ref, foc} {
		out.Scores = append(out.Scores, part.Scores...)
		for i := range part.N() {
			out.Group = append(out.Group, int32(g))
			if r.Weights != nil {
				out.Weights = append(out.Weights, part.Weight(i))
			}
		}
	}
	return out
}

// splitMark ends the name of the focal group's copy of an item.
const splitMark = " (focal)"

// split gives the persons of a group an item of their own in place of the named
// one.
func split(r *psychometrics.Responses, name string, group int) *psychometrics.Responses {
	j, n := r.Item(name), r.J()
	out := *r
	out.Items = append(append([]string{}, r.Items...), name+splitMark)
	out.Scores = make([]int8, 0, r.N()*(n+1))
	for i := range r.N() {
		out.Scores = append(out.Scores, r.Row(i)...)
		own := psychometrics.NotPresented
		if r.GroupOf(i) == group {
			row := out.Scores[len(out.Scores)-n:]
			own, row[j] = row[j], psychometrics.NotPresented
		}
		out.Scores = append(out.Scores, own)
	}
	return &out
}
