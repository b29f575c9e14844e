package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

type calibrateOptions struct {
	responses         responseFlags
	model, out, fixed string
	covariance        string
	models, priors    []string
	randomForms, noSE bool
	ungated           bool
	threads, passes   int
	tolerance         float64
	nodes             int
	min, max          float64
}

// calibrateReport is what psychometrics calibrate --json prints; P.fit.json
// beside the parameters holds it too.
type calibrateReport struct {
	Model       string        `json:"model"`
	Metric      string        `json:"metric"`
	Persons     float64       `json:"persons"` // by weight
	Items       int           `json:"items"`
	LogLik      *float64      `json:"loglik"`
	LogPrior    *float64      `json:"log_prior"`
	MaxGradient *float64      `json:"max_gradient"`
	LatentMean  *float64      `json:"latent_mean"` // of the first group
	LatentVar   *float64      `json:"latent_var"`
	Iterations  int           `json:"iterations"` // passes over the persons
	Converged   bool          `json:"converged"`
	SecondsFit  float64       `json:"seconds_fit"` // without reading the file
	Parameters  int           `json:"parameters"`
	AIC         *float64      `json:"aic"`
	BIC         *float64      `json:"bic"`
	Groups      []groupReport `json:"groups"`
	Nodes       int           `json:"nodes"`
	Grid        string        `json:"grid"`
	Priors      []string      `json:"priors,omitempty"`
	Fixed       string        `json:"fixed,omitempty"`            // the file of anchors
	OwnModels   string        `json:"models,omitempty"`           // of single items
	Responses   string        `json:"responses_sha256,omitempty"` // of items, scores, groups and weights
	Blocking    string        `json:"blocking,omitempty"`         // the item with the largest gradient, where not converged
	Trouble     string        `json:"trouble,omitempty"`
	Warnings    []string      `json:"warnings"`
	Refused     []irt.Reason  `json:"refused"`
	Output      string        `json:"output,omitempty"`
	SHA256      string        `json:"sha256,omitempty"` // of the parameters that the report belongs to
}

type groupReport struct {
	Group   string   `json:"group"`
	Persons float64  `json:"persons"`
	Mean    float64  `json:"mean"`
	SEMean  *float64 `json:"se_mean"` // null: not estimated
	Var     float64  `json:"var"`
	SEVar   *float64 `json:"se_var"`
}

func psychometricsCalibrateCmd() *cobra.Command {
	var o calibrateOptions
	cmd := &cobra.Command{
		Use:   "calibrate --model MODEL --responses FILE -o P.csv",
		Short: "estimate item parameters by marginal maximum likelihood",
		Long: `Estimates the parameters of items (rasch, 2pl, 3pl, 4pl, pcm, gpcm, grm, nominal) and
writes them with their standard errors: item,model,a,b,c,u, or a,b1,b2,…, or
a1,c1,a2,c2,… (nominal). Logistic metric, D = 1. The grid is 61 nodes from -6 to 6;
the first group has mean 0 and variance 1 (rasch, pcm: the variance is
estimated). There is no prior unless --prior gives one, on the parameter itself:
c~beta(5,17), a~lognormal(0,0.5), b~normal(0,2). Anchors (--fixed) keep their parameters.
P.fit.json beside P.csv holds the report, from which score takes the latent
distribution. Exit code 2: the data cannot carry the model, or the gradient did
not become zero; then no parameters are written, and the report says why.`,
		Example: `  khaothi psychometrics calibrate --model 2pl --responses bailam.csv --id-column sbd -o P.csv --json
  khaothi psychometrics calibrate --model 3pl --prior 'c~beta(5,17)' --prior 'a~lognormal(0,0.5)' --responses bailam.csv.gz -o P.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	o.responses.add(f)
	g := irt.DefaultGrid()
	f.StringVar(&o.model, "model", "", "rasch (1pl), 2pl, 3pl, 4pl, pcm, gpcm, grm or nominal (required)")
	f.StringSliceVar(&o.models, "models", nil, "models of single items, as item=gpcm, in place of --model")
	f.StringArrayVar(&o.priors, "prior", nil, "a prior, as 'c~beta(5,17)'; may be given once for each of a, b, c, u")
	f.StringVar(&o.fixed, "fixed", "", "file of parameters whose items are anchors")
	f.BoolVar(&o.randomForms, "random-forms", false, "persons of a group got their form by chance: forms without common items are on one scale by their persons")
	f.StringVar(&o.covariance, "covariance", "", "also write the covariances of all parameters: link and equate take them")
	f.BoolVar(&o.noSE, "no-se", false, "leave standard errors out")
	f.BoolVar(&o.ungated, "ungated", false, "take any size of sample")
	f.IntVar(&o.threads, "threads", 0, "threads; 0: as many as there are processors")
	f.IntVar(&o.passes, "passes", 0, "passes over the persons at most; 0: 2000")
	f.Float64Var(&o.tolerance, "tolerance", 0, "of the largest gradient; 0: 1e-6")
	f.IntVar(&o.nodes, "nodes", g.Nodes, "nodes of the grid")
	f.Float64Var(&o.min, "min", g.Min, "first node")
	f.Float64Var(&o.max, "max", g.Max, "last node")
	f.StringVarP(&o.out, "output", "o", "", "file of parameters to write (required)")
	for _, name := range []string{"model", "responses", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func (o *calibrateOptions) run(cmd *cobra.Command) error {
	irtOptions, err := o.options()
	if err != nil {
		return err
	}
	show := terminal(cmd.ErrOrStderr())
	show("reading %s", o.responses.path)
	r, err := o.responses.read()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	from := time.Now()
	irtOptions.Progress = func(passes int, objective, gradient float64) {
		show("%d persons, %d items: pass %d, log-likelihood %.4f, gradient %.2g", r.N(), r.J(), passes, objective, gradient)
	}
	fit, err := irt.Calibrate(ctx, r, irtOptions)
	seconds := time.Since(from).Seconds()
	show("")
	report := calibrateReport{
		Model: string(irtOptions.Model), Metric: "logistic, D = 1", Items: r.J(), Nodes: irtOptions.Grid.Nodes, SecondsFit: seconds,
		Grid: gridText(irtOptions.Grid), Priors: o.priors, Fixed: o.fixed, OwnModels: ownModels(o.models), Responses: r.SHA256(),
		Groups: []groupReport{}, Warnings: []string{}, Refused: []irt.Reason{},
	}
	var refusal *irt.RefusalError
	switch {
	case errors.As(err, &refusal):
		report.Persons, report.Refused = persons(r), refusal.Reasons
	case err != nil:
		return err
	default:
		report.take(fit)
		if fit.Converged {
			if err := errors.Join(report.write(o.out, fit), o.writeCovariance(fit)); err != nil {
				return err
			}
		}
	}
	if err := report.print(cmd); err != nil {
		return err
	}
	switch {
	case refusal != nil:
		return exitError{code: exitRefused, err: refusal}
	case !fit.Converged:
		return exitError{code: exitRefused, err: errors.New(fit.Trouble)}
	}
	return nil
}

func (o *calibrateOptions) options() (irt.Options, error) {
	out := irt.Options{RandomForms: o.randomForms, NoSE: o.noSE, Threads: o.threads, Passes: o.passes, Tolerance: o.tolerance, Models: map[string]irt.Model{}}
	out.Grid = irt.Grid{Nodes: o.nodes, Min: o.min, Max: o.max}
	if o.ungated {
		out.Gates = []irt.Gate{}
	}
	var err error
	if out.Model, err = irt.ParseModel(o.model); err != nil {
		return out, err
	}
	for _, s := range o.models {
		name, model, ok := strings.Cut(s, "=")
		if out.Models[name], err = irt.ParseModel(model); err != nil || !ok {
			return out, fmt.Errorf("--models %s: want ITEM=MODEL", s)
		}
	}
	for _, s := range o.priors {
		p, err := irt.ParsePrior(s)
		if err != nil {
			return out, err
		}
		out.Priors = append(out.Priors, p)
	}
	if o.fixed != "" {
		out.Fixed, err = irt.ReadItemFile(o.fixed)
	}
	return out, err
}

func persons(r *psychometrics.Responses) float64 {
	n := 0.0
	for i := range r.N() {
		n += r.Weight(i)
	}
	return n
}

func (c *calibrateReport) take(f *irt.Fit) {
	c.Persons, c.Iterations, c.Converged, c.Parameters = f.Persons, f.Passes, f.Converged, f.Parameters
	c.LogLik, c.LogPrior, c.MaxGradient, c.AIC, c.BIC = finite(f.LogLik), finite(f.LogPrior), finite(f.MaxGradient), finite(f.AIC()), finite(f.BIC())
	c.LatentMean, c.LatentVar = finite(f.Latent[0].Mean), finite(f.Latent[0].Var)
	for _, l := range f.Latent {
		c.Groups = append(c.Groups, groupReport{l.Group, l.Persons, l.Mean, finite(l.SEMean), l.Var, finite(l.SEVar)})
	}
	c.Warnings = append(c.Warnings, f.Warnings...)
	if !f.Converged {
		c.Blocking, c.Trouble = f.Blocking, f.Trouble
	}
}

// write writes the parameters, and the report beside them.
func (c *calibrateReport) write(path string, f *irt.Fit) error {
	err := writeCSV(path, func(b *bytes.Buffer) error {
		err := irt.WriteItems(b, f.Items)
		sum := sha256.Sum256(b.Bytes())
		c.Output, c.SHA256 = path, hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		return err
	}
	return writeCSV(reportPath(path), func(b *bytes.Buffer) error { return printJSON(b, c) })
}

// writeCovariance writes the covariances where a flag asks for them.
func (o *calibrateOptions) writeCovariance(f *irt.Fit) error {
	if o.covariance == "" {
		return nil
	}
	c := f.Covariances()
	if c == nil {
		return errors.New("--covariance: there are no standard errors (see the warnings, or leave out --no-se)")
	}
	return writeCSV(o.covariance, func(b *bytes.Buffer) error { return c.Write(b) })
}

func (c *calibrateReport) print(cmd *cobra.Command) error {
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), c)
	}
	var b strings.Builder
	for _, w := range c.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	if c.LogLik != nil {
		fmt.Fprintf(&b, "%s, D = 1: %d items, %g persons, %d parameters\n", c.Model, c.Items, c.Persons, c.Parameters)
		fmt.Fprintf(&b, "log-likelihood %.4f, log prior %.4f, AIC %.2f, BIC %.2f\n", *c.LogLik, *c.LogPrior, *c.AIC, *c.BIC)
		fmt.Fprintf(&b, "largest gradient %.2g after %d passes, %.2f s\n", *c.MaxGradient, c.Iterations, c.SecondsFit)
		for _, g := range c.Groups {
			fmt.Fprintf(&b, "latent distribution %s: mean %.4f, variance %.4f, %g persons\n", g.Group, g.Mean, g.Var, g.Persons)
		}
	}
	if c.Output != "" {
		fmt.Fprintf(&b, "%s: parameters; %s: this report\n", c.Output, reportPath(c.Output))
	}
	_, err := io.WriteString(cmd.OutOrStdout(), b.String())
	return err
}

// terminal shows one line that changes, where w is a terminal; an empty line
// takes it away.
func terminal(w io.Writer) func(format string, args ...any) {
	if scoreProgress(w) == nil { // tells whether this is a terminal
		return func(string, ...any) {}
	}
	return func(format string, args ...any) {
		_, _ = fmt.Fprintf(w, "\r\033[K"+format, args...) // nobody listens
	}
}
