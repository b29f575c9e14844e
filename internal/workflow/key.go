package workflow

import (
	"khaothi/bank"
	"khaothi/scoring"
)

// firstKey is version 1 of a form's key: what its authors called right.
func firstKey(form bank.Form) scoring.Key {
	key := scoring.Key{Version: 1, Fields: map[string]scoring.KeyField{}}
	for field, k := range form.Key() {
		key.Fields[field] = keyField(k)
	}
	addRubrics(key, form)
	if part, tracks, questions := form.TracksOf(); part > 0 {
		key.Choice = &scoring.Choice{Part: part}
		for i, t := range tracks {
			key.Choice.Tracks = append(key.Choice.Tracks, scoring.Track{ID: t.ID, Title: t.Title, Questions: questions[i]})
		}
	}
	return key
}

func keyField(k bank.KeyField) scoring.KeyField {
	f := scoring.KeyField{Kind: scoring.Kind(k.Kind), Accept: k.Accepted, Fold: k.Fold, Weight: k.Weight, Points: k.Points}
	for value, credit := range k.Credit {
		if f.Credit == nil {
			f.Credit = map[string]scoring.Credit{}
		}
		f.Credit[value] = scoring.Credit(credit)
	}
	return f
}

// plainRubric is for a work whose authors wrote none: one mark out of ten.
var plainRubric = []scoring.Criterion{{ID: "a", Points: 1000}}

// addRubrics gives what people mark its rubric: it is no answer, so bank's key
// has it apart.
func addRubrics(key scoring.Key, form bank.Form) {
	for i, part := range form.Parts {
		for j, pin := range part.Pins {
			if !pin.Body.Question.Kind.ByHand() {
				continue
			}
			field := bank.Field(i+1, j+1)
			f := key.Fields[field]
			f.Accept, f.Rubric = nil, rubricOf(pin.Body.Key.Rubric)
			key.Fields[field] = f
		}
	}
}

func rubricOf(lines []bank.Criterion) []scoring.Criterion {
	if len(lines) == 0 {
		return plainRubric
	}
	out := make([]scoring.Criterion, len(lines))
	for i, c := range lines {
		out[i] = scoring.Criterion{ID: letterOf(i), HTML: c.HTML, Points: scoring.Points(c.Points)}
		for _, s := range c.Steps {
			out[i].Steps = append(out[i].Steps, scoring.Step{HTML: s.HTML, Points: scoring.Points(s.Points)})
		}
	}
	return out
}
