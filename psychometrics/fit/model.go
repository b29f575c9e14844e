package fit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

// Model is what the responses are compared with.
type Model struct {
	Items    []irt.Item
	Mean     float64 // of the latent distribution
	Variance float64
	// LatentParameters is how many of Mean and Variance were estimated: 1 for a
	// Rasch or partial credit calibration of one group.
	LatentParameters int
}

// Parameters is the number of estimated parameters.
func (m Model) Parameters() int {
	n := m.LatentParameters
	for j := range m.Items {
		n += len(m.Items[j].Free())
	}
	return n
}

// nodes are the places and the weights of the integrals.
func (m Model) nodes() (theta, weight []float64) {
	g := irt.DefaultGrid()
	return g.Points(), g.Weights(m.Mean, m.Variance)
}

// traces is P(k | node): [item][node][k].
func (m Model) traces() [][][]float64 {
	theta, _ := m.nodes()
	out := make([][][]float64, len(m.Items))
	for j := range out {
		out[j] = make([][]float64, len(theta))
		for q, t := range theta {
			out[j][q] = m.Items[j].P(t, nil)
		}
	}
	return out
}

// check says whether model and responses belong together: the same items in the
// same order, and no score that the model does not know.
func (m Model) check(r *psychometrics.Responses) error {
	if err := r.Check(); err != nil {
		return err
	}
	if len(m.Items) != r.J() {
		return fmt.Errorf("%d items with parameters, %d in the responses: select the same", len(m.Items), r.J())
	}
	if !(m.Variance > 0) || math.IsInf(m.Variance, 0) || math.IsNaN(m.Mean) || math.IsInf(m.Mean, 0) {
		return fmt.Errorf("latent distribution with mean %v and variance %v: give a variance above 0", m.Mean, m.Variance)
	}
	for j, k := range r.Categories() {
		if m.Items[j].Name != r.Items[j] {
			return fmt.Errorf("item %d is %s in the parameters and %s in the responses: bring them into one order", j+1, m.Items[j].Name, r.Items[j])
		}
		if k > m.Items[j].Categories() {
			return fmt.Errorf("item %s has a score of %d, its parameters know 0 to %d", r.Items[j], k-1, m.Items[j].Categories()-1)
		}
	}
	if r.N() == 0 {
		return errors.New("there is no person in the responses")
	}
	return nil
}

// complete are the persons with a score on every item.
func complete(r *psychometrics.Responses) (rows []int, n float64) {
	for i := range r.N() {
		whole := true
		for _, x := range r.Row(i) {
			whole = whole && x >= 0
		}
		if whole {
			rows = append(rows, i)
			n += r.Weight(i)
		}
	}
	return rows, n
}

// persons calls f for every person from several goroutines, until the context
// ends.
func persons(ctx context.Context, n int, f func(i int)) error {
	var wait sync.WaitGroup
	threads := runtime.GOMAXPROCS(0)
	for t := range threads {
		wait.Go(func() {
			for i := t; i < n && ctx.Err() == nil; i += threads {
				f(i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// EAP is the posterior mean of every person's ability; a person without a score
// has the latent mean. It returns the log-likelihood of the responses beside it.
func (m Model) EAP(ctx context.Context, r *psychometrics.Responses) (theta []float64, logLik float64, err error) {
	if err := m.check(r); err != nil {
		return nil, 0, err
	}
	post := m.posterior(r)
	theta = make([]float64, r.N())
	logs := make([]float64, r.N())
	nodes, weight := m.nodes()
	if err := persons(ctx, r.N(), func(i int) {
		theta[i], _, logs[i] = post(i, nodes, weight)
	}); err != nil {
		return nil, 0, err
	}
	for i, l := range logs {
		logLik += r.Weight(i) * l
	}
	return theta, logLik, nil
}

// posterior gives the mean, the second moment and the log of the marginal
// probability of person i.
func (m Model) posterior(r *psychometrics.Responses) func(i int, nodes, weight []float64) (mean, square, log float64) {
	traces := m.traces()
	logs := make([][][]float64, len(traces)) // [item][score][node]
	for j, at := range traces {
		logs[j] = make([][]float64, m.Items[j].Categories())
		for k := range logs[j] {
			logs[j][k] = make([]float64, len(at))
			for q := range at {
				logs[j][k][q] = math.Log(math.Max(at[q][k], 1e-300))
			}
		}
	}
	return func(i int, nodes, weight []float64) (mean, square, log float64) {
		l := make([]float64, len(nodes))
		for j, x := range r.Row(i) {
			if x >= 0 {
				for q, v := range logs[j][x] {
					l[q] += v
				}
			}
		}
		top := math.Inf(-1)
		for _, v := range l {
			top = math.Max(top, v)
		}
		sum := 0.0
		for q, v := range l {
			f := weight[q] * math.Exp(v-top)
			sum += f
			mean += f * nodes[q]
			square += f * nodes[q] * nodes[q]
		}
		return mean / sum, square / sum, top + math.Log(sum)
	}
}

// FitVariance is the model with the latent variance that maximises the
// likelihood of the responses, its mean being kept (EM): what a file of Rasch
// parameters does not say.
func (m Model) FitVariance(ctx context.Context, r *psychometrics.Responses) (Model, error) {
	if err := m.check(r); err != nil {
		return m, err
	}
	nodes, _ := m.nodes()
	post := m.posterior(r)
	for range 500 {
		_, weight := m.nodes()
		squares := make([]float64, r.N())
		if err := persons(ctx, r.N(), func(i int) {
			mean, square, _ := post(i, nodes, weight)
			squares[i] = square - 2*m.Mean*mean + m.Mean*m.Mean
		}); err != nil {
			return m, err
		}
		sum, n := 0.0, 0.0
		for i, s := range squares {
			sum += r.Weight(i) * s
			n += r.Weight(i)
		}
		next := sum / n
		if !(next > 1e-6) {
			return m, errors.New("the responses have no variance of ability: give the latent variance of the calibration")
		}
		moved := math.Abs(next - m.Variance)
		m.Variance = next
		if moved < 1e-9 {
			break
		}
	}
	return m, nil
}
