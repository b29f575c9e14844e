package irt

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// posteriors fills posts and codes for the patterns lo … hi−1 and adds E(s)E(s)ᵀ.
func (o *observation) posteriors(base, lo, hi int) {
	const rows = 256
	q, params, width := o.e.q, o.pr.n, len(o.parts)
	own := blas64.Symmetric{N: params, Stride: params, Uplo: blas.Upper}
	means := blas64.General{Rows: rows, Cols: params, Stride: params}
	if o.dense {
		own.Data, means.Data = make([]float64, params*params), make([]float64, rows*params)
	}
	digit := make([]int, len(o.pr.names))
	row := make([]int8, len(digit))
	var at, where []int
	var mean []float64
	filled := 0
	flush := func() {
		if means.Rows = filled; filled > 0 {
			blas64.Syrk(blas.Trans, 1, means, 1, own)
		}
		filled = 0
	}
	for i := lo; i < hi; i++ {
		h := o.posts[(i-base)*q : (i-base+1)*q]
		at = o.e.told(i, at)
		o.e.posterior(i, at, h)
		weight := o.e.p.weight[i]
		o.e.p.decode(i, digit)
		for j, d := range digit {
			row[j] = int8(d) //nolint:gosec // G115: at most 127 categories
		}
		codes := o.codes[(i-base)*width : (i-base+1)*width]
		mean, where = mean[:0], where[:0]
		for a := range o.parts {
			p := &o.parts[a]
			c := p.t.code(row)
			if len(p.t.items) == 0 {
				c = int(o.e.p.group[i])
			}
			codes[a] = uint16(c) //nolint:gosec // G115: at most 1000 groups
			if c == p.t.nothing {
				continue
			}
			for k, s := range p.scores[c] {
				mean, where = append(mean, math.Sqrt(weight)*dot(h, s)), append(where, p.params[k])
			}
		}
		scale(h, weight)
		if !o.dense {
			o.addOuter(mean, where)
			continue
		}
		line := means.Data[filled*params : (filled+1)*params]
		clear(line)
		for k, v := range mean {
			line[where[k]] = v
		}
		if filled++; filled == rows {
			flush()
		}
	}
	if !o.dense {
		return
	}
	flush()
	o.mu.Lock()
	defer o.mu.Unlock()
	addTo(o.h.RawSymmetric().Data, own.Data)
}

// addOuter adds mean·meanᵀ at the given places, which rise.
func (o *observation) addOuter(mean []float64, where []int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	raw := o.h.RawSymmetric()
	for k, i := range where {
		row := raw.Data[i*raw.Stride : (i+1)*raw.Stride]
		for l := k; l < len(where); l++ {
			row[where[l]] += mean[k] * mean[l]
		}
	}
}
