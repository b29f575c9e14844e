package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// seeEvery is how often the record is told; endTime bounds the keeping of an
// end, for which the context of the job is over. Lost is how long a record may go
// untold: an order of magnitude more than a slow database takes.
const (
	seeEvery = 700 * time.Millisecond
	endTime  = 10 * time.Second
	Lost     = time.Minute
)

// Config says how a Runner works.
type Config struct {
	// PerPerson is how many jobs a person may have running or waiting here, and
	// Many the code of the refusal of more.
	PerPerson int
	Many      string
	Time      time.Duration // bounds one job, its waiting not counted
	Log       *slog.Logger
}

// Runner runs jobs. Make one by New.
type Runner struct {
	c     Config
	turn  chan struct{}
	ctx   context.Context //nolint:containedctx // of all jobs: ends with Close
	stop  context.CancelFunc
	wg    sync.WaitGroup
	mu    sync.Mutex
	going map[exam.AccountID]int
}

// Job is work with its record.
type Job struct {
	ID string
	// Work does it and tells where it stands.
	Work func(ctx context.Context, p *Progress) error
	// See notes how far the job is and reports whether somebody cancelled it.
	See func(ctx context.Context, done int, stage any) (cancelled bool, err error)
	// End keeps what came of it.
	End func(ctx context.Context, how How, err error) error
}

// How is how a job ended.
type How string

// The ends of a job.
const (
	Worked    How = "worked"    // Work returned, with or without an error, or panicked
	Cancelled How = "cancelled" // somebody asked for it
	Stopped   How = "stopped"   // the program stops
	Late      How = "late"      // its time was over
)

// New returns a runner. Close ends it.
func New(c Config) *Runner {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	r := &Runner{c: c, turn: make(chan struct{}, 1), going: map[exam.AccountID]int{}}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// Close ends all jobs and waits until their ends are kept. It may be called
// twice.
func (r *Runner) Close() {
	r.stop()
	r.wg.Wait()
}

// Closed reports whether the runner was closed.
func (r *Runner) Closed() bool { return r.ctx.Err() != nil }

// Start lets make prepare a job and its record, and leaves the job to the
// background. It refuses, before make, who has too many.
func (r *Runner) Start(who exam.AccountID, make func() (Job, error)) error {
	if !r.enter(who) {
		return fault.New(fault.Conflict, r.c.Many).With("max", r.c.PerPerson)
	}
	job, err := make()
	if err != nil {
		r.leave(who)
		return err
	}
	go func() {
		defer r.wg.Done()
		defer r.free(who)
		r.run(job)
	}()
	return nil
}

// enter counts a job; wg grows under the lock, so that Close waits for it.
func (r *Runner) enter(who exam.AccountID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ctx.Err() != nil || r.going[who] >= r.c.PerPerson {
		return false
	}
	r.going[who]++
	r.wg.Add(1)
	return true
}

func (r *Runner) leave(who exam.AccountID) {
	r.free(who)
	r.wg.Done()
}

func (r *Runner) free(who exam.AccountID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.going[who]--; r.going[who] == 0 {
		delete(r.going, who)
	}
}

// run does a job and keeps its end.
func (r *Runner) run(job Job) {
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	p := &Progress{}
	over := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() { r.tell(ctx, job, p, cancel, over) })
	late, err := r.work(ctx, job, p)
	close(over)
	told.Wait()
	how := Worked
	switch {
	case err == nil:
	case p.cancelled():
		how = Cancelled
	case r.Closed():
		how = Stopped
	case late:
		how = Late
	}
	end, release := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer release()
	if err := job.End(end, how, err); err != nil {
		r.c.Log.Error("end a job", "job", job.ID, "err", err)
	}
}

// work waits for its turn and works; late says that the time was over.
func (r *Runner) work(ctx context.Context, job Job, p *Progress) (late bool, err error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, r.c.Time)
	defer cancel()
	err = attempt(ctx, job, p)
	return errors.Is(ctx.Err(), context.DeadlineExceeded), err
}

// attempt turns a panic of the work into its error: one job must not end a node
// on which an exam is written.
func attempt(ctx context.Context, job Job, p *Progress) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("job %s panicked: %v\n%s", job.ID, x, debug.Stack())
		}
	}()
	return job.Work(ctx, p)
}

// tell keeps the record up to date and ends the job when somebody cancels it.
func (r *Runner) tell(ctx context.Context, job Job, p *Progress, cancel context.CancelFunc, over <-chan struct{}) {
	tick := time.NewTicker(seeEvery)
	defer tick.Stop()
	for {
		select {
		case <-over:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		done, stage := p.get()
		cancelled, err := job.See(ctx, done, stage)
		if err != nil && ctx.Err() == nil {
			r.c.Log.Warn("note a job", "job", job.ID, "err", err)
		}
		if cancelled {
			p.cancel()
			cancel()
			return
		}
	}
}

// Progress is where a job stands.
type Progress struct {
	mu    sync.Mutex
	done  int
	stage any
	ended bool
}

// Set says that a part of 1 is done, and in which stage the job is.
func (p *Progress) Set(done float64, stage any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.stage = min(99, max(0, int(100*done))), stage
}

func (p *Progress) get() (int, any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done, p.stage
}

func (p *Progress) cancelled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

func (p *Progress) cancel() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}
