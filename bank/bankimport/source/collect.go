package source

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
)

// WholeFile is the place of what concerns no single question.
const WholeFile = "tệp"

// MaxItems bounds the questions of one file.
const MaxItems = 20_000

// Collector gathers what a reader finds.
type Collector struct {
	Out      bank.Imported
	Feedback int  // comments on single answers, which the bank does not keep
	Drafts   bool // what a question lacks is a warning: it is kept as a draft
	told     int  // errors when the last question ended
	full     bool // the file has more than MaxItems questions
}

// NewCollector starts the report of one file.
func NewCollector(name, format string, data []byte) *Collector {
	return &Collector{Out: bank.Imported{
		File: name, Format: format, SHA256: bank.MediaHash(data),
		Items: []bank.ItemDraft{}, Media: map[string]bank.Media{},
	}}
}

// maxExcerpt is how much of a text is looked at for the few words of a row.
const maxExcerpt = 4096

// Row adds a row to the report.
func (c *Collector) Row(s bank.Severity, where, code, message, fix, excerpt string) {
	if where == "" {
		where = WholeFile
	}
	c.Out.Report.Add(bank.Row{Severity: s, Where: where, Code: code, Message: message, Fix: fix, Excerpt: bank.PlainText(excerpt[:min(len(excerpt), maxExcerpt)])})
}

// Refuse ends a file with one error.
func (c *Collector) Refuse(row *bank.Row) bank.Imported {
	if row.Where == "" {
		row.Where = WholeFile
	}
	c.Out.Report.Add(*row)
	return c.Out
}

// Unsupported reports a question of a kind that the bank does not have.
func (c *Collector) Unsupported(where, kind, why, excerpt string) {
	c.Out.Found++
	defer c.endQuestion()
	c.Row(bank.Error, where, "kind.unsupported", fmt.Sprintf("Dạng câu “%s” chưa được hỗ trợ: %s.", kind, why),
		"Bỏ câu này khỏi tệp hoặc viết lại theo dạng: một đáp án, nhiều đáp án, đúng/sai, trả lời ngắn.", excerpt)
}

// Broken reports a question that could not be read at all.
func (c *Collector) Broken(where, code, message, fix, excerpt string) {
	c.Out.Found++
	c.Apart(where, code, message, fix, excerpt)
}

// Apart reports an error of the file that belongs to no question, so that the
// next one is not blamed for it.
func (c *Collector) Apart(where, code, message, fix, excerpt string) {
	c.Row(bank.Error, where, code, message, fix, excerpt)
	c.endQuestion()
}

// Found is one question as a reader understood it.
type Found struct {
	Where    string
	Body     bank.Body
	Problems []bank.Problem            // what the reader itself saw
	Place    func(field string) string // a finer place than Where, or nil
}

// endQuestion makes errors so far not those of the next question.
func (c *Collector) endQuestion() { c.told = c.Out.Report.Errors() }

// Item normalises and checks a question. One with an error, its own or one told
// since the question before it, becomes rows; one that is good becomes a draft.
func (c *Collector) Item(f Found) {
	c.Out.Found++
	defer c.endQuestion()
	if c.full {
		return
	}
	f.Body.Normalise()
	problems := merge(append(f.Problems, c.missing(f.Body)...), f.Body.Check())
	for i := range problems {
		problems[i].Unready = problems[i].Unready && c.Drafts
	}
	excerpt := bank.PlainText(f.Body.Question.Stem)
	for _, p := range problems {
		where := f.Where
		if f.Place != nil {
			where = f.Place(p.Field)
		}
		c.Out.Report.Problems(where, excerpt, []bank.Problem{p})
	}
	if bank.Fatal(problems) || c.Out.Report.Errors() > c.told {
		return
	}
	if len(c.Out.Items) == MaxItems {
		c.full = true // the rest is only counted
		c.Row(bank.Error, f.Where, "file.too_many", fmt.Sprintf("Tệp có hơn %d câu.", MaxItems), "Chia tệp thành nhiều tệp.", "")
		return
	}
	c.Out.Items = append(c.Out.Items, bank.ItemDraft{Where: f.Where, Body: f.Body})
}

// missing finds pictures that a question shows and the file does not hold.
func (c *Collector) missing(b bank.Body) []bank.Problem {
	var out []bank.Problem
	for _, h := range b.MediaIn() {
		if _, ok := c.Out.Media[h]; !ok {
			out = append(out, bank.Problem{
				Code: "picture.missing", Field: "stem", Message: "Hình " + h[:12] + "… không nằm trong tệp.", Fix: "Xuất lại tệp kèm hình.",
			})
		}
	}
	return out
}

// merge puts the reader's problems first. A key that the reader could not read
// is not also missing, and an unreadable option is not also empty.
func merge(own, checked []bank.Problem) []bank.Problem {
	out := append([]bank.Problem{}, own...)
	told := map[string]bool{}
	for _, p := range own {
		if !p.Warning {
			told[family(p)] = true
		}
	}
	for _, p := range checked {
		if !told[family(p)] {
			out = append(out, p)
		}
	}
	return out
}

func family(p bank.Problem) string {
	if strings.HasPrefix(p.Code, "key.") {
		return "key"
	}
	return p.Code + " " + p.Field
}

// Done finishes the report: duplicates, pictures that nothing shows, questions
// without a level, and an empty file.
func (c *Collector) Done() bank.Imported {
	c.Out.Duplicates()
	c.Out.UsedMedia()
	if n := c.withoutLevel(); n > 0 {
		c.Row(bank.Warning, "", "level.missing", fmt.Sprintf("%d câu chưa ghi mức độ.", n), "Ghi Biết, Hiểu hoặc Vận dụng; có thể bổ sung sau trong ngân hàng.", "")
	}
	if c.Feedback > 0 {
		c.Row(bank.Warning, "", "feedback.dropped", fmt.Sprintf("%d nhận xét riêng của phương án không được nhập.", c.Feedback), "Ngân hàng chỉ giữ lời giải chung của câu.", "")
	}
	if c.Out.Found == 0 && c.Out.Report.Errors() == 0 {
		c.Row(bank.Error, "", "file.empty", "Tệp không có câu hỏi nào.", "Kiểm tra lại tệp và định dạng.", "")
	}
	return c.Out
}

func (c *Collector) withoutLevel() int {
	n := 0
	for _, d := range c.Out.Items {
		statements := d.Body.Question.Statements
		each := len(statements) > 0 && !slices.ContainsFunc(statements, func(s bank.Statement) bool { return s.Level == "" })
		missing := d.Body.Tags.Level == "" && !each
		if missing {
			n++
		}
	}
	return n
}

// Line names a line of a text file.
func Line(n int) string { return fmt.Sprintf("dòng %d", n) }
