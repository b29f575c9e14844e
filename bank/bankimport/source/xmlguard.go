package source

import (
	"bytes"
	"encoding/xml"
	"errors"

	"khaothi/bank"
)

// CharsetError is an encoding declared in an XML file that is not UTF-8.
type CharsetError string

// Error names the encoding.
func (e CharsetError) Error() string { return "charset " + string(e) }

// ErrDoctype is a document type or an entity in an XML file.
var ErrDoctype = errors.New("document type")

// BrokenXML is the row of an XML file that cannot be decoded from a line on. fix
// says how its author makes it anew.
func BrokenXML(err error, line int, fix string) *bank.Row {
	row := &bank.Row{Severity: bank.Error, Where: Line(line), Code: "xml.syntax", Message: "Không đọc được tệp XML từ chỗ này.", Fix: fix}
	var charset CharsetError
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, ErrDoctype):
		row.Code, row.Message, row.Fix = "xml.doctype", "Tệp XML khai báo kiểu tài liệu (DOCTYPE) hoặc thực thể, không được phép.", fix+" Hoặc xoá khai báo này."
	case errors.As(err, &charset):
		row.Code, row.Message, row.Fix = "encoding.declared", "Tệp khai báo bảng mã "+string(charset)+", không phải UTF-8.", "Lưu lại tệp với bảng mã UTF-8 và sửa dòng khai báo."
	case errors.As(err, &syntax):
		row.Where, row.Message = Line(syntax.Line), "XML sai cú pháp: "+syntax.Msg+"."
	}
	return row
}

// Bounds of an XML file: how deep elements nest, and one run of text, which is
// at most a picture in base64.
const (
	maxXMLDepth = 100
	maxXMLText  = 8 << 20
)

// GuardXML looks for what would fill the memory of an XML decoder, without
// decoding: elements nested without end and texts without end. It is nil for a
// file that may be decoded, which may still be no XML.
func GuardXML(data []byte) *bank.Row {
	depth := 0
	for at := 0; at < len(data); {
		n := bytes.IndexByte(data[at:], '<')
		if n < 0 {
			n = len(data) - at
		}
		if n > maxXMLText {
			return tooLarge(data, at)
		}
		if at += n; at >= len(data) {
			return nil
		}
		end, step := markup(data[at:])
		if end > maxXMLText {
			return tooLarge(data, at)
		}
		if depth += step; depth > maxXMLDepth {
			return &bank.Row{
				Severity: bank.Error, Where: Line(1 + bytes.Count(data[:at], []byte("\n"))), Code: "xml.depth",
				Message: "Các phần tử XML lồng nhau quá sâu.", Fix: "Xuất lại tệp từ phần mềm đã tạo ra nó.",
			}
		}
		at += end
	}
	return nil
}

func tooLarge(data []byte, at int) *bank.Row {
	return &bank.Row{
		Severity: bank.Error, Where: Line(1 + bytes.Count(data[:at], []byte("\n"))), Code: "xml.large",
		Message: "Một phần tử của tệp nặng hơn 8 MB.", Fix: "Thu nhỏ hình (dưới 4 MB) rồi xuất lại.",
	}
}

// markup is the length of what starts at a < and how it changes the depth.
func markup(s []byte) (length, step int) {
	for _, m := range []struct{ open, shut string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if !bytes.HasPrefix(s, []byte(m.open)) {
			continue
		}
		n := bytes.Index(s[len(m.open):], []byte(m.shut))
		if n < 0 {
			return len(s), 0
		}
		return len(m.open) + n + len(m.shut), 0
	}
	n := bytes.IndexByte(s, '>')
	switch {
	case n < 0:
		return len(s), 0
	case len(s) > 1 && s[1] == '/':
		return n + 1, -1
	case s[n-1] == '/' || s[1] == '!':
		return n + 1, 0
	}
	return n + 1, 1
}
