package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"khaothi/internal/fault"
	"khaothi/internal/jobs"
)

func TestProgressIsToldAndTheEndKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, rec := runner(nil), &record{}
		start(t, r, rec.job(func(_ context.Context, p *jobs.Progress) error {
			for k := range 5 {
				p.Set(0.3*float64(k), k) // up to 1.2
				<-time.After(time.Second)
			}
			return nil
		}))
		synctest.Wait()
		<-time.After(10 * time.Second)
		rec.want(t, jobs.Worked, false)
		if !slices.IsSorted(rec.seen) || len(rec.seen) < 5 || rec.seen[len(rec.seen)-1] != 99 || rec.stages[len(rec.stages)-1] != 4 {
			t.Errorf("seen %v in stages %v: want rising numbers, below 100 until the end is kept", rec.seen, rec.stages)
		}
		r.Close()
		r.Close()
	})
}

func TestACancelledJobEndsSoonAndOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, rec, waiting := runner(nil), &record{}, &record{}
		start(t, r, rec.job(untilOver))
		synctest.Wait()
		start(t, r, waiting.job(func(context.Context, *jobs.Progress) error {
			t.Error("a job that was cancelled while it waited was begun")
			return nil
		}))
		waiting.cancel()
		<-time.After(time.Second)
		waiting.want(t, jobs.Cancelled, true)
		rec.cancel()
		<-time.After(time.Second)
		rec.want(t, jobs.Cancelled, true)
		r.Close()
	})
}

// TestOneAtATimeWithALimitForEachPerson: the same request twice is two jobs, one
// after the other; a third of the same person is refused before it is made, and
// somebody else's is not.
func TestOneAtATimeWithALimitForEachPerson(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := runner(nil)
		var recs [3]record
		var mu sync.Mutex
		running, most := 0, 0
		work := func(context.Context, *jobs.Progress) error {
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			<-time.After(50 * time.Second) // waiting does not count: both are within a minute
			mu.Lock()
			running--
			mu.Unlock()
			return nil
		}
		start(t, r, recs[0].job(work))
		start(t, r, recs[1].job(work))
		err := r.Start("an", func() (jobs.Job, error) {
			t.Error("a refused job was made")
			return jobs.Job{}, nil
		})
		if fault.CodeOf(err) != "test.many" {
			t.Errorf("a third job: %v", err)
		}
		if err := r.Start("binh", recs[2].job(work)); err != nil {
			t.Errorf("somebody else's job: %v", err)
		}
		<-time.After(5 * time.Minute)
		for i := range recs {
			recs[i].want(t, jobs.Worked, false)
		}
		if most != 1 {
			t.Errorf("%d jobs at a time", most)
		}
		start(t, r, recs[0].job(func(context.Context, *jobs.Progress) error { return nil })) // there is room again
		r.Close()
	})
}

func TestAJobThatCannotBeMadeLeavesNoTrace(t *testing.T) {
	t.Parallel()
	r := runner(nil)
	wrong := errors.New("the record cannot be written")
	for range 5 { // more than the limit: none of them counts
		if err := r.Start("an", func() (jobs.Job, error) { return jobs.Job{}, wrong }); !errors.Is(err, wrong) {
			t.Fatalf("started: %v", err)
		}
	}
	r.Close()
}

func TestTheEndSaysWhyAJobStopped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		work func(ctx context.Context, p *jobs.Progress) error
		how  jobs.How
		text string
	}{
		{"its time is over", untilOver, jobs.Late, "deadline"},
		{"it fails", func(context.Context, *jobs.Progress) error { return errors.New("no more room") }, jobs.Worked, "no more room"},
		{"it panics", func(context.Context, *jobs.Progress) error { panic("index out of range") }, jobs.Worked, "index out of range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r, rec, after := runner(nil), &record{}, &record{}
				start(t, r, rec.job(tt.work))
				start(t, r, after.job(func(context.Context, *jobs.Progress) error { return nil }))
				<-time.After(2 * time.Minute)
				rec.want(t, tt.how, true)
				if rec.err == nil || !strings.Contains(rec.err.Error(), tt.text) {
					t.Errorf("error %v", rec.err)
				}
				after.want(t, jobs.Worked, false) // the next one has its turn
				r.Close()
			})
		})
	}
}

// TestClosingStopsAndKeepsEveryEnd: the job that runs and the one that waits,
// and nothing is begun afterwards.
func TestClosingStopsAndKeepsEveryEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, rec, waiting := runner(nil), &record{}, &record{}
		start(t, r, rec.job(untilOver))
		synctest.Wait()
		start(t, r, waiting.job(untilOver))
		r.Close()
		rec.want(t, jobs.Stopped, true)
		waiting.want(t, jobs.Stopped, true)
		if err := r.Start("binh", rec.job(untilOver)); err == nil || !r.Closed() {
			t.Errorf("a closed runner takes a job: %v", err)
		}
	})
}

// TestARecordThatCannotBeToldStopsNoJob: the database is away for a while; the
// log says so, and so it does where the end cannot be kept.
func TestARecordThatCannotBeToldStopsNoJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r, rec := runner(&log), &record{seeErr: errors.New("connection refused")}
		start(t, r, func() (jobs.Job, error) {
			job, err := rec.job(func(context.Context, *jobs.Progress) error {
				<-time.After(3 * time.Second)
				return nil
			})()
			keep := job.End
			job.End = func(ctx context.Context, how jobs.How, err error) error {
				return errors.Join(keep(ctx, how, err), errors.New("still away"))
			}
			return job, err
		})
		<-time.After(10 * time.Second)
		rec.want(t, jobs.Worked, false)
		r.Close()
		if text := log.String(); !strings.Contains(text, "connection refused") || !strings.Contains(text, "still away") {
			t.Errorf("log: %s", text)
		}
	})
}
