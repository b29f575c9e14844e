package fit

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// covariance is Ξ, the covariance of the margins of one person: Σ w·E(ab|node) −
// E(a)E(b). Given θ margins of different items are independent, so the bulk is one
// product of matrices; the entries that share an item are put right one by one.
func (g margins) covariance(mu *mat.Dense, expected *mat.VecDense) *mat.SymDense {
	size, nodes := mu.Dims()
	scaled := mat.DenseCopyOf(mu)
	for q := range nodes {
		root := math.Sqrt(g.weight[q])
		for a := range size {
			scaled.Set(a, q, root*scaled.At(a, q))
		}
	}
	xi := mat.NewSymDense(size, nil)
	xi.SymOuterK(1, scaled)
	g.shareFirst(xi, mu)
	g.sharePairs(xi, mu)
	xi.SymRankOne(xi, -1, expected)
	return xi
}

// mend adds Σ w·(true − product of conditional means) to one entry.
func (g margins) mend(xi *mat.SymDense, mu *mat.Dense, a, b int, truth func(q int) float64) {
	sum := 0.0
	for q, w := range g.weight {
		sum += w * (truth(q) - mu.At(a, q)*mu.At(b, q))
	}
	xi.SetSym(a, b, xi.At(a, b)+sum)
}

// shareFirst mends first margins with first margins and with pairs of their item.
func (g margins) shareFirst(xi *mat.SymDense, mu *mat.Dense) {
	for a, f := range g.first {
		for b := a; b < len(g.first) && g.first[b].item == f.item; b++ {
			g.mend(xi, mu, a, b, func(q int) float64 {
				s := 0.0
				for k, p := range g.traces[f.item][q] {
					s += p * f.value[k] * g.first[b].value[k]
				}
				return s
			})
		}
		byScore := make([]float64, len(g.weight)) // E(f(x)·x)
		for q := range byScore {
			for k, p := range g.traces[f.item][q] {
				byScore[q] += p * f.value[k] * float64(k)
			}
		}
		for i := range g.traces {
			if i != f.item {
				g.mend(xi, mu, a, g.pair(max(i, f.item), min(i, f.item)), func(q int) float64 { return byScore[q] * g.e1.At(i, q) })
			}
		}
	}
}

// sharePairs mends products of scores that share one item or both.
func (g margins) sharePairs(xi *mat.SymDense, mu *mat.Dense) {
	n := len(g.traces)
	for shared := range n {
		for i := range n {
			if i == shared {
				continue
			}
			a := g.pair(max(i, shared), min(i, shared))
			for k := i + 1; k < n; k++ {
				if k != shared {
					b := g.pair(max(k, shared), min(k, shared))
					g.mend(xi, mu, min(a, b), max(a, b), func(q int) float64 { return g.e2.At(shared, q) * g.e1.At(i, q) * g.e1.At(k, q) })
				}
			}
			if i < shared {
				g.mend(xi, mu, a, a, func(q int) float64 { return g.e2.At(shared, q) * g.e2.At(i, q) })
			}
		}
	}
}
