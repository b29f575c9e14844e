package excel

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/sheet"
)

// questionSheet is the sheet of questions in the template.
const questionSheet = "Câu hỏi"

// templateColumn is one column of the sheet of questions.
type templateColumn struct {
	id    column
	title string
	width float64
}

// commonColumns are the option columns that a template always has.
const commonColumns = 6

// columnsFor lists the columns of a sheet with room for n options.
func columnsFor(n int) []templateColumn {
	out := []templateColumn{
		{colLabel, "Mã câu", 12},
		{colKind, "Dạng câu", 14},
		{colSubject, "Môn", 10},
		{colGrade, "Lớp", 6},
		{colTopic, "Chủ đề", 20},
		{colLevel, "Mức độ", 16},
		{colOutcome, "Yêu cầu cần đạt", 24},
		{colStimulus, "Ngữ liệu", 14},
		{colStem, "Câu hỏi", 60},
	}
	for i := range max(n, commonColumns) {
		out = append(out, templateColumn{colOption + column(rune('a'+i)), string(rune('A' + i)), map[bool]float64{true: 24, false: 12}[i < 4]})
	}
	return append(
		out,
		templateColumn{colKey, "Đáp án", 16}, templateColumn{colFixed, "Cố định", 9}, templateColumn{colMax, "Số ký tự", 9}, templateColumn{colSolution, "Lời giải", 40},
		templateColumn{colRows, "Vế trái", 24}, templateColumn{colCredit, "Điểm từng phần", 16}, templateColumn{colFold, "Không phân biệt hoa thường", 12},
		templateColumn{colWork, "Bài làm", 16}, templateColumn{colRubric, "Hướng dẫn chấm", 40},
		templateColumn{colContent, "Đơn vị kiến thức", 20}, templateColumn{colCompetence, "Năng lực", 16}, templateColumn{colFree, "Nhãn", 16},
	)
}

// listRows is how far down the drop-down lists reach.
const listRows = 2000

// Write makes a workbook in the template that Read turns into the same bodies
// again. It fails for a body that the template cannot say, naming it.
func Write(items []bank.ItemDraft, media map[string]bank.Media) ([]byte, error) {
	w := sheet.NewWriter()
	options := 0
	for _, d := range items {
		options = max(options, len(d.Body.Question.Options))
	}
	questions := newQuestions(w, columnsFor(options))
	codes := newStimuli()
	for i, d := range items {
		if err := questions.add(d.Body, codes, media); err != nil {
			return nil, fmt.Errorf("question %d (%s): %w", i+1, d.Where, err)
		}
	}
	codes.write(w, media)
	guide(w)
	return w.Bytes()
}

// questionWriter writes the sheet of questions.
type questionWriter struct {
	*sheet.SheetWriter
	columns []templateColumn
}

func newQuestions(w *sheet.Writer, columns []templateColumn) questionWriter {
	cols := make([]sheet.Column, 0, len(columns))
	for _, c := range columns {
		cols = append(cols, sheet.Column{Title: c.title, Width: c.width, Kind: sheet.Wrap})
	}
	s := questionWriter{w.Sheet(questionSheet, cols...), columns}
	var levels []string
	for _, l := range bank.Levels() {
		levels = append(levels, l.Vietnamese())
	}
	s.List(indexOf(columns, colKind), listRows, kindList()...)
	s.List(indexOf(columns, colLevel), listRows, levels...)
	s.List(indexOf(columns, colSubject), listRows, "Toán", "Vật lí", "Hoá học", "Sinh học", "Lịch sử", "Địa lí", "GDKTPL", "Tin học", "Công nghệ", "Ngoại ngữ", "Ngữ văn")
	return s
}

// add writes one question with its pictures.
func (q questionWriter) add(b bank.Body, codes *stimuli, media map[string]bank.Media) error {
	cells, pictures, err := cellsOf(b, codes)
	if err != nil {
		return err
	}
	row := make([]any, len(q.columns))
	for i, c := range q.columns {
		row[i] = cells[c.id]
	}
	at := q.Row(row...)
	for _, p := range pictures {
		m, ok := media[p.hash]
		if !ok {
			return fmt.Errorf("picture %s is missing", p.hash)
		}
		q.Picture(indexOf(q.columns, p.col), at, extension(m), m.Bytes, 0.5, 120)
	}
	return nil
}

func indexOf(columns []templateColumn, c column) int {
	return max(0, slices.IndexFunc(columns, func(t templateColumn) bool { return t.id == c }))
}

// stimuli gives each shared text a code in the order of first use.
type stimuli struct {
	code  map[string]string // by HTML
	cells []cellWriter      // of each, in column colStimulus
	err   error
}

func newStimuli() *stimuli { return &stimuli{code: map[string]string{}} }

// of is the code of a text. One that a cell cannot say is an error.
func (s *stimuli) of(html string) string {
	if html == "" {
		return ""
	}
	if s.code[html] == "" {
		w := cellWriter{cells: map[column]string{}}
		w.text(colStimulus, html)
		s.cells = append(s.cells, w)
		s.code[html] = "NL" + strconv.Itoa(len(s.cells))
		if s.err == nil {
			s.err = w.err
		}
	}
	return s.code[html]
}

func (s *stimuli) write(w *sheet.Writer, media map[string]bank.Media) {
	out := w.Sheet("Ngữ liệu", sheet.Column{Title: "Mã ngữ liệu", Width: 16, Kind: sheet.Wrap}, sheet.Column{Title: "Nội dung", Width: 90, Kind: sheet.Wrap})
	for i, c := range s.cells {
		at := out.Row("NL"+strconv.Itoa(i+1), c.cells[colStimulus])
		for _, p := range c.pictures {
			out.Picture(1, at, extension(media[p.hash]), media[p.hash].Bytes, 0.5, 120)
		}
	}
}

// extension is that of the file of a picture.
func extension(m bank.Media) string { return "." + strings.TrimPrefix(m.MIME, "image/") }

type anchored struct {
	col  column
	hash string
}

// cellsOf is the row of a body and the pictures to anchor in it.
func cellsOf(b bank.Body, codes *stimuli) (map[column]string, []anchored, error) {
	w := cellWriter{cells: map[column]string{
		colLabel: b.Label, colKind: kindTitles[b.Question.Kind], colSubject: b.Tags.Subject, colTopic: b.Tags.Topic,
		colLevel: b.Tags.Level.Vietnamese(), colOutcome: b.Tags.Outcome, colContent: b.Tags.Content,
		colCompetence: strings.Join(b.Tags.Competences, "; "), colFree: strings.Join(b.Tags.Free, "; "),
	}}
	if b.Tags.Grade > 0 {
		w.cells[colGrade] = strconv.Itoa(b.Tags.Grade)
	}
	if b.Key.Fold {
		w.cells[colFold] = "x"
	}
	stem := b.Question.Stem
	for i := range b.Question.Gaps {
		stem = strings.Replace(stem, bank.GapMark(i), fmt.Sprintf("[[%d]]", i+1), 1)
	}
	w.text(colStem, stem)
	w.text(colSolution, b.Solution)
	w.cells[colStimulus] = codes.of(b.Question.Stimulus)
	w.answers(b)
	w.credit(b)
	if w.err == nil {
		w.err = codes.err
	}
	return w.cells, w.pictures, w.err
}

type cellWriter struct {
	cells    map[column]string
	pictures []anchored
	err      error
}

var (
	lastPicture = regexp.MustCompile(`<p><img src="media:([0-9a-f]{64})" alt="Hình của câu hỏi"></p>$`)
	anyPicture  = regexp.MustCompile(`<img\b[^>]*>`)
	attribute   = regexp.MustCompile(`(src|alt|width|height)="([^"]*)"`)
)

// text puts HTML into a cell. Pictures at its end are anchored there; others
// too, and a mark in the text says where.
func (w *cellWriter) text(c column, h string) {
	var last []string
	for m := lastPicture.FindStringSubmatch(h); m != nil; m = lastPicture.FindStringSubmatch(h) {
		last = append([]string{m[1]}, last...)
		h = strings.TrimSuffix(h, m[0])
	}
	h = anyPicture.ReplaceAllStringFunc(h, func(tag string) string {
		a := map[string]string{}
		for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
			a[m[1]] = m[2]
		}
		w.pictures = append(w.pictures, anchored{c, strings.TrimPrefix(a["src"], "media:")})
		mark := "[[hình: " + a["alt"]
		if a["width"]+a["height"] != "" {
			mark += "|" + a["width"] + "×" + a["height"]
		}
		return mark + "]]"
	})
	for _, hash := range last {
		w.pictures = append(w.pictures, anchored{c, hash})
	}
	w.cells[c] = w.plain(string(c), h)
}

// plain is the text of a cell, or of a part of one.
func (w *cellWriter) plain(what, h string) string {
	text, err := cellText(h)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("%s: %w", what, err)
	}
	return text
}

// cellText is the text that TextHTML turns into h again, or an error.
func cellText(h string) (string, error) {
	text := html.UnescapeString(strings.NewReplacer("<br/>", "\n", "<br>", "\n").Replace(h))
	if bank.TextHTML(text) != h {
		return "", fmt.Errorf("the template cannot say %q", bank.PlainText(h))
	}
	return text, nil
}
