package scoring

// Credit is what an answer earns by its author, in 1e-5 per cent of the
// question: 100 % is 10,000,000 and a third 3,333,333. It may be negative.
type Credit int64

// FullCredit is 100 %.
const FullCredit Credit = 10_000_000

// units brings c to units. An author can write a third only as 33.33333 %: what
// is a fraction of up to 26 parts to the last digit is meant as that fraction,
// so that three thirds are one.
func (c Credit) units() int64 {
	if c < 0 {
		return -(-c).units()
	}
	for of := int64(1); of <= maxStatements; of++ {
		n := (int64(c)*of + int64(FullCredit)/2) / int64(FullCredit)
		if off := int64(c)*of - n*int64(FullCredit); off >= -of && off <= of {
			return fullUnits / of * n
		}
	}
	return int64(share(Points(c), fullUnits, int64(FullCredit)))
}

// perCent is units in whole per cent, rounded down.
func perCent(units int64) int64 { return units / (fullUnits / 100) }

// credited are the answers that a field takes and what each is worth. Without
// authored credit counting, only those that are wholly right.
func (f *KeyField) credited(counts bool) map[string]int64 {
	out := make(map[string]int64, len(f.Accept))
	for _, a := range f.Accept {
		c, authored := f.Credit[a]
		switch {
		case !authored || c >= FullCredit:
			out[a] = fullUnits
		case counts:
			out[a] = c.units()
		}
	}
	for a, c := range f.Credit {
		if _, there := out[a]; !there && (counts || c >= FullCredit) {
			out[a] = c.units()
		}
	}
	return out
}
