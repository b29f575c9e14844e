package moodlexml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Format is the name of this format on the command line.
const Format = "moodle-xml"

// Read turns a Moodle XML file into drafts. It is pure and bounded; document
// types and entities of the file's own are refused.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	if row := source.GuardXML(data); row != nil {
		return c.Refuse(row)
	}
	text, row := source.Text(data)
	if row != nil {
		return c.Refuse(row)
	}
	c.Drafts = true
	r := reader{c: c, d: xml.NewDecoder(strings.NewReader(text))}
	r.d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) { return nil, charsetError(charset) }
	if row := r.run(); row != nil {
		c.Out.Report.Add(*row)
		c.Out.Items = []bank.ItemDraft{} // what came before the break is not all of the file
	}
	return c.Done()
}

// charsetError is an encoding declared in the file that is not UTF-8.
type charsetError string

func (e charsetError) Error() string { return "charset " + string(e) }

var (
	errDoctype = errors.New("document type")
	errRoot    = errors.New("not a quiz")
)

type reader struct {
	c        *source.Collector
	d        *xml.Decoder
	n        int // questions so far, categories included, as XPath counts
	category string
}

// run reads all questions. Its row is why the rest of the file is unreadable.
func (r *reader) run() *bank.Row {
	root := false
	for {
		token, err := r.d.Token()
		if errors.Is(err, io.EOF) && root {
			return nil
		}
		if errors.Is(err, io.EOF) {
			err = errRoot
		}
		if err != nil {
			return r.broken(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return r.broken(errDoctype)
		case xml.StartElement:
			if !root {
				if t.Name.Local != "quiz" {
					return r.broken(errRoot)
				}
				root = true
				continue
			}
			if err := r.element(t); err != nil {
				return r.broken(err)
			}
		}
	}
}

func (r *reader) broken(err error) *bank.Row {
	line, _ := r.d.InputPos()
	row := &bank.Row{Severity: bank.Error, Where: source.Line(line), Code: "xml.syntax"}
	var charset charsetError
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errDoctype):
		row.Code, row.Message, row.Fix = "xml.doctype", "Tệp XML khai báo kiểu tài liệu (DOCTYPE), không được phép.", "Xuất lại tệp từ Moodle hoặc xoá khai báo này."
	case errors.Is(err, errRoot):
		row.Code, row.Message, row.Fix = "xml.not_quiz", "Đây không phải tệp Moodle XML: thiếu phần tử gốc <quiz>.", "Xuất ngân hàng câu hỏi từ Moodle theo định dạng Moodle XML."
	case errors.As(err, &charset):
		row.Code, row.Message, row.Fix = "encoding.declared", "Tệp khai báo bảng mã "+string(charset)+", không phải UTF-8.", "Lưu lại tệp với bảng mã UTF-8 và sửa dòng khai báo."
	case errors.As(err, &syntax):
		row.Where = source.Line(syntax.Line)
		row.Message, row.Fix = "XML sai cú pháp: "+syntax.Msg+".", "Xuất lại tệp từ Moodle; nội dung HTML phải nằm trong CDATA hoặc được mã hoá."
	default:
		row.Message, row.Fix = "Không đọc được tệp XML từ chỗ này.", "Xuất lại tệp từ Moodle."
	}
	return row
}

func (r *reader) element(t xml.StartElement) error {
	if t.Name.Local != "question" {
		return r.d.Skip()
	}
	r.n++
	line, _ := r.d.InputPos()
	where := fmt.Sprintf("/quiz/question[%d] (%s)", r.n, source.Line(line))
	var x xmlQuestion
	if err := r.d.DecodeElement(&x, &t); err != nil {
		return err
	}
	if x.Type == "category" {
		r.category = source.Topic(x.Category.Text)
		return nil
	}
	q := question{c: r.c, where: where, x: x}
	q.body.Tags.Topic = r.category
	q.read()
	return nil
}
