package link

import (
	"context"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
)

// ScoreErrors are the standard errors that the calibrations' errors give equated
// scores, by the delta method (Lord 1982; Ogasawara 2001, J. Educ. Behav. Stat. 26, for
// true scores; 2003, Psychometrika 68, for observed ones). equate makes the scores from
// the items of both forms, each on the scale of its own calibration: it links them
// too where they are to be linked, so that the errors of the link are in. covX and
// covY are the covariances of the parameters in the order of irt.Item.Names, zero
// where not estimated; the two calibrations are of different persons.
func ScoreErrors(ctx context.Context, x, y []irt.Item, covX, covY mat.Symmetric, equate func(x, y []irt.Item) ([]float64, error)) ([]float64, error) {
	at, err := equate(x, y)
	if err != nil {
		return nil, err
	}
	return delta(x, y, covX, covY, len(at), func(x, y []irt.Item) ([]float64, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return equate(x, y)
	})
}
