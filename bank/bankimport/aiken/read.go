package aiken

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Format is the name of this format on the command line.
const Format = "aiken"

var (
	optionLine = regexp.MustCompile(`^([A-Z])[).][ \t]?(.*)$`)
	answerLine = regexp.MustCompile(`^ANSWER:[ \t]*(.*)$`)
)

// Read turns an Aiken file into drafts. It is pure and bounded. A question that
// breaks off is an error with the line where that shows.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	text, row := source.Text(data)
	if row != nil {
		return c.Refuse(row)
	}
	r := reader{c: c}
	n := 0
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		n++
		if line = strings.TrimSpace(line); line != "" {
			r.line(n, line)
		}
	}
	if r.stem != "" {
		r.unfinished(n)
	}
	return c.Done()
}

// reader holds the question that is being read.
type reader struct {
	c       *source.Collector
	at      int // the line of the stem
	stem    string
	labels  string
	options []string
	strays  int
	skip    bool // the stem has a second line: what comes up to ANSWER: belongs to no question
}

// maxStrays bounds the lines that belong to no question; a file with more is
// no Aiken file, and is refused already.
const maxStrays = 200

func (r *reader) line(n int, line string) {
	if m := answerLine.FindStringSubmatch(line); m != nil {
		if !r.skip {
			r.answer(n, m[1])
		}
		r.skip = false
		return
	}
	if r.skip {
		return
	}
	if m := optionLine.FindStringSubmatch(line); m != nil {
		if r.stem == "" {
			r.stray(n, "Phương án đứng trước lời dẫn.", "Viết lời dẫn trên một dòng ngay trước các phương án.", line)
			return
		}
		if len(r.options) <= 'Z'-'A'+1 { // one more than there are letters is told as too many
			r.labels += m[1]
			r.options = append(r.options, m[2])
		}
		return
	}
	if r.stem != "" {
		r.skip = len(r.options) == 0
		r.unfinished(n)
		if r.skip {
			return
		}
	}
	r.at, r.stem, r.labels, r.options = n, line, "", nil
}

// unfinished tells that the question before a line never got its answer.
func (r *reader) unfinished(n int) {
	r.c.Broken(source.Line(n), "aiken.unfinished", fmt.Sprintf("Câu ở dòng %d chưa có dòng ANSWER: thì đã hết hoặc tới câu khác.", r.at),
		"Lời dẫn chỉ được một dòng; mỗi câu kết thúc bằng ANSWER: và một chữ cái.", html.EscapeString(r.stem))
	r.stem = ""
}

func (r *reader) stray(n int, message, fix, excerpt string) {
	if r.strays++; r.strays > maxStrays {
		return
	}
	r.c.Apart(source.Line(n), "aiken.not_started", message, fix, html.EscapeString(excerpt))
}

func (r *reader) answer(n int, letter string) {
	if r.stem == "" {
		r.stray(n, "Dòng ANSWER: không thuộc câu nào.", "Viết lời dẫn và các phương án trước dòng ANSWER:.", letter)
		return
	}
	q := source.Found{Where: source.Line(r.at)}
	q.Body.Question = bank.Question{Kind: bank.Single, Stem: plain(r.stem)}
	for _, o := range r.options {
		q.Body.Question.Options = append(q.Body.Question.Options, bank.Option{HTML: plain(o)})
	}
	q.Body.Normalise()
	if why := r.trouble(letter); why != "" {
		q.Problems = append(q.Problems, bank.Problem{Code: "key.aiken", Field: "key", Message: why, Fix: "Ghi ANSWER: và đúng một chữ cái của một phương án."})
	} else {
		q.Body.Key.Options = []string{q.Body.Question.Options[strings.Index(r.labels, strings.ToUpper(letter))].ID}
	}
	q.Place = func(field string) string {
		if field == "key" || field == "options" {
			return source.Line(n)
		}
		return source.Line(r.at)
	}
	r.c.Item(q)
	r.stem = ""
}

// trouble says why a letter names no option, or "".
func (r *reader) trouble(letter string) string {
	letter = strings.ToUpper(letter)
	switch {
	case !strings.HasPrefix("ABCDEFGHIJKLMNOPQRSTUVWXYZ", r.labels):
		return "Nhãn các phương án không theo thứ tự A, B, C…: " + r.labels + "."
	case len(letter) != 1:
		return "Dòng ANSWER: ghi “" + letter + "”, không phải một chữ cái."
	case !strings.Contains(r.labels, letter):
		return "Dòng ANSWER: chỉ tới phương án " + letter + ", câu chỉ có " + fmt.Sprint(len(r.labels)) + " phương án."
	}
	return ""
}

// plain keeps every character as it stands; only formulas are formulas.
func plain(s string) string { return bank.CleanHTML(html.EscapeString(s)) }
