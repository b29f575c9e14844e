package word

import (
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// changed finds the questions that come back with another key or kind, or not
// at all: they have to stay out. When the file as a whole does not read, each
// question is tried by itself.
func (e *exporter) changed(back bank.Imported) map[int]string {
	bad := map[int]string{}
	if len(back.Items) == len(e.written) && back.Report.Errors() == 0 {
		for i, at := range e.written {
			if why := spoiled(e.in.Items[at].Body, back.Items[i].Body); why != "" {
				bad[at] = why
			}
		}
		return bad
	}
	for _, at := range e.written {
		one := &exporter{in: bank.Imported{Items: e.in.Items[at : at+1], Media: e.in.Media}, room: room}
		data, err := one.file()
		if err != nil {
			bad[at] = "không dựng được tệp."
			continue
		}
		alone := Read("export.docx", data)
		if rows := alone.Report.Of(bank.Error); len(rows) > 0 {
			bad[at] = "đọc lại thì báo lỗi: " + rows[0].Message
		} else if len(alone.Items) != 1 {
			bad[at] = "đọc lại thì không còn là một câu."
		} else if why := spoiled(e.in.Items[at].Body, alone.Items[0].Body); why != "" {
			bad[at] = why
		}
	}
	if len(bad) == 0 { // only together they do not read
		for _, r := range back.Report.Of(bank.Error) {
			if at, ok := e.numbered(r.Where); ok {
				bad[at] = "đọc lại thì báo lỗi: " + r.Message
			}
		}
	}
	if len(bad) == 0 && len(e.written) > 0 {
		for _, at := range e.written {
			bad[at] = "câu này cùng với các câu khác không đọc lại được."
		}
	}
	return bad
}

// numbered finds the question that a row is about: "Câu 7 (đoạn 12)".
func (e *exporter) numbered(where string) (int, bool) {
	var no int
	if _, err := fmt.Sscanf(where, "Câu %d", &no); err != nil || no < 1 || no > len(e.written) {
		return 0, false
	}
	return e.written[no-1], true
}

// spoiled says why a question that came back may not stay in the file.
func spoiled(a, b bank.Body) string {
	if why := source.Spoiled(a, b); why != "" {
		return why + "."
	}
	return ""
}

// compare tells what else of the questions did not come back from the file.
func (e *exporter) compare(back bank.Imported) {
	for i, at := range e.written {
		d := e.in.Items[at]
		if parts := source.Differences(d.Body, back.Items[i].Body); len(parts) > 0 {
			e.tell(bank.Warning, d, "lost.part", "Đọc lại từ tệp Word thì khác: "+strings.Join(parts, ", ")+".")
		}
	}
}
