package bankimport

import (
	"bytes"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"khaothi/bank/bankimport/aiken"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankimport/extest"
	"khaothi/bank/bankimport/gift"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/bankimport/moodlexml"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/bankimport/word"
	"khaothi/internal/safezip"
)

// Detect finds the format by the content, then by the name. Unknown is "".
func Detect(name string, data []byte) string {
	ext := strings.ToLower(filepath.Ext(name))
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\ufeff")), " \r\n\t")
	switch {
	case ext == ".docx" || ext == ".docm" || ext == ".doc":
		return word.Format // it says what is wrong with an old or a locked one
	case bytes.HasPrefix(data, []byte("PK")):
		return detectZip(ext, data)
	case bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) && (ext == ".xls" || ext == ".xlsx"):
		return excel.Format
	case bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<")) && ext == ".xml" || bytes.HasPrefix(head, []byte("<quiz")):
		return detectXML(head)
	case bytes.HasPrefix(head, []byte("{")) && ext == ".json":
		return itemjson.Format
	case ext == ".tex" || exTestMark.Match(data):
		return extest.Format
	case ext == ".gift":
		return gift.Format
	case ext == ".aiken" || aikenMark.Match(data) && !giftOnly.Match(data):
		return aiken.Format
	case ext == ".txt" && giftMark.Match(data):
		return gift.Format
	case ext == ".xml":
		return moodlexml.Format
	case ext == ".xlsx":
		return excel.Format
	}
	return ""
}

var (
	giftMark   = regexp.MustCompile(`(?m)\{|^::|^\$CATEGORY:`)
	giftOnly   = regexp.MustCompile(`(?m)^::|^\$CATEGORY:`)
	aikenMark  = regexp.MustCompile(`(?m)^ANSWER:[ \t]*[A-Za-z]?[ \t]*\r?$`)
	exTestMark = regexp.MustCompile(`\\begin\{(?:ex|bt|vdex)\}`)
	rootMark   = regexp.MustCompile(`(?s)^(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*<([A-Za-z_][\w.:-]*)`)
)

// detectXML tells XML files apart by their root element.
func detectXML(head []byte) string {
	m := rootMark.FindSubmatch(head)
	if m == nil {
		return moodlexml.Format // it says what is wrong with the XML
	}
	switch root := string(m[1]); {
	case qti.Detect(root, head):
		return qti.Format
	case root == "questestinterop", root == "POOL", root == "examview":
		return ""
	}
	return moodlexml.Format
}

// detectZip tells packages apart by what is in them.
func detectZip(ext string, data []byte) string {
	if ext == ".xlsx" || ext == ".xls" {
		return excel.Format
	}
	a, err := safezip.Open(data, safezip.Limits{Nested: word.Embedded})
	if err != nil {
		return ""
	}
	if a.Has("word/document.xml") {
		return word.Format
	}
	if a.Has("xl/workbook.xml") {
		return excel.Format
	}
	if qti.DetectPackage(a) {
		return qti.Format
	}
	for _, name := range a.Names() {
		if strings.EqualFold(path.Ext(name), ".tex") {
			return extest.Format
		}
	}
	return ""
}

// foreign names a format that is known but not read.
func foreign(name string, data []byte) string {
	head := data[:min(len(data), 4096)]
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".zip":
		return "gói .zip"
	case ext == ".pdf" || bytes.HasPrefix(data, []byte("%PDF")):
		return "PDF"
	case bytes.Contains(head, []byte("<examview")):
		return "ExamView"
	case bytes.Contains(head, []byte("<POOL")) || bytes.Contains(head, []byte("<questestinterop")):
		return "Blackboard"
	}
	return ""
}
