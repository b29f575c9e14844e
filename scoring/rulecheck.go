package scoring

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"khaothi/internal/fault"
)

// maxPoints bounds one question, run or rule: 10,000.00.
const maxPoints = 1_000_000

// Validate reports the first thing that makes r unusable, as fault.Invalid with
// the code rule.invalid and what is wrong.
func (r *Rule) Validate() error {
	if r.V != 1 {
		return badRule("v is %d: this program reads version 1", r.V)
	}
	if r.Name == "" || len(r.Name) > 100 {
		return badRule("name must have 1 to 100 characters")
	}
	if _, err := time.Parse(time.DateOnly, r.Date); r.Date != "" && err != nil {
		return badRule("date %q is not a day as YYYY-MM-DD", r.Date)
	}
	if len(r.Parts) == 0 || len(r.Parts) > 100 {
		return badRule("parts must have 1 to 100 entries, not %d", len(r.Parts))
	}
	seen := map[string]bool{}
	for i := range r.Parts {
		p := &r.Parts[i]
		if err := p.validate(); err != nil {
			return err
		}
		for n := range p.Count {
			name := QuestionName(p.Part, p.first()+n)
			if seen[name] {
				return badRule("question %s stands in two entries of parts", name)
			}
			seen[name] = true
		}
	}
	return r.validateChoice(seen)
}

func badRule(format string, args ...any) error {
	return fault.New(fault.Invalid, "rule.invalid").With("why", fmt.Sprintf(format, args...))
}

func (p *Part) validate() error {
	if p.Part < 1 || p.Part > maxPart {
		return badRule("part %d is not within 1 to %d", p.Part, maxPart)
	}
	if p.Count < 1 || p.From < 0 || p.first()+p.Count-1 > maxQuestion {
		return badRule("part %d: from %d with count %d goes beyond 1 to %d", p.Part, p.From, p.Count, maxQuestion)
	}
	if (p.Points > 0) == (p.Total > 0) || p.Points < 0 || p.Total < 0 || p.Points > maxPoints || p.Total > maxPoints {
		return badRule("part %d: give either points or total, in hundredths, up to %d", p.Part, maxPoints)
	}
	switch p.Kind {
	case Single:
	case Multiple:
		if p.Partial != "" && p.Partial != NoPartial && p.Partial != RightMinusWrong {
			return badRule("part %d: partial %q is not none or right_minus_wrong", p.Part, p.Partial)
		}
	case Short:
		if p.Equality != "" && p.Equality != Literal && p.Equality != Numeric {
			return badRule("part %d: equality %q is not literal or numeric", p.Part, p.Equality)
		}
	case Cluster:
		return p.validateLadder()
	default:
		return badRule("part %d: kind %q is not single, multiple, cluster or short", p.Part, p.Kind)
	}
	return p.refuse()
}

// refuse finds settings that the kind of p does not have: a setting without
// effect is a misunderstanding.
func (p *Part) refuse() error {
	if p.Kind != Cluster && (p.Statements != 0 || p.Ladder != nil) {
		return badRule("part %d: statements and ladder belong to clusters", p.Part)
	}
	if p.Kind != Short && p.Equality != "" {
		return badRule("part %d: equality belongs to short answers", p.Part)
	}
	if p.Kind != Multiple && p.Partial != "" {
		return badRule("part %d: partial belongs to multiple choice", p.Part)
	}
	return nil
}

func (p *Part) validateLadder() error {
	if p.Statements < 2 || p.Statements > maxStatements {
		return badRule("part %d: a cluster has 2 to %d statements, not %d", p.Part, maxStatements, p.Statements)
	}
	if len(p.Ladder) != p.Statements+1 {
		return badRule("part %d: the ladder of %d statements has %d steps, not %d", p.Part, p.Statements, p.Statements+1, len(p.Ladder))
	}
	if p.Ladder[0] != 0 || p.Ladder[p.Statements] != 100 {
		return badRule("part %d: the ladder goes from 0 to 100 per cent", p.Part)
	}
	for i, step := range p.Ladder {
		if i > 0 && step < p.Ladder[i-1] {
			return badRule("part %d: the ladder falls at %d right statements", p.Part, i)
		}
		if int64(p.Points)*int64(step)%100 != 0 {
			return badRule("part %d: %d per cent of %s is not a whole number of hundredths", p.Part, step, p.Points)
		}
	}
	return p.refuse()
}

func (r *Rule) validateChoice(questions map[string]bool) error {
	c := r.Choice
	if c == nil {
		return nil
	}
	if !slices.Contains([]Both{"", More, Higher, First, None}, c.Both) {
		return badRule("choice: both %q is not more, higher, first or none", c.Both)
	}
	if err := c.validate(questions); err != nil {
		return badRule("choice: %v", err)
	}
	for _, t := range c.Tracks {
		if r.trackMax(t) != r.trackMax(c.Tracks[0]) || !slices.Equal(r.shape(t), r.shape(c.Tracks[0])) {
			return badRule("choice: track %s is not worth as much as track %s", t.ID, c.Tracks[0].ID)
		}
	}
	return nil
}

// shape counts the questions of a track in each run with a total.
func (r *Rule) shape(t Track) []int {
	out := make([]int, len(r.Parts))
	for i := range r.Parts {
		p := &r.Parts[i]
		for _, no := range t.Questions {
			if p.Total > 0 && p.Part == r.Choice.Part && p.has(no) {
				out[i]++
			}
		}
	}
	return out
}

// maxTrackID bounds the id of a track, which is the value of a response.
const maxTrackID = 40

// validate wants tracks of their own ids and questions, out of those given.
func (c *Choice) validate(questions map[string]bool) error {
	if len(c.Tracks) < 2 || len(c.Tracks) > 20 {
		return fmt.Errorf("2 to 20 tracks, not %d", len(c.Tracks))
	}
	ids, used := map[string]bool{}, map[int]bool{}
	for _, t := range c.Tracks {
		if t.ID == "" || len(t.ID) > maxTrackID || strings.ContainsAny(t.ID, " \t\n\x00|=") || ids[t.ID] || len(t.Questions) == 0 {
			return fmt.Errorf("each track has a short id of its own and at least one question")
		}
		ids[t.ID] = true
		for _, no := range t.Questions {
			if !questions[QuestionName(c.Part, no)] || used[no] {
				return fmt.Errorf("%s is not a question of the rule, or stands in two tracks", QuestionName(c.Part, no))
			}
			used[no] = true
		}
	}
	return nil
}
