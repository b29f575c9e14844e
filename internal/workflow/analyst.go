package workflow

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/jobs"
)

// maxRuns is how many analyses a person may have running or waiting on a node,
// and runTime bounds one: a hundred thousand candidates take a minute.
const (
	maxRuns = 3
	runTime = 30 * time.Minute
)

// Analyst analyses exams in the background and keeps what came of it. Make one
// by NewAnalyst; Close ends it.
type Analyst struct {
	f       *Flow
	jobs    *jobs.Runner
	log     *slog.Logger
	threads int
}

// NewAnalyst returns an analyst whose calibrations use so many threads; 0: as
// many as there are processors.
func (f *Flow) NewAnalyst(threads int) *Analyst {
	return &Analyst{f: f, log: f.log, threads: threads, jobs: jobs.New(jobs.Config{PerPerson: maxRuns, Many: "analysis.many", Time: runTime, Log: f.log})}
}

// Close ends the running analyses, which are kept as stopped. It may be called
// twice.
func (a *Analyst) Close() { a.jobs.Close() }

// Start begins an analysis of a subject of an exam.
func (a *Analyst) Start(ctx context.Context, who exam.Actor, id exam.ExamID, subject string, spec analysis.Spec) (analysis.Run, error) {
	return a.start(ctx, who, analysis.Run{Exam: id, Subject: subject, Spec: spec})
}

// Again begins an analysis with what an earlier one was asked.
func (a *Analyst) Again(ctx context.Context, who exam.Actor, run string) (analysis.Run, error) {
	before, err := a.Run(ctx, run)
	if err != nil {
		return before, err
	}
	return a.start(ctx, who, analysis.Run{Exam: before.Exam, Subject: before.Subject, Spec: before.Spec, AgainOf: before.ID})
}

func (a *Analyst) start(ctx context.Context, who exam.Actor, r analysis.Run) (analysis.Run, error) {
	var err error
	if r.Spec, err = r.Spec.Filled(); err != nil {
		return r, err
	}
	read := a.f.db.Read()
	sittings, err := subjectSittings(ctx, read, r.Exam, r.Subject)
	if err != nil {
		return r, err
	}
	counts, err := read.Scores.Counts(ctx, idsOf(sittings))
	if err != nil {
		return r, err
	}
	if len(counts) == 0 {
		return r, fault.New(fault.Conflict, "analysis.nothing_scored")
	}
	err = a.jobs.Start(who.ID, func() (jobs.Job, error) {
		var err error
		r, err = read.Analyses.StartRun(ctx, who, r)
		return a.job(who, r), err
	})
	return r, err
}

// job is a run as the background does it.
func (a *Analyst) job(who exam.Actor, r analysis.Run) jobs.Job {
	var rep *analysis.Report
	log := &runLog{now: a.f.now}
	return jobs.Job{
		ID: r.ID,
		Work: func(ctx context.Context, p *jobs.Progress) (err error) {
			rep, err = a.work(ctx, &r, p, log)
			return err
		},
		See: func(ctx context.Context, done int, stage any) (bool, error) {
			name, _ := stage.(string) // nothing before the first stage
			return a.f.db.Read().Analyses.SeeRun(ctx, r.ID, done, name, log.take())
		},
		End: func(ctx context.Context, how jobs.How, err error) error {
			return a.end(ctx, who, r, rep, log, how, err)
		},
	}
}

func (a *Analyst) work(ctx context.Context, r *analysis.Run, p *jobs.Progress, log *runLog) (*analysis.Report, error) {
	p.Set(0, analysis.StageGather)
	m, stamp, err := a.f.Matrix(ctx, r.Exam, r.Subject)
	if err != nil {
		return nil, err
	}
	r.DataHash, r.Stamp, r.Persons = m.Hash(), stamp, len(m.Persons)
	log.add(analysis.LogLine{
		Code: "gathered", Text: fmt.Sprintf("%d persons, %d items, matrix %s", len(m.Persons), len(m.Columns), r.DataHash),
		Args: map[string]any{"persons": len(m.Persons), "items": len(m.Columns), "hash": r.DataHash},
	})
	rep, err := analysis.Analyze(ctx, m, r.Spec, analysis.Options{
		Threads: a.threads, Progress: func(done float64, stage string) { p.Set(done, stage) }, Log: log.add,
	})
	r.Items = len(rep.Items)
	return &rep, err
}

// end keeps what came of a run.
func (a *Analyst) end(ctx context.Context, who exam.Actor, r analysis.Run, rep *analysis.Report, log *runLog, how jobs.How, err error) error {
	r.State = analysis.Failed
	switch {
	case err == nil:
		r.State = analysis.Done
	case how == jobs.Cancelled:
		r.State = analysis.Cancelled
	case how == jobs.Stopped:
		r.Problem = analysis.ProblemStopped
	case how == jobs.Late:
		r.Problem = analysis.ProblemTime
	case fault.KindOf(err) != "":
		r.Problem = fault.CodeOf(err)
	default:
		r.Problem = analysis.ProblemFailed
		a.log.Error("analyse an exam", "run", r.ID, "err", err)
	}
	store := a.f.db.Read().Analyses
	if _, err := store.SeeRun(ctx, r.ID, 99, analysis.StageKeep, log.take()); err != nil {
		a.log.Warn("keep the log of a run", "run", r.ID, "err", err)
	}
	err = store.EndRun(ctx, who, r, rep)
	if err == nil || r.State != analysis.Done {
		return err
	}
	r.State = analysis.Cancelled              // in the last moment
	if fault.CodeOf(err) != "analysis.over" { // a report that the record refuses
		r.State, r.Problem = analysis.Failed, analysis.ProblemFailed
		a.log.Error("keep an analysis", "run", r.ID, "err", err)
	}
	return store.EndRun(ctx, who, r, nil)
}

// Sweep ends the runs whose node is gone. It is safe to run on every node and at
// any time.
func (a *Analyst) Sweep(ctx context.Context) (int, error) {
	return a.f.db.Read().Analyses.SweepRuns(ctx, jobs.Lost)
}

// runLog gathers lines until they are kept.
type runLog struct {
	mu    sync.Mutex
	now   func() time.Time
	lines []analysis.LogLine
}

func (l *runLog) add(line analysis.LogLine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line.At = l.now().UTC()
	l.lines = append(l.lines, line)
}

func (l *runLog) take() []analysis.LogLine {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines
	l.lines = nil
	return lines
}
