package main

import (
	"testing"

	"khaothi/loadtest"
)

// TestSoakSubtractsWhatStays: growth by the digests of the events between the
// two looks is no fault, and anything beyond them is.
func TestSoakSubtractsWhatStays(t *testing.T) {
	t.Parallel()
	const events = 700_000
	soak := func(leak float64, stored bool) []loadtest.Memory {
		w := &memoryWatch{}
		for i := range 80 { // 40 looks lie between the middles of the two quarters
			s := memorySample{redis: 100 << 20, stored: 1 + events*int64(i)/40}
			s.redis += digestBytes*s.stored + int64(leak*float64(i)/40*(1<<20))
			if !stored {
				s.stored = 0
			}
			w.samples = append(w.samples, s)
		}
		m := flatness("Redis", w.of(func(s memorySample) int64 { return s.redis }))
		m.KeptMB = mb(digestBytes * w.storedBetween())
		return []loadtest.Memory{m}
	}
	for _, tt := range []struct {
		name   string
		leak   float64 // MB between the looks
		stored bool
		fault  bool
	}{
		{"digests alone", 0, true, false},
		{"a little more", 3, true, false},
		{"a leak behind them", 9, true, true},
		{"the record did not say how many", 0.5, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list := soak(tt.leak, tt.stored)
			if err := soakFault(list); (err != nil) != tt.fault {
				t.Errorf("%+v: %v, want a fault: %v", list, err, tt.fault)
			}
		})
	}
}
