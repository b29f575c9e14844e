package loadtest

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestPlantedFaultsAreFound spoils the record in one way at a time, under every
// fault of the clients and with generators, and wants it told.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	for _, plant := range []struct {
		name             string
		spoil            func([]Row) []Row
		lost, duplicated int64
		trouble          string
	}{
		{"as it is", nil, 0, 0, ""},
		{"one row is gone", func(r []Row) []Row { return slices.Delete(r, 1, 2) }, 1, 0, ""},
		{"one row stands twice", func(r []Row) []Row { return append(r, r[0]) }, 0, 1, ""},
		{"one value is another", func(r []Row) []Row { r[2].Value = "something else"; return r }, 1, 0, "never sent"},
		{"a row is older than the one before", func(r []Row) []Row { r[0].AtMS = r[1].AtMS + 1; return r }, 0, 0, "older than the one before"},
		{"two rows have changed places", func(r []Row) []Row { r[0].Seq, r[1].Seq = r[1].Seq, r[0].Seq; return r }, 2, 0, "never sent"},
		{"one row has the client's time", func(r []Row) []Row { r[0].AtMS -= (3 * time.Hour).Milliseconds(); return r }, 0, 0, "time at which"},
		{"one row has a time to come", func(r []Row) []Row { r[len(r)-1].AtMS += (3 * time.Hour).Milliseconds(); return r }, 0, 0, "time at which"},
	} {
		for _, fault := range append([]ClientFault{""}, ClientFaults...) {
			t.Run(plant.name+" "+string(fault), func(t *testing.T) {
				t.Parallel()
				p, url := newPeer(t, 900*time.Millisecond)
				p.spoil = firstOnly(plant.spoil)
				cfg := p.config(url, 12)
				cfg.Rate, cfg.ClientFault = 200, fault
				var made atomic.Int64
				if fault != "" {
					cfg.Generators, cfg.Spawn = 2, spawn(p, &made, 0)
				}
				res, err := Run(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				wrong := plant.spoil != nil
				if res.Good() == wrong || res.Lost != plant.lost || res.Duplicated != plant.duplicated ||
					!strings.Contains(strings.Join(res.ErrorKinds, "\n"), plant.trouble) {
					t.Errorf("%+v", res)
				}
			})
		}
	}
}

// firstOnly spoils the rows of one attempt that has some.
func firstOnly(spoil func([]Row) []Row) func([]Row) []Row {
	if spoil == nil {
		return nil
	}
	var done atomic.Bool
	return func(r []Row) []Row {
		if len(r) < 4 || !done.CompareAndSwap(false, true) {
			return r
		}
		return spoil(r)
	}
}

// TestDupReorderReallyMixes: the server must see repeats and gaps, else the
// fault proves nothing.
func TestDupReorderReallyMixes(t *testing.T) {
	t.Parallel()
	for _, rate := range []float64{0, 200} {
		p, url := newPeer(t, time.Second)
		cfg := p.config(url, 6)
		cfg.Rate, cfg.ClientFault = rate, DupReorder
		res, err := Run(t.Context(), cfg)
		if err != nil || !res.Good() {
			t.Fatalf("%+v, %v", res, err)
		}
		if p.repeats < res.Acked || p.outOfOrder == 0 {
			t.Errorf("rate %v: of %d answers, %d repeats and %d out of order", rate, res.Acked, p.repeats, p.outOfOrder)
		}
	}
}

// TestClocksThatAreWrong: the server is told times that are 3 hours off, those
// who trust their clock answer nothing or beyond the deadline, and nothing of
// it is a fault.
func TestClocksThatAreWrong(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, time.Second)
	cfg := p.config(url, 12)
	cfg.ClientFault, cfg.Rate = ClientClock, 1500
	res, err := Run(t.Context(), cfg)
	if err != nil || !res.Good() {
		t.Fatalf("%+v, %v", res, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.rows["attempt-B"]); n != 0 {
		t.Errorf("the one whose clock says that all is over gave %d answers", n)
	}
	if last := p.rows["attempt-C"][len(p.rows["attempt-C"])-1]; !time.UnixMilli(last.AtMS).After(p.starts.Add(p.duration)) {
		t.Error("the one whose clock is behind stopped at the deadline")
	}
	if !p.stamps[1] || !p.stamps[-1] {
		t.Errorf("the server was not told wrong times: %v", p.stamps)
	}
}

// TestSlowReadersCatchUp: they do not read for half of the work and lose
// nothing, and their waiting does not count as the others'.
func TestSlowReadersCatchUp(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 3*time.Second)
	cfg := p.config(url, 20)
	cfg.ClientFault, cfg.Rate = SlowReader, 400
	res, err := Run(t.Context(), cfg)
	if err != nil || !res.Good() {
		t.Fatalf("%+v, %v", res, err)
	}
	if res.SlowMS.Max < 1000 || res.AckMS.Max > 900 || res.BackS == 0 {
		t.Errorf("slow %+v, others %+v, back after %v s", res.SlowMS, res.AckMS, res.BackS)
	}
}
