package workflow

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
)

// eachReader runs do for 0 to n-1 by as many goroutines as read scans, until one
// returns an error, which it returns.
func (f *Flow) eachReader(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, f.readers) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// ReadScans reads what waits in open stages, several files at once, until
// nothing is left, and returns how many files it has read. Any number of nodes
// may do it at once; one that is killed leaves its files to another. A file that
// cannot be kept (the disk is full) is tried again by the next call; the others
// are read.
func (f *Flow) ReadScans(ctx context.Context) (int, error) {
	if f.scans == nil {
		return 0, nil
	}
	r := reading{flow: f, failed: map[string]bool{}}
	err := f.eachReader(ctx, f.readers, func(ctx context.Context, _ int) error { return r.work(ctx) })
	f.stuck.set(r.stuck)
	return int(r.n.Load()), errors.Join(append(r.errs, err)...)
}

// reading is one call of ReadScans.
type reading struct {
	flow *Flow
	n    atomic.Int64

	mu     sync.Mutex
	failed map[string]bool // scans
	stuck  map[exam.SittingID]string
	errs   []error
}

func (r *reading) skip() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]string, 0, len(r.failed))
	for id := range r.failed {
		out = append(out, id)
	}
	return out
}

func (r *reading) fail(scan string, sitting exam.SittingID, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed[scan] = true
	r.errs = append(r.errs, err)
	if r.stuck == nil {
		r.stuck = map[exam.SittingID]string{}
	}
	if r.stuck[sitting] = fault.CodeOf(err); r.stuck[sitting] == "" {
		r.stuck[sitting] = "internal"
	}
}

// work reads one scan after the other.
func (r *reading) work(ctx context.Context) error {
	for ctx.Err() == nil {
		var of exam.SittingID
		scan, err := r.flow.db.Read().Sheets.ReadNext(ctx, r.skip(), func(layout []byte, s omr.Scan, data []byte) ([]omr.Sheet, string) {
			of = s.Sitting
			sheets, code := readWhole(r.flow.scans, layout, s.File, data)
			for i := range sheets {
				sheets[i].ID, sheets[i].Scan = exam.NewID(), s.ID
			}
			return sheets, code
		})
		switch {
		case err != nil && scan != "" && ctx.Err() == nil:
			r.fail(scan, of, err)
		case err != nil:
			return err
		case scan == "":
			return nil
		default:
			r.n.Add(1)
		}
	}
	return ctx.Err()
}

// readWhole reads a file; one without a page has a fault too.
func readWhole(scans Scanner, layout []byte, file string, data []byte) ([]omr.Sheet, string) {
	sheets, code := scans.Read(layout, file, data)
	if len(sheets) == 0 && code == "" {
		code = "file.empty"
	}
	return sheets, code
}

// stuck is what stands in the way of reading on this node, by sitting.
type stuck struct {
	mu    sync.Mutex
	codes map[exam.SittingID]string
}

func (s *stuck) set(codes map[exam.SittingID]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes = codes
}

func (s *stuck) get(id exam.SittingID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.codes[id]
}
