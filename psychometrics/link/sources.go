package link

import (
	"context"
	"errors"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Source is what standard errors of linking constants come from.
type Source string

// The sources.
const (
	OfEstimates Source = "delta method, covariances of the parameters"
	OfApart     Source = "delta method, standard errors of the parameters taken as uncorrelated"
	OfAnchors   Source = "jackknife over the anchors"
)

// SourcedErrors are standard errors of one source. Note says why there are none.
type SourcedErrors struct {
	Source Source     `json:"source"`
	A      stat.Value `json:"se_A"`
	B      stat.Value `json:"se_B"`
	Note   string     `json:"note,omitempty"`
}

// AllErrors are the standard errors of the constants, what is known best first:
// by the delta method from the covariances of both calibrations; without them (nil)
// from the standard errors of all anchors, whose covariances are taken as zero,
// which leaves out how slope and difficulty of an item go together; and by the
// jackknife. Covariances that lack an anchor are an error.
func AllErrors(method Method, from, to []irt.Item, covFrom, covTo *irt.Covariances) ([]SourcedErrors, error) {
	var out []SourcedErrors
	add := func(source Source, se ScaleErrors, err error) {
		e := SourcedErrors{Source: source, A: se.A, B: se.B}
		if err != nil {
			e.A, e.B, e.Note = stat.None(), stat.None(), err.Error()
		}
		out = append(out, e)
	}
	if covFrom != nil && covTo != nil {
		x, err := covFrom.Of(from)
		if err != nil {
			return nil, err
		}
		y, err := covTo.Of(to)
		if err != nil {
			return nil, err
		}
		se, err := DeltaErrors(method, from, to, x, y, nil)
		add(OfEstimates, se, err)
	} else if x, err := irt.Variances(from); err == nil {
		if y, err := irt.Variances(to); err == nil {
			se, err := DeltaErrors(method, from, to, x, y, nil)
			add(OfApart, se, err)
		}
	}
	se, err := JackknifeErrors(method, from, to, nil)
	add(OfAnchors, se, err)
	return out, nil
}

// SourcedScoreErrors is ScoreErrors by the covariances of both calibrations or,
// where they are nil, by the standard errors of the parameters, taken as
// uncorrelated. Parameters without any are an error.
func SourcedScoreErrors(ctx context.Context, x, y []irt.Item, covX, covY *irt.Covariances, equate func(x, y []irt.Item) ([]float64, error)) ([]float64, Source, error) {
	source := OfEstimates
	of := func(c *irt.Covariances, items []irt.Item) (*mat.SymDense, error) { return c.Of(items) }
	if covX == nil || covY == nil {
		source = OfApart
		of = func(_ *irt.Covariances, items []irt.Item) (*mat.SymDense, error) { return irt.Variances(items) }
	}
	vx, errX := of(covX, x)
	vy, errY := of(covY, y)
	if err := errors.Join(errX, errY); err != nil {
		return nil, source, err
	}
	se, err := ScoreErrors(ctx, x, y, vx, vy, equate)
	return se, source, err
}
