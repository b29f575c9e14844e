package dif

import (
	"context"
	"fmt"
	"maps"
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
