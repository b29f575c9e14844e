package main

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"khaothi/loadtest"
)

// TestDiskWatchTellsStalls: quantiles over all probes, and the share of the time
// that went by in those longer than diskStall.
func TestDiskWatchTellsStalls(t *testing.T) {
	t.Parallel()
	took := slices.Repeat([]time.Duration{2 * time.Millisecond}, 197)
	took = append(took, 50*time.Millisecond, 150*time.Millisecond, 850*time.Millisecond)
	w := &diskWatch{took: took, over: 20 * time.Second}
	var res loadtest.Result
	if err := w.fill(&res); err != nil {
		t.Fatal(err)
	}
	if res.FsyncMS != 2 || res.FsyncP99MS != 50 || res.FsyncMaxMS != 850 || res.DiskStalled != 0.05 {
		t.Errorf("median %v, p99 %v, longest %v ms, stood still %v; want 2, 50, 850, 0.05", res.FsyncMS, res.FsyncP99MS, res.FsyncMaxMS, res.DiskStalled)
	}
}

// TestDiskWatchProbes: each probe is a block that is on the disk, the file is
// gone afterwards, and a disk that refuses is told.
func TestDiskWatchProbes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w, err := newDiskWatch(dir)
	if err != nil {
		t.Fatal(err)
	}
	cfg := loadtest.Config{Connected: func() {}, Ending: func() {}}
	w.hook(t.Context(), &cfg)
	cfg.Connected()
	cfg.Ending() // nobody else probes from here on
	w.probe(t.Context())
	var res loadtest.Result
	if err := w.fill(&res); err != nil || res.FsyncMaxMS <= 0 || res.FsyncMaxMS < res.FsyncMS {
		t.Errorf("longest %v, median %v ms, %v", res.FsyncMaxMS, res.FsyncMS, err)
	}
	if st, err := w.file.Stat(); err != nil || st.Size() != int64(4096*len(w.took)) || len(w.took) == 0 {
		t.Errorf("%d probes made %d bytes, %v", len(w.took), st.Size(), err)
	}
	if err := w.close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	w.probe(t.Context())
	if err := w.fill(&res); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a probe that fails: %v", err)
	}
}
