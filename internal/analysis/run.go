package analysis

import (
	"time"

	"khaothi/internal/exam"
)

// RunState is where a run stands.
type RunState string

// The states of a run. All but Running are final.
const (
	Running   RunState = "running"
	Done      RunState = "done"
	Failed    RunState = "failed" // Problem says why
	Cancelled RunState = "cancelled"
)

// The problems of a failed run.
const (
	ProblemLost    = "analysis.lost"    // the node that worked on it is gone
	ProblemFailed  = "analysis.failed"  // a fault of the program: its log has it
	ProblemStopped = "analysis.stopped" // the server was stopped
	ProblemTime    = "analysis.time"
)

// LogLine is something that a run did. The page has a sentence for Code, into
// which it puts Args; Text says the same in English.
type LogLine struct {
	At   time.Time      `json:"at"`
	Code string         `json:"code,omitempty"`
	Args map[string]any `json:"args,omitempty" doc:"names and numbers of the sentence"`
	Text string         `json:"text"`
}

// Run is one analysis of an exam and subject as it is kept, without its report.
type Run struct {
	ID          string
	Exam        exam.ExamID
	Subject     string
	Spec        Spec
	State       RunState
	Done        int // per cent
	Stage       string
	Problem     string // a code
	ProblemText string
	Log         []LogLine
	DataHash    string // Matrix.Hash
	Stamp       string // of the results that it was made of
	Persons     int
	Items       int
	AgainOf     string
	CreatedAt   time.Time
	CreatedBy   exam.AccountID
	CreatedName string
	EndedAt     *time.Time
}

// Finding is what a run says of one version of an item, and whether a person
// applied it to the bank.
type Finding struct {
	Run         string
	Version     exam.VersionID
	Item        exam.ItemID
	Hash        string
	Name        string
	Persons     int
	P           Num
	PPoints     Num
	RRest       Num
	Model       string // empty: not calibrated
	Parameters  []Parameter
	AppliedAt   *time.Time
	AppliedBy   exam.AccountID
	AppliedName string
	Reason      string
}

// Findings are what a report says of each item.
func (r *Report) Findings() []Finding {
	out := make([]Finding, len(r.Items))
	for k := range r.Items {
		it := &r.Items[k]
		out[k] = Finding{
			Version: exam.VersionID(it.Key), Item: exam.ItemID(it.ItemID), Hash: it.Hash, Name: it.Name, Persons: it.Answered + it.Omitted,
			P: it.P, PPoints: it.PPoints, RRest: it.RRest, Parameters: []Parameter{},
		}
		if it.Parameters != nil {
			out[k].Model, out[k].Parameters = it.Parameters.Model, it.Parameters.Values
		}
	}
	return out
}
