package irt

import (
	"fmt"
	"math"
)

// Grid is the quadrature: equally spaced nodes, with normal densities at them
// that are divided by their sum. It is fixed: a latent distribution moves its
// weights, never its nodes.
type Grid struct {
	Nodes    int     // 3 to 1001
	Min, Max float64 // the first and the last node
	// HalfEnds halves the weights of the first and the last node: the trapezoidal
	// rule, where many persons are near the ends.
	HalfEnds bool
}

// DefaultGrid is 61 nodes from −6 to 6.
func DefaultGrid() Grid { return Grid{Nodes: 61, Min: -6, Max: 6} }

func (g Grid) check() error {
	if g.Nodes < 3 || g.Nodes > 1001 || !(g.Max > g.Min) || math.IsInf(g.Max-g.Min, 0) {
		return fmt.Errorf("grid of %d nodes from %g to %g: want 3 to 1001 nodes, rising", g.Nodes, g.Min, g.Max)
	}
	return nil
}

// Points are the nodes.
func (g Grid) Points() []float64 {
	x := make([]float64, g.Nodes)
	for q := range x {
		x[q] = g.Min + (g.Max-g.Min)*float64(q)/float64(g.Nodes-1)
	}
	return x
}

// Weights are the weights of a normal distribution at the nodes; they sum to 1.
func (g Grid) Weights(mean, variance float64) []float64 {
	w := g.Points()
	near := math.Inf(1) // the smallest exponent, so that something is left far outside
	for q, x := range w {
		w[q] = (x - mean) * (x - mean) / (2 * variance)
		near = math.Min(near, w[q])
	}
	sum := 0.0
	for q, e := range w {
		w[q] = math.Exp(near - e)
		if g.HalfEnds && (q == 0 || q == len(w)-1) {
			w[q] /= 2
		}
		sum += w[q]
	}
	for q := range w {
		w[q] /= sum
	}
	return w
}
