package dif

import (
	"context"
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// CalibratedDIF is the comparison of one item's curves in two calibrations: Lord
// and both of Raju's areas. Flag is Lord's p below .05.
type CalibratedDIF struct {
	Item      string  `json:"item"`
	Reference Curve   `json:"reference"`
	Focal     Curve   `json:"focal"` // on the scale of the reference group
	Lord      LordDIF `json:"lord"`
	Signed    RajuDIF `json:"raju_signed"`
	Unsigned  RajuDIF `json:"raju_unsigned"`
	// Delta is the difference of difficulties in the unit of Mantel–Haenszel's Δ;
	// Class goes by Lord's p and Delta, RajuClass by the p of the unsigned area.
	Delta     stat.Value `json:"delta"`
	Class     Class      `json:"class"`
	RajuClass Class      `json:"raju_class"`
	InAnchor  bool       `json:"in_anchor"`
}

// Calibrated calibrates each group by itself (rasch or 2pl), puts the focal group
// on the scale of the reference group
// by mean–sigma over the anchors, and compares every item. With purify the
// anchors are the items that Lord's test does not flag. A calibration that the
// sample cannot carry, or that does not converge, is an error.
func Calibrated(ctx context.Context, r *psychometrics.Responses, reference, focal string, o irt.Options, purify bool) ([]CalibratedDIF, Purification, error) {
	if o.Model != irt.Rasch && o.Model != irt.TwoPL {
		return nil, Purification{}, fmt.Errorf("model %q: Lord's and Raju's tests are made for rasch and 2pl items", o.Model)
	}
	s, err := Compare(r, reference, focal)
	if err != nil {
		return nil, Purification{}, err
	}
	ref, err := curves(ctx, r, reference, o)
	if err != nil {
		return nil, Purification{}, err
	}
	foc, err := curves(ctx, r, focal, o)
	if err != nil {
		return nil, Purification{}, err
	}
	test := func(anchor []bool) ([]CalibratedDIF, error) {
		moved, err := Rescale(ref, foc, anchor)
		if err != nil {
			return nil, err
		}
		out := make([]CalibratedDIF, len(ref))
		for j := range out {
			d := CalibratedDIF{
				Item: r.Items[j], Reference: ref[j], Focal: moved[j], InAnchor: anchor[j],
				Lord: Lord(ref[j], moved[j]), Signed: RajuSigned(ref[j], moved[j]), Unsigned: RajuUnsigned(ref[j], moved[j]),
				Delta: DeltaOf(ref[j].A, moved[j].A, ref[j].B, moved[j].B),
			}
			d.Class, d.RajuClass = ClassOf(d.Lord.P, d.Delta), ClassOf(d.Unsigned.P, d.Delta)
			out[j] = d
		}
		return out, nil
	}
	var flagged func(CalibratedDIF) bool
	if purify {
		flagged = func(d CalibratedDIF) bool { return significant(d.Lord.P) }
	}
	return purified(s, test, flagged)
}

// curves calibrates the items in one group.
func curves(ctx context.Context, r *psychometrics.Responses, group string, o irt.Options) ([]Curve, error) {
	one := r.Where(func(i int) bool { return r.Groups[r.GroupOf(i)] == group })
	one.Group, one.Groups = nil, nil
	fit, err := calibrate(ctx, one, o)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", group, err)
	}
	out := make([]Curve, len(fit.Items))
	for j, it := range fit.Items {
		cov := fit.Covariance(j)
		if cov == nil {
			return nil, fmt.Errorf("group %s: item %s has no standard errors: the test cannot be made", group, it.Name)
		}
		out[j] = Curve{A: it.A, B: it.B[0], C: it.C, VarA: cov[0][0], VarB: cov[1][1], Cov: cov[0][1]}
	}
	return out, nil
}

func calibrate(ctx context.Context, r *psychometrics.Responses, o irt.Options) (*irt.Fit, error) {
	fit, err := irt.Calibrate(ctx, r, o)
	if err != nil {
		return nil, err
	}
	if !fit.Converged {
		return nil, fmt.Errorf("the calibration did not converge at %s: %s", fit.Blocking, fit.Trouble)
	}
	return fit, nil
}

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
// focal group's mean and variance are estimated. Anchors, by name, are the items
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
		free, err := calibrate(ctx, split(part, name, 1), o)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			out = append(out, RatioDIF{Item: name, Chi2: stat.None(), P: stat.None(), Delta: stat.None(), InAnchor: anchors == nil, Note: err.Error()})
			continue
		}
		d := RatioDIF{Item: name, InAnchor: anchors == nil, DF: free.Parameters - all.Parameters, Chi2: stat.Of(math.Max(0, 2*(free.LogLik+free.LogPrior-all.LogLik-all.LogPrior)))}
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
