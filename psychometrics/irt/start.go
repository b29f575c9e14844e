package irt

import (
	"math"

	"khaothi/psychometrics"
)

// startPersons bounds the persons that start values look at.
const startPersons = 4000

// startValues are the working parameters from which an item's estimation
// starts: intercepts from the logits of its score frequencies (count, K
// numbers), slope 1, asymptotes at the modes of their priors.
func startValues(m Model, count []float64, priors itemPrior) []float64 {
	k := len(count)
	x := make([]float64, m.size(k))
	sum := 0.5 * float64(k)
	for _, c := range count {
		sum += c
	}
	share := make([]float64, k)
	for i, c := range count {
		share[i] = (c + 0.5) / sum
	}
	switch {
	case m.Dichotomous():
		x[0], x[2], x[3] = 1, math.Inf(-1), math.Inf(1)
		c, u := 0.0, 1.0
		if m == ThreePL || m == FourPL {
			c = priors.mode(2, 0.15)
			c = math.Min(c, 0.7*share[1])
			x[2] = logit(c)
		}
		if m == FourPL {
			u = math.Max(priors.mode(3, 0.95), 1-0.7*share[0])
			x[3] = logit(u)
		}
		p := math.Max(0.02, math.Min(0.98, (share[1]-c)/(u-c)))
		x[1] = 1.2 * logit(p)
	case m == GRM:
		x[0] = 1
		above := 1.0
		for i := 1; i < k; i++ {
			above -= share[i-1]
			x[i] = 1.2 * logit(above)
		}
	default: // pcm, gpcm; nominal takes slopes from nominalSlopes
		from := 0
		if m == Nominal {
			from = k - 2
		} else {
			x[0] = 1
			if m == GPCM {
				x[0] = 0.7
			}
		}
		for i := 1; i < k; i++ {
			x[from+i] = math.Log(share[i] / share[0])
		}
	}
	return x
}

// mode is the mode of the prior of the i-th parameter, inside (0, 1), or other.
func (ip itemPrior) mode(i int, other float64) float64 {
	if ip == nil || ip[i] == nil {
		return other
	}
	v := ip[i].P
	if p := ip[i]; p.Family == "beta" {
		v = p.P / (p.P + p.Q)
		if p.P > 1 && p.Q > 1 {
			v = (p.P - 1) / (p.P + p.Q - 2)
		}
	}
	return math.Max(0.01, math.Min(0.99, v))
}

// nominalSlopes are slopes of the categories from which nominal items start: the
// first dimension of dual scaling by reciprocal averages (Guttman 1941; Nishisato
// 1980), which starts from the sum of scores, of an item with a key 1 where it is
// right, and keeps its direction. One row of K numbers an item.
func nominalSlopes(r *psychometrics.Responses, categories []int, key map[string]int) [][]float64 {
	step := 1 + r.N()/startPersons
	var rows [][]int8
	for i := 0; i < r.N(); i += step {
		rows = append(rows, r.Row(i))
	}
	theta, sum := make([]float64, len(rows)), make([]float64, len(rows))
	for i, row := range rows {
		n := 0.0
		for j, x := range row {
			if x >= 0 {
				theta[i] += points(r.Items[j], x, categories[j], key)
				n++
			}
		}
		theta[i] /= math.Max(1, n)
	}
	standardise(theta)
	copy(sum, theta)
	means := make([][]float64, len(categories))
	for range 30 {
		categoryMeans(rows, theta, categories, means)
		for i, row := range rows {
			v, n := 0.0, 0.0
			for j, x := range row {
				if x >= 0 {
					v += means[j][x]
					n++
				}
			}
			theta[i] = v / math.Max(1, n)
		}
		standardise(theta)
	}
	categoryMeans(rows, theta, categories, means)
	turn := 1.0
	if dot(theta, sum) < 0 {
		turn = -1
	}
	for j := range means {
		scale(means[j], turn)
	}
	return means
}

// points is what a score counts for, from 0 to 1.
func points(item string, x int8, categories int, key map[string]int) float64 {
	right, keyed := key[item]
	switch {
	case !keyed:
		return float64(x) / float64(categories-1)
	case int(x) == right:
		return 1
	}
	return 0
}

func categoryMeans(rows [][]int8, theta []float64, categories []int, means [][]float64) {
	for j, k := range categories {
		means[j] = make([]float64, k)
		n := make([]float64, k)
		for i, row := range rows {
			if x := row[j]; x >= 0 {
				means[j][x] += theta[i]
				n[x]++
			}
		}
		for c := range means[j] {
			means[j][c] /= n[c] + 1
		}
	}
}

func standardise(x []float64) {
	n := float64(len(x))
	mean := total(x) / n
	square := 0.0
	for i := range x {
		x[i] -= mean
		square += x[i] * x[i] / n
	}
	if square > 0 {
		scale(x, 1/math.Sqrt(square))
	}
}
