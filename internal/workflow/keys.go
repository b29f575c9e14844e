package workflow

import (
	"context"
	"strconv"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/scoring"
)

// FieldInfo is one field of a form as people name it: the letters of the base
// order stand for option ids.
type FieldInfo struct {
	Field   string   `json:"field"`
	Kind    string   `json:"kind"`
	Choices []Choice `json:"choices"`
}

// Choice is one value that a field may have, and its letter.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// CandidateResults is one candidate of a sitting with every version of their
// result, the newest first.
type CandidateResults struct {
	Candidate board.Candidate
	History   []scoring.Stored
	Keys      map[int]scoring.Key // by version, those that History names
	Fields    []FieldInfo
}

// SittingKeys are the versions of the key of a sitting's form, the newest first.
type SittingKeys struct {
	Form     exam.FormID
	FormName string
	State    exam.SittingState // of the sitting
	Versions []scoring.KeyVersion
	Fields   []FieldInfo
}

// CandidateResults returns everything that is known of one result.
func (f *Flow) CandidateResults(ctx context.Context, id exam.SittingID, candidate exam.CandidateID) (CandidateResults, error) {
	read := f.db.Read()
	out := CandidateResults{Keys: map[int]scoring.Key{}}
	keys, err := f.SittingKeys(ctx, id)
	if err != nil {
		return out, err
	}
	if out.Candidate, err = read.Board.GetCandidate(ctx, candidate); err != nil {
		return out, err
	}
	if out.History, err = read.Scores.History(ctx, id, candidate); err != nil {
		return out, err
	}
	out.Fields = keys.Fields
	for _, v := range keys.Versions {
		out.Keys[v.Key.Version] = v.Key
	}
	return out, nil
}

// SittingKeys returns the versions of the key with what its values mean.
func (f *Flow) SittingKeys(ctx context.Context, id exam.SittingID) (SittingKeys, error) {
	read := f.db.Read()
	s, err := read.Board.GetSitting(ctx, id)
	if err != nil {
		return SittingKeys{}, err
	}
	if s.FormID == "" {
		return SittingKeys{}, nil
	}
	form, err := read.Bank.Form(ctx, s.FormID)
	if err != nil {
		return SittingKeys{}, err
	}
	states, err := f.organizer(read).States(ctx, []exam.SittingID{id})
	if err != nil {
		return SittingKeys{}, err
	}
	versions, err := read.Scores.KeyVersions(ctx, s.FormID)
	return SittingKeys{
		Form: form.ID, FormName: form.Name, State: states[id], Versions: versions, Fields: fieldsOf(form),
	}, err
}

// fieldsOf lists the fields of a form in base order.
func fieldsOf(form bank.Form) []FieldInfo {
	var out []FieldInfo
	for i, part := range form.Parts {
		for j, pin := range part.Pins {
			q := pin.Body.Question
			n := q.Fields()
			if n == 0 {
				out = append(out, FieldInfo{Field: bank.Field(i+1, j+1), Kind: string(q.Kind), Choices: choicesOf(q.Options)})
			}
			for s := range n {
				info := FieldInfo{Field: bank.StatementField(i+1, j+1, s), Kind: string(q.Kind), Choices: choicesOf(q.Options)}
				switch q.Kind {
				case bank.Cluster:
					info.Choices = []Choice{{"D", "Đ"}, {"S", "S"}}
				case bank.Cloze:
					info.Choices = choicesOf(q.Choices(s))
				default:
				}
				out = append(out, info)
			}
		}
	}
	return out
}

// choicesOf names options by their letters in the base order.
func choicesOf(options []bank.Option) []Choice {
	var out []Choice
	for n, o := range options {
		out = append(out, Choice{Value: o.ID, Label: letterOf(n)})
	}
	return out
}

// letterOf names options as the printed form does.
func letterOf(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return strconv.Itoa(n + 1)
}
