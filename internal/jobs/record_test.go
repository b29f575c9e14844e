package jobs_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"khaothi/internal/jobs"
)

// record is what the owner of a job keeps of it, as a row of a table would.
type record struct {
	mu        sync.Mutex
	seen      []int
	stages    []any
	cancelled bool
	seeErr    error
	how       []jobs.How
	err       error
}

func (r *record) see(_ context.Context, done int, stage any) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.stages = append(r.seen, done), append(r.stages, stage)
	return r.cancelled, r.seeErr
}

// end refuses a context that is over: nothing could be kept with it.
func (r *record) end(ctx context.Context, how jobs.How, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.how, r.err = append(r.how, how), err
	return ctx.Err()
}

func (r *record) cancel() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancelled = true
}

func (r *record) job(work func(ctx context.Context, p *jobs.Progress) error) func() (jobs.Job, error) {
	return func() (jobs.Job, error) {
		return jobs.Job{ID: "j", Work: work, See: r.see, End: r.end}, nil
	}
}

// want checks how a job ended: once.
func (r *record) want(t *testing.T, how jobs.How, failed bool) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(r.how, []jobs.How{how}) || (r.err != nil) != failed {
		t.Errorf("ended %v with %v, want once %s", r.how, r.err, how)
	}
}

func runner(log *bytes.Buffer) *jobs.Runner {
	c := jobs.Config{PerPerson: 2, Many: "test.many", Time: time.Minute}
	if log != nil {
		c.Log = slog.New(slog.NewTextHandler(log, nil))
	}
	return jobs.New(c)
}

func start(t *testing.T, r *jobs.Runner, make func() (jobs.Job, error)) {
	t.Helper()
	if err := r.Start("an", make); err != nil {
		t.Fatal(err)
	}
}

// untilOver works until its context ends.
func untilOver(ctx context.Context, _ *jobs.Progress) error {
	<-ctx.Done()
	return ctx.Err()
}
