package workflow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
	"khaothi/omr"
	"khaothi/scoring"
)

// paperAnswers is what a candidate answered on paper, in the terms of the form.
type paperAnswers struct {
	candidate exam.CandidateID
	number    string
	form      exam.FormID
	code      string
	sheet     string
	values    exam.Responses
	places    []bank.Place // of its form code
}

// printed is a field of the form, and a value of it, as they stand on the sheet.
func (p *paperAnswers) printed(field, value string) (name, shown string) {
	for _, place := range p.places {
		if place.Field != field {
			continue
		}
		for letter, id := range place.Letters {
			if id == value {
				return place.Printed, letter
			}
		}
		return place.Printed, value
	}
	return field, value
}

func (p *paperAnswers) leaf() []byte {
	parts := [][]byte{[]byte(p.candidate), []byte(p.form), []byte(p.code), []byte(p.sheet)}
	for _, field := range slices.Sorted(maps.Keys(p.values)) {
		parts = append(parts, []byte(field), []byte(p.values[field]))
	}
	return seal.Fields(parts...)
}

func paperLeaves(work []paperAnswers) [][]byte {
	out := make([][]byte, len(work))
	for i := range work {
		out[i] = work[i].leaf()
	}
	return out
}

// paperReader turns sheets into answers of one sitting.
type paperReader struct {
	sitting    board.Sitting
	candidates map[string]exam.CandidateID // by number
	places     map[string][]bank.Place     // by form code
}

func newPaperReader(ctx context.Context, tx Stores, id exam.SittingID) (*paperReader, error) {
	sitting, err := tx.Board.GetSitting(ctx, id)
	if err != nil {
		return nil, err
	}
	seats, err := tx.Board.ListSeats(ctx, id, "")
	if err != nil {
		return nil, err
	}
	r := &paperReader{sitting: sitting, candidates: map[string]exam.CandidateID{}}
	for i := range seats {
		r.candidates[seats[i].Candidate.Number] = seats[i].CandidateID
	}
	r.places, err = printedPlaces(ctx, tx, sitting.FormID)
	return r, err
}

// take reports false for a sheet that does not count, or names no candidate or
// form code of the sitting.
func (r *paperReader) take(s *omr.Sheet) (paperAnswers, bool) {
	code := s.Value(omr.FieldCode)
	number := s.Value(omr.FieldNumber)
	candidate, known := r.candidates[number]
	places, printed := r.places[code]
	if !s.Counts() || !known || !printed {
		return paperAnswers{}, false
	}
	return paperAnswers{candidate: candidate, number: number, form: r.sitting.FormID, code: code, sheet: s.ID, values: answersIn(s, places), places: places}, true
}

// paperWork is what was answered on paper, in the order of the sheets.
func paperWork(ctx context.Context, tx Stores, id exam.SittingID) (board.Sitting, []paperAnswers, error) {
	r, err := newPaperReader(ctx, tx, id)
	if err != nil {
		return board.Sitting{}, nil, err
	}
	var out []paperAnswers
	err = tx.Sheets.WholeSheets(ctx, id, func(s *omr.Sheet) error {
		if p, ok := r.take(s); ok {
			out = append(out, p)
		}
		return nil
	})
	return r.sitting, out, err
}

// printedPlaces are the places of each variant by its code; a form without
// variants has one, "".
func printedPlaces(ctx context.Context, tx Stores, id exam.FormID) (map[string][]bank.Place, error) {
	form, err := tx.Bank.Form(ctx, id)
	if err != nil {
		return nil, err
	}
	layouts, err := tx.Bank.Layouts(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(layouts) == 0 {
		layouts = []bank.Layout{form.BaseLayout("")}
	}
	out := map[string][]bank.Place{}
	for _, l := range layouts {
		if out[l.Code], err = form.Translation(l); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// answersIn reads the cells of a sheet as answers. A sheet that numbers its
// questions through (q1, q2, …) is read in the order of the paper. A letter that
// the question does not have is an answer that cannot be right; it stays as it
// was written.
func answersIn(s *omr.Sheet, places []bank.Place) exam.Responses {
	out := exam.Responses{}
	for i, p := range places {
		cell := s.Value(p.Printed)
		if cell == "" {
			cell = s.Value(through(i))
		}
		if cell == "" {
			continue
		}
		value, ok := p.Value(cell)
		if !ok {
			value = cell
		}
		out[p.Field] = value
	}
	return out
}

// ScoreSheets scores the sheets of a sitting by its rule and seals the last
// stage, all at once or not at all.
func (f *Flow) ScoreSheets(ctx context.Context, who exam.Actor, id exam.SittingID) (scoring.Recorded, error) {
	var out scoring.Recorded
	err := f.inStage(ctx, who, id, omr.StageScore, func(tx Stores, run omr.Run) error {
		recorded, work, err := scorePaper(ctx, tx, who, id, "answer sheets")
		if err != nil {
			return err
		}
		out = recorded
		return f.sealOver(ctx, tx, who, run, omr.StageScore, paperLeaves(work), "")
	})
	return out, err
}

// scorePaper records the results of the sheets, and returns what they were made
// of.
func scorePaper(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID, reason string) (scoring.Recorded, []paperAnswers, error) {
	sitting, work, err := paperWork(ctx, tx, id)
	if err != nil {
		return scoring.Recorded{}, nil, err
	}
	version, err := tx.Scores.Key(ctx, sitting.FormID, 0)
	if err != nil {
		return scoring.Recorded{}, nil, fmt.Errorf("key of form %s: %w", sitting.FormID, err)
	}
	scorer, err := scorerOf(sitting.Rule, version.Key)
	if err != nil {
		return scoring.Recorded{}, nil, err
	}
	batch := scoring.Batch{Sitting: id, Reason: reason}
	for _, p := range work {
		batch.Entries = append(batch.Entries, scoring.Entry{Candidate: p.candidate, Form: p.form, FormCode: p.code, Result: scorer.Score(p.values)})
	}
	recorded, err := tx.Scores.Record(ctx, who, batch)
	return recorded, work, err
}

// through is the name of a question, from 0, on a sheet that numbers its
// questions through.
func through(i int) string { return "q" + strconv.Itoa(i+1) }
