package banktest

import (
	"fmt"

	"khaothi/bank"
)

// Body makes one question of a kind.
func (m *Maker) Body(k bank.Kind) bank.Body {
	b := bank.Body{Tags: m.tags(k), Label: m.phrase(), Question: bank.Question{Kind: k, Stem: m.Text()}}
	if m.r.IntN(3) == 0 {
		b.Question.Stimulus = m.Text()
	}
	if m.r.IntN(2) == 0 {
		b.Solution = m.Text()
	}
	switch k {
	case bank.Single, bank.Multiple:
		m.choice(&b)
	case bank.Cluster:
		m.cluster(&b)
	case bank.Short, bank.Numeric:
		m.typed(&b)
	case bank.Cloze:
		m.cloze(&b)
	case bank.Match, bank.Categorise:
		m.match(&b)
	case bank.Order:
		b.Question.Options = m.options(3 + m.r.IntN(3))
		b.Normalise()
		for _, i := range m.r.Perm(len(b.Question.Options)) {
			b.Key.Options = append(b.Key.Options, b.Question.Options[i].ID)
		}
	case bank.Hotspot:
		m.hotspot(&b)
	case bank.Essay, bank.Upload:
		m.byHand(&b)
	}
	b.Normalise()
	return b
}

// choice makes a key with or without shares of the points. Shares of right
// options make the whole, those of others are losses or parts.
func (m *Maker) choice(b *bank.Body) {
	n := 3 + m.r.IntN(3)
	b.Question.Options = m.options(n)
	b.Question.Options[n-1].Fixed = m.r.IntN(3) == 0
	b.Normalise()
	right := m.some(n, 1, 1)
	if b.Question.Kind == bank.Multiple {
		right = m.some(n, 1, n-1)
	}
	credit := map[string]bank.Credit{}
	is := map[int]bool{}
	for i, at := range right {
		is[at] = true
		b.Key.Options = append(b.Key.Options, b.Question.Options[at].ID)
		if b.Question.Kind == bank.Multiple {
			credit[b.Question.Options[at].ID] = share(len(right), i)
		}
	}
	if m.r.IntN(2) == 0 {
		return
	}
	for i, o := range b.Question.Options {
		if !is[i] && m.r.IntN(2) == 0 {
			credit[o.ID] = -bank.Full / bank.Credit(2+m.r.IntN(3))
		}
	}
	if len(credit) > 0 {
		if b.Question.Kind == bank.Single {
			credit[b.Key.Options[0]] = bank.Full
		}
		b.Key.Credit = credit
	}
}

// share is one of n parts that make the whole together.
func share(n, i int) bank.Credit {
	each := (bank.Full + bank.Credit(n)/2) / bank.Credit(n)
	if i == n-1 && bank.Full%bank.Credit(n) == 0 {
		return bank.Full - each*bank.Credit(n-1)
	}
	return each
}

func (m *Maker) cluster(b *bank.Body) {
	for range bank.ClusterSize {
		b.Question.Statements = append(b.Question.Statements, bank.Statement{HTML: m.line(), Level: bank.Levels()[m.r.IntN(3)]})
		b.Key.Statements = append(b.Key.Statements, []string{bank.True, bank.False}[m.r.IntN(2)])
	}
}

func (m *Maker) typed(b *bank.Body) {
	if b.Question.Kind == bank.Numeric {
		b.Key.Accepted = [][]string{{"9,81"}, {"-3"}, {"1,5..2,5"}, {"100..120", "90..99,5"}}[m.r.IntN(4)]
		if len(b.Key.Accepted) == 2 {
			b.Key.Credit = map[string]bank.Credit{b.Key.Accepted[1]: bank.Full / 2}
		}
		return
	}
	if m.r.IntN(2) == 0 {
		b.Question.Grid = &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}
		b.Key.Accepted = []string{[]string{"0,50", "-2", "1234", "3,5"}[m.r.IntN(4)]}
		return
	}
	b.Question.Grid = &bank.Grid{Max: 40}
	b.Key.Accepted, b.Key.Fold = []string{"Hà Nội", fmt.Sprintf("Thăng Long %d", m.n)}, m.r.IntN(2) == 0
	if m.r.IntN(2) == 0 {
		b.Key.Credit = map[string]bank.Credit{b.Key.Accepted[1]: bank.Full / 4}
	}
}

// cloze makes a typed gap, one with options of its own, and two that share a
// pool.
func (m *Maker) cloze(b *bank.Body) {
	q := &b.Question
	q.Stem += "<p>" + m.line() + " " + bank.GapMark(0) + " và " + bank.GapMark(1) + ".</p><p>" + bank.GapMark(2) + " " + m.line() + " " + bank.GapMark(3) + "</p>"
	q.Options = m.options(4)
	q.Gaps = []bank.Gap{{Grid: &bank.Grid{Max: 20}}, {Options: m.options(3)}, {}, {}}
	b.Normalise()
	b.Key.Fold = m.r.IntN(2) == 0
	b.Key.Gaps = [][]string{{"Huế", "Thừa Thiên"}, {q.Gaps[1].Options[m.r.IntN(3)].ID}, {q.Options[0].ID, q.Options[2].ID}, {q.Options[1].ID}}
	if m.r.IntN(2) == 0 {
		b.Key.Credit = map[string]bank.Credit{bank.CreditName(0, "Thừa Thiên"): bank.Full / 2, bank.CreditName(3, q.Options[3].ID): bank.Full / 5}
	}
	if m.r.IntN(2) == 0 {
		q.Gaps[1].Weight, q.Gaps[3].Weight = 2, 3
	}
}

func (m *Maker) match(b *bank.Body) {
	q := &b.Question
	rows, targets := 2+m.r.IntN(4), 2+m.r.IntN(2)
	if q.Kind == bank.Match {
		targets = rows + m.r.IntN(3)
	}
	for range rows {
		q.Statements = append(q.Statements, bank.Statement{HTML: m.line(), Level: bank.Levels()[m.r.IntN(3)]})
	}
	q.Options = m.options(targets)
	b.Normalise()
	order := m.r.Perm(targets)
	for i := range rows {
		at := order[i%targets]
		if q.Kind == bank.Categorise {
			at = m.r.IntN(targets)
		}
		b.Key.Statements = append(b.Key.Statements, q.Options[at].ID)
	}
}

func (m *Maker) hotspot(b *bank.Body) {
	q := &b.Question
	q.Image = &bank.Image{Media: m.image(60, 40), Width: 60, Height: 40, Alt: m.phrase()}
	areas := []bank.Area{
		{Shape: bank.Rect, Coords: []int{1, 1, 11, 9}},
		{Shape: bank.Circle, Coords: []int{30, 20, 5}},
		{Shape: bank.Poly, Coords: []int{40, 5, 55, 5, 50, 20, 42, 18}},
		{Shape: bank.Ellipse, Coords: []int{20, 32, 8, 4}},
	}
	if m.r.IntN(2) == 0 {
		q.Points, b.Key.Areas = 2, areas[:2]
		return
	}
	q.Options = m.options(len(areas))
	for i := range q.Options {
		q.Options[i].HTML, q.Options[i].Area = escape(m.phrase()), &areas[i]
	}
	b.Normalise()
	for _, i := range m.some(len(areas), 1, 2) {
		b.Key.Options = append(b.Key.Options, q.Options[i].ID)
	}
}

func (m *Maker) byHand(b *bank.Body) {
	if b.Question.Kind == bank.Essay {
		b.Question.Writing = &bank.Writing{Words: 100 * m.r.IntN(7), Lines: 1 + m.r.IntN(40)}
	} else {
		b.Question.Files = &bank.Files{Types: []string{"docx", "py"}, MaxBytes: 1 << 20}
	}
	for range 1 + m.r.IntN(2) {
		b.Key.Rubric = append(b.Key.Rubric, bank.Criterion{HTML: m.line(), Points: 100, Steps: []bank.Grade{{HTML: m.line(), Points: 50}, {HTML: m.line(), Points: 25}}})
	}
}
