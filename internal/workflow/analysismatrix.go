package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/scoring"
)

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
			p.SchoolKind = string(school.SchoolKind)
			if above, ok := g.units.Get(school.ParentID); ok && above.Kind == identity.UnitPhong {
				p.Region = above.Name
			}
		}
	}
	return p
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
