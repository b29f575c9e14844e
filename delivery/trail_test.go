package delivery_test

import (
	"slices"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/seal"
)

// trailOf is a sealed attempt of n events that is as it must be.
func trailOf(n int) *delivery.Trail {
	events := chained("a1", n)
	t := &delivery.Trail{ID: "a1", Sitting: "s", Number: "01", Known: leafOf("a1", events), LastSeq: int64(n), Events: events}
	t.Known.Hash, t.Known.Log = seal.Hash{}, seal.Hash{}
	return t
}

// codes are findings as "code@seq".
func codes(found []delivery.Finding) []string {
	var out []string
	for _, f := range found {
		c := f.Code
		if f.Seq > 0 {
			c += "@" + string(rune('0'+f.Seq))
		}
		out = append(out, c)
	}
	return out
}

// rehash chains events from index i on anew, as who forges them would.
func rehash(t *delivery.Trail, from int) {
	for i := from; i < len(t.Events); i++ {
		var prev seal.Hash
		if i > 0 {
			prev = t.Events[i-1].Hash
		}
		t.Events[i].Chain(prev)
	}
}

func TestCheckNamesEveryPlantedChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(t *delivery.Trail)
		want []string
	}{
		{"nothing", func(*delivery.Trail) {}, nil},
		{"value", func(t *delivery.Trail) { t.Events[1].Value = "v9" }, []string{"event.content@2"}},
		{"field", func(t *delivery.Trail) { t.Events[1].Field = "p1_3" }, []string{"event.content@2"}},
		{"time", func(t *delivery.Trail) { t.Events[1].At = t.Events[1].At.Add(time.Millisecond) }, []string{"event.content@2"}},
		{"time below the chain's unit", func(t *delivery.Trail) { t.Events[1].At = t.Events[1].At.Add(time.Microsecond) }, []string{"event.content@2"}},
		{"hash", func(t *delivery.Trail) { t.Events[1].Hash[5] ^= 1 }, []string{"event.hash@2"}},
		{"prev", func(t *delivery.Trail) { t.Events[1].Prev[5] ^= 1 }, []string{"event.prev@2"}},
		{"prev of the first", func(t *delivery.Trail) { t.Events[0].Prev[5] ^= 1 }, []string{"event.prev@1"}},
		{"last value", func(t *delivery.Trail) { t.Events[4].Value = "v9" }, []string{"event.content@5"}},
		{"last hash", func(t *delivery.Trail) { t.Events[4].Hash[0] ^= 1 }, []string{"event.hash@5"}},
		{"value and hash of one", func(t *delivery.Trail) { e := &t.Events[1]; e.Value = "v9"; e.Chain(e.Prev) }, []string{"chain.broken@3"}},
		{"all from one on", func(t *delivery.Trail) { t.Events[1].Value = "v9"; rehash(t, 1) }, []string{"receipt.wrong@5"}},
		{"receipt", func(t *delivery.Trail) { t.Known.Receipt = "2222-2222" }, []string{"receipt.wrong@5"}},
		{"one taken out", func(t *delivery.Trail) { t.Events = slices.Delete(t.Events, 2, 3) }, []string{"event.missing@3"}},
		{"last cut off", func(t *delivery.Trail) { t.Events = t.Events[:4] }, []string{"event.missing@5"}},
		{"one put behind", func(t *delivery.Trail) {
			e := t.Events[4]
			e.Seq, e.Value = 6, "more"
			e.Chain(t.Events[4].Hash)
			t.Events = append(t.Events, e)
		}, []string{"event.extra@6"}},
		{"numbers of the row", func(t *delivery.Trail) { t.LastSeq = 4 }, []string{"attempt.counts"}},
		{"n of the row", func(t *delivery.Trail) { t.Known.N = 4 }, []string{"event.extra@5", "attempt.counts"}},
		{"incomplete", func(t *delivery.Trail) {
			t.Known.State, t.Known.Receipt, t.LastSeq = delivery.AttemptIncomplete, "", 1
			t.Events = slices.Delete(t.Events, 1, 2)
		}, []string{"attempt.incomplete"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			trail := trailOf(5)
			tt.do(trail)
			if got := codes(trail.Check()); !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
}

// TestCheckFollowsSecondLinks is docs/protocol.md: after a loss of Redis an
// event may have been chained twice, and the next one may follow either.
func TestCheckFollowsSecondLinks(t *testing.T) {
	t.Parallel()
	make := func() *delivery.Trail {
		trail := trailOf(5)
		second := trail.Events[1]
		second.At = second.At.Add(time.Second)
		second.Chain(trail.Events[0].Hash)
		trail.Rechained = []delivery.Event{second}
		trail.Events[2].Chain(second.Hash)
		rehash(trail, 3)
		trail.Known.Receipt = delivery.Receipt("a1", 5, trail.Events[4].Hash)
		return trail
	}
	if found := make().Check(); len(found) != 0 {
		t.Errorf("a sound second link: %v", codes(found))
	}
	for name, change := range map[string]func(e *delivery.Event){
		"another value": func(e *delivery.Event) { e.Value = "other"; e.Chain(e.Prev) },
		"another time":  func(e *delivery.Event) { e.At = e.At.Add(time.Hour) },
		"no link":       func(e *delivery.Event) { e.Chain(seal.Hash{9}) },
	} {
		trail := make()
		change(&trail.Rechained[0])
		if got, want := codes(trail.Check()), []string{"rechained.wrong@2", "chain.broken@3"}; !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", name, got, want)
		}
	}
	last := trailOf(2) // the receipt may be that of the second link
	second := last.Events[1]
	second.At = second.At.Add(time.Second)
	second.Chain(last.Events[0].Hash)
	last.Rechained = []delivery.Event{second}
	last.Known.Receipt = delivery.Receipt("a1", 2, second.Hash)
	if found := last.Check(); len(found) != 0 {
		t.Errorf("a receipt of the second link: %v", codes(found))
	}
}
