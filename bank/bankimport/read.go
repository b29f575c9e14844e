package bankimport

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankimport/gift"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/bankimport/moodlexml"
	"khaothi/bank/bankimport/source"
)

// Auto asks Read to find the format out.
const Auto = "auto"

// Formats lists the formats that Read knows.
func Formats() []string {
	return []string{excel.Format, moodlexml.Format, gift.Format, itemjson.Format}
}

// Read reads a file in a format, or in the one that its content shows. What
// is no known format is a report with one error.
func Read(name string, data []byte, format string) bank.Imported {
	name = filepath.Base(name)
	if format == "" || format == Auto {
		format = Detect(name, data)
	}
	switch format {
	case excel.Format:
		return excel.Read(name, data)
	case moodlexml.Format:
		return moodlexml.Read(name, data)
	case gift.Format:
		return gift.Read(name, data)
	case itemjson.Format:
		return itemjson.Read(name, data)
	}
	c := source.NewCollector(name, format, data)
	if known := foreign(name, data); known != "" {
		return c.Refuse(&bank.Row{
			Severity: bank.Error, Code: "format.unsupported", Message: "Định dạng " + known + " chưa được hỗ trợ.",
			Fix: "Chép câu hỏi vào mẫu .xlsx (khaothi bank template), hoặc xuất thành Moodle XML hay GIFT.",
		})
	}
	return c.Refuse(&bank.Row{
		Severity: bank.Error, Code: "format.unknown", Message: "Không nhận ra định dạng của tệp.",
		Fix: "Dùng .xlsx theo mẫu, Moodle XML (.xml) hoặc GIFT (.gift, .txt), hoặc nêu --format.",
	})
}

// Detect finds the format by the first bytes, then by the name. Unknown is "".
func Detect(name string, data []byte) string {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\ufeff")), " \r\n\t")
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case bytes.HasPrefix(data, []byte("PK")) && ext != ".docx" && ext != ".zip", bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) && (ext == ".xls" || ext == ".xlsx"):
		return excel.Format
	case bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<quiz")):
		return moodlexml.Format
	case bytes.HasPrefix(head, []byte("{")) && ext == ".json":
		return itemjson.Format
	case ext == ".gift" || ext == ".txt" && giftMark.Match(data):
		return gift.Format
	case ext == ".xml":
		return moodlexml.Format
	case ext == ".xlsx":
		return excel.Format
	}
	return ""
}

var (
	giftMark  = regexp.MustCompile(`(?m)\{|^::|^\$CATEGORY:`)
	aikenMark = regexp.MustCompile(`(?m)^ANSWER:`)
)

// foreign names a format that is known but not read.
func foreign(name string, data []byte) string {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".docx" || ext == ".doc":
		return "Word"
	case ext == ".zip":
		return "gói .zip"
	case ext == ".pdf" || bytes.HasPrefix(data, []byte("%PDF")):
		return "PDF"
	case aikenMark.Match(data):
		return "Aiken"
	}
	return ""
}
