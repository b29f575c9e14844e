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
	in := xml.NewDecoder(strings.NewReader(text))
	r := reader{c: c, in: in, d: xml.NewTokenDecoder(&flat{d: in})}
	in.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) { return nil, source.CharsetError(charset) }
	if row := r.run(); row != nil {
		c.Out.Report.Add(*row)
		c.Out.Items = []bank.ItemDraft{} // what came before the break is not all of the file
	}
	return c.Done()
}

var errRoot = errors.New("not a quiz")

var errNested = errors.New("an element inside a text")

// flat refuses elements inside <text>: a decoder would drop their content in
// silence. What a text shows is escaped or in CDATA.
type flat struct {
	d      *xml.Decoder
	inText bool
}

func (f *flat) Token() (xml.Token, error) {
	token, err := f.d.Token()
	switch t := token.(type) {
	case xml.StartElement:
		if f.inText {
			return nil, errNested
		}
		f.inText = t.Name.Local == "text"
	case xml.EndElement:
		f.inText = false
	}
	return token, err
}

type reader struct {
	c        *source.Collector
	in       *xml.Decoder // knows lines
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
			return r.broken(source.ErrDoctype)
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
	line, _ := r.in.InputPos()
	row := source.BrokenXML(err, line, "Xuất lại tệp từ Moodle; nội dung HTML phải nằm trong CDATA hoặc được mã hoá.")
	if errors.Is(err, errRoot) {
		row.Code, row.Message, row.Fix = "xml.not_quiz", "Đây không phải tệp Moodle XML: thiếu phần tử gốc <quiz>.", "Xuất ngân hàng câu hỏi từ Moodle theo định dạng Moodle XML."
	}
	if errors.Is(err, errNested) {
		row.Code, row.Message = "xml.nested", "Một phần tử <text> chứa phần tử khác: chữ của nó sẽ mất."
	}
	return row
}

func (r *reader) element(t xml.StartElement) error {
	if t.Name.Local != "question" {
		return r.d.Skip()
	}
	r.n++
	line, _ := r.in.InputPos()
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
