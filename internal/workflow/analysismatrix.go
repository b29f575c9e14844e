package workflow

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/psychometrics"
	"khaothi/scoring"
)

// partTenths is the score of a question that is paid in part, in tenths of its
// points.
const partTenths = 10

// gatherTries is how often a matrix is read again because results came or
// changed while it was read.
const gatherTries = 3

// subjectSittings are the sittings of a subject that count.
func subjectSittings(ctx context.Context, read Stores, id exam.ExamID, subject string) ([]board.SittingSummary, error) {
	list, err := read.Board.ListSittings(ctx, id)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(counting(list), func(s board.SittingSummary) bool { return s.Subject != subject || s.FormID == "" }), nil
}

// Matrix is what the candidates of an exam and subject did in all its sittings,
// on all forms, on paper and on screens, as it is scored now; with the stamp of
// the results that it was made of.
func (f *Flow) Matrix(ctx context.Context, id exam.ExamID, subject string) (*analysis.Matrix, string, error) {
	read := f.db.Read()
	sittings, err := subjectSittings(ctx, read, id, subject)
	if err != nil {
		return nil, "", err
	}
	before, err := read.Scores.Stamp(ctx, idsOf(sittings))
	for range gatherTries {
		if err != nil {
			return nil, "", err
		}
		g, err := f.gather(ctx, read, id, sittings)
		if err != nil {
			return nil, "", err
		}
		after, err := read.Scores.Stamp(ctx, idsOf(sittings))
		if err != nil {
			return nil, "", err
		}
		if before == after {
			m := g.matrix()
			m.Exam, m.Subject = id, subject
			return m, after, m.Check()
		}
		before = after
	}
	return nil, "", fault.New(fault.Unavailable, "analysis.changing")
}

// gathering is a matrix that grows sitting by sitting.
type gathering struct {
	columns []analysis.Column
	at      map[string]int // hash of a version → column
	rows    []gathered
	highest float64
	people  map[exam.CandidateID]board.Candidate
	units   *identity.Tree
}

// gathered is one person with the cells that they were presented.
type gathered struct {
	person analysis.Person
	cells  []cell
	order  []int // columns as their paper was printed
}

type cell struct {
	column        int
	score, choice int8
	points        float32
	right         uint32
}

func (f *Flow) gather(ctx context.Context, read Stores, id exam.ExamID, sittings []board.SittingSummary) (*gathering, error) {
	g := &gathering{at: map[string]int{}}
	var err error
	if g.people, err = candidatesByID(ctx, read, id); err != nil {
		return nil, err
	}
	if f.units != nil {
		if g.units, err = f.units(ctx); err != nil {
			return nil, err
		}
	}
	forms := map[exam.FormID]*formColumns{}
	for _, s := range sittings {
		results, err := read.Scores.Detailed(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		for i := range results {
			if results[i].State == scoring.Withdrawn {
				continue
			}
			form := results[i].Form
			if forms[form] == nil {
				if forms[form], err = g.form(ctx, read, form, s.Rule); err != nil {
					return nil, fmt.Errorf("form %s: %w", form, err)
				}
			}
			if err := g.add(forms[form], &results[i]); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// formColumns is what is needed to read the results of a form.
type formColumns struct {
	column map[string]int   // of each question, by its name
	order  map[string][]int // columns as each variant prints them, by code
}

// form adds the columns of a form.
func (g *gathering) form(ctx context.Context, read Stores, id exam.FormID, rule string) (*formColumns, error) {
	form, err := read.Bank.Form(ctx, id)
	if err != nil {
		return nil, err
	}
	key, err := read.Scores.Key(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	resolved, err := scoring.Resolve(rule, key.Key)
	if err != nil {
		return nil, err
	}
	scorer, err := scoring.NewScorer(resolved, key.Key)
	if err != nil {
		return nil, err
	}
	out := &formColumns{column: map[string]int{}, order: map[string][]int{}}
	g.highest = max(g.highest, float64(scorer.Max())/100)
	for _, q := range scorer.Questions() {
		if q.Part > len(form.Parts) || q.No > len(form.Parts[q.Part-1].Pins) {
			return nil, fmt.Errorf("the rule %s has a question %s that the form has not", rule, q.Name)
		}
		pin := form.Parts[q.Part-1].Pins[q.No-1]
		at, known := g.at[pin.Hash]
		if !known {
			at = len(g.columns)
			g.at[pin.Hash] = at
			g.columns = append(g.columns, columnOf(&pin, q, &resolved, key.Key))
		}
		out.column[q.Name] = at
	}
	layouts, err := read.Bank.Layouts(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, l := range append(layouts, form.BaseLayout("")) {
		for i, part := range l.Parts {
			for _, placed := range part {
				if at, ok := out.column[bank.Field(i+1, placed.Base)]; ok {
					out.order[l.Code] = append(out.order[l.Code], at)
				}
			}
		}
	}
	return out, nil
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
			c.Fields = append(c.Fields, analysis.Field{Letter: string(rune('a' + i)), Level: string(level.Fold())})
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

// add reads the result of one candidate.
func (g *gathering) add(form *formColumns, r *scoring.Stored) error {
	row := gathered{person: g.person(r)}
	for i := range r.Result.Questions {
		q := &r.Result.Questions[i]
		at, known := form.column[q.Name]
		if !known {
			return fmt.Errorf("result %s has a question %s that its form has not", r.ID, q.Name)
		}
		if c, there := g.cell(at, q); there {
			row.cells = append(row.cells, c)
		}
	}
	row.order = form.order[r.FormCode]
	if row.order == nil {
		row.order = form.order[""]
	}
	g.rows = append(g.rows, row)
	return nil
}

func (g *gathering) person(r *scoring.Stored) analysis.Person {
	c := g.people[r.Candidate]
	p := analysis.Person{
		Candidate: r.Candidate, Form: r.Form, Code: r.FormCode, Gender: string(c.Gender), School: c.SchoolCode, SchoolName: c.SchoolName,
		Mode: analysis.Screen, Points: float64(r.Result.Points) / 100, KeyVersion: r.Result.KeyVersion,
	}
	if r.Attempt == "" {
		p.Mode = analysis.Paper
	}
	if g.units != nil && c.SchoolCode != "" {
		if school, ok := g.units.ByCode(c.SchoolCode); ok {
			if above, ok := g.units.Get(school.ParentID); ok && above.Kind == identity.UnitPhong {
				p.Region = above.Name
			}
		}
	}
	return p
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

// matrix puts everything into its place: columns by part and number, persons by
// candidate.
func (g *gathering) matrix() *analysis.Matrix {
	g.dropUnused()
	slices.SortStableFunc(g.rows, func(a, b gathered) int {
		return strings.Compare(string(a.person.Candidate), string(b.person.Candidate))
	})
	persons := make([]analysis.Person, len(g.rows))
	for i := range g.rows {
		persons[i] = g.rows[i].person
	}
	m := analysis.NewMatrix(g.columns, persons)
	m.MaxPoints = g.highest
	for i := range g.rows {
		presented := map[int]bool{}
		for _, c := range g.rows[i].cells {
			at := m.At(i, c.column)
			m.Scores[at], m.Choices[at], m.Points[at], m.Right[at] = c.score, c.choice, c.points, c.right
			presented[c.column] = true
		}
		m.MarkNotReached(i, slices.DeleteFunc(slices.Clone(g.rows[i].order), func(j int) bool { return !presented[j] }))
	}
	return m
}

// dropUnused takes away the place for unclear marks where there are none.
func (g *gathering) dropUnused() {
	used := make([]bool, len(g.columns))
	for i := range g.rows {
		for _, c := range g.rows[i].cells {
			if n := len(g.columns[c.column].Options); n > 0 && int(c.choice) == n-1 {
				used[c.column] = true
			}
		}
	}
	for j := range g.columns {
		if o := g.columns[j].Options; len(o) > 0 && !used[j] {
			g.columns[j].Options = o[:len(o)-1]
		}
	}
}
