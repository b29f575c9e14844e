package scoring

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// KeyVersion is one version of the key of a form, with who made it and why.
type KeyVersion struct {
	Form   exam.FormID `json:"form"`
	Key    Key         `json:"key"`
	Reason string      `json:"reason"`
	Author exam.Actor  `json:"author"`
	At     time.Time   `json:"at"`
}

// State is where a result stands.
type State string

// The states of a result.
const (
	Scored    State = "scored"    // for staff only
	Published State = "published" // the candidate may see it, and it may be exported
	Withdrawn State = "withdrawn" // taken back; an export cancels it
)

// Entry is one result to record.
type Entry struct {
	Candidate exam.CandidateID
	Attempt   exam.AttemptID // empty for paper
	Form      exam.FormID
	FormCode  string
	Result    Result
}

// Batch is the results of one sitting from one run of scoring.
type Batch struct {
	Sitting exam.SittingID
	Reason  string // why: "sitting closed", the reason of a corrected key
	Entries []Entry
}

// Recorded says what a Record changed.
type Recorded struct {
	New       int `json:"new"`       // candidates without a result before
	Changed   int `json:"changed"`   // candidates with one more version
	Unchanged int `json:"unchanged"` // same answers, key version, rule and form: nothing written
}

// Stored is one version of a candidate's result. Versions are never changed;
// only their state is. Lists leave Result.Questions out.
type Stored struct {
	ID          string
	Sitting     exam.SittingID
	Candidate   exam.CandidateID
	Version     int
	Attempt     exam.AttemptID
	Form        exam.FormID
	FormCode    string
	Result      Result
	Parts       []PartPoints
	State       State
	Reason      string
	StateReason string // why it was withdrawn
	Author      exam.Actor
	At          time.Time
	PublishedAt *time.Time
	WithdrawnAt *time.Time
}

// StateCounts is how many candidates' newest results stand in each state.
type StateCounts struct {
	Scored    int
	Published int
	Withdrawn int
}

// KeyStore keeps the versions of keys.
type KeyStore interface {
	// AddKey stores key as the next version and returns it. The same content
	// as the newest version is fault.Conflict, key.same; a Version other than
	// 0 that is not the next one is fault.Conflict, key.version.
	AddKey(ctx context.Context, who exam.Actor, form exam.FormID, key Key, reason string) (KeyVersion, error)

	// Key returns one version, the newest for version 0, or fault.NotFound.
	Key(ctx context.Context, form exam.FormID, version int) (KeyVersion, error)

	// KeyVersions lists all versions, the newest first.
	KeyVersions(ctx context.Context, form exam.FormID) ([]KeyVersion, error)
}

// ResultStore changes results. Each call is one transaction with one audit row.
type ResultStore interface {
	// Record adds a version for every entry that differs from the candidate's
	// newest one. What follows a withdrawn version is withdrawn too.
	Record(ctx context.Context, who exam.Actor, b Batch) (Recorded, error)

	// Publish publishes the newest versions and returns how many. Without
	// candidates it takes all that are scored; withdrawn ones come back only
	// by name.
	Publish(ctx context.Context, who exam.Actor, sitting exam.SittingID, candidates []exam.CandidateID) (int, error)

	// Withdraw takes the newest versions of the candidates back, for a reason.
	Withdraw(ctx context.Context, who exam.Actor, sitting exam.SittingID, candidates []exam.CandidateID, reason string) (int, error)
}

// ResultReader reads results.
type ResultReader interface {
	// Latest lists the newest version of every candidate of the sittings.
	Latest(ctx context.Context, sittings []exam.SittingID) ([]Stored, error)

	// Counts counts the newest versions of each sitting by state. A sitting
	// without results has no entry.
	Counts(ctx context.Context, sittings []exam.SittingID) (map[exam.SittingID]StateCounts, error)

	// ScoredIn counts the candidates with a result in each exam. An exam
	// without results has no entry.
	ScoredIn(ctx context.Context, exams []exam.ExamID) (map[exam.ExamID]int, error)

	// Detailed is Latest of one sitting with the questions of each result.
	Detailed(ctx context.Context, sitting exam.SittingID) ([]Stored, error)

	// Stamp names the newest results of the sittings that were not withdrawn: it
	// changes when one is scored anew, comes, or is taken back.
	Stamp(ctx context.Context, sittings []exam.SittingID) (string, error)

	// Released lists what the public holds: for every candidate the newest
	// version that is published or withdrawn.
	Released(ctx context.Context, sittings []exam.SittingID) ([]Stored, error)

	// History returns all versions of one candidate, whole, the newest first.
	History(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) ([]Stored, error)

	// Kept returns every version of a sitting's results as their rows have
	// them, of one candidate if candidate is not empty, the newest of each first.
	Kept(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) ([]Kept, error)

	// SoundKey says whether a version of a key is what its hash says.
	SoundKey(ctx context.Context, form exam.FormID, version int) (bool, error)
}
