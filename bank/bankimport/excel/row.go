package excel

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/sheet"
	"khaothi/internal/vi"
)

func (r *reader) rows(t table) {
	pictures := map[int][]sheet.Picture{}
	for _, p := range r.book.Pictures {
		if p.Sheet == t.sheet.Name {
			pictures[p.Row] = append(pictures[p.Row], p)
		}
	}
	for _, row := range t.sheet.Rows[t.head+1:] {
		q := question{r: r, t: t, row: row, pictures: pictures[row.N]}
		if q.blank() {
			continue
		}
		q.read()
	}
}

// question is one row on its way to a body.
type question struct {
	r        *reader
	t        table
	row      sheet.Row
	pictures []sheet.Picture
	body     bank.Body
	problems []bank.Problem
}

// get returns the cell of a column as typed.
func (q *question) get(c column) string {
	i, ok := q.t.at[c]
	if !ok {
		return ""
	}
	return q.row.Cell(i)
}

// blank reports a row without anything that a question is made of: a separator
// or a left-over number or tag.
func (q *question) blank() bool {
	for c := range q.t.at {
		if (c == colStem || c == colKey || strings.HasPrefix(string(c), string(colOption))) && q.get(c) != "" {
			return false
		}
	}
	return len(q.pictures) == 0
}

func (q *question) wrong(code, field, message, fix string) {
	q.problems = append(q.problems, bank.Problem{Code: code, Field: field, Message: message, Fix: fix})
}

// place names the cell that a problem is about.
func (q *question) place(field string) string {
	word, rest, _ := strings.Cut(field, " ")
	col := map[string]column{
		"stem": colStem, "stimulus": colStimulus, "solution": colSolution, "key": colKey, "kind": colKind,
		"level": colLevel, "grade": colGrade, "grid": colMax, "fixed": colFixed, "credit": colCredit, "rubric": colRubric, "files": colWork, "writing": colWork, "gap": colKey, "gaps": colStem, "rows": colRows,
		"option": colOption + column(strings.ToLower(rest)), "statement": colOption + column(rest),
	}[word]
	i, ok := q.t.at[col]
	if !ok {
		return fmt.Sprintf("%s!%d", q.t.sheet.Name, q.row.N)
	}
	return cellName(q.t.sheet.Name, i, q.row.N)
}

func (q *question) read() {
	b := &q.body
	b.Label, b.Tags.Topic, b.Tags.Outcome = q.get(colLabel), q.get(colTopic), q.get(colOutcome)
	b.Tags.Subject, b.Tags.Content = q.get(colSubject), q.get(colContent)
	b.Tags.Competences, b.Tags.Free = words(q.get(colCompetence)), words(q.get(colFree))
	b.Question.Stem = q.html(colStem, colPicture)
	b.Question.Stimulus = q.stimulus()
	b.Solution = q.html(colSolution)
	q.unclear()
	grade, ok := bank.ParseGrade(q.get(colGrade))
	if !ok {
		q.wrong("grade.unknown", "grade", fmt.Sprintf("Không rõ lớp “%s”.", q.get(colGrade)), "Ghi số từ 1 đến 12.")
	}
	b.Tags.Grade = grade
	texts := q.options()
	b.Question.Kind = q.kind(texts)
	q.answers(texts)
	q.credit()
	if b.Question.Kind != bank.Cluster {
		b.Tags.Level = q.level(q.get(colLevel), "level")
	}
	if b.Question.Kind == "" { // Check would only say again that the kind is unknown
		q.r.c.Out.Found++
		for _, p := range q.problems {
			q.r.c.Out.Report.Problems(q.place(p.Field), bank.PlainText(b.Question.Stem), []bank.Problem{p})
		}
		return
	}
	q.r.c.Item(source.Found{Where: fmt.Sprintf("%s!%d", q.t.sheet.Name, q.row.N), Body: *b, Problems: q.problems, Place: q.place})
}

// contentFields name the columns that a candidate reads, or that decide what is
// right, as problems name them.
var contentFields = map[column]string{colStem: "stem", colKey: "key", colSolution: "solution", colStimulus: "stimulus"}

// unclear reports cells of which the author saw something else than what is
// stored, such as 1/2 that became a date, and cells that hold an error.
func (q *question) unclear() {
	for _, c := range slices.Sorted(maps.Keys(q.t.at)) {
		field := contentFields[c]
		if letter, ok := strings.CutPrefix(string(c), string(colOption)); ok {
			field = "option " + strings.ToUpper(letter)
		}
		if field == "" {
			continue
		}
		text := q.get(c)
		if shown, ok := q.row.Shown[q.t.at[c]]; ok {
			q.wrong("cell.shown", field, fmt.Sprintf("Ô hiện “%s” nhưng bảng tính lưu %s.", shown, text), "Đặt định dạng ô là Văn bản (Text) rồi gõ lại nội dung.")
		}
		if cellErrors[text] {
			q.wrong("cell.error", field, "Ô báo lỗi "+text+".", "Gõ lại nội dung; ô bắt đầu bằng = hay - cần định dạng Văn bản (Text).")
		}
	}
}

// cellErrors are what a spreadsheet shows for a formula that failed.
var cellErrors = map[string]bool{
	"#NAME?": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#N/A": true, "#NUM!": true, "#NULL!": true, "#SPILL!": true, "#CALC!": true,
}

// options returns the texts of the option columns up to the last one in use.
func (q *question) options() []string {
	var out []string
	for i := range maxOptions {
		c := colOption + column(rune('a'+i))
		out = append(out, q.html(c))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// html is the text of a column with its pictures: those that the text names by
// [[hình: …]] in their order, the others behind it. Pictures that are anchored
// in more, or in no column of a text, belong to the first, the stem.
func (q *question) html(c column, more ...column) string {
	return withPictures(q.get(c), q.picturesAt(append(more, c)...))
}

func withPictures(text string, list []bank.Media) string {
	out := pictureMark.ReplaceAllStringFunc(bank.TextHTML(text), func(mark string) string {
		if len(list) == 0 {
			return mark
		}
		m, words := list[0], pictureMark.FindStringSubmatch(mark)
		list = list[1:]
		tag := source.Img(m, html.UnescapeString(words[1]))
		for i, name := range []string{"width", "height"} {
			if words[i+2] != "" {
				tag = strings.TrimSuffix(tag, ">") + ` ` + name + `="` + words[i+2] + `">`
			}
		}
		return tag
	})
	for _, m := range list {
		out += "<p>" + source.Img(m, "Hình của câu hỏi") + "</p>"
	}
	return out
}

// pictureMark names a picture that is anchored in the cell of its text, with
// what a screen reader says and its size.
var pictureMark = regexp.MustCompile(`\[\[hình: ?([^\[\]|]*)(?:\|(\d*)×(\d*))?\]\]`)

// picturesAt are the pictures that are anchored in one of the columns.
func (q *question) picturesAt(cols ...column) []bank.Media {
	var out []bank.Media
	for _, p := range q.pictures {
		home := colStem
		for c, i := range q.t.at {
			if i == p.Col-1 && (c == colSolution || c == colPicture || strings.HasPrefix(string(c), string(colOption))) {
				home = c
			}
		}
		if !slices.Contains(cols, home) {
			continue
		}
		if m, ok := q.r.c.Picture(cellName(q.t.sheet.Name, p.Col-1, p.Row), p.Bytes); ok {
			out = append(out, m)
		}
	}
	return out
}

func (q *question) stimulus() string {
	text := q.get(colStimulus)
	if known, ok := q.r.stimuli[strings.ToLower(text)]; ok {
		return known
	}
	if stimulusCode.MatchString(text) {
		q.wrong("stimulus.unknown", "stimulus", fmt.Sprintf("Không có ngữ liệu mang mã “%s” ở trang Ngữ liệu.", text), "Thêm ngữ liệu ở trang Ngữ liệu (Mã, Nội dung), hoặc ghi chính nội dung vào ô.")
	}
	return bank.TextHTML(text)
}

// stimulusCode is a text that can only be a code: no passage is one short word.
var stimulusCode = regexp.MustCompile(`^[\p{L}\d._-]{1,20}$`)

// kind reads the column of kinds. Where it is empty the row decides only if
// one kind alone fits: nothing about the key is guessed.
func (q *question) kind(options []string) bank.Kind {
	name := q.get(colKind)
	if name != "" {
		k, ok := kindNames[vi.Fold(name)]
		if !ok {
			q.wrong("kind.unknown", "kind", fmt.Sprintf("Không rõ dạng câu “%s”.", name), "Ghi một trong các dạng: "+strings.Join(kindList(), ", ")+".")
		}
		return k
	}
	key := q.get(colKey)
	letters, isLetters := optionLetters(key, maxOptions)
	switch {
	case len(options) == 0:
		return bank.Short
	case len(options) == bank.ClusterSize && len(statementKeys(key)) == bank.ClusterSize:
		return bank.Cluster
	case isLetters && len(letters) > 1:
		q.wrong("key.two", "key", fmt.Sprintf("Đáp án “%s” có %d chữ mà câu không ghi dạng.", key, len(letters)), "Giữ một đáp án, hoặc ghi dạng “Nhiều đáp án”.")
		return bank.Single
	}
	return bank.Single
}

func (q *question) choice(texts []string) {
	q.plain(texts)
	for _, i := range q.letters(colKey, "key", "Đáp án") {
		q.body.Key.Options = append(q.body.Key.Options, q.body.Question.Options[i].ID)
	}
}

// letters reads a cell of option letters.
func (q *question) letters(c column, field, what string) []int {
	text := q.get(c)
	if text == "" {
		return nil
	}
	out, ok := optionLetters(text, len(q.body.Question.Options))
	if !ok {
		code := "key.unreadable"
		if field == "fixed" {
			code = "fixed.unreadable"
		}
		q.wrong(code, field, fmt.Sprintf("%s “%s” không phải chữ cái của phương án có trong câu.", what, text), "Ghi chữ A, B, C…; nhiều chữ viết liền hoặc cách nhau bằng dấu phẩy.")
	}
	return out
}

// optionLetters reads "B", "b.", "A,C", "AC" as places from 0, each once.
func optionLetters(s string, options int) ([]int, bool) {
	var out []int
	seen := map[rune]bool{}
	for _, r := range strings.ToUpper(s) {
		if strings.ContainsRune(" ,;.)&/", r) {
			continue
		}
		i := int(r - 'A')
		if i < 0 || i >= options || seen[r] {
			return nil, false
		}
		seen[r] = true
		out = append(out, i)
	}
	return out, len(out) > 0
}

func (q *question) cluster(texts []string) {
	b := &q.body
	levels := splitList(q.get(colLevel))
	for i, t := range texts {
		s := bank.Statement{HTML: t}
		switch {
		case len(levels) == 1:
			s.Level = q.level(levels[0], "level")
		case i < len(levels):
			s.Level = q.level(levels[i], "level")
		}
		b.Question.Statements = append(b.Question.Statements, s)
	}
	if n := len(levels); n > 1 && n != len(texts) {
		q.wrong("level.count", "level", fmt.Sprintf("Có %d mức độ cho %d ý.", n, len(texts)), "Ghi một mức độ chung, hoặc mỗi ý một mức độ theo thứ tự a, b, c, d.")
	}
	key := q.get(colKey)
	if key == "" {
		return
	}
	b.Key.Statements = statementKeys(key)
	if len(b.Key.Statements) != len(texts) {
		q.wrong("key.unreadable", "key", fmt.Sprintf("Đáp án “%s” không đọc được thành Đ/S cho %d ý.", key, len(texts)), "Ghi Đ hoặc S theo thứ tự a, b, c, d, ví dụ: Đ S Đ S.")
	}
}

func (q *question) level(text, field string) bank.Level {
	if text == "" {
		return ""
	}
	l, ok := bank.ParseLevel(text)
	if !ok {
		q.wrong("level.unknown", field, fmt.Sprintf("Không rõ mức độ “%s”.", text), "Ghi Biết, Hiểu hoặc Vận dụng.")
		return ""
	}
	return l
}

func (q *question) short(texts []string) {
	b := &q.body
	q.noOptions(texts)
	b.Question.Grid = &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}
	if text := q.get(colMax); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			q.wrong("grid.size", "grid", fmt.Sprintf("Số ký tự “%s” không phải số.", text), "Ghi số từ 1 đến 100; định dạng 2025 dùng 4.")
			n = bank.GridMax
		}
		b.Question.Grid.Max = n
	}
	for _, a := range strings.FieldsFunc(q.get(colKey), func(r rune) bool { return r == '|' || r == ';' }) {
		b.Key.Accepted = append(b.Key.Accepted, decimalComma(strings.TrimSpace(a)))
	}
	if source.Words(b.Key.Accepted) {
		b.Question.Grid.Charset = ""
		if q.get(colMax) == "" {
			b.Question.Grid.Max = source.WordsMax
		}
		q.problems = append(q.problems, source.WordsWarning())
	}
}
