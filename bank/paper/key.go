package paper

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/sheet"
)

// Keys is the key table of some variants as a workbook: rows of questions and
// columns of form codes, the same turned round, and a list of one answer a row
// with clusters as one word (ĐSĐS), as scanning programs read it.
func Keys(f bank.Form, layouts []bank.Layout) ([]byte, error) {
	t, err := keyTable(f, layouts)
	if err != nil {
		return nil, err
	}
	w := sheet.NewWriter()
	t.byQuestion(w, f.Name)
	t.byCode(w, f.Name)
	t.list(w, f.Name)
	return w.Bytes()
}

// place is one printed answer: part, question and letter.
type place struct {
	part, no int
	letter   string
}

func (p place) label() string { return strconv.Itoa(p.no) + p.letter }

type table struct {
	places []place
	codes  []string
	answer []map[place]string // by code
	parts  int
}

func keyTable(f bank.Form, layouts []bank.Layout) (table, error) {
	t := table{parts: len(f.Parts)}
	seen := map[place]bool{}
	for _, l := range layouts {
		answers, err := f.PrintedKey(l)
		if err != nil {
			return t, err
		}
		column := map[place]string{}
		for _, a := range answers {
			p := placeOf(a)
			column[p] = a.Answer
			if !seen[p] {
				seen[p] = true
				t.places = append(t.places, p)
			}
		}
		t.codes = append(t.codes, cmp.Or(l.Code, "Gốc"))
		t.answer = append(t.answer, column)
	}
	slices.SortFunc(t.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.no, b.no), strings.Compare(a.letter, b.letter))
	})
	return t, nil
}

func placeOf(a bank.PrintedAnswer) place {
	digits := strings.TrimRight(a.No, "abcdefghijklmnopqrstuvwxyz")
	no, _ := strconv.Atoi(digits) // PrintedKey made it
	return place{a.Part, no, a.No[len(digits):]}
}

func partName(n int) string {
	roman := []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}
	if n >= 1 && n <= len(roman) {
		return "Phần " + roman[n-1]
	}
	return "Phần " + strconv.Itoa(n)
}

// byQuestion has a row for each answer and a column for each code.
func (t table) byQuestion(w *sheet.Writer, title string) {
	columns := []sheet.Column{{Title: "Phần", Width: 10}, {Title: "Câu", Width: 7}}
	for _, c := range t.codes {
		columns = append(columns, sheet.Column{Title: c, Width: 9})
	}
	s := w.Sheet("Câu × mã đề", columns...)
	for _, p := range t.places {
		row := []any{partName(p.part), p.label()}
		for i := range t.codes {
			row = append(row, t.answer[i][p])
		}
		s.Row(row...)
	}
	s.Print("Đáp án – "+title, len(t.codes) > 8)
}

// byCode has a row for each code and a column for each answer.
func (t table) byCode(w *sheet.Writer, title string) {
	columns := []sheet.Column{{Title: "Mã đề", Width: 9}}
	for _, p := range t.places {
		name := p.label()
		if t.parts > 1 {
			name = strings.TrimPrefix(partName(p.part), "Phần ") + "." + name
		}
		columns = append(columns, sheet.Column{Title: name, Width: 7})
	}
	s := w.Sheet("Mã đề × câu", columns...)
	for i, c := range t.codes {
		row := []any{c}
		for _, p := range t.places {
			row = append(row, t.answer[i][p])
		}
		s.Row(row...)
	}
	s.Print("Đáp án – "+title, true)
}

// list has a row for each question of each code; its answers are one word.
func (t table) list(w *sheet.Writer, title string) {
	s := w.Sheet("Danh sách", sheet.Column{Title: "Mã đề", Width: 9}, sheet.Column{Title: "Phần", Width: 10}, sheet.Column{Title: "Câu", Width: 7}, sheet.Column{Title: "Đáp án", Width: 20})
	for i, c := range t.codes {
		for k := 0; k < len(t.places); {
			p := t.places[k]
			var words []string
			for ; k < len(t.places) && t.places[k].part == p.part && t.places[k].no == p.no; k++ {
				if a, ok := t.answer[i][t.places[k]]; ok {
					words = append(words, a)
				}
			}
			s.Row(c, partName(p.part), strconv.Itoa(p.no), joined(words))
		}
	}
	s.Print("Đáp án – "+title, false)
}

// joined is ĐSĐS for single signs, else the answers with semicolons.
func joined(words []string) string {
	for _, w := range words {
		if len([]rune(w)) != 1 {
			return strings.Join(words, "; ")
		}
	}
	return strings.Join(words, "")
}
