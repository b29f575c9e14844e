package assemble

import (
	"fmt"
	"slices"

	"khaothi/bank"
)

// Verify checks draws against their blueprint and returns what is wrong with
// them, in words; nothing if they are as they should be. It counts anew and
// shares nothing with what drew them.
func Verify(b Blueprint, items []Item, table *Table, draws []Draw) []string {
	v := &verifier{b: b, items: items, table: table}
	if len(draws) != b.Forms.Draws() {
		v.add("%d draws, want %d", len(draws), b.Forms.Draws())
	}
	held := map[int]int{}
	for f, d := range draws {
		v.form = f + 1
		v.draw(d)
		for _, p := range slices.Concat(d.Parts...) {
			held[p.Item]++
		}
	}
	v.form = 0
	for i, n := range held {
		if most := b.Exposure.MaxForms; most > 0 && n > most {
			v.add("item %s in %d draws, at most %d", items[i].ID, n, most)
		}
	}
	if b.Forms.Overlap != nil {
		for f := range draws {
			for g := range f {
				if n := common(draws[f], draws[g]); n > *b.Forms.Overlap {
					v.add("draws %d and %d share %d items, at most %d", g+1, f+1, n, *b.Forms.Overlap)
				}
			}
		}
	}
	return v.faults
}

func common(a, b Draw) int {
	in, n := map[int]bool{}, 0
	for _, p := range slices.Concat(a.Parts...) {
		in[p.Item] = true
	}
	for _, p := range slices.Concat(b.Parts...) {
		if in[p.Item] {
			n++
		}
	}
	return n
}

type verifier struct {
	b      Blueprint
	items  []Item
	table  *Table
	form   int
	faults []string
}

func (v *verifier) add(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf("draw %d: ", v.form)+fmt.Sprintf(format, args...))
}

func (v *verifier) draw(d Draw) {
	if len(d.Parts) != len(v.b.Parts) {
		v.add("%d parts, want %d", len(d.Parts), len(v.b.Parts))
		return
	}
	seen, same := map[int]bool{}, map[string]bool{}
	for p, picks := range d.Parts {
		if len(picks) != v.b.Size(p+1) {
			v.add("part %d has %d questions, want %d", p+1, len(picks), v.b.Size(p+1))
		}
		for _, pick := range picks {
			if pick.Item < 0 || pick.Item >= len(v.items) || seen[pick.Item] {
				v.add("item %d stands twice or is unknown", pick.Item)
				return
			}
			seen[pick.Item] = true
			it := v.items[pick.Item]
			if it.Same != "" && same[it.Same] {
				v.add("%s asks what another question asks", it.ID)
			}
			same[it.Same] = true
			v.pick(p, pick, it)
		}
		v.together(p, picks)
	}
	v.counts(d)
	v.conditions(d)
	v.targets(d)
}

// pick checks that an item may stand where it stands.
func (v *verifier) pick(p int, pick Pick, it Item) {
	if !it.Ready || !slices.Contains(v.b.Parts[p].Kinds, it.Kind) {
		v.add("%s does not fit part %d", it.ID, p+1)
	}
	for _, name := range v.b.Pool.Exclude {
		if name == it.ID || (it.Label != "" && name == it.Label) {
			v.add("%s is excluded", it.ID)
		}
	}
	if v.b.Grade != 0 && it.Grade != 0 && it.Grade != v.b.Grade {
		v.add("%s is of grade %d", it.ID, it.Grade)
	}
	if s := v.b.Subject; s != "" && it.Subject != "" && word(bank.ParseSubject(s)) != word(bank.ParseSubject(it.Subject)) {
		v.add("%s is of subject %s", it.ID, it.Subject)
	}
	if pick.Row == 0 {
		return
	}
	if pick.Row > len(v.b.Rows) || pick.Cell > len(v.b.Rows[pick.Row-1].Cells) {
		v.add("%s stands in no row", it.ID)
		return
	}
	row := v.b.Rows[pick.Row-1]
	if (row.Topic != "" && word(row.Topic) != word(it.Topic)) || (row.Content != "" && word(row.Content) != word(it.Content)) {
		v.add("%s is not of the content of row %d", it.ID, pick.Row)
	}
	if pick.Cell == 0 {
		return
	}
	c := row.Cells[pick.Cell-1]
	if c.Part != p+1 || (c.Level != "" && c.Level.Fold() != it.Level.Fold()) {
		v.add("%s is not of the level of its cell", it.ID)
	}
	if v.b.MatchCompetences && !has(c.Competences, it.Competences) {
		v.add("%s lacks the competence of its cell", it.ID)
	}
}

// counts checks every cell.
func (v *verifier) counts(d Draw) {
	for r, row := range v.b.Rows {
		for p, part := range v.b.Parts {
			if part.Clusters() {
				v.statements(r, p, row, d.Parts[p])
				continue
			}
			for c, cell := range row.Cells {
				if cell.Part != p+1 {
					continue
				}
				n := 0
				for _, pick := range d.Parts[p] {
					if pick.Row == r+1 && pick.Cell == c+1 {
						n++
					}
				}
				if n != cell.Count {
					v.add("row %d cell %d has %d questions, want %d", r+1, c+1, n, cell.Count)
				}
			}
		}
	}
}

func (v *verifier) statements(r, p int, row Row, picks []Pick) {
	want, got := map[bank.Level]int{}, map[bank.Level]int{}
	total, open := 0, false
	for _, c := range row.Cells {
		if c.Part == p+1 {
			want[c.Level.Fold()] += c.Count
			total += c.Count
			open = open || (c.Level == "" && c.Count > 0)
		}
	}
	all := 0
	for _, pick := range picks {
		if pick.Row == r+1 {
			for _, l := range v.items[pick.Item].Statements {
				got[l.Fold()]++
				all++
			}
		}
	}
	if all != total {
		v.add("row %d part %d has %d statements, want %d", r+1, p+1, all, total)
	}
	for _, l := range []bank.Level{bank.Know, bank.Understand, bank.Apply} {
		if got[l] < want[l] || (!open && got[l] != want[l]) {
			v.add("row %d part %d has %d statements of %s, want %d", r+1, p+1, got[l], l, want[l])
		}
	}
}

// together checks that questions of one text follow each other.
func (v *verifier) together(p int, picks []Pick) {
	last := map[string]int{}
	for at, pick := range picks {
		t := v.items[pick.Item].Stimulus
		if t == "" {
			continue
		}
		if before, ok := last[t]; ok && before != at-1 {
			v.add("the questions of a text are apart in part %d", p+1)
		}
		last[t] = at
	}
}

// conditions checks bands, enemies and texts.
func (v *verifier) conditions(d Draw) {
	names, texts, where := map[string]bool{}, map[string]int{}, map[string]int{}
	for p, picks := range d.Parts {
		for _, pick := range picks {
			it := v.items[pick.Item]
			names[it.ID] = true
			if it.Label != "" {
				names[it.Label] = true
			}
			if it.Stimulus == "" {
				continue
			}
			if texts[it.Stimulus]++; texts[it.Stimulus] > 1 && where[it.Stimulus] != p {
				v.add("the questions of a text stand in two parts")
			}
			where[it.Stimulus] = p
		}
	}
	for i, set := range v.b.Enemies {
		n := map[int]bool{}
		for _, name := range set {
			if names[name] {
				n[v.find(name)] = true
			}
		}
		if len(n) > 1 {
			v.add("enemies of set %d meet", i+1)
		}
	}
	for i, band := range v.b.Bands {
		n := 0
		for p, picks := range d.Parts {
			if len(band.Where.Parts) > 0 && !slices.Contains(band.Where.Parts, p+1) {
				continue
			}
			for _, pick := range picks {
				n += v.items[pick.Item].counts(band.Where)
			}
		}
		if n < band.Min || (band.Max != nil && n > *band.Max) {
			v.add("band %s has %d", band.Label(i), n)
		}
	}
	v.texts(texts)
	if v.b.Stimuli.All {
		v.whole(texts)
	}
}
