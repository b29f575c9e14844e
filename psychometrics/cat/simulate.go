package cat

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Run is the test of one simulated person.
type Run struct {
	True   float64
	State  State
	Reason string
	Final  Estimate
}

// Summary is what a simulation says of the engine.
type Summary struct {
	Persons     int        `json:"persons"`
	MeanItems   stat.Value `json:"mean_items"`
	Bias        stat.Value `json:"bias"` // mean of estimate − truth
	RMSE        stat.Value `json:"rmse"`
	MeanSE      stat.Value `json:"mean_se"`
	Correlation stat.Value `json:"correlation"` // of estimates and truth
	// Overlap is the mean part of the items that two persons share; Exposure how
	// often each item of the bank was given, as a part of the persons.
	Overlap  stat.Value     `json:"overlap"`
	Exposure []float64      `json:"exposure"`
	Reasons  map[string]int `json:"reasons"`
}

// Simulate gives the test to persons of the given abilities, whose answers are
// drawn from the bank's own model. The same seed gives the same runs, whatever
// the number of threads.
func (e *Engine) Simulate(ctx context.Context, truth []float64, seed uint64) ([]Run, Summary, error) {
	if len(truth) == 0 {
		return nil, Summary{}, errors.New("a simulation needs at least one ability")
	}
	for _, t := range truth {
		if math.IsNaN(t) || math.IsInf(t, 0) {
			return nil, Summary{}, errors.New("an ability to simulate is not a finite number")
		}
	}
	runs, errs := make([]Run, len(truth)), make([]error, len(truth))
	var wait sync.WaitGroup
	threads := runtime.GOMAXPROCS(0)
	for th := range threads {
		wait.Go(func() {
			for i := th; i < len(truth) && ctx.Err() == nil; i += threads {
				runs[i], errs[i] = e.person(truth[i], seed, uint64(i))
			}
		})
	}
	wait.Wait()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, Summary{}, err
	}
	return runs, e.summary(runs), nil
}

// person runs one test; every person has a lot of their own.
func (e *Engine) person(truth float64, seed, person uint64) (Run, error) {
	rng := rand.New(rand.NewPCG(seed, person)) //nolint:gosec // a simulation is to be repeated
	own := *e
	own.o.Seed = rng.Uint64()
	run := Run{True: truth}
	for {
		d, err := own.Next(run.State)
		if err != nil {
			return run, err
		}
		if d.Item < 0 {
			run.Reason, run.Final = d.Reason, d.Ability
			return run, nil
		}
		run.State.Given = append(run.State.Given, d.Item)
		run.State.Scores = append(run.State.Scores, irt.Draw(e.bank[d.Item].P(truth, nil), rng.Float64()))
	}
}

func (e *Engine) summary(runs []Run) Summary {
	s := Summary{Persons: len(runs), Exposure: make([]float64, len(e.bank)), Reasons: map[string]int{}}
	var pair, items, se, square stat.Moments
	for _, r := range runs {
		d := r.Final.Theta - r.True
		pair.Add(r.Final.Theta, r.True, 1)
		square.Add(d*d, d, 1)
		items.Add(float64(len(r.State.Given)), 0, 1)
		if r.Final.SE.Known() {
			se.Add(float64(r.Final.SE), 0, 1)
		}
		s.Reasons[r.Reason]++
		for _, j := range r.State.Given {
			s.Exposure[j]++
		}
	}
	for j := range s.Exposure {
		s.Exposure[j] /= float64(len(runs))
	}
	s.MeanItems, s.MeanSE, s.Correlation = items.MeanX(), se.MeanX(), pair.R()
	s.Bias, s.RMSE = square.MeanY(), stat.Of(math.Sqrt(float64(square.MeanX())))
	s.Overlap = overlap(s.Exposure, float64(s.MeanItems), float64(len(runs)))
	return s
}

// overlap is (N·Σr² − Σr)/((N−1)·L) for exposure rates r and a mean length of L
// (Chen, Ankenmann & Spray 2003, eq. 7).
func overlap(exposure []float64, length, n float64) stat.Value {
	squares, sum := 0.0, 0.0
	for _, r := range exposure {
		squares += r * r
		sum += r
	}
	return stat.Ratio(n*squares-sum, (n-1)*length)
}
