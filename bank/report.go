package bank

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
)

// excerptRunes bounds what a report quotes of a file.
const excerptRunes = 80

var gridNumber = regexp.MustCompile(`^-?\d+(,\d+)?$`)

// Severity tells errors, which keep a file out, from warnings.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Row is one thing that an import has to say.
type Row struct {
	Severity Severity `json:"severity"`
	Where    string   `json:"where"` // "Câu hỏi!C7", "dòng 12", "/quiz/question[3]"
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Fix      string   `json:"fix,omitempty"`
	Excerpt  string   `json:"excerpt,omitempty"` // at most 80 characters of the file
}

// Report collects rows in the order of the file.
type Report struct {
	Rows []Row `json:"rows"`
}

// maxRows bounds the rows of each severity; a file with more wrong with it is
// the wrong file.
const maxRows = 2000

// Add appends a row; its excerpt is shortened. Each severity has a bound of its
// own: however many warnings there are, an error still keeps the file out.
func (r *Report) Add(row Row) {
	if r.count(row.Severity) >= maxRows {
		return
	}
	row.Excerpt = clip(row.Excerpt)
	r.Rows = append(r.Rows, row)
}

// Problems appends what Check said about the question at a place.
func (r *Report) Problems(where, excerpt string, problems []Problem) {
	for _, p := range problems {
		s := Error
		if p.Warning || p.Unready {
			s = Warning
		}
		r.Add(Row{Severity: s, Where: where, Code: p.Code, Message: p.Message, Fix: p.Fix, Excerpt: excerpt})
	}
}

// Errors counts the rows that keep the file out.
func (r Report) Errors() int { return r.count(Error) }

func (r Report) count(s Severity) int {
	n := 0
	for i := range r.Rows {
		if r.Rows[i].Severity == s {
			n++
		}
	}
	return n
}

// Of returns the rows of one severity, never nil.
func (r Report) Of(s Severity) []Row {
	out := []Row{}
	for _, row := range r.Rows {
		if row.Severity == s {
			out = append(out, row)
		}
	}
	return out
}

// ItemDraft is a question as a file gives it, not yet an item.
type ItemDraft struct {
	Where string `json:"where,omitempty"` // its place in the file
	Body  Body   `json:"body"`
}

// Imported is what a reader made of one file. Items holds every question that
// was understood; a file whose report has an error imports none of them.
type Imported struct {
	File   string           `json:"file"`
	Format string           `json:"format"`
	SHA256 string           `json:"sha256"`
	Items  []ItemDraft      `json:"items"`
	Media  map[string]Media `json:"media"`
	Found  int              `json:"found"` // questions seen, good or not
	Report Report           `json:"report"`
}

// Reader turns bytes into drafts. It is pure: no files, no network, no clock.
type Reader func(name string, data []byte) Imported

// ByKind counts the drafts of each kind.
func (i Imported) ByKind() map[Kind]int {
	out := map[Kind]int{}
	for _, d := range i.Items {
		out[d.Body.Question.Kind]++
	}
	return out
}

// Duplicates reports questions that stand twice in one file: an error when the
// two disagree about the key, else a warning.
func (i *Imported) Duplicates() {
	first := map[string]ItemDraft{}
	for _, d := range i.Items {
		same := d.Body.Fingerprint()
		before, ok := first[same]
		if !ok {
			first[same] = d
			continue
		}
		row := Row{
			Severity: Warning, Where: d.Where, Code: "duplicate.file", Excerpt: PlainText(d.Body.Question.Stem),
			Message: "Câu này trùng với câu ở " + before.Where + ".", Fix: "Bỏ một trong hai câu nếu không cố ý.",
		}
		if !before.Body.SameKey(d.Body) {
			row.Severity, row.Code = Error, "duplicate.key"
			row.Message = "Câu này trùng với câu ở " + before.Where + " nhưng đáp án khác."
			row.Fix = "Xem lại đáp án của hai câu; chỉ giữ câu đúng."
		}
		i.Report.Add(row)
	}
}

// UsedMedia drops pictures that no question shows and returns the hashes of
// the others in order.
func (i *Imported) UsedMedia() []string {
	used := map[string]bool{}
	for _, d := range i.Items {
		for _, h := range d.Body.MediaIn() {
			used[h] = true
		}
	}
	var hashes []string
	for h := range i.Media {
		if used[h] {
			hashes = append(hashes, h)
			continue
		}
		delete(i.Media, h)
	}
	sort.Strings(hashes)
	return hashes
}

// Fingerprints lists the fingerprints of the drafts.
func (i Imported) Fingerprints() []string {
	out := make([]string, 0, len(i.Items))
	for _, d := range i.Items {
		out = append(out, d.Body.Fingerprint())
	}
	return out
}

// Known turns what the bank has already into warnings.
func (i Imported) Known(k Known) []Row {
	rows := []Row{}
	if k.Batch != nil {
		rows = append(rows, Row{
			Severity: Warning, Where: "tệp", Code: "import.same_file", Message: "Tệp này đã được nhập ngày " + k.Batch.CreatedAt.UTC().Format("02/01/2006") + " vào kho “" + k.Batch.Pool + "”.",
			Fix: "Chỉ nhập lại vào kho khác, hoặc hoàn tác lần nhập trước.",
		})
		return rows // every question of it is there, of course
	}
	for _, d := range i.Items {
		if id, ok := k.Duplicates[d.Body.Fingerprint()]; ok {
			rows = append(rows, Row{
				Severity: Warning, Where: d.Where, Code: "duplicate.bank", Message: "Câu này đã có trong ngân hàng (mã " + string(id) + ").",
				Fix: "Bỏ khỏi tệp nếu không muốn có hai bản.", Excerpt: clip(PlainText(d.Body.Question.Stem)),
			})
		}
	}
	return rows
}

// Near turns pairs that are nearly the same into warnings. Pairs that ask the
// same have rows of their own.
func (i Imported) Near(pairs []Alike) []Row {
	rows := []Row{}
	for _, p := range pairs {
		if p.Percent == 100 {
			continue
		}
		d := i.Items[p.Draft]
		beside := "câu đã có trong ngân hàng (mã " + string(p.Item) + ")"
		if p.Other >= 0 {
			beside = "câu ở " + i.Items[p.Other].Where
		}
		rows = append(rows, Row{
			Severity: Warning, Where: d.Where, Code: "duplicate.near", Excerpt: clip(PlainText(d.Body.Question.Stem)),
			Message: fmt.Sprintf("Câu này giống %d%% %s.", p.Percent, beside), Fix: "Xem hai câu cạnh nhau; bỏ câu này nếu chỉ là bản chép.",
		})
	}
	return rows
}

// LeaveOut drops the drafts at some places, and what errors are about: a file
// that was refused becomes one of its good questions. Of two that ask the same
// with different keys neither is good. It returns a row for everything that is
// left out.
func (i *Imported) LeaveOut(places []int) []Row {
	bad := map[string]bool{}
	for _, r := range i.Report.Of(Error) {
		bad[r.Where] = true
	}
	first := map[string]ItemDraft{}
	for _, d := range i.Items {
		before, ok := first[d.Body.Fingerprint()]
		if ok && !before.Body.SameKey(d.Body) {
			bad[before.Where], bad[d.Where] = true, true
		}
		if !ok {
			first[d.Body.Fingerprint()] = d
		}
	}
	out := i.Report.Of(Error)
	var kept []ItemDraft
	for n, d := range i.Items {
		switch {
		case slices.Contains(places, n):
			out = append(out, Row{Severity: Warning, Where: d.Where, Code: "import.skipped", Message: "Bỏ qua theo yêu cầu.", Excerpt: clip(PlainText(d.Body.Question.Stem))})
		case bad[d.Where]:
			out = append(out, Row{Severity: Warning, Where: d.Where, Code: "import.left_out", Message: "Bỏ qua vì câu có lỗi.", Excerpt: clip(PlainText(d.Body.Question.Stem))})
		default:
			kept = append(kept, d)
		}
	}
	i.Items, i.Report = kept, Report{Rows: i.Report.Of(Warning)}
	i.UsedMedia()
	return out
}
