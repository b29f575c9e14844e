package scoring

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"khaothi/internal/fault"
)

// maxPoints bounds one question or run: 10,000.00; maxTotal what a rule gives
// for everything, so that points times units stay within 64 bits.
const (
	maxPoints = 1_000_000
	maxTotal  = 100 * maxPoints
)

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
	if err := r.validateChoice(seen); err != nil {
		return err
	}
	if r.Max() > maxTotal {
		return badRule("the rule gives %s, at most %s are possible", r.Max(), Points(maxTotal))
	}
	return nil
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
	if !slices.Contains(Kinds(), p.Kind) {
		return badRule("part %d: kind %q is not one of %v", p.Part, p.Kind, Kinds())
	}
	if err := p.refuse(); err != nil {
		return err
	}
	if p.Kind.Composite() {
		return p.validateFields()
	}
	return nil
}

// partials are the settings of partial that each kind has; absent is none.
var partials = map[Kind][]Partial{
	Single: {ByCredit}, Multiple: {RightMinusWrong, ByCredit}, Short: {ByCredit}, Numeric: {ByCredit},
	Cloze: {Share, RightMinusWrong, ByCredit}, Match: {Share, RightMinusWrong, ByCredit}, Categorise: {Share, RightMinusWrong, ByCredit},
	Order: {Places, Pairs}, Hotspot: {RightMinusWrong},
}

// refuse finds settings that the kind of p does not have: a setting without
// effect is a misunderstanding.
func (p *Part) refuse() error {
	if !p.Kind.Composite() && (p.Statements != 0 || p.Ladder != nil) {
		return badRule("part %d: statements and ladder belong to clusters, gaps and rows", p.Part)
	}
	if p.Kind != Short && p.Kind != Cloze && p.Equality != "" {
		return badRule("part %d: equality belongs to short answers and gaps", p.Part)
	}
	if p.Equality != "" && p.Equality != Literal && p.Equality != NumberEqual {
		return badRule("part %d: equality %q is not literal or numeric", p.Part, p.Equality)
	}
	allowed := partials[p.Kind]
	if p.Partial != "" && len(allowed) == 0 {
		return badRule("part %d: partial does not belong to kind %q", p.Part, p.Kind)
	}
	if p.Partial != "" && p.Partial != NoPartial && !slices.Contains(allowed, p.Partial) {
		return badRule("part %d: partial %q is not none or one of %v", p.Part, p.Partial, allowed)
	}
	if p.Negative && p.Partial != RightMinusWrong && p.Partial != ByCredit {
		return badRule("part %d: negative belongs to the partials right_minus_wrong and credit", p.Part)
	}
	return nil
}

// validateFields checks the settings of kinds with several fields.
func (p *Part) validateFields() error {
	least, most := 1, maxStatements
	if p.Kind == Cluster {
		least, most = 2, maxCluster
	}
	if p.Statements < least || p.Statements > most {
		return badRule("part %d: a question of kind %s has %d to %d statements, not %d", p.Part, p.Kind, least, most, p.Statements)
	}
	if p.Kind != Cluster && p.Ladder == nil {
		return nil
	}
	if p.Partial != "" {
		return badRule("part %d: give either ladder or partial", p.Part)
	}
	return p.validateLadder()
}

func (p *Part) validateLadder() error {
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
	return nil
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
