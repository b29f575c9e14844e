package qti

import (
	"bytes"
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/safezip"
)

// Format is the name of this format on the command line: of all versions read,
// and of the packages written.
const Format = "qti3"

// Read turns an item, a package or a cartridge into drafts. It is pure and
// bounded.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	c.Drafts = true
	left, budget := maxUnpacked, maxOperators
	r := reader{c: c, files: files{left: &left}, budget: &budget}
	if bytes.HasPrefix(data, []byte("PK")) {
		a, err := safezip.Open(data, limits)
		if err != nil {
			code, message, fix := safezip.Explain(err)
			return c.Refuse(&bank.Row{Severity: bank.Error, Code: code, Message: message, Fix: fix})
		}
		r.files.zip = a
		r.pack()
	} else {
		root, row := parse(data)
		if row != nil {
			return c.Refuse(row)
		}
		r.document(root, "")
	}
	r.summary()
	return c.Done()
}

// maxOperators bounds what the rules of one file may run in all: a package of a
// thousand questions takes some millions.
const maxOperators = 100_000_000

// reader goes through one file.
type reader struct {
	c      *source.Collector
	files  files
	budget *int
	whole  int // questions of several answers that earn all or nothing
}

// Detect reports whether an XML file with a root of this name, whose beginning is
// head, is one that Read reads.
func Detect(root string, head []byte) bool {
	name := camel(strings.TrimPrefix(root[strings.IndexByte(root, ':')+1:], "qti-"))
	if name == "questestinterop" { // Blackboard has that root too, without the namespace
		return bytes.Contains(head, []byte("ims_qtiasiv1p2"))
	}
	_, other := otherRoots[name]
	return name == "assessmentItem" || other
}

// DetectPackage reports whether a zip is a package that Read reads: it has a
// manifest, or items without one.
func DetectPackage(a *safezip.Archive) bool {
	if name, _ := manifestOf(a); name != "" {
		return true
	}
	for _, name := range a.Names() {
		if !isXML(name) {
			continue
		}
		data, err := a.Read(name)
		return err == nil && (bytes.Contains(data[:min(len(data), 4096)], []byte("imsqti")) || bytes.Contains(data[:min(len(data), 4096)], []byte("assessmentItem")))
	}
	return false
}

// document reads one XML file by its root.
func (r *reader) document(root *node, name string) {
	if root.space == spaceQTI {
		switch root.name {
		case "assessmentItem":
			r.item(root, name, nil, "")
			return
		case "questestinterop":
			r.quiz(root, name)
			return
		}
	}
	code, message, fix := "xml.not_qti", "Phần tử gốc <"+clip(root.name)+"> không phải câu hỏi QTI.", "Chọn tệp assessmentItem hoặc gói .zip có imsmanifest.xml."
	if say, ok := otherRoots[root.name]; ok {
		code, message = "qti."+root.name, say
	}
	r.c.Row(bank.Error, name, code, message, fix, "")
}

// otherRoots are files of QTI that hold no question by themselves.
var otherRoots = map[string]string{
	"assessmentTest":          "Đây chỉ là cấu trúc bài kiểm tra; câu hỏi nằm ở các tệp khác.",
	"assessmentSection":       "Đây chỉ là một phần của bài kiểm tra; câu hỏi nằm ở các tệp khác.",
	"assessmentStimulus":      "Đây chỉ là ngữ liệu dùng chung, không có câu hỏi.",
	"manifest":                "Đây chỉ là mục lục của một gói QTI; cần cả gói .zip.",
	"responseProcessing":      "Đây chỉ là quy tắc chấm, không có câu hỏi.",
	"assessmentResult":        "Đây là kết quả thi, không phải câu hỏi.",
	"outcomeProcessing":       "Đây chỉ là quy tắc tính điểm bài thi, không có câu hỏi.",
	"assessmentResultReports": "Đây là kết quả thi, không phải câu hỏi.",
}

// item reads one item that stands in a file.
func (r *reader) item(root *node, name string, tags []string, title string) {
	where := name
	if where == "" {
		where = "câu " + clip(root.get("identifier"))
	}
	it := &item{c: r.c, files: r.files, name: name, where: where, root: root, tags: tags, title: title, whole: &r.whole, budget: r.budget}
	it.read()
}

// summary tells once what concerns many questions.
func (r *reader) summary() {
	if r.whole > 0 {
		r.c.Row(bank.Warning, "", "scoring.whole", fmt.Sprintf("%d câu nhiều chỗ trả lời được tệp chấm trọn câu hoặc theo số chỗ đúng.", r.whole),
			"Ở đây thang điểm thuộc về đề thi: chọn quy tắc chấm của phần khi lập đề.", "")
	}
}

// isXML reports whether a name is of a file that may hold questions.
func isXML(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".qti")
}
