package workflow

import (
	"math"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/analysis"
	"khaothi/psychometrics"
	"khaothi/scoring"
)

// partTenths is the score of a question that is paid in part, in tenths of its
// points.
const partTenths = 10

type cell struct {
	column        int
	score, choice int8
	points        float32
	right         uint32
}

// columnOf describes a pinned version as it is scored. Its texts are empty where
// a vault keeps them.
func columnOf(pin *bank.Pin, q scoring.Question, rule *scoring.Rule, key scoring.Key) analysis.Column {
	body := &pin.Body
	c := analysis.Column{
		Version: pin.Version, Item: pin.ItemID, Hash: pin.Hash, Name: q.Name, Part: q.Part, No: q.No, Kind: string(q.Kind), Label: body.Label,
		Stem: body.Question.Stem, Topic: body.Tags.Topic, Content: body.Tags.Content, Level: string(body.Tags.Level.Fold()),
		Max: 1, MaxPoints: float64(q.Max) / 100, Cancelled: true,
	}
	for _, field := range q.Fields {
		c.Cancelled = c.Cancelled && key.Fields[field].Cancelled
	}
	switch {
	case q.Kind.Composite():
		c.Max = len(q.Fields)
		for i := range q.Fields {
			level := body.Tags.Level
			if i < len(body.Question.Statements) && body.Question.Statements[i].Level != "" {
				level = body.Question.Statements[i].Level
			}
			field := analysis.Field{Letter: string(rune('a' + i)), Level: string(level.Fold())}
			if i < len(body.Question.Statements) {
				field.HTML = body.Question.Statements[i].HTML
			}
			if q.Kind == scoring.Cluster {
				field.Key = strings.Join(key.Fields[q.Fields[i]].Accept, "/")
			}
			c.Fields = append(c.Fields, field)
		}
	case paidInPart(q, rule, key):
		c.Max = partTenths
	}
	if q.Kind == scoring.Single {
		c.Options = keyedChoices(body.Question.Options, key.Fields[q.Name])
	}
	c.Floor = floorOf(&c, body)
	return c
}

// floorOf is the mean score of pure guessing, where an answer is one of a few:
// fields are right independently, so it is their number times the chance of one.
func floorOf(c *analysis.Column, body *bank.Body) float64 {
	options := len(body.Question.Options)
	switch scoring.Kind(c.Kind) {
	case scoring.Cluster:
		return 0.5 * float64(c.Max)
	case scoring.Single, scoring.Match, scoring.Categorise:
		if options > 0 && (c.Max == 1 || len(c.Fields) > 0) {
			return float64(c.Max) / float64(options)
		}
	default: // typed, or too many ways to answer
	}
	return 0
}

// paidInPart reports whether a question of one field can earn something between
// nothing and all.
func paidInPart(q scoring.Question, rule *scoring.Rule, key scoring.Key) bool {
	if q.Kind.Marked() {
		return true
	}
	for i := range rule.Parts {
		p := &rule.Parts[i]
		if first := max(1, p.From); p.Part != q.Part || q.No < first || q.No >= first+p.Count {
			continue
		}
		switch p.Partial {
		case "", scoring.NoPartial, scoring.Share:
			return false
		case scoring.ByCredit:
			return len(key.Fields[q.Name].Credit) > 0 || q.Kind == scoring.Multiple
		case scoring.RightMinusWrong, scoring.Places, scoring.Pairs:
			return q.Kind != scoring.Single && q.Kind != scoring.Short && q.Kind != scoring.Numeric
		}
	}
	return false
}

// keyedChoices are the options of a question of one choice and a place for marks
// that are none of them.
func keyedChoices(options []bank.Option, key scoring.KeyField) []analysis.Choice {
	out := make([]analysis.Choice, 0, len(options)+1)
	for _, o := range options {
		out = append(out, analysis.Choice{ID: o.ID, HTML: o.HTML, Key: slices.Contains(key.Accept, o.ID) || key.Credit[o.ID] >= scoring.FullCredit})
	}
	return append(out, analysis.Choice{ID: analysis.Unclear})
}

// cell is what one question came to; false: it was not presented, or nobody has
// marked it yet.
func (g *gathering) cell(at int, q *scoring.QuestionResult) (cell, bool) {
	c, out := &g.columns[at], cell{column: at, points: float32(q.Points) / 100}
	if !q.Counts() || q.Reason == scoring.ReasonPending {
		return out, false
	}
	for i := range q.Statements {
		if why := q.Statements[i].Reason; why == scoring.ReasonRight || why == scoring.ReasonCancelled {
			out.right |= 1 << i
			out.score++
		}
	}
	switch {
	case q.Reason == scoring.ReasonBlank:
		out.score, out.choice, out.right = psychometrics.Omitted, psychometrics.Omitted, 0
		return out, true
	case len(c.Fields) > 0:
	case c.Max > 1:
		share := 0.0
		if q.Max > 0 {
			share = float64(q.Points) / float64(q.Max)
		}
		out.score = int8(math.Round(partTenths * min(1, max(0, share))))
	case q.Reason == scoring.ReasonRight, q.Reason == scoring.ReasonCancelled:
		out.score = 1
	}
	out.choice = out.score
	if len(c.Options) > 0 {
		out.choice = int8(len(c.Options) - 1) //nolint:gosec // G115: an item has a few options
		if k := slices.IndexFunc(c.Options, func(o analysis.Choice) bool { return o.ID == q.Value }); k >= 0 {
			out.choice = int8(k) //nolint:gosec // G115: as above
		}
	}
	return out, true
}
