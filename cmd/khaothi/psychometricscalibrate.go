package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

type calibrateOptions struct {
	responses responseFlags
	modelFlags
	out, fixed, key   string
	covariance        string
	randomForms, noSE bool
	threads, passes   int
	tolerance         float64
	nodes             int
	min, max          float64
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
	o.add(f, "", "rasch (1pl), 2pl, 3pl, 4pl, pcm, gpcm, grm or nominal (required)")
	f.StringVar(&o.fixed, "fixed", "", "file of parameters whose items are anchors")
	f.StringVar(&o.key, "key", "", "nominal: file with the right score of each item (one line, or item,key): the scale goes up with right answers")
	f.BoolVar(&o.randomForms, "random-forms", false, "persons of a group got their form by chance: forms without common items are on one scale by their persons")
	f.StringVar(&o.covariance, "covariance", "", "also write the covariances of all parameters: link and equate take them")
	f.BoolVar(&o.noSE, "no-se", false, "leave standard errors out")
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
	if irtOptions.Key, err = o.readKey(irtOptions, r.Items); err != nil {
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
	out, err := o.modelFlags.options()
	if err != nil {
		return out, err
	}
	out.RandomForms, out.NoSE, out.Threads, out.Passes, out.Tolerance = o.randomForms, o.noSE, o.threads, o.passes, o.tolerance
	out.Grid = irt.Grid{Nodes: o.nodes, Min: o.min, Max: o.max}
	if o.fixed != "" {
		out.Fixed, err = irt.ReadItemFile(o.fixed)
	}
	return out, err
}

// readKey is the right score of each item, nil without a file.
func (o *calibrateOptions) readKey(out irt.Options, items []string) (map[string]int, error) {
	if o.key == "" {
		return nil, nil
	}
	if out.Model != irt.Nominal && !slices.Contains(slices.Collect(maps.Values(out.Models)), irt.Nominal) {
		return nil, errors.New("--key turns the scale of nominal items: other models take scores")
	}
	right, err := readOptionKey(o.key, items)
	if err != nil {
		return nil, err
	}
	key := map[string]int{}
	for j, text := range right {
		if key[items[j]], err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("key %s: %q of item %s is no score: nominal responses are scores from 0", o.key, text, items[j])
		}
	}
	return key, nil
}

func persons(r *psychometrics.Responses) float64 {
	n := 0.0
	for i := range r.N() {
		n += r.Weight(i)
	}
	return n
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
