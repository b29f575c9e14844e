package assemble

import (
	"slices"

	"khaothi/bank"
)

// PaperPart is a part of a paper that exists.
type PaperPart struct {
	Title  string
	Points int // of one question in hundredths
	Items  []Item
}

// Of reads the blueprint of a paper that exists: a row for each content in the
// order in which the bank's teachers would look for it, with what the paper
// holds of it. Rows of like names keep the first spelling.
func Of(name string, parts []PaperPart) Blueprint {
	b := Blueprint{V: Version, Name: name}
	at := map[string]int{}
	for p, part := range parts {
		b.Parts = append(b.Parts, Part{Title: part.Title, Points: part.Points, Kinds: kindsOf(part.Items)})
		for _, it := range part.Items {
			key := foldKey(it.Topic, it.Content)
			r, ok := at[key]
			if !ok {
				r = len(b.Rows)
				at[key], b.Rows = r, append(b.Rows, Row{Topic: it.Topic, Content: it.Content, Cells: []Cell{}})
			}
			if it.Kind != bank.Cluster {
				b.Rows[r].count(p+1, it.Level, 1)
				continue
			}
			for _, l := range it.Statements {
				b.Rows[r].count(p+1, l, 1)
			}
		}
	}
	topics := map[string]int{}
	for i, r := range b.Rows {
		if _, ok := topics[word(r.Topic)]; !ok {
			topics[word(r.Topic)] = i
		}
	}
	slices.SortStableFunc(b.Rows, func(x, y Row) int { return topics[word(x.Topic)] - topics[word(y.Topic)] })
	return b
}

func kindsOf(items []Item) []bank.Kind {
	var out []bank.Kind
	for _, k := range bank.Kinds() {
		if slices.ContainsFunc(items, func(it Item) bool { return it.Kind == k }) {
			out = append(out, k)
		}
	}
	return out
}

// count adds to the cell of a part and level.
func (r *Row) count(part int, l bank.Level, n int) {
	l = l.Fold()
	for i := range r.Cells {
		if r.Cells[i].Part == part && r.Cells[i].Level == l {
			r.Cells[i].Count += n
			return
		}
	}
	r.Cells = append(r.Cells, Cell{Part: part, Level: l, Count: n})
}

// PartsOf takes from a form what its matrix needs. points are those of one
// question of each part, in hundredths; missing ones are 0.
func PartsOf(f bank.Form, points []int) []PaperPart {
	out := make([]PaperPart, len(f.Parts))
	for i, p := range f.Parts {
		out[i].Title = p.Title
		if i < len(points) {
			out[i].Points = points[i]
		}
		for _, pin := range p.Pins {
			out[i].Items = append(out[i].Items, ItemOf(string(pin.ItemID), pin.Body))
		}
	}
	return out
}

// Deviation is a cell of two matrices that differs.
type Deviation struct {
	Topic   string     `json:"topic"`
	Content string     `json:"content"`
	Way     string     `json:"way"`
	Level   bank.Level `json:"level,omitempty"`
	Want    int        `json:"want"`
	Got     int        `json:"got"`
}

// Deviations compares what a blueprint asks for with what a paper has, row by
// row of the blueprint, then what the paper has beside it. A row of the paper
// belongs to the row of the same content, else to that of its topic, else to
// the one for any content.
func Deviations(want Matrix, got Matrix) []Deviation {
	rows := map[string]int{}
	for i, r := range want.Rows {
		rows[foldKey(r.Topic, r.Content)] = i
	}
	have := make([]MatrixRow, len(want.Rows))
	var extra []MatrixRow
	for _, g := range got.Rows {
		i, ok := rows[foldKey(g.Topic, g.Content)]
		if !ok {
			i, ok = rows[foldKey(g.Topic, "")]
		}
		if !ok {
			i, ok = rows[foldKey("", "")]
		}
		if !ok {
			extra = append(extra, g)
			continue
		}
		for w := range Ways {
			for l := range Levels {
				have[i].Counts[w][l] += g.Counts[w][l]
			}
		}
	}
	out := []Deviation{}
	for i, r := range want.Rows {
		out = append(out, differ(r, r.Counts, have[i].Counts)...)
	}
	for _, r := range extra {
		out = append(out, differ(r, [Ways][Levels]int{}, r.Counts)...)
	}
	return out
}

func differ(r MatrixRow, want, got [Ways][Levels]int) []Deviation {
	var out []Deviation
	for w := range Ways {
		for l := range Levels {
			if want[w][l] != got[w][l] {
				out = append(out, Deviation{Topic: r.Topic, Content: r.Content, Way: w.Vietnamese(), Level: LevelAt(l), Want: want[w][l], Got: got[w][l]})
			}
		}
	}
	return out
}
