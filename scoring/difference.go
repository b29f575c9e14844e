package scoring

import (
	"sort"

	"khaothi/internal/exam"
)

// Difference is what another key, rule or set of answers would change: the dry
// run that people look at before they confirm.
type Difference struct {
	Candidates int             `json:"candidates"` // compared
	Up         int             `json:"up"`
	Down       int             `json:"down"`
	Same       int             `json:"same"` // same points
	Added      int             `json:"added"`
	Changed    []CandidateDiff `json:"changed"` // those with other points, largest change first
}

// CandidateDiff is one candidate whose points change.
type CandidateDiff struct {
	Candidate exam.CandidateID `json:"candidate"`
	Before    Points           `json:"before"`
	After     Points           `json:"after"`
	Questions []QuestionDiff   `json:"questions"`
}

// QuestionDiff is one question with other points or another reason.
type QuestionDiff struct {
	Name         string `json:"name"`
	Before       Points `json:"before"`
	After        Points `json:"after"`
	ReasonBefore string `json:"reason_before"`
	ReasonAfter  string `json:"reason_after"`
}

// Compare sets new entries beside the stored results of a sitting, which must
// be detailed. Nothing is stored.
func Compare(before []Stored, after []Entry) Difference {
	old := make(map[exam.CandidateID]*Stored, len(before))
	for i := range before {
		old[before[i].Candidate] = &before[i]
	}
	d := Difference{Candidates: len(after), Changed: []CandidateDiff{}}
	for i := range after {
		was, ok := old[after[i].Candidate]
		if !ok {
			d.Added++
			continue
		}
		now := &after[i].Result
		switch {
		case now.Points > was.Result.Points:
			d.Up++
		case now.Points < was.Result.Points:
			d.Down++
		default:
			d.Same++
			continue
		}
		d.Changed = append(d.Changed, CandidateDiff{
			Candidate: after[i].Candidate, Before: was.Result.Points, After: now.Points,
			Questions: compareQuestions(was.Result.Questions, now.Questions),
		})
	}
	sort.SliceStable(d.Changed, func(i, j int) bool {
		return distance(d.Changed[i]) > distance(d.Changed[j])
	})
	return d
}

func distance(c CandidateDiff) Points { return max(c.After-c.Before, c.Before-c.After) }

func compareQuestions(before, after []QuestionResult) []QuestionDiff {
	old := make(map[string]*QuestionResult, len(before))
	for i := range before {
		old[before[i].Name] = &before[i]
	}
	out := []QuestionDiff{}
	for i := range after {
		q := &after[i]
		was, ok := old[q.Name]
		if !ok {
			was = &QuestionResult{}
		}
		if was.Points != q.Points || was.Reason != q.Reason {
			out = append(out, QuestionDiff{
				Name: q.Name, Before: was.Points, After: q.Points, ReasonBefore: was.Reason, ReasonAfter: q.Reason,
			})
		}
	}
	return out
}

// Regrade scores stored results again: the same answers, another key or rule.
// The results must be detailed.
func Regrade(s *Scorer, before []Stored) []Entry {
	out := make([]Entry, len(before))
	for i := range before {
		b := &before[i]
		out[i] = Entry{
			Candidate: b.Candidate, Attempt: b.Attempt, Form: b.Form, FormCode: b.FormCode,
			Result: s.Score(b.Result.Responses()),
		}
	}
	return out
}
