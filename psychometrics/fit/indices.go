package fit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"khaothi/psychometrics/stat"
)

// Indices are a statistic and what follows from it and its degrees of freedom.
type Indices struct {
	Statistic stat.Value `json:"statistic"`
	P         stat.Value `json:"p"`
	RMSEA     stat.Value `json:"rmsea"`
	RMSEALow  stat.Value `json:"rmsea_5"` // 90 % interval
	RMSEAHigh stat.Value `json:"rmsea_95"`
	TLI       stat.Value `json:"tli"`
	CFI       stat.Value `json:"cfi"`
}

func indices(chi float64, df int, n float64, base baseline) Indices {
	out := Indices{
		Statistic: stat.Of(chi), P: stat.ChiSquareP(chi, float64(df)), RMSEA: rmsea(chi, df, n),
		RMSEALow: rmseaAt(chi, df, n, 0.95), RMSEAHigh: rmseaAt(chi, df, n, 0.05),
		TLI: stat.None(), CFI: stat.None(),
	}
	if base.df > 0 {
		ratio, free := base.chi/float64(base.df), float64(base.df)
		out.TLI = stat.Ratio(ratio-chi/float64(df), ratio-1)
		out.CFI = stat.Value(math.Max(0, math.Min(1, float64(stat.Ratio(base.chi-free-(chi-float64(df)), base.chi-free)))))
	}
	return out
}

// rmseaAt is the RMSEA whose noncentral chi-square has the given part below the
// statistic, 0 where already the central one has less (Browne & Cudeck 1993).
func rmseaAt(chi float64, df int, n, below float64) stat.Value {
	if n <= 1 || noncentral(chi, float64(df), 0) <= below {
		return stat.Of(0)
	}
	low, high := 0.0, 10+4*chi
	for range 100 {
		mid := (low + high) / 2
		if noncentral(chi, float64(df), mid) > below {
			low = mid
		} else {
			high = mid
		}
	}
	return stat.Of(math.Sqrt(low / (float64(df) * (n - 1))))
}

// noncentral is the distribution function of a noncentral chi-square: a Poisson
// mixture of central ones.
func noncentral(x, df, lambda float64) float64 {
	if lambda == 0 {
		return distuv.ChiSquared{K: df}.CDF(x)
	}
	half := lambda / 2
	centre := math.Floor(half)
	sum := 0.0
	for _, way := range []float64{1, -1} {
		k := centre
		if way < 0 {
			k--
		}
		for ; k >= 0; k += way {
			lg, _ := math.Lgamma(k + 1)
			w := math.Exp(k*math.Log(half) - half - lg)
			if w < 1e-14 {
				break
			}
			sum += w * distuv.ChiSquared{K: df + 2*k}.CDF(x)
		}
	}
	return sum
}
