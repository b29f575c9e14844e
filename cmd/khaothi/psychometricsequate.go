package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/link"
	"khaothi/psychometrics/stat"
)

// equateOptions are the flags of psychometrics equate.
type equateOptions struct {
	x, y, from, to, anchors string
	method, out             string
	smooth, smoothAnchor    int
	weight                  float64
	covFrom, covTo          string
	bootstrap               int
	seed                    uint64
}

// equateReport is what psychometrics equate --json prints.
type equateReport struct {
	Metric string        `json:"metric"`
	Method string        `json:"method"`
	Smooth int           `json:"smooth_degree,omitempty"`
	Lost   float64       `json:"lost,omitempty"` // of the synthetic population, for anchor scores of one group only
	Scale  *link.Scale   `json:"scale,omitempty"`
	SEKind link.Source   `json:"se_kind,omitempty"` // of true and observed scores
	Note   string        `json:"note,omitempty"`    // why these have no standard errors
	Scores []equateScore `json:"scores"`
}

type equateScore struct {
	X     int         `json:"x"`
	Y     stat.Value  `json:"y"`
	SE    stat.Value  `json:"se"`
	Theta *stat.Value `json:"theta,omitempty"`
}

// equateCmd equates the scores of form X to form Y.
func equateCmd() *cobra.Command {
	var o equateOptions
	cmd := &cobra.Command{
		Use:   "equate (--x X.csv --y Y.csv | --from X.csv --to Y.csv) --method M -o FILE",
		Short: "equate the scores of two forms",
		Long: `From frequencies (score,count; with an anchor score,anchor,count):
  mean, linear, equipercentile   random groups; --smooth D for log-linear presmoothing of degree D
  chained, poststratification    an anchor test; --smooth, --smooth-anchor, --weight of X's population
From item parameters (--from, --to; with --anchors they are linked first by Stocking–Lord):
  true, observed                 through the model; observed weighs both populations equally
Standard errors: delta method for equipercentile; --bootstrap N for the others made from frequencies;
for true and observed with --anchors the delta method, the link's own errors included, from the covariances of
two calibrations (--from-covariance, --to-covariance) or else the columns se_, taken as uncorrelated.`,
		Example: `  khaothi psychometrics equate --x 2025.csv --y 2026.csv --method equipercentile --smooth 6 -o table.csv
  khaothi psychometrics equate --from formA.csv --to formB.csv --anchors common.txt --method true --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.x, "x", "", "frequencies of form X")
	f.StringVar(&o.y, "y", "", "frequencies of form Y")
	f.StringVar(&o.from, "from", "", "item parameters of form X")
	f.StringVar(&o.to, "to", "", "item parameters of form Y")
	f.StringVar(&o.anchors, "anchors", "", "file with the common items; both files are on one scale if left out")
	f.StringVar(&o.covFrom, "from-covariance", "", "covariances of --from, as calibrate --covariance writes them")
	f.StringVar(&o.covTo, "to-covariance", "", "covariances of --to")
	f.StringVar(&o.method, "method", "equipercentile", "mean, linear, equipercentile, chained, poststratification, true or observed")
	f.StringVarP(&o.out, "out", "o", "", "file for the table")
	f.IntVar(&o.smooth, "smooth", 0, "degree of log-linear presmoothing (0: none)")
	f.IntVar(&o.smoothAnchor, "smooth-anchor", 0, "degree for the anchor (0: that of --smooth)")
	f.Float64Var(&o.weight, "weight", 1, "poststratification: weight of X's population")
	f.IntVar(&o.bootstrap, "bootstrap", 0, "resamples for standard errors (0: none)")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the bootstrap")
	return cmd
}

func (o *equateOptions) run(cmd *cobra.Command) error {
	if o.out == "" && !wantsJSON(cmd) {
		return errors.New("give a file for the table (-o FILE) or --json")
	}
	rep := equateReport{Metric: "scores", Method: o.method, Smooth: o.smooth}
	var err error
	switch o.method {
	case "true", "observed":
		rep.Metric = metric
		err = o.throughModel(cmd, &rep)
	case "chained", "poststratification":
		err = o.throughAnchor(cmd, &rep)
	case "mean", "linear", "equipercentile":
		err = o.randomGroups(cmd, &rep)
	default:
		err = fmt.Errorf("--method %q: give mean, linear, equipercentile, chained, poststratification, true or observed", o.method)
	}
	if err != nil {
		return err
	}
	if o.out != "" {
		t := &table{head: []string{"x", "y", "se"}}
		for _, s := range rep.Scores {
			t.add(s.X, s.Y, s.SE)
		}
		if err := t.write(o.out); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d điểm / scores: %s\n", o.method, len(rep.Scores), o.out)
	return err
}

func (r *equateReport) put(t link.Table) {
	for i, y := range t.Y {
		s := equateScore{X: t.Lowest + i, Y: stat.Of(y), SE: stat.None()}
		if t.SE != nil {
			s.SE = stat.Of(t.SE[i])
		}
		r.Scores = append(r.Scores, s)
	}
}

func (o *equateOptions) randomGroups(cmd *cobra.Command, rep *equateReport) error {
	x, errX := readDistribution(o.x, "--x")
	y, errY := readDistribution(o.y, "--y")
	if err := errors.Join(errX, errY); err != nil {
		return err
	}
	equate := func(cx, cy []float64) (link.Table, error) {
		return o.equateRandom(link.Distribution{Lowest: x.Lowest, Counts: cx}, link.Distribution{Lowest: y.Lowest, Counts: cy})
	}
	t, err := equate(x.Counts, y.Counts)
	if err != nil {
		return err
	}
	if o.bootstrap > 0 {
		if t.SE, err = link.Bootstrap(cmd.Context(), x.Counts, y.Counts, o.bootstrap, o.seed, equate); err != nil {
			return err
		}
	}
	rep.put(t)
	return nil
}

func (o *equateOptions) equateRandom(x, y link.Distribution) (link.Table, error) {
	switch {
	case o.method == "mean":
		return link.Mean(x, y)
	case o.method == "linear":
		return link.Linear(x, y)
	case o.smooth == 0:
		return link.Equipercentile(x, y)
	}
	sx, errX := link.Smooth(x, o.smooth)
	sy, errY := link.Smooth(y, o.smooth)
	if err := errors.Join(errX, errY); err != nil {
		return link.Table{}, err
	}
	return link.SmoothedEquipercentile(sx, sy), nil
}

func (o *equateOptions) throughAnchor(cmd *cobra.Command, rep *equateReport) error {
	x, errX := readJoint(o.x, "--x")
	y, errY := readJoint(o.y, "--y")
	if err := errors.Join(errX, errY); err != nil {
		return err
	}
	alignAnchors(&x, &y)
	equate := func(cx, cy []float64) (link.Table, error) {
		t, lost, err := o.equateAnchored(unflat(x, cx), unflat(y, cy))
		rep.Lost = max(rep.Lost, lost)
		return t, err
	}
	t, err := equate(flat(x), flat(y))
	if err != nil {
		return err
	}
	lost := rep.Lost
	if o.bootstrap > 0 {
		if t.SE, err = link.Bootstrap(cmd.Context(), flat(x), flat(y), o.bootstrap, o.seed, equate); err != nil {
			return err
		}
	}
	rep.Lost = lost
	rep.put(t)
	return nil
}

func (o *equateOptions) equateAnchored(x, y link.Joint) (link.Table, float64, error) {
	if o.smooth > 0 {
		anchor := o.smoothAnchor
		if anchor == 0 {
			anchor = o.smooth
		}
		var errX, errY error
		x, errX = link.SmoothJoint(x, o.smooth, anchor)
		y, errY = link.SmoothJoint(y, o.smooth, anchor)
		if err := errors.Join(errX, errY); err != nil {
			return link.Table{}, 0, err
		}
	}
	if o.method == "chained" {
		t, err := link.Chained(x, y)
		return t, 0, err
	}
	return link.PostStratified(x, y, o.weight)
}
