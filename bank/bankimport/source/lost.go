package source

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
)

// Place names a question that is to be written.
func Place(d bank.ItemDraft, i int) string {
	if d.Where != "" {
		return d.Where
	}
	return fmt.Sprintf("câu %d", i+1)
}

// Lost is the row of a question that a format cannot carry.
func Lost(where string, b bank.Body, why string) bank.Row {
	return bank.Row{
		Severity: bank.Error, Where: where, Code: "lost.item", Message: "Câu không ghi được vào tệp: " + why + ".",
		Fix: "Xuất câu này sang định dạng khác, ví dụ JSON của chương trình.", Excerpt: excerpt(b),
	}
}

// LostPart is the row of something in a question that a format cannot carry;
// the rest of the question is written.
func LostPart(where string, b bank.Body, what string) bank.Row {
	return bank.Row{
		Severity: bank.Warning, Where: where, Code: "lost.part", Message: "Định dạng này không giữ được: " + what + ".",
		Fix: "Bổ sung ở nơi nhận, hoặc xuất sang định dạng khác.", Excerpt: excerpt(b),
	}
}

func excerpt(b bank.Body) string {
	r := bank.Report{}
	r.Add(bank.Row{Excerpt: bank.PlainText(b.Question.Stem)})
	return r.Rows[0].Excerpt
}

// Plain is a text without elements. dropped lists what only changed its look;
// why says what cannot be left out without changing the question, or is empty.
func Plain(text string) (plain string, dropped []string, why string) {
	var b strings.Builder
	var walk func(list []Node)
	walk = func(list []Node) {
		for i, n := range list {
			switch n.Tag {
			case "":
				b.WriteString(n.Text)
				continue
			case Math:
				b.WriteString(`\(` + n.Text + `\)`)
				continue
			case Display:
				b.WriteString(`\[` + n.Text + `\]`)
				continue
			case "br":
				dropped = Once(dropped, "xuống dòng")
				b.WriteString(" ")
			case "p":
				if len(list) > 1 {
					dropped = Once(dropped, "xuống dòng")
				}
				if i > 0 {
					b.WriteString(" ")
				}
			case "b", "strong", "i", "em", "span":
				dropped = Once(dropped, "chữ đậm, nghiêng")
			default:
				why = unsayable(n.Tag)
			}
			walk(n.Kids)
		}
	}
	walk(Tree(text))
	return b.String(), dropped, why
}

// unsayable names an element that plain text cannot do without.
func unsayable(tag string) string {
	switch tag {
	case "img":
		return "câu có hình"
	case "audio":
		return "câu có âm thanh"
	case "table", "ul", "ol":
		return "câu có bảng hoặc danh sách"
	case "u", "s":
		return "câu có chữ gạch chân hoặc gạch ngang"
	case "sub", "sup":
		return "câu có chỉ số trên hoặc dưới"
	}
	return "câu có định dạng không ghi được"
}

// Once appends a word that is not there yet.
func Once(list []string, word string) []string {
	if slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// Beside lists what stands beside a question and a plain format drops.
func Beside(b bank.Body) []string {
	var out []string
	if b.Solution != "" {
		out = append(out, "lời giải")
	}
	if t := b.Tags; t.Subject != "" || t.Grade != 0 || t.Topic != "" || t.Level != "" || t.Outcome != "" || t.Content != "" || len(t.Free)+len(t.Competences) > 0 || b.Label != "" {
		out = append(out, "nhãn")
	}
	if len(b.Key.Credit) > 0 {
		out = append(out, "điểm thành phần")
	}
	if len(b.Todo) > 0 {
		out = append(out, "ghi chú việc còn lại")
	}
	return out
}
