package irt

import (
	"context"
	"errors"
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

// problem puts the data and the parameters together.
func (o *Options) problem(r *psychometrics.Responses) (*problem, error) {
	s := takeSample(r)
	models, fixed, err := o.models(r)
	if err != nil {
		return nil, err
	}
	anchors := make([]bool, r.J())
	for j := range anchors {
		anchors[j] = fixed[j] != nil
	}
	if err := o.refuse(r, models, anchors, s); err != nil {
		return nil, err
	}
	pr := &problem{names: r.Items, models: models, grid: o.Grid, theta: o.Grid.Points()}
	most, size := 0, 0
	for j := range r.Items {
		k := len(s.counts[j])
		if fixed[j] != nil {
			k = fixed[j].Categories()
		}
		pr.categories = append(pr.categories, k)
		pr.priors = append(pr.priors, nil)
		if fixed[j] == nil {
			pr.priors[j] = priorOf(o.Priors, models[j], k)
			if _, held := o.held(r.Items[j], models[j]); held && pr.priors[j] != nil {
				pr.priors[j][2] = nil
			}
		}
		pr.expected.counts = append(pr.expected.counts, make([]float64, k*o.Grid.Nodes))
		most, size = max(most, k), max(size, k*models[j].size(k))
	}
	pr.p, pr.s = make([]float64, most), make([]float64, size)
	var slopes [][]float64
	for j := range r.Items {
		b := block{item: j, from: pr.n}
		if it := fixed[j]; it != nil {
			b.x = slices.Clone(it.work)
		} else {
			b.x = startValues(models[j], s.counts[j], pr.priors[j])
			if models[j] == Nominal {
				if slopes == nil {
					slopes = nominalSlopes(r, pr.categories, o.Key)
				}
				for k := 1; k < pr.categories[j]; k++ {
					b.x[k-1] = slopes[j][k] - slopes[j][0]
				}
			}
			free := models[j].free(pr.categories[j])
			if c, held := o.held(r.Items[j], models[j]); held {
				b.x[2], free[2] = logit(c), false
			}
			b.free = indices(free)
		}
		pr.blocks, pr.n = append(pr.blocks, b), pr.n+len(b.free)
	}
	o.latents(pr, max(1, len(r.Groups)), slices.Contains(anchors, true))
	p := newPatterns(r, pr.categories, maxCodes)
	pr.engine = newEngine(p, pr.categories, len(pr.expected.nodes), o.Grid.Nodes, o.Threads)
	pr.engine.weights = make([][]float64, len(pr.expected.nodes))
	return pr, nil
}

// held is the value of a lower asymptote that is not estimated.
func (o *Options) held(name string, m Model) (float64, bool) {
	c, is := o.Guessing[name]
	return c, is && (m == ThreePL || m == FourPL)
}

// models are the model of each column, and its fixed item or nil.
func (o *Options) models(r *psychometrics.Responses) ([]Model, []*Item, error) {
	models, fixed := make([]Model, r.J()), make([]*Item, r.J())
	for j, name := range r.Items {
		models[j] = o.Model
		if m, own := o.Models[name]; own {
			models[j] = m
		}
		if !slices.Contains(Models(), models[j]) {
			return nil, nil, fmt.Errorf("item %s: no model %q", name, models[j])
		}
	}
	used := 0
	categories := r.Categories()
	for i := range o.Fixed {
		it := &o.Fixed[i]
		j := r.Item(it.Name)
		if j < 0 {
			continue // a bank holds more items than a form
		}
		if it.work == nil {
			return nil, nil, fmt.Errorf("fixed item %s: made by none of the constructors", it.Name)
		}
		if categories[j] > it.Categories() {
			return nil, nil, fmt.Errorf("fixed item %s has the scores 0 to %d, the responses go up to %d", it.Name, it.Categories()-1, categories[j]-1)
		}
		models[j], fixed[j] = it.Model, it
		used++
	}
	if len(o.Fixed) > 0 && used == 0 {
		return nil, nil, errors.New("no fixed item is among the responses")
	}
	return models, fixed, nil
}

// latents adds the latent distributions: see Calibrate.
func (o *Options) latents(pr *problem, groups int, anchored bool) {
	unit := !slices.ContainsFunc(pr.models, func(m Model) bool { return !m.FixedSlope() })
	for g := range groups {
		b := block{item: -1, from: pr.n, x: []float64{0, 0}}
		switch {
		case g > 0 || anchored:
			b.free = []int{0, 1}
		case unit:
			b.free = []int{1}
		}
		pr.blocks, pr.n = append(pr.blocks, b), pr.n+len(b.free)
		pr.expected.nodes = append(pr.expected.nodes, make([]float64, o.Grid.Nodes))
	}
}

func indices(free []bool) []int {
	var out []int
	for i, f := range free {
		if f {
			out = append(out, i)
		}
	}
	return out
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
