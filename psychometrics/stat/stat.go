// Package stat holds the few statistics that every part of psychometrics uses,
// and the number that may be undefined.
package stat

import (
	"encoding/json"
	"math"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"
)

// Value is a statistic that may not exist: the correlation of a constant, the
// error of an estimate that was not made. It is NaN then, which no output
// shows: JSON has null, CSV an empty cell.
type Value float64

// None is the value that does not exist.
func None() Value { return Value(math.NaN()) }

// Of is x, or None where x is not finite.
func Of(x float64) Value {
	if math.IsInf(x, 0) {
		return None()
	}
	return Value(x)
}

// Ratio is a/b, or None where b is not above zero.
func Ratio(a, b float64) Value {
	if !(b > 0) {
		return None()
	}
	return Of(a / b)
}

// Known reports whether the value exists.
func (v Value) Known() bool { return !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0) }

// String writes the value with the digits that read back the same; nothing
// where it does not exist.
func (v Value) String() string {
	if !v.Known() {
		return ""
	}
	return strconv.FormatFloat(float64(v), 'g', -1, 64)
}

// MarshalJSON writes null for a value that does not exist.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(v))
}

// UnmarshalJSON reads null as None.
func (v *Value) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*v = None()
		return nil
	}
	return json.Unmarshal(data, (*float64)(v))
}

// ChiSquareP is the probability of a chi-square above x. None without degrees
// of freedom or for an x that does not exist.
func ChiSquareP(x, df float64) Value {
	if !(df > 0) || math.IsNaN(x) || math.IsInf(x, 0) {
		return None()
	}
	if x <= 0 {
		return 1
	}
	return Value(distuv.ChiSquared{K: df}.Survival(x))
}

// NormalP is the two-sided probability of a standard normal beyond |z|.
func NormalP(z float64) Value {
	if math.IsNaN(z) || math.IsInf(z, 0) {
		return None()
	}
	return Value(math.Erfc(math.Abs(z) / math.Sqrt2))
}

// NormalDensity is the density of the standard normal.
func NormalDensity(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// NormalQuantile is the z below which a part p of the standard normal lies,
// 0 < p < 1.
func NormalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// Moments gathers weighted pairs for means, variances and a correlation, with
// the divisor Σw − 1: weights count persons.
type Moments struct {
	n, meanX, meanY, xx, yy, xy float64
}

// Add adds a pair with a weight that is not negative.
func (m *Moments) Add(x, y, w float64) {
	if w == 0 {
		return
	}
	m.n += w
	dx, dy := x-m.meanX, y-m.meanY
	m.meanX += dx * w / m.n
	m.meanY += dy * w / m.n
	m.xx += w * dx * (x - m.meanX)
	m.yy += w * dy * (y - m.meanY)
	m.xy += w * dx * (y - m.meanY)
}

// N is the sum of the weights.
func (m *Moments) N() float64 { return m.n }

// MeanX is the mean of the first of each pair, None without a person.
func (m *Moments) MeanX() Value { return Ratio(m.meanX*m.n, m.n) }

// MeanY is the mean of the second of each pair, None without a person.
func (m *Moments) MeanY() Value { return Ratio(m.meanY*m.n, m.n) }

// VarX is the variance of the first, None below two persons.
func (m *Moments) VarX() Value { return Ratio(m.xx, m.n-1) }

// VarY is the variance of the second.
func (m *Moments) VarY() Value { return Ratio(m.yy, m.n-1) }

// Cov is the covariance.
func (m *Moments) Cov() Value { return Ratio(m.xy, m.n-1) }

// constant is how small a sum of squares may be, against the square of its
// mean, to be rounding only.
const constant = 1e-20

// R is the correlation, None where one of the two is constant.
func (m *Moments) R() Value {
	if m.xx <= constant*m.n*m.meanX*m.meanX || m.yy <= constant*m.n*m.meanY*m.meanY {
		return None()
	}
	return Ratio(m.xy, math.Sqrt(m.xx)*math.Sqrt(m.yy))
}

// SumScores is the distribution of the sum of independent item scores, from
// p[j][k], the probability of score k on item j (Lord & Wingersky 1984).
func SumScores(p [][]float64) []float64 { return AddScores([]float64{1}, p) }

// AddScores is the distribution of a sum of scores with further items added to it:
// see SumScores. The sum is not changed.
func AddScores(out []float64, p [][]float64) []float64 {
	for _, item := range p {
		next := make([]float64, len(out)+len(item)-1)
		for s, f := range out {
			for k, q := range item {
				next[s+k] += f * q
			}
		}
		out = next
	}
	return out
}
