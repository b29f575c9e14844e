package source

import (
	"fmt"

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
