package excel

import (
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Export makes a workbook of the questions that the template can say. lost
// names the others, and what the template drops of a question.
func Export(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	var kept []bank.ItemDraft
	for i, d := range in.Items {
		where := source.Place(d, i)
		if why := unsayable(d.Body); why != "" {
			lost = append(lost, source.Lost(where, d.Body, why))
			continue
		}
		if parts := dropped(d.Body); len(parts) > 0 {
			lost = append(lost, source.LostPart(where, d.Body, strings.Join(parts, ", ")))
		}
		kept = append(kept, d)
	}
	data, err = Write(kept, in.Media)
	return data, lost, err
}

// unsayable says why the template cannot hold a question, or "".
func unsayable(b bank.Body) string {
	switch b.Question.Kind {
	case bank.Single, bank.Multiple, bank.Cluster, bank.Short:
	default:
		return "mẫu Excel không có dạng câu này"
	}
	if len(b.Question.Options) > len(templateOptions()) {
		return "mẫu Excel có ít cột phương án hơn"
	}
	for _, o := range b.Question.Options {
		if bank.IsEmpty(o.HTML) {
			return "có phương án để trống"
		}
	}
	if len(b.Key.Options)+len(b.Key.Statements)+len(b.Key.Accepted) == 0 {
		return "câu chưa có đáp án"
	}
	if _, _, err := cellsOf(b, newStimuli()); err != nil {
		return "có định dạng, bảng hoặc hình giữa chữ mà ô Excel không giữ được"
	}
	if g := b.Question.Grid; b.Question.Kind == bank.Short && (g == nil || (g.Charset == "") != source.Words(b.Key.Accepted)) {
		return "đáp số không đúng kiểu ô trả lời của mẫu"
	}
	return ""
}

func templateOptions() []string {
	var out []string
	for _, c := range templateColumns {
		if strings.HasPrefix(string(c.id), string(colOption)) {
			out = append(out, c.title)
		}
	}
	return out
}

// dropped lists what the template has no column for.
func dropped(b bank.Body) []string {
	var out []string
	if len(b.Key.Credit) > 0 {
		out = append(out, "điểm thành phần")
	}
	if b.Key.Fold {
		out = append(out, "không phân biệt chữ hoa, chữ thường")
	}
	if b.Tags.Content != "" || len(b.Tags.Competences)+len(b.Tags.Free) > 0 {
		out = append(out, "đơn vị kiến thức, năng lực, nhãn tự do")
	}
	if len(b.Todo) > 0 {
		out = append(out, "ghi chú việc còn lại")
	}
	if b.Tags.Level == bank.Advanced {
		out = append(out, "mức vận dụng cao")
	}
	return out
}
