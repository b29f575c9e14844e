package excel

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/sheet"
)

// questionSheet is the sheet of questions in the template.
const questionSheet = "Câu hỏi"

var templateColumns = []struct {
	id    column
	title string
	width float64
}{
	{colLabel, "Mã câu", 12},
	{colKind, "Dạng câu", 14},
	{colSubject, "Môn", 10},
	{colGrade, "Lớp", 6},
	{colTopic, "Chủ đề", 20},
	{colLevel, "Mức độ", 16},
	{colOutcome, "Yêu cầu cần đạt", 24},
	{colStimulus, "Ngữ liệu", 14},
	{colStem, "Câu hỏi", 60},
	{"opta", "A", 24},
	{"optb", "B", 24},
	{"optc", "C", 24},
	{"optd", "D", 24},
	{"opte", "E", 12},
	{"optf", "F", 12},
	{colKey, "Đáp án", 12},
	{colFixed, "Cố định", 9},
	{colMax, "Số ký tự", 9},
	{colSolution, "Lời giải", 40},
}

// listRows is how far down the drop-down lists reach.
const listRows = 2000

// Write makes a workbook in the template that Read turns into the same bodies
// again. It fails for a body that the template cannot say, naming it.
func Write(items []bank.ItemDraft, media map[string]bank.Media) ([]byte, error) {
	w := sheet.NewWriter()
	questions := newQuestions(w)
	codes := newStimuli()
	for i, d := range items {
		cells, pictures, err := cellsOf(d.Body, codes)
		if err != nil {
			return nil, fmt.Errorf("question %d (%s): %w", i+1, d.Where, err)
		}
		row := questions.Row(cells...)
		for _, p := range pictures {
			m, ok := media[p.hash]
			if !ok {
				return nil, fmt.Errorf("question %d (%s): picture %s is missing", i+1, d.Where, p.hash)
			}
			questions.Picture(columnIndex(p.col), row, "."+strings.TrimPrefix(m.MIME, "image/"), m.Bytes, 0.5, 120)
		}
	}
	codes.write(w)
	guide(w)
	return w.Bytes()
}

func newQuestions(w *sheet.Writer) *sheet.SheetWriter {
	cols := make([]sheet.Column, 0, len(templateColumns))
	for _, c := range templateColumns {
		cols = append(cols, sheet.Column{Title: c.title, Width: c.width, Kind: sheet.Wrap})
	}
	s := w.Sheet(questionSheet, cols...)
	var kinds, levels []string
	for _, k := range bank.Kinds() {
		kinds = append(kinds, kindTitle(k))
	}
	for _, l := range bank.Levels() {
		levels = append(levels, l.Vietnamese())
	}
	s.List(columnIndex(colKind), listRows, kinds...)
	s.List(columnIndex(colLevel), listRows, levels...)
	s.List(columnIndex(colSubject), listRows, "Toán", "Vật lí", "Hoá học", "Sinh học", "Lịch sử", "Địa lí", "GDKTPL", "Tin học", "Công nghệ", "Ngoại ngữ", "Ngữ văn")
	return s
}

func columnIndex(c column) int {
	for i, t := range templateColumns {
		if t.id == c {
			return i
		}
	}
	return 0
}

// stimuli gives each shared text a code in the order of first use.
type stimuli struct {
	code  map[string]string
	texts []string
}

func newStimuli() *stimuli { return &stimuli{code: map[string]string{}} }

func (s *stimuli) of(text string) string {
	if text == "" {
		return ""
	}
	if s.code[text] == "" {
		s.texts = append(s.texts, text)
		s.code[text] = "NL" + strconv.Itoa(len(s.texts))
	}
	return s.code[text]
}

func (s *stimuli) write(w *sheet.Writer) {
	out := w.Sheet("Ngữ liệu", sheet.Column{Title: "Mã ngữ liệu", Width: 16, Kind: sheet.Wrap}, sheet.Column{Title: "Nội dung", Width: 90, Kind: sheet.Wrap})
	for _, text := range s.texts {
		out.Row(s.code[text], text)
	}
}

type anchored struct {
	col  column
	hash string
}

// cellsOf is the row of a body and the pictures to anchor in it.
func cellsOf(b bank.Body, codes *stimuli) ([]any, []anchored, error) {
	w := cellWriter{cells: map[column]string{
		colLabel: b.Label, colKind: kindTitle(b.Question.Kind), colSubject: b.Tags.Subject, colTopic: b.Tags.Topic,
		colLevel: b.Tags.Level.Vietnamese(), colOutcome: b.Tags.Outcome,
	}}
	if b.Tags.Grade > 0 {
		w.cells[colGrade] = strconv.Itoa(b.Tags.Grade)
	}
	w.text(colStem, b.Question.Stem)
	w.text(colSolution, b.Solution)
	stimulus, err := cellText(b.Question.Stimulus)
	if err != nil {
		return nil, nil, fmt.Errorf("stimulus: %w", err)
	}
	w.cells[colStimulus] = codes.of(stimulus)
	w.answers(b)
	if w.err != nil {
		return nil, nil, w.err
	}
	cells := make([]any, len(templateColumns))
	for i, c := range templateColumns {
		cells[i] = w.cells[c.id]
	}
	return cells, w.pictures, nil
}

type cellWriter struct {
	cells    map[column]string
	pictures []anchored
	err      error
}

var picture = regexp.MustCompile(`<p><img src="media:([0-9a-f]{64})" alt="Hình của câu hỏi"></p>$`)

// text puts HTML into a cell; pictures at its end are anchored there.
func (w *cellWriter) text(c column, h string) {
	var hashes []string
	for m := picture.FindStringSubmatch(h); m != nil; m = picture.FindStringSubmatch(h) {
		hashes = append([]string{m[1]}, hashes...)
		h = strings.TrimSuffix(h, m[0])
	}
	for _, hash := range hashes {
		w.pictures = append(w.pictures, anchored{c, hash})
	}
	text, err := cellText(h)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("%s: %w", c, err)
	}
	w.cells[c] = text
}

// cellText is the text that TextHTML turns into h again, or an error.
func cellText(h string) (string, error) {
	text := html.UnescapeString(strings.NewReplacer("<br/>", "\n", "<br>", "\n").Replace(h))
	if bank.TextHTML(text) != h {
		return "", fmt.Errorf("the template cannot say %q", bank.PlainText(h))
	}
	return text, nil
}

func (w *cellWriter) answers(b bank.Body) {
	right := map[string]bool{}
	for _, id := range b.Key.Options {
		right[id] = true
	}
	var key, fixed []string
	for i, o := range b.Question.Options {
		w.text(colOption+column(rune('a'+i)), o.HTML)
		if right[o.ID] {
			key = append(key, string(rune('A'+i)))
		}
		if o.Fixed {
			fixed = append(fixed, string(rune('A'+i)))
		}
	}
	var levels []string
	for i, s := range b.Question.Statements {
		w.text(colOption+column(rune('a'+i)), s.HTML)
		levels = append(levels, s.Level.Vietnamese())
	}
	for _, v := range b.Key.Statements {
		key = append(key, map[string]string{bank.True: "Đ", bank.False: "S"}[v])
	}
	w.cells[colFixed] = strings.Join(fixed, ",")
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		w.cells[colKey] = strings.Join(key, ",")
	case bank.Cluster:
		w.cells[colKey], w.cells[colLevel] = strings.Join(key, " "), joinLevels(levels)
	case bank.Short:
		w.cells[colKey] = strings.Join(b.Key.Accepted, " | ")
		if g := b.Question.Grid; g != nil && g.Max != bank.GridMax {
			w.cells[colMax] = strconv.Itoa(g.Max)
		}
	}
}

// joinLevels writes one level where all are equal.
func joinLevels(levels []string) string {
	for _, l := range levels {
		if l != levels[0] {
			return strings.Join(levels, ", ")
		}
	}
	if len(levels) == 0 {
		return ""
	}
	return levels[0]
}
