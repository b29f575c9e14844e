package classical

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sort"
	"sync"

	"khaothi/psychometrics/stat"
)

// Interval is a 95 % bootstrap interval between percentiles, and the standard
// error (Efron & Tibshirani 1993, ch. 13).
type Interval struct {
	Low  stat.Value `json:"low"`
	High stat.Value `json:"high"`
	SE   stat.Value `json:"se"`
}

// bootstrapped are the statistics that get intervals.
var bootstrapped = []struct {
	name string
	of   func(Item) stat.Value
}{
	{"p", func(it Item) stat.Value { return it.P }},
	{"r_total", func(it Item) stat.Value { return it.PointBiserial }},
	{"r_rest", func(it Item) stat.Value { return it.Corrected }},
	{"d27", func(it Item) stat.Value { return it.D27 }},
}

// bootstrap draws the persons anew, times over, and fills in the intervals.
// Every resample has a seed of its own, so the number of threads does not
// matter.
func (s *sheet) bootstrap(ctx context.Context, rep *Report, times int, seed uint64) error {
	if times < 100 || times > 100_000 {
		return fmt.Errorf("%d bootstrap samples: give 100 to 100000 (1000 for a report)", times)
	}
	if s.r.N() < 2 {
		return errors.New("a bootstrap needs at least two persons")
	}
	items := make([][][]float64, len(bootstrapped)) // statistic, item, resample
	for k := range items {
		items[k] = make([][]float64, s.r.J())
		for j := range items[k] {
			items[k][j] = make([]float64, times)
		}
	}
	alphas, means := make([]float64, times), make([]float64, times)
	var wait sync.WaitGroup
	threads := runtime.GOMAXPROCS(0)
	for th := range threads {
		wait.Go(func() {
			for b := th; b < times && ctx.Err() == nil; b += threads {
				w := s.resample(rand.New(rand.NewPCG(seed, uint64(b)))) //nolint:gosec // a bootstrap is to be repeated, not guarded
				its := s.items(w)
				for j, it := range its {
					for k, st := range bootstrapped {
						items[k][j][b] = float64(st.of(it))
					}
				}
				m := s.totals(w)
				a := alphaParts{items: len(its), variance: float64(m.VarX())}
				for _, it := range its {
					a.variances += float64(it.variance)
				}
				alphas[b], means[b] = float64(a.alpha()), float64(m.MeanX())
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for j := range rep.Items {
		rep.Items[j].Intervals = map[string]Interval{}
		for k, st := range bootstrapped {
			rep.Items[j].Intervals[st.name] = interval(items[k][j])
		}
	}
	rep.Test.Intervals = map[string]Interval{"alpha": interval(alphas), "mean": interval(means)}
	return nil
}

// resample gives every person the number of times they are drawn, times their
// weight.
func (s *sheet) resample(rng *rand.Rand) []float64 {
	w := make([]float64, s.r.N())
	for range w {
		i := rng.IntN(len(w))
		w[i] += s.r.Weight(i)
	}
	return w
}

// interval leaves out resamples in which the statistic does not exist; if that
// is more than one in ten, there is no interval.
func interval(draws []float64) Interval {
	var known []float64
	m := stat.Moments{}
	for _, d := range draws {
		if stat.Value(d).Known() {
			known = append(known, d)
			m.Add(d, 0, 1)
		}
	}
	if len(known)*10 < len(draws)*9 {
		return Interval{stat.None(), stat.None(), stat.None()}
	}
	sort.Float64s(known)
	at := func(p float64) stat.Value {
		x := p * float64(len(known)-1)
		k := int(x)
		if k+1 >= len(known) {
			return stat.Of(known[k])
		}
		return stat.Of(known[k] + (x-float64(k))*(known[k+1]-known[k]))
	}
	return Interval{at(0.025), at(0.975), stat.Of(math.Sqrt(float64(m.VarX())))}
}
