package excel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// answers writes options, rows and the key.
func (w *cellWriter) answers(b bank.Body) {
	q, k := b.Question, b.Key
	var fixed []string
	for i, o := range q.Options {
		w.text(colOption+column(rune('a'+i)), o.HTML)
		if o.Fixed {
			fixed = append(fixed, source.Letter(i))
		}
	}
	w.cells[colFixed] = strings.Join(fixed, ",")
	switch q.Kind {
	case bank.Single, bank.Multiple:
		w.cells[colKey] = strings.Join(source.Letters(q.Options, k.Options), ",")
	case bank.Order:
		w.cells[colKey] = strings.Join(source.Letters(q.Options, k.Options), "-")
	case bank.Cluster:
		w.cluster(b)
	case bank.Short, bank.Numeric:
		w.cells[colKey] = strings.Join(k.Accepted, " | ")
		if len(k.Accepted) == 1 && strings.ContainsAny(k.Accepted[0], "eE") {
			w.cells[colKey] += " |" // 1e6 alone is a number to a spreadsheet
		}
		if g := q.Grid; g != nil && g.Max != bank.GridMax {
			w.cells[colMax] = strconv.Itoa(g.Max)
		}
	case bank.Match, bank.Categorise:
		w.match(b)
	case bank.Cloze:
		w.cloze(b)
	case bank.Essay, bank.Upload:
		w.byHand(b)
	case bank.Hotspot: // no column has areas
	}
}

func (w *cellWriter) cluster(b bank.Body) {
	var levels, key []string
	for i, s := range b.Question.Statements {
		w.text(colOption+column(rune('a'+i)), s.HTML)
		levels = append(levels, s.Level.Vietnamese())
	}
	for _, v := range b.Key.Statements {
		key = append(key, map[string]string{bank.True: "Đ", bank.False: "S"}[v])
	}
	w.cells[colKey], w.cells[colLevel] = strings.Join(key, " "), joinLevels(levels)
}

// joinLevels writes one level where all are equal.
func joinLevels(levels []string) string {
	if len(slices.Compact(slices.Clone(levels))) == 1 {
		return levels[0]
	}
	return strings.Join(levels, ", ")
}

func (w *cellWriter) match(b bank.Body) {
	var rows, key []string
	for i, s := range b.Question.Statements {
		level := ""
		if s.Level != "" {
			level = "[" + s.Level.Vietnamese() + "] "
		}
		rows = append(rows, fmt.Sprintf("%d. %s%s", i+1, level, w.plain("row", s.HTML)))
		if i < len(b.Key.Statements) {
			for _, l := range source.Letters(b.Question.Options, b.Key.Statements[i:i+1]) {
				key = append(key, fmt.Sprintf("%d-%s", i+1, l))
			}
		}
	}
	w.cells[colRows], w.cells[colKey] = strings.Join(rows, "\n"), strings.Join(key, ", ")
}

// cloze writes a line for each gap, and the sizes of those that are typed.
func (w *cellWriter) cloze(b bank.Body) {
	var out, sizes []string
	sized := false
	for i, g := range b.Question.Gaps {
		var key []string
		if i < len(b.Key.Gaps) {
			key = b.Key.Gaps[i]
		}
		weight, size := "", ""
		if g.Weight > 0 {
			weight = fmt.Sprintf("×%d", g.Weight)
		}
		text := strings.Join(key, " | ")
		switch {
		case g.Grid != nil:
			if usual, _ := source.GridFor(key); usual != *g.Grid {
				size, sized = strconv.Itoa(g.Grid.Max), true
			}
		case len(g.Options) > 0:
			var list []string
			for _, o := range g.Options {
				mark := ""
				if slices.Contains(key, o.ID) {
					mark = "*"
				}
				list = append(list, mark+w.plain("gap", o.HTML))
			}
			text = "{" + strings.Join(list, " | ") + "}"
		default:
			text = "(" + strings.Join(source.Letters(b.Question.Options, key), ", ") + ")"
		}
		out, sizes = append(out, fmt.Sprintf("%d%s: %s", i+1, weight, text)), append(sizes, size)
	}
	w.cells[colKey] = strings.Join(out, "\n")
	if sized {
		w.cells[colMax] = strings.Join(sizes, ",")
	}
}

func (w *cellWriter) byHand(b bank.Body) {
	if f := b.Question.Files; f != nil {
		size := fmt.Sprintf("%d byte", f.MaxBytes)
		if f.MaxBytes%(1<<20) == 0 {
			size = fmt.Sprintf("%d MB", f.MaxBytes>>20)
		}
		w.cells[colWork] = strings.Join(f.Types, ", ") + "; " + size
	}
	if wr := b.Question.Writing; wr != nil {
		var words []string
		if wr.Words > 0 {
			words = append(words, fmt.Sprintf("%d từ", wr.Words))
		}
		if wr.Lines > 0 {
			words = append(words, fmt.Sprintf("%d dòng", wr.Lines))
		}
		w.cells[colWork] = strings.Join(words, ", ")
	}
	var rows []string
	for _, c := range b.Key.Rubric {
		rows = append(rows, pointsText(c.Points)+": "+w.plain("rubric", c.HTML))
		for _, s := range c.Steps {
			rows = append(rows, "- "+pointsText(s.Points)+": "+w.plain("rubric", s.HTML))
		}
	}
	w.cells[colRubric] = strings.Join(rows, "\n")
}

func pointsText(hundredths int) string {
	return strings.Replace(strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64), ".", ",", 1)
}

// credit writes what earns a part.
func (w *cellWriter) credit(b bank.Body) {
	out, all := source.CreditTexts(b)
	if !all && w.err == nil {
		w.err = fmt.Errorf("the credit of %d answers has no place", len(b.Key.Credit)-len(out))
	}
	w.cells[colCredit] = strings.Join(out, "\n")
}
