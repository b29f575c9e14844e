package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"khaothi/loadtest"
)

const (
	// diskTick is the time between two probes of the disk: few beside the up to
	// 200 syncs a second of Redis, and no stall of twice diskStall goes unseen.
	diskTick = 100 * time.Millisecond
	// diskStall is how long a sync takes at least of which it is said that the
	// disk stood still: no answer can be acknowledged faster meanwhile.
	diskStall = 50 * time.Millisecond
)

// diskWatch appends a block to a file beside the servers' data and syncs it, ten
// times a second while they work: it tells the stalls of the disk from ours.
type diskWatch struct {
	file  *os.File
	now   func() time.Time
	loop  *loop
	once  sync.Once
	began time.Time
	over  time.Duration
	took  []time.Duration
	err   error // of the probe that ended it
}

func newDiskWatch(dir string) (*diskWatch, error) {
	f, err := os.CreateTemp(dir, "fsync-")
	if err != nil {
		return nil, fmt.Errorf("watch the disk: %w", err)
	}
	return &diskWatch{file: f, now: time.Now}, nil
}

// hook lets the watch last from the waiting room to the end of the work.
func (w *diskWatch) hook(ctx context.Context, cfg *loadtest.Config) {
	connected, ending := cfg.Connected, cfg.Ending
	cfg.Connected = func() {
		connected()
		w.began = w.now()
		w.loop = startLoop(ctx, diskTick, w.probe)
	}
	cfg.Ending = func() {
		w.stop()
		ending()
	}
}

// stop ends the probes; it may be called twice, and without a begin.
func (w *diskWatch) stop() {
	w.once.Do(func() {
		if w.loop != nil {
			w.loop.stop()
			w.over = w.now().Sub(w.began)
		}
	})
}

// probe does as Redis does: it makes a file longer and waits until that is on
// the disk.
func (w *diskWatch) probe(context.Context) {
	if w.err != nil {
		return
	}
	began := w.now()
	if _, w.err = w.file.Write(make([]byte, 4096)); w.err != nil {
		return
	}
	if w.err = syscall.Fdatasync(int(w.file.Fd())); w.err != nil {
		return
	}
	w.took = append(w.took, w.now().Sub(began))
}

// fill puts what was seen into the result.
func (w *diskWatch) fill(res *loadtest.Result) error {
	w.stop()
	if w.err != nil {
		return fmt.Errorf("watch the disk: %w", w.err)
	}
	if len(w.took) == 0 || w.over <= 0 {
		return nil
	}
	var still time.Duration
	for _, d := range w.took {
		if d > diskStall {
			still += d
		}
	}
	slices.Sort(w.took)
	at := func(share float64) float64 {
		return float64(w.took[int(share*float64(len(w.took)-1))].Microseconds()) / 1000
	}
	res.FsyncMS, res.FsyncP99MS, res.FsyncMaxMS = at(0.5), at(0.99), at(1)
	res.DiskStalled = min(still.Seconds()/w.over.Seconds(), 1)
	return nil
}

// close ends the watch and removes its file.
func (w *diskWatch) close() error {
	w.stop()
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}
