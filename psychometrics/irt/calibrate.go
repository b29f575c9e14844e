package irt

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
)

// Options say how to calibrate. The zero value but for Model is good.
type Options struct {
	Model  Model            // of all items
	Models map[string]Model // of single items, in place of Model
	Priors []Prior          // at most one for each of a, b, c, u
	Fixed  []Item           // anchors: items of the responses by name, whose parameters stay; every group's mean and variance are then estimated
	// Key is the right score of nominal items by name: the scale goes up with the
	// number of right answers. Without it, with the sum of scores.
	Key map[string]int
	// Guessing holds the lower asymptote of single 3pl and 4pl items at a value.
	Guessing map[string]float64
	Grid     Grid  // zero: DefaultGrid
	Gates    Gates // nil: DefaultGates; empty: none
	// RandomForms says that the persons of a group got their form by chance, so
	// that forms without common items are on one scale by their persons.
	RandomForms bool
	NoSE        bool    // leave standard errors out
	Tolerance   float64 // of the largest |gradient|; zero: 1e-6, and more above 100,000 persons
	Passes      int     // over the persons, at most; zero: 2000
	Threads     int     // zero: as many as there are processors
	// Progress, if not nil, is told after each step: passes so far, the
	// penalised log-likelihood and the largest |gradient|.
	Progress func(passes int, objective, gradient float64)
}

// Latent is the distribution of abilities in one group.
type Latent struct {
	Group     string
	Persons   float64 // by weight, with an answer
	Mean, Var float64
	SEMean    float64 // NaN: not estimated
	SEVar     float64 // NaN: not estimated
}

// Fit is a calibration.
type Fit struct {
	Items  []Item // in the order of the columns; fixed ones as they were given
	Latent []Latent

	Persons     float64 // by weight, with an answer
	LogLik      float64 // marginal, on the grid
	LogPrior    float64
	MaxGradient float64 // of LogLik + LogPrior, by the working parameters
	Blocking    string  // the item (or group) with the largest gradient
	Parameters  int     // estimated
	Passes      int     // over the persons
	Converged   bool
	Trouble     string   // why not, and what to do
	Warnings    []string // what else a user must know
	Grid        Grid

	blocks     []block
	models     []Model
	covariance *mat.SymDense // of all free working parameters; nil: not known
}

// Calibrate estimates the items of r by marginal maximum likelihood (Bock &
// Aitkin 1981), with priors by the marginal posterior mode (Mislevy 1986).
//
// The first group has mean 0 and variance 1; its variance is estimated where
// all slopes are 1; other groups have mean and variance estimated. Omitted and
// NotReached count as not presented: see Responses.Treat.
//
// A *RefusalError says what the data cannot carry. A Fit that is not Converged comes
// without an error: Blocking and Trouble say what blocks it, and its numbers are
// not to be used.
func Calibrate(ctx context.Context, r *psychometrics.Responses, o Options) (*Fit, error) {
	if err := o.complete(r); err != nil {
		return nil, err
	}
	pr, err := o.problem(r)
	if err != nil {
		return nil, err
	}
	at, err := o.maximise(ctx, pr, pr.start())
	if err != nil {
		return nil, err
	}
	f := o.finish(ctx, r, pr, at)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

func (o *Options) complete(r *psychometrics.Responses) error {
	if err := r.Check(); err != nil {
		return err
	}
	if o.Grid == (Grid{}) {
		o.Grid = DefaultGrid()
	}
	if o.Gates == nil {
		o.Gates = DefaultGates()
	}
	if o.Passes == 0 {
		o.Passes = 2000
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Tolerance == 0 {
		o.Tolerance = 1e-6 * math.Max(1, float64(r.N())/1e5)
	}
	seen := ""
	for _, p := range o.Priors {
		if err := p.check(); err != nil {
			return err
		}
		if slices.Contains([]byte(seen), p.Parameter[0]) {
			return fmt.Errorf("two priors on %s", p.Parameter)
		}
		seen += p.Parameter
	}
	for name := range o.Models {
		if r.Item(name) < 0 {
			return fmt.Errorf("a model for %q, which is no item", name)
		}
	}
	for name, k := range o.Key {
		if j := r.Item(name); j < 0 || k < 0 || k >= r.Categories()[j] {
			return fmt.Errorf("the key %d of %q: want an item, and a score that somebody has", k, name)
		}
	}
	for name, c := range o.Guessing {
		if r.Item(name) < 0 || !(c >= 0 && c < 1) {
			return fmt.Errorf("a lower asymptote of %g for %q: want an item, and 0 or more, below 1", c, name)
		}
	}
	return o.Grid.check()
}

// AIC is Akaike's information criterion (1974): −2 logLik + 2 parameters.
func (f *Fit) AIC() float64 { return -2*f.LogLik + 2*float64(f.Parameters) }

// BIC is Schwarz's criterion (1978): −2 logLik + parameters · log persons.
func (f *Fit) BIC() float64 { return -2*f.LogLik + float64(f.Parameters)*math.Log(f.Persons) }

// Covariance is the covariance matrix of the parameters of item j in the order
// of its Names; rows of parameters that were not estimated are zero. Nil where
// standard errors are not known.
func (f *Fit) Covariance(j int) [][]float64 {
	b := &f.blocks[j]
	if f.covariance == nil || len(b.free) == 0 {
		return nil
	}
	_, jacobian := f.models[j].natural(b.x)
	out := make([][]float64, len(jacobian))
	for a := range jacobian {
		out[a] = make([]float64, len(jacobian))
		for c := range jacobian {
			for k, ik := range b.free {
				for l, il := range b.free {
					out[a][c] += jacobian[a][ik] * jacobian[c][il] * f.covariance.At(b.from+k, b.from+l)
				}
			}
		}
	}
	return out
}
