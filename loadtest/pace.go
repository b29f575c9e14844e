package loadtest

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// The pace of people, as shares of the working time or of the fields. They are
// our estimate for 40 questions in 50 minutes, made so that the server gets the
// mix of messages of a real sitting; loadtest/README.md has them as a table.
const (
	passMean, passSpread = 0.82, 0.08 // when the first pass through the paper ends
	passMin, passMax     = 0.60, 0.97
	thinkSpread          = 0.7  // sigma of the log-normal time that a field takes
	skipShare            = 0.08 // fields that are left for later
	neverShare           = 0.25 // of these, never answered
	flagShare            = 0.10 // fields that are flagged, and the flag taken away at the revisit
	hesitateShare        = 0.12 // answers that are changed at once
	hesitateMean         = 0.003
	revisitShare         = 0.15 // answered fields that are looked at again at the end
	changeShare          = 0.60 // of these, answered in another way
	focusShare           = 0.08 // candidates who leave the page, once or twice
	awayMean             = 0.004
	reconnectShare       = 0.02 // candidates who lose their connection once
)

// deed is one thing that a candidate does at a share of the working time.
type deed struct {
	at    float64
	kind  deedKind
	field int
}

type deedKind uint8

const (
	deedAnswer deedKind = iota // a value other than the last one
	deedFlag
	deedUnflag
	deedAway // the page loses the focus
	deedBack
	deedDrop // the connection breaks
)

// paceOf is what one candidate does on a paper of so many fields, in order. No
// deed lies outside of [0, 1).
func paceOf(rng *rand.Rand, fields int) []deed {
	var all []deed
	add := func(at float64, kind deedKind, field int) {
		if at < 1 {
			all = append(all, deed{at, kind, field})
		}
	}
	end := min(max(passMean+passSpread*rng.NormFloat64(), passMin), passMax)
	at := 0.0
	var again []int // fields to come back to
	for f, think := range thinkTimes(rng, fields) {
		at += think * end
		flagged := rng.Float64() < flagShare
		if flagged {
			add(at, deedFlag, f)
		}
		skipped := rng.Float64() < skipShare
		if !skipped {
			add(at, deedAnswer, f)
		}
		if !skipped && rng.Float64() < hesitateShare {
			add(at+rng.ExpFloat64()*hesitateMean, deedAnswer, f)
		}
		if skipped || flagged || rng.Float64() < revisitShare {
			again = append(again, f)
		}
	}
	all = append(all, revisits(rng, all, again, end)...)
	all = append(all, troubles(rng)...)
	slices.SortStableFunc(all, func(a, b deed) int { return cmp.Compare(a.at, b.at) })
	return all
}

// thinkTimes are the shares of the first pass that the fields take: log-normal,
// with the sum 1.
func thinkTimes(rng *rand.Rand, n int) []float64 {
	list := make([]float64, n)
	var sum float64
	for i := range list {
		list[i] = math.Exp(thinkSpread * rng.NormFloat64())
		sum += list[i]
	}
	for i := range list {
		list[i] /= sum
	}
	return list
}

// revisits go through the fields that were left or doubted, spread over what
// is left of the time.
func revisits(rng *rand.Rand, first []deed, fields []int, from float64) []deed {
	answered, flagged := map[int]bool{}, map[int]bool{}
	for _, d := range first {
		answered[d.field] = answered[d.field] || d.kind == deedAnswer
		flagged[d.field] = flagged[d.field] || d.kind == deedFlag
	}
	var all []deed
	at, share := from, thinkTimes(rng, len(fields)+1) // the last is time to spare
	for i, f := range fields {
		at += share[i] * (1 - from)
		limit := changeShare
		if !answered[f] {
			limit = 1 - neverShare
		}
		if rng.Float64() < limit {
			all = append(all, deed{at, deedAnswer, f})
		}
		if flagged[f] {
			all = append(all, deed{at, deedUnflag, f})
		}
	}
	return all
}

// troubles are what disturbs a candidate.
func troubles(rng *rand.Rand) []deed {
	var all []deed
	if rng.Float64() < focusShare {
		for range 1 + rng.IntN(2) {
			at := rng.Float64()
			all = append(all, deed{at, deedAway, 0})
			if back := at + rng.ExpFloat64()*awayMean; back < 1 {
				all = append(all, deed{back, deedBack, 0})
			}
		}
	}
	if rng.Float64() < reconnectShare {
		all = append(all, deed{0.02 + 0.96*rng.Float64(), deedDrop, 0})
	}
	return all
}
