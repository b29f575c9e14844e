package scoring

import (
	"maps"

	"khaothi/internal/exam"
)

// PartPoints is what one part of the form earned.
type PartPoints struct {
	Part   int    `json:"part"`
	Points Points `json:"points"`
	Max    Points `json:"max,omitempty"` // of the questions that the candidate had to do
}

// Parts adds the points up by part, in the order of the questions.
func (r Result) Parts() []PartPoints {
	var out []PartPoints
	for i := range r.Questions {
		q := &r.Questions[i]
		f, ok := parseField(q.Name)
		if !ok {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Part != f.part {
			out = append(out, PartPoints{Part: f.part})
		}
		out[len(out)-1].Points += q.Points
		if q.Counts() {
			out[len(out)-1].Max += q.Max
		}
	}
	return out
}

// Responses are the answers that the result was made of: enough to score them
// again by another key or rule.
func (r Result) Responses() exam.Responses {
	out := exam.Responses{}
	put := func(field, value string) {
		if value != "" {
			out[field] = value
		}
	}
	for i := range r.Questions {
		q := &r.Questions[i]
		put(q.Name, q.Value)
		put(MarkField(q.Name), q.Mark)
		for _, s := range q.Statements {
			put(s.Field, s.Value)
		}
	}
	maps.Copy(out, r.Chosen)
	return out
}
