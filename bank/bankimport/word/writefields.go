package word

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	office "khaothi/internal/docx"
)

// gapText is what fills a gap: texts, "{*đúng | sai}" of its own list, or
// letters of the options of the question.
func gapText(b bank.Body, i int) string {
	g, key := b.Question.Gaps[i], []string{}
	if i < len(b.Key.Gaps) {
		key = b.Key.Gaps[i]
	}
	switch {
	case g.Grid != nil:
		return strings.Join(key, " | ")
	case len(g.Options) == 0:
		return "(" + strings.Join(source.Letters(b.Question.Options, key), ", ") + ")"
	}
	var list []string
	for _, o := range g.Options {
		mark := map[bool]string{true: "*"}[slices.Contains(key, o.ID)]
		list = append(list, mark+bank.PlainText(o.HTML))
	}
	return "{" + strings.Join(list, " | ") + "}"
}

// match writes rows with numbers, targets with letters, and 1-B, 2-A.
func (e *exporter) match(d bank.ItemDraft) {
	var key []string
	for i, s := range d.Body.Question.Statements {
		lead := []office.Inline{office.Text(fmt.Sprintf("%d. ", i+1))}
		if m := levelMarks[s.Level]; m != "" {
			lead = append(lead, office.Text("["+m+"] "))
		}
		e.html(d, s.HTML, lead...)
		if i < len(d.Body.Key.Statements) {
			for _, l := range source.Letters(d.Body.Question.Options, d.Body.Key.Statements[i:i+1]) {
				key = append(key, fmt.Sprintf("%d-%s", i+1, l))
			}
		}
	}
	e.options(d, nil)
	if len(key) > 0 {
		e.line("[<Ans=" + strings.Join(key, ", ") + ">]")
	}
}

// shapeNames are the shapes in words.
var shapeNames = map[bank.Shape]string{bank.Rect: "chữ nhật", bank.Circle: "tròn", bank.Ellipse: "elip", bank.Poly: "đa giác"}

func areaName(a bank.Area) string {
	return strings.Replace(a.String(), string(a.Shape)+":", shapeNames[a.Shape]+" ", 1)
}

// spots writes the picture and its areas.
func (e *exporter) spots(d bank.ItemDraft) {
	q, k := d.Body.Question, d.Body.Key
	if q.Image != nil {
		e.html(d, `<img src="media:`+q.Image.Media+`" alt="`+strings.ReplaceAll(q.Image.Alt, `"`, "&#34;")+`">`, office.Text("Hình: "))
	}
	for i, o := range q.Options {
		if o.Area != nil {
			e.line("Vùng " + source.Letter(i) + ": " + areaName(*o.Area) + ": " + bank.PlainText(o.HTML))
		}
	}
	for _, a := range k.Areas {
		e.line("Vùng đúng: " + areaName(a))
	}
	if q.Points > 0 {
		e.line(fmt.Sprintf("Số chỗ cần chọn: %d", q.Points))
	}
	if len(k.Options) > 0 {
		e.key(strings.Join(source.Letters(q.Options, k.Options), ", "))
	}
}

// byHand writes the bounds of an essay or a file and the rubric.
func (e *exporter) byHand(d bank.ItemDraft) {
	q := d.Body.Question
	if f := q.Files; f != nil {
		size := fmt.Sprintf("%d byte", f.MaxBytes)
		if f.MaxBytes%(1<<20) == 0 {
			size = fmt.Sprintf("%d MB", f.MaxBytes>>20)
		}
		e.line("Tệp nộp: " + strings.Join(f.Types, ", ") + "; " + size)
	}
	if w := q.Writing; w != nil {
		var words []string
		if w.Words > 0 {
			words = append(words, fmt.Sprintf("%d từ", w.Words))
		}
		if w.Lines > 0 {
			words = append(words, fmt.Sprintf("%d dòng", w.Lines))
		}
		e.line("Độ dài: " + strings.Join(words, ", "))
	}
	for _, c := range d.Body.Key.Rubric {
		e.html(d, c.HTML, office.Text("Tiêu chí ("+pointsText(c.Points)+"): "))
		for _, s := range c.Steps {
			e.html(d, s.HTML, office.Text("Mức ("+pointsText(s.Points)+"): "))
		}
	}
}

func pointsText(hundredths int) string {
	return strings.Replace(strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64), ".", ",", 1)
}
