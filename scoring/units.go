package scoring

import "math/bits"

// fullUnits is a wholly right question: divisible by 100, for ladders, and by
// 1 … 26, so that an equal share of up to 26 fields is exact.
const fullUnits = 26_771_144_400

// share is total·units/of, rounded half up; total is at least 0 and of above 0.
// Products are of 128 bits.
func share(total Points, units, of int64) Points {
	negative := units < 0
	if negative {
		units = -units
	}
	hi, lo := bits.Mul64(uint64(total), 2*uint64(units)) //nolint:gosec // none of them is negative
	half, twice := uint64(of), 2*uint64(of)              //nolint:gosec // above 0
	if !negative {
		lo, carry := bits.Add64(lo, half, 0)
		q, _ := bits.Div64(hi+carry, lo, twice)
		return Points(q) //nolint:gosec // at most total
	}
	// Half up of a negative number goes towards 0: ⌈(n − of) / 2of⌉ below it.
	if hi == 0 && lo <= half {
		return 0
	}
	lo, borrow := bits.Sub64(lo, half, 0)
	hi -= borrow
	lo, carry := bits.Add64(lo, twice-1, 0)
	q, _ := bits.Div64(hi+carry, lo, twice)
	return -Points(q) //nolint:gosec // at most total
}

// partOf is n/of of a whole question; both are small.
func partOf(n, of int) int64 { return fullUnits / int64(of) * int64(n) }
