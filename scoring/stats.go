package scoring

import (
	"math/big"
	"slices"
)

// passMark is the half of ten that every report counts: "từ 5 điểm trở lên".
const passMark = Points(500)

// Stats describe the points of a group of candidates. Mean, median and
// standard deviation are rounded to hundredths; the deviation is that of the
// whole group (divided by n).
type Stats struct {
	Count  int    `json:"count"`
	Mean   Points `json:"mean"`
	Median Points `json:"median"`
	SD     Points `json:"sd"`
	Min    Points `json:"min"`
	Max    Points `json:"max"`
	Passed int    `json:"passed"` // with 5.00 or more
	Bins   []Bin  `json:"bins"`
}

// Bin counts the points from From up to the next bin.
type Bin struct {
	From  Points `json:"from"`
	Count int    `json:"count"`
}

// Describe computes the statistics of all; bins of width step go from 0 to
// limit, whose own bin holds what reaches it.
func Describe(all []Points, step, limit Points) Stats {
	s := Stats{Count: len(all), Bins: []Bin{}}
	for from := Points(0); step > 0 && from <= limit; from += step {
		s.Bins = append(s.Bins, Bin{From: from})
	}
	if len(all) == 0 {
		return s
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	s.Min, s.Max = sorted[0], sorted[len(sorted)-1]
	n := int64(len(sorted))
	sum, squares := new(big.Int), new(big.Int)
	for _, p := range sorted {
		v := big.NewInt(int64(p))
		sum.Add(sum, v)
		squares.Add(squares, new(big.Int).Mul(v, v))
		if p >= passMark {
			s.Passed++
		}
		if len(s.Bins) > 0 {
			s.Bins[max(0, min(int(p/step), len(s.Bins)-1))].Count++
		}
	}
	s.Mean = half(sum.Int64(), n)
	s.Median = half(int64(sorted[(n-1)/2]+sorted[n/2]), 2)
	s.SD = deviation(sum, squares, n)
	return s
}

// half is a/b rounded half up.
func half(a, b int64) Points {
	return Points(new(big.Int).Div(big.NewInt(2*a+b), big.NewInt(2*b)).Int64())
}

// deviation is √(n·Σx² − (Σx)²)/n, rounded half up, all in integers: the root
// is taken of twice the value and halved.
func deviation(sum, squares *big.Int, n int64) Points {
	v := new(big.Int).Mul(squares, big.NewInt(n))
	v.Sub(v, new(big.Int).Mul(sum, sum))
	v.Mul(v, big.NewInt(4))
	root := new(big.Int).Sqrt(v)  // ⌊2·n·sd⌋
	root.Add(root, big.NewInt(n)) // + n, then / 2n: round half up
	return Points(root.Div(root, big.NewInt(2*n)).Int64())
}
