package extest

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/safezip"
)

// Format is the name of this format on the command line.
const Format = "extest"

// maxQuestion bounds the source of one question.
const maxQuestion = 300_000

// Read turns a LaTeX file, or a zip of such files and their pictures, into
// drafts. It is pure and bounded.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	if bytes.HasPrefix(data, []byte("PK")) {
		readPackage(c, data)
		return c.Done()
	}
	text, row := source.Text(data)
	if row != nil {
		return c.Refuse(row)
	}
	file{c: c}.read(text)
	return c.Done()
}

// readPackage reads every source of a zip, in the order of their names.
func readPackage(c *source.Collector, data []byte) {
	a, err := safezip.Open(data, safezip.Limits{})
	if err != nil {
		code, message, fix := safezip.Explain(err)
		c.Row(bank.Error, "", code, message, fix, "")
		return
	}
	f := file{c: c, pictures: map[string][]byte{}}
	var sources []string
	for _, name := range a.Names() {
		switch strings.ToLower(path.Ext(name)) {
		case ".tex":
			sources = append(sources, name)
		case ".png", ".jpg", ".jpeg", ".gif":
			if picture, err := a.Read(name); err == nil { // a broken one is a missing picture
				f.pictures[path.Base(name)] = picture
			}
		}
	}
	if len(sources) == 0 {
		c.Row(bank.Error, "", "extest.none", "Gói .zip không có tệp .tex nào.", "Nén tệp .tex cùng các hình của nó.", "")
	}
	for _, name := range sources {
		text, err := a.Read(name)
		if err != nil {
			code, message, fix := safezip.Explain(err)
			c.Row(bank.Error, name, code, message, fix, "")
			continue
		}
		tex, row := source.Text(text)
		if row != nil {
			row.Where = strings.TrimSpace(name + " " + row.Where)
			c.Out.Report.Add(*row)
			continue
		}
		one := f
		if len(sources) > 1 {
			one.prefix = name + ", "
		}
		one.read(tex)
	}
}

// file reads one source with the pictures beside it.
type file struct {
	c        *source.Collector
	pictures map[string][]byte // by name without folder
	prefix   string            // of places, when a package has several sources
	exact    bool              // Write made it: formulas are the bank's own
}

func (f file) read(text string) {
	f.c.Drafts = true
	f.exact = strings.HasPrefix(text, ours)
	d := strip(text)
	list := blocks(d)
	if len(list) > source.MaxItems {
		f.c.Row(bank.Error, f.prefix, "file.too_many", fmt.Sprintf("Tệp có hơn %d câu.", source.MaxItems), "Chia tệp thành nhiều tệp.", "")
		return
	}
	for _, b := range list {
		q := question{file: f, where: f.prefix + source.Line(b.line)}
		q.read(b)
	}
	if n := commented(d); n > 0 {
		f.c.Row(bank.Warning, f.prefix, "extest.commented", fmt.Sprintf("%d câu nằm sau dấu %% (chú thích) không được nhập.", n), "Bỏ dấu % nếu cần các câu này.", "")
	}
	for _, m := range included.FindAllStringSubmatch(d.text, 20) {
		f.c.Row(bank.Warning, f.prefix, "extest.input", "Tệp gọi thêm tệp “"+bank.NormText(m[2])+"” bằng \\"+m[1]+"; tệp ấy không được đọc.", "Nhập riêng tệp đó.", "")
	}
}

var included = regexp.MustCompile(`\\(input|include|bankEX|addtobank)\s*\{([^{}]*)\}`)

// question is one question on its way.
type question struct {
	file
	where    string
	raw      string
	body     bank.Body
	problems []bank.Problem
	strange  []string // macros whose meaning is not known
	marked   []int    // options with \True
	broken   string   // why its LaTeX cannot be read
}

func (q *question) warn(code, message, fix string) {
	q.problems = append(q.problems, bank.Problem{Code: code, Field: "stem", Message: message, Fix: fix, Warning: true})
}

// wrong is an error that keeps the file out.
func (q *question) wrong(code, field, message, fix string) {
	q.problems = append(q.problems, bank.Problem{Code: code, Field: field, Message: message, Fix: fix})
}

// fail notes the first reason for which the LaTeX of the question is broken.
func (q *question) fail(why string) {
	if q.broken == "" {
		q.broken = why
	}
}

func (q *question) unknown(name string) {
	if !slices.Contains(q.strange, name) && len(q.strange) < 10 {
		q.strange = append(q.strange, name)
	}
}

func (q *question) read(b block) {
	q.raw = b.text
	switch {
	case b.torn:
		q.stop("extest.torn", `Môi trường \begin{`+b.env+`} không được đóng trước câu sau.`, `Thêm \end{`+b.env+`} vào cuối câu.`)
		return
	case len(b.text) > maxQuestion:
		q.stop("extest.long", "Câu quá dài.", "Tách câu, hoặc bớt hình vẽ.")
		return
	}
	p := take(b.text[options(b.text, 0):])
	if p.empty() {
		q.c.Row(bank.Warning, q.where, "extest.empty", "Câu để trống (mẫu chưa điền), không nhập.", "Xoá câu này khỏi tệp.", "")
		return
	}
	q.broken = p.trouble
	if q.broken != "" {
		q.stop("extest.syntax", "LaTeX của câu bị hỏng: "+q.broken+".", syntaxFix)
		return
	}
	mine := restOf(b.notes)
	if mine == nil {
		q.tag(b.notes)
		q.body.Tags.Free = authors(b.notes)
	}
	q.convert(p, mine != nil && mine.Question.Kind == bank.Multiple)
	if q.broken != "" {
		q.stop("extest.syntax", "LaTeX của câu bị hỏng: "+q.broken+".", syntaxFix)
		return
	}
	if mine != nil {
		q.restore(mine)
	}
	if len(q.strange) > 0 {
		q.warn("extest.macro", "Không biết lệnh \\"+strings.Join(q.strange, ", \\")+"; chỉ giữ phần chữ.", "So câu với bản in.")
	}
	q.c.Item(source.Found{Where: q.where, Body: q.body, Problems: q.problems})
}

// stop gives the question up.
func (q *question) stop(code, message, fix string) {
	q.c.Broken(q.where, code, message, fix, bank.PlainHTML(q.raw[:min(len(q.raw), 500)]))
}

const syntaxFix = "Sửa câu trong tệp nguồn rồi biên dịch thử."

// empty reports whether a question is a template that nobody filled in.
func (p parts) empty() bool {
	return p.trouble == "" && blank.ReplaceAllString(p.stem+strings.Join(p.args, ""), "") == ""
}

var blank = regexp.MustCompile(`[\s.$~\\]|\\True`)

func (q *question) convert(p parts, several bool) {
	r := reader{q: q}
	q.body.Question.Stem = r.html(p.stem)
	q.body.Question.Stimulus = r.html(p.stimulus)
	if has(p.stem, isTrue) {
		q.wrong("extest.true", "key", `Có \True ngoài phần trả lời.`, `Đặt \True ở đầu phương án đúng.`)
	}
	switch p.kind {
	case choice:
		q.choice(r, p, several)
	case trueFalse:
		q.trueFalse(r, p)
	case shortAnswer:
		q.short(r, p)
	case noAnswer:
		q.body.Question.Kind = bank.Essay
	}
	var solutions []string
	for _, s := range p.solutions {
		solutions = append(solutions, r.html(s))
	}
	q.body.Solution = strings.Join(solutions, "")
}

// right takes the mark \True out of an argument.
func right(arg string) (text string, marked bool) {
	marked = has(arg, isTrue)
	return trueMark.ReplaceAllString(arg, "$1"), marked
}

var trueMark = regexp.MustCompile(`\\True(?:\{\}|[ \t\n]*)([^a-zA-Z]|$|[a-zA-Z])`)

// choice reads \choice: exactly one \True is a key, none is a draft without
// one, two are an error.
func (q *question) choice(r reader, p parts, several bool) {
	q.body.Question.Kind = bank.Single
	for i, arg := range p.args {
		text, ok := right(arg)
		if ok {
			q.marked = append(q.marked, i)
		}
		q.body.Question.Options = append(q.body.Question.Options, bank.Option{HTML: r.html(text)})
	}
	q.body.Normalise()
	if len(q.marked) > 1 && !several {
		q.wrong("key.two", "key", fmt.Sprintf(`\choice có %d phương án mang \True.`, len(q.marked)), `Giữ \True ở đúng một phương án.`)
	}
	if len(q.marked) == 1 {
		q.body.Key.Options = []string{q.body.Question.Options[q.marked[0]].ID}
	}
}

// trueFalse reads \choiceTF. Four statements without any \True may all be
// false, or have their key elsewhere: the key is only taken from a mark.
func (q *question) trueFalse(r reader, p parts) {
	q.body.Question.Kind = bank.Cluster
	some := false
	var key []string
	for _, arg := range p.args {
		text, ok := right(arg)
		value := bank.False
		if ok {
			value, some = bank.True, true
		}
		key = append(key, value)
		q.body.Question.Statements = append(q.body.Question.Statements, bank.Statement{HTML: r.html(text), Level: q.body.Tags.Level})
	}
	q.body.Tags.Level = ""
	if some {
		q.body.Key.Statements = key
	}
}

// short reads \shortans. What is no plain number is kept as words.
func (q *question) short(r reader, p parts) {
	q.body.Question.Kind = bank.Short
	text := bank.PlainText(r.html(firstOf(p.args)))
	text = bank.NormText(strings.NewReplacer(`\(`, "", `\)`, "", "{,}", ",", `\,`, " ", "−", "-").Replace(text))
	number := strings.ReplaceAll(text, " ", "")
	switch {
	case text == "":
	case plainNumber.MatchString(number):
		q.problems = append(q.problems, source.TextAnswers(&q.body, false, []source.Answer{{HTML: strings.Replace(number, ".", ",", 1), Weight: 100}})...)
	default:
		q.body.Question.Grid, q.body.Key.Accepted = &bank.Grid{Max: source.WordsMax}, []string{text}
		q.problems = append(q.problems, source.WordsWarning())
	}
}

// picture shows a picture of the package, or leaves its place to a person.
func (q *question) picture(name, look, tex string) string {
	name = strings.TrimSpace(name)
	for _, ext := range []string{"", ".png", ".jpg", ".jpeg", ".gif", ".PNG", ".JPG"} {
		data, ok := q.pictures[path.Base(strings.ReplaceAll(name, `\`, "/"))+ext]
		if !ok {
			continue
		}
		if m, ok := q.c.Picture(q.where, data); ok {
			return sized(source.Img(m, reader{q: q}.alt(look)), look)
		}
		return ""
	}
	return q.missing("tệp hình "+name, tex)
}

var (
	pixels = regexp.MustCompile(`\b(width|height)=([1-9][0-9]{0,3})px`)
	words  = regexp.MustCompile(`(?:^|,)\s*alt=`)
)

// alt is the text for those who do not see the picture.
func (r reader) alt(look string) string {
	at := words.FindStringIndex(look)
	if at == nil {
		return ""
	}
	body, _, _ := group(look, at[1])
	return bank.PlainText(r.html(body))
}

// sized keeps a size in pixels; other lengths belong to the page.
func sized(img, look string) string {
	for _, m := range pixels.FindAllStringSubmatch(look, 2) {
		img = strings.TrimSuffix(img, ">") + ` ` + m[1] + `="` + m[2] + `">`
	}
	return img
}

// figure leaves a drawing to a person: its source is kept.
func (q *question) figure(tex string) string { return q.missing("hình vẽ bằng LaTeX", tex) }

// maxSource bounds the source of a drawing that an item keeps.
const maxSource = 20_000

func (q *question) missing(what, tex string) string {
	tex = strings.TrimSpace(tex)
	if len(tex) > maxSource {
		q.wrong("extest.figure", "stem", fmt.Sprintf("Nguồn của một hình dài %d byte, quá %d.", len(tex), maxSource), "Đổi hình thành tệp ảnh.")
		return ""
	}
	n := len(q.body.Todo) + 1
	q.body.Todo = append(q.body.Todo, bank.Todo{Code: bank.TodoPicture, Note: fmt.Sprintf("Hình %d: %s", n, what), Source: tex})
	return fmt.Sprintf("[Hình %d]", n)
}
