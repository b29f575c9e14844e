package assemble

import (
	"math"
	"slices"
	"time"

	"khaothi/bank"
)

// model is a blueprint over the items of a bank as linear demands on
// variables. A variable is an item in a place of the paper, or a text that a
// form uses.
type model struct {
	b     Blueprint
	items []Item
	table *Table

	vars    []variable
	demands []demand
	groups  []Demand // what the demands mean to people
	places  [][]int  // variables of each item
	out     map[string]int
	size    int // questions of a form
	unknown []string
	now     time.Time
}

// variable is an item in a place, or, with item < 0, a text in a part.
type variable struct {
	item, part, row, cell int // row and cell are -1 where the part has no cells
}

// demand bounds a sum over the variables of each form.
type demand struct {
	group        int
	lower, upper float64
	terms        []term
}

type term struct {
	v    int
	coef float64
}

// Demand is a wish of the blueprint in words. A conflict is a list of them.
type Demand struct {
	Kind    string     `json:"kind" enum:"cell,part,band,enemies,stimulus,texts,exposure,pool,overlap,target"`
	Row     int        `json:"row,omitempty" doc:"from 1"`
	Part    int        `json:"part,omitempty" doc:"from 1"`
	Level   bank.Level `json:"level,omitempty"`
	Need    int        `json:"need"`
	Have    int        `json:"have"`
	Message string     `json:"message"`

	soft bool // a wish that a board gives up before a cell
}

// newModel finds the places of every item. Items that the pool leaves out are
// counted in out by reason.
func newModel(b Blueprint, items []Item, table *Table, now time.Time) *model {
	m := &model{now: now, b: b, items: items, table: table, out: map[string]int{}, places: make([][]int, len(items)), size: b.Questions()}
	index := m.index()
	excluded := map[int]bool{}
	for _, name := range b.Pool.Exclude {
		if i, ok := index[name]; ok {
			excluded[i] = true
		} else {
			m.unknown = append(m.unknown, name)
		}
	}
	rows := make([][2]string, len(b.Rows))
	for r, row := range b.Rows {
		rows[r] = [2]string{word(row.Topic), word(row.Content)}
	}
	for i := range items {
		if why := m.leftOut(i, excluded[i]); why != "" {
			m.out[why]++
			continue
		}
		m.place(i, rows)
	}
	m.cells()
	m.parts()
	m.once()
	m.bands()
	m.enemies(index)
	m.stimuli()
	return m
}

// index finds items by id, and by label where that is clear.
func (m *model) index() map[string]int {
	out, labels := map[string]int{}, map[string]int{}
	for _, it := range m.items {
		labels[it.Label]++
	}
	for i, it := range m.items {
		if it.Label != "" && labels[it.Label] == 1 {
			out[it.Label] = i
		}
	}
	for i, it := range m.items {
		out[it.ID] = i
	}
	return out
}

// The reasons why an item cannot be drawn.
const (
	outNotReady   = "not_ready"
	outSubject    = "subject"
	outExcluded   = "excluded"
	outDifficulty = "difficulty"
	outUses       = "uses"
	outNoNumber   = "no_number"
	outNoPlace    = "no_place"
)

func (m *model) leftOut(i int, excluded bool) string {
	it, b := &m.items[i], m.b
	switch {
	case !it.Ready:
		return outNotReady
	case excluded:
		return outExcluded
	case b.Subject != "" && it.Subject != "" && word(bank.ParseSubject(b.Subject)) != word(bank.ParseSubject(it.Subject)):
		return outSubject
	case b.Grade != 0 && it.Grade != 0 && b.Grade != it.Grade:
		return outSubject
	case b.Exposure.MaxUses > 0 && m.uses(*it) > b.Exposure.MaxUses-1:
		return outUses
	case b.Exposure.UnusedDays > 0 && m.now.Sub(it.LastUsed) < time.Duration(b.Exposure.UnusedDays)*24*time.Hour:
		return outUses
	}
	if d := b.Pool.Difficulty; d != nil {
		if p, ok := m.table.Value(*it, columnP); ok && (p < d.Min || p > d.Max) {
			return outDifficulty
		}
	}
	for _, t := range b.Targets {
		if _, ok := m.table.Value(*it, t.Column); !ok {
			return outNoNumber
		}
	}
	return ""
}

func (m *model) uses(it Item) int {
	if v, ok := m.table.Value(it, columnUses); ok {
		return int(math.Round(v))
	}
	return it.Uses
}

// place adds the variables of an item: one for each cell, row or part that it
// may stand in.
func (m *model) place(i int, rows [][2]string) {
	it := &m.items[i]
	topic, content := word(it.Topic), word(it.Content)
	add := func(part, row, cell int) {
		m.places[i] = append(m.places[i], len(m.vars))
		m.vars = append(m.vars, variable{item: i, part: part, row: row, cell: cell})
	}
	for p, part := range m.b.Parts {
		if !slices.Contains(part.Kinds, it.Kind) {
			continue
		}
		celled := false
		for r, row := range m.b.Rows {
			fits := (rows[r][0] == "" || rows[r][0] == topic) && (rows[r][1] == "" || rows[r][1] == content)
			has := false
			for c, cell := range row.Cells {
				if cell.Part != p+1 || cell.Count == 0 {
					continue
				}
				celled, has = true, true
				if fits && !part.Clusters() && m.fitsCell(*it, cell) {
					add(p, r, c)
				}
			}
			if has && fits && part.Clusters() && m.fitsRow(*it, p, row) {
				add(p, r, -1)
			}
		}
		if !celled {
			add(p, -1, -1)
		}
	}
	if len(m.places[i]) == 0 {
		m.out[outNoPlace]++
	}
}

func (m *model) fitsCell(it Item, c Cell) bool {
	return (c.Level == "" || c.Level.Fold() == it.Level) && (!m.b.MatchCompetences || has(c.Competences, it.Competences))
}

// fitsRow reports whether the row has room for each level of the statements of
// a cluster.
func (m *model) fitsRow(it Item, part int, row Row) bool {
	room, open := map[bank.Level]int{}, 0
	for _, c := range row.Cells {
		if c.Part != part+1 {
			continue
		}
		if c.Level == "" {
			open += c.Count
		}
		room[c.Level.Fold()] += c.Count
		if m.b.MatchCompetences && c.Count > 0 && !has(c.Competences, it.Competences) {
			return false
		}
	}
	if len(it.Statements) != bank.ClusterSize {
		return false
	}
	for _, l := range levels {
		open -= max(0, it.statementsAt(l)-room[l])
	}
	return open-it.statementsAt("") >= 0
}

// group adds a wish and returns its number.
func (m *model) group(d Demand) int {
	m.groups = append(m.groups, d)
	return len(m.groups) - 1
}

func (m *model) demand(group int, lower, upper float64, terms []term) {
	m.demands = append(m.demands, demand{group: group, lower: lower, upper: upper, terms: terms})
}

// where lists the terms of the variables that a function gives a coefficient.
func (m *model) where(coef func(v variable) float64) []term {
	var out []term
	for k, v := range m.vars {
		if v.item < 0 {
			continue
		}
		if c := coef(v); c != 0 {
			out = append(out, term{k, c})
		}
	}
	return out
}

// once lets every item stand in at most one place.
func (m *model) once() {
	for _, list := range m.places {
		if len(list) < 2 {
			continue
		}
		terms := make([]term, len(list))
		for k, v := range list {
			terms[k] = term{v, 1}
		}
		m.demand(always, 0, 1, terms)
	}
}

// always is the group of demands that are no wish of anybody.
const always = -1
