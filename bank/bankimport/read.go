package bankimport

import (
	"bytes"
	"path/filepath"

	"khaothi/bank"
	"khaothi/bank/bankimport/aiken"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankimport/extest"
	"khaothi/bank/bankimport/gift"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/bankimport/moodlexml"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/bankimport/source"
	"khaothi/bank/bankimport/word"
	"khaothi/internal/safezip"
)

// Auto asks Read to find the format out.
const Auto = "auto"

// readers are the formats that Read knows. Detect in detect.go finds a file's.
var readers = []struct {
	format string
	read   bank.Reader
}{
	{word.Format, word.Read},
	{excel.Format, excel.Read},
	{moodlexml.Format, moodlexml.Read},
	{gift.Format, gift.Read},
	{aiken.Format, aiken.Read},
	{extest.Format, extest.Read},
	{qti.Format, qti.Read},
	{itemjson.Format, itemjson.Read},
}

// Formats lists the formats that Read knows.
func Formats() []string {
	out := make([]string, 0, len(readers))
	for _, r := range readers {
		out = append(out, r.format)
	}
	return out
}

// Read reads a file in a format, or in the one that its content shows. What
// is no known format is a report with one error.
func Read(name string, data []byte, format string) bank.Imported {
	name = filepath.Base(name)
	if format == "" || format == Auto {
		format = Detect(name, data)
	}
	for _, r := range readers {
		if r.format == format {
			return r.read(name, data)
		}
	}
	c := source.NewCollector(name, format, data)
	if bytes.HasPrefix(data, []byte("PK")) {
		if _, err := safezip.Open(data, safezip.Limits{Nested: word.Embedded}); err != nil {
			code, message, fix := safezip.Explain(err)
			return c.Refuse(&bank.Row{Severity: bank.Error, Code: code, Message: message, Fix: fix})
		}
	}
	if known := foreign(name, data); known != "" {
		return c.Refuse(&bank.Row{
			Severity: bank.Error, Code: "format.unsupported", Message: "Định dạng " + known + " chưa được hỗ trợ.",
			Fix: "Chép câu hỏi vào mẫu .xlsx (khaothi bank template), hoặc xuất thành Moodle XML hay GIFT.",
		})
	}
	return c.Refuse(&bank.Row{
		Severity: bank.Error, Code: "format.unknown", Message: "Không nhận ra định dạng của tệp.",
		Fix: "Dùng .xlsx theo mẫu, Word (.docx), Moodle XML (.xml), GIFT hoặc Aiken (.txt), QTI (.xml, .zip), LaTeX ex_test (.tex, .zip), hoặc nêu --format.",
	})
}
