package dif

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// CalibratedDIF is the comparison of one item's curves in two calibrations: Lord
// and both of Raju's areas; what is not defined for an item has no number.
type CalibratedDIF struct {
	Item      string  `json:"item"`
	Reference Curve   `json:"reference"`
	Focal     Curve   `json:"focal"` // on the scale of the reference group
	Lord      LordDIF `json:"lord"`
	Signed    RajuDIF `json:"raju_signed"`
	Unsigned  RajuDIF `json:"raju_unsigned"`
	// Delta is the difference of difficulties in the unit of Mantel–Haenszel's Δ;
	// Class goes by Lord's p and Delta, RajuClass by the p of the unsigned area. Items
	// of more scores have none.
	Delta     stat.Value `json:"delta"`
	Class     Class      `json:"class"`
	RajuClass Class      `json:"raju_class"`
	InAnchor  bool       `json:"in_anchor"`
}

// CurveOptions say how Calibrated works.
type CurveOptions struct {
	irt.Options
	Purify bool // the anchors are the items that Lord's test does not flag
	// FreeGuessing estimates the lower asymptotes of 3pl items in each group by
	// itself, and Lord's test is of them too (3 df). Areas between such curves are
	// infinite (Raju 1988) and not given. Without it, as Lord (1980, ch. 14.4) does,
	// asymptotes are estimated in both groups together and held at that.
	FreeGuessing bool
}

// Calibrated calibrates each group by itself, puts the focal group on the scale of
// the reference group by mean–sigma over the anchors, and compares every item.
// Models: rasch, 2pl, 3pl, pcm, gpcm, grm; others are refused. A calibration that
// the sample cannot carry, or that does not converge, is an error.
func Calibrated(ctx context.Context, r *psychometrics.Responses, reference, focal string, o CurveOptions) ([]CalibratedDIF, Purification, error) {
	if err := o.refuse(); err != nil {
		return nil, Purification{}, err
	}
	s, err := Compare(r, reference, focal)
	if err != nil {
		return nil, Purification{}, err
	}
	if err := o.guess(ctx, r, reference, focal); err != nil {
		return nil, Purification{}, err
	}
	ref, errR := estimates(ctx, r, reference, o.Options)
	if errR != nil {
		return nil, Purification{}, errR
	}
	foc, err := estimates(ctx, r, focal, o.Options)
	if err == nil {
		err = sameScores(ref, foc)
	}
	if err != nil {
		return nil, Purification{}, err
	}
	test := func(anchor []bool) ([]CalibratedDIF, error) {
		moved, err := rescaled(ref, foc, anchor)
		if err != nil {
			return nil, err
		}
		out := make([]CalibratedDIF, len(ref))
		for j := range out {
			out[j] = o.compare(&ref[j], &moved[j])
			out[j].InAnchor = anchor[j]
		}
		return out, nil
	}
	var flagged func(CalibratedDIF) bool
	if o.Purify {
		flagged = func(d CalibratedDIF) bool { return significant(d.Lord.P) }
	}
	return purified(s, test, flagged)
}

// refuse names the models whose curves cannot be compared.
func (o *CurveOptions) refuse() error {
	for _, m := range append(slices.Collect(maps.Values(o.Models)), o.Model) {
		if m == irt.Nominal || m == irt.FourPL {
			return fmt.Errorf("model %s: Lord's and Raju's tests are for rasch, 2pl, 3pl, pcm, gpcm and grm items; take the likelihood ratio (--method lr), which is for all", m)
		}
	}
	return nil
}

// guess finds the lower asymptotes that both groups have in common.
func (o *CurveOptions) guess(ctx context.Context, r *psychometrics.Responses, reference, focal string) error {
	if o.FreeGuessing || o.Model != irt.ThreePL && !slices.Contains(slices.Collect(maps.Values(o.Models)), irt.ThreePL) {
		return nil
	}
	both := o.Options
	both.NoSE = true
	fit, err := calibrate(ctx, ordered(r, reference, focal), both)
	if err != nil {
		return fmt.Errorf("both groups together: %w", err)
	}
	o.Guessing = map[string]float64{}
	for _, it := range fit.Items {
		if it.Model == irt.ThreePL {
			o.Guessing[it.Name] = it.C
		}
	}
	return nil
}

// compare is the tests of one item on one scale.
func (o *CurveOptions) compare(reference, focal *estimate) CalibratedDIF {
	r, f := reference.curve(), focal.curve()
	d := CalibratedDIF{Item: reference.item.Name, Reference: r, Focal: f, Lord: lord(reference, focal), Signed: noArea, Unsigned: noArea, Delta: stat.None()}
	free := o.FreeGuessing && reference.item.Model == irt.ThreePL
	if !free {
		d.Signed = RajuSigned(r, f)
	}
	if !free && reference.item.Model.Dichotomous() {
		d.Unsigned, d.Delta = RajuUnsigned(r, f), DeltaOf(r.A, f.A, r.B, f.B)
	}
	d.Class, d.RajuClass = ClassOf(d.Lord.P, d.Delta), ClassOf(d.Unsigned.P, d.Delta)
	return d
}

// estimates calibrates the items in one group.
func estimates(ctx context.Context, r *psychometrics.Responses, group string, o irt.Options) ([]estimate, error) {
	one := r.Where(func(i int) bool { return r.Groups[r.GroupOf(i)] == group })
	one.Group, one.Groups = nil, nil
	fit, err := calibrate(ctx, one, o)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", group, err)
	}
	out := make([]estimate, len(fit.Items))
	for j, it := range fit.Items {
		if out[j] = (estimate{it, fit.Covariance(j)}); out[j].cov == nil {
			return nil, fmt.Errorf("group %s: item %s has no standard errors: the test cannot be made", group, it.Name)
		}
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
