package analysis

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// Store keeps runs and what they found. Every change by a person writes its
// audit row with it.
type Store interface {
	// StartRun notes that a run is running.
	StartRun(ctx context.Context, who exam.Actor, r Run) (Run, error)
	// Run returns one run, or analysis.not_found.
	Run(ctx context.Context, id string) (Run, error)
	// Runs lists the runs of an exam, of one subject unless that is empty, the
	// newest first.
	Runs(ctx context.Context, id exam.ExamID, subject string, limit int) ([]Run, error)
	// LastRuns is the newest run of every exam and subject.
	LastRuns(ctx context.Context, exams []exam.ExamID) ([]Run, error)
	// SchoolRuns is the newest finished run of every exam and subject that has a
	// report of one of these schools, the newest first.
	SchoolRuns(ctx context.Context, codes []string) ([]Run, error)
	// SeeRun notes how far a running run is and adds to its log. It reports
	// whether somebody cancelled it; one that is running no more counts as
	// cancelled.
	SeeRun(ctx context.Context, id string, done int, stage string, log []LogLine) (cancelled bool, err error)
	// CancelRun asks a running run to stop; analysis.over if it is running no more.
	CancelRun(ctx context.Context, who exam.Actor, id string) error
	// EndRun ends a running run with its state, problem, hash and counts, and
	// keeps its report and findings if it is Done; analysis.over if it is running
	// no more, or if it is Done and was cancelled in the last moment.
	EndRun(ctx context.Context, who exam.Actor, r Run, rep *Report) error
	// SweepRuns ends the runs that no node told of for so long: their node is gone.
	SweepRuns(ctx context.Context, untold time.Duration) (int, error)
	// Report returns the report of a finished run, or analysis.no_report.
	Report(ctx context.Context, id string) (Report, error)

	// Findings are those of a run, in the order of their names.
	Findings(ctx context.Context, run string) ([]Finding, error)
	// Apply marks findings of a run as applied and returns them. Those that are
	// applied already are left out.
	Apply(ctx context.Context, who exam.Actor, run string, versions []exam.VersionID, reason string) ([]Finding, error)
	// History is everything that finished runs found of some items, the newest
	// first.
	History(ctx context.Context, items []exam.ItemID) ([]Past, error)
	// Applied is the finding that holds now for each of some items.
	Applied(ctx context.Context, items []exam.ItemID) ([]Finding, error)
}

// Past is a finding with the exam that it comes from.
type Past struct {
	Finding
	Exam       exam.ExamID
	ExamName   string
	SchoolYear string
	Subject    string
	At         time.Time
}
