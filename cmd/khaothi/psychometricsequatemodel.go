package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/link"
	"khaothi/psychometrics/stat"
)

// throughModel equates true or observed scores by the items of both forms.
func (o *equateOptions) throughModel(cmd *cobra.Command, rep *equateReport) error {
	if o.from == "" || o.to == "" {
		return fmt.Errorf("--method %s needs the item parameters of both forms: --from X.csv --to Y.csv", o.method)
	}
	x, errX := irt.ReadItemFile(o.from)
	y, errY := irt.ReadItemFile(o.to)
	if err := errors.Join(errX, errY); err != nil {
		return err
	}
	var pairs [][2]string
	if o.anchors != "" {
		var err error
		if pairs, err = readPairs(o.anchors); err != nil {
			return err
		}
	}
	m, err := o.modelScores(pairs, x, y)
	if err != nil {
		return err
	}
	if o.anchors != "" {
		rep.Scale = &m.scale
	}
	for s, v := range m.y {
		row := equateScore{X: s, Y: stat.Of(v), SE: stat.None()}
		if m.theta != nil {
			row.Theta = &m.theta[s]
		}
		rep.Scores = append(rep.Scores, row)
	}
	return o.modelErrors(cmd, rep, pairs, x, y)
}

// modelErrors adds the standard errors, or says why there are none.
func (o *equateOptions) modelErrors(cmd *cobra.Command, rep *equateReport, pairs [][2]string, x, y []irt.Item) error {
	if pairs == nil { // one calibration: its forms share items and errors
		rep.Note = "no standard errors: without --anchors both forms are of one calibration, whose errors go together"
		return nil
	}
	if (o.covFrom == "") != (o.covTo == "") {
		return errors.New("give the covariances of both calibrations: --from-covariance and --to-covariance")
	}
	covX, errX := readCovariances(o.covFrom)
	covY, errY := readCovariances(o.covTo)
	if err := errors.Join(errX, errY); err != nil {
		return err
	}
	se, source, err := link.SourcedScoreErrors(cmd.Context(), x, y, covX, covY, func(x, y []irt.Item) ([]float64, error) {
		m, err := o.modelScores(pairs, x, y)
		return m.y, err
	})
	switch {
	case cmd.Context().Err() != nil:
		return cmd.Context().Err()
	case err != nil:
		rep.Note = "no standard errors: " + err.Error()
		return nil
	}
	rep.SEKind = source
	for s := range rep.Scores {
		rep.Scores[s].SE = stat.Of(se[s])
	}
	return nil
}

// modelEquating is the scores of form Y for those of form X from 0 on.
type modelEquating struct {
	scale link.Scale
	y     []float64
	theta []stat.Value // of true scores
}

// modelScores links the forms where anchors are given, and equates them.
func (o *equateOptions) modelScores(pairs [][2]string, x, y []irt.Item) (modelEquating, error) {
	m := modelEquating{scale: link.Scale{A: 1}}
	if pairs != nil {
		a, b, err := pairItems(o.anchors, pairs, x, y)
		if err != nil {
			return m, err
		}
		if m.scale, err = link.Constants(link.StockingLord, a, b, nil); err != nil {
			return m, err
		}
		if x, err = rescaled(x, m.scale); err != nil {
			return m, err
		}
	}
	if o.method == "observed" {
		t, err := link.ObservedScores(x, y, []link.Population{{Mean: m.scale.B, SD: m.scale.A, Weight: 0.5}, {SD: 1, Weight: 0.5}})
		m.y = t.Y
		return m, err
	}
	scores, err := link.TrueScores(x, y)
	for _, t := range scores {
		m.y, m.theta = append(m.y, float64(t.Y)), append(m.theta, t.Theta)
	}
	return m, err
}
