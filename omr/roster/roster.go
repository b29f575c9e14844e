// Package roster knows how a list of candidates is written: CSV whose first line
// names its columns, in English or Vietnamese. Which columns must be there, and
// what in a row is an error, is for those to say who print or read sheets by it.
package roster

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"

	"khaothi/internal/vi"
	"khaothi/omr/layout"
)

// headings are the names of the columns, folded.
var headings = map[string]layout.Fill{
	"number": layout.FillNumber, "candidate number": layout.FillNumber, "sbd": layout.FillNumber, "so bao danh": layout.FillNumber,
	"name": layout.FillName, "ho ten": layout.FillName, "ho va ten": layout.FillName,
	"birthday": layout.FillBirthday, "ngay sinh": layout.FillBirthday,
	"room": layout.FillRoom, "phong": layout.FillRoom, "phong thi": layout.FillRoom,
	"form code": layout.FillFormCode, "ma de": layout.FillFormCode, "ma de thi": layout.FillFormCode,
	"exam": layout.FillExam, "ky thi": layout.FillExam,
	"subject": layout.FillSubject, "mon": layout.FillSubject, "mon thi": layout.FillSubject, "bai thi": layout.FillSubject,
	"date": layout.FillDate, "ngay thi": layout.FillDate,
	"council": layout.FillCouncil, "hoi dong": layout.FillCouncil, "hoi dong thi": layout.FillCouncil,
	"site": layout.FillSite, "diem thi": layout.FillSite,
}

// Column returns what of a candidate stands below a heading, "" where that is
// nothing that a roster has.
func Column(heading string) layout.Fill { return headings[vi.Fold(heading)] }

// Open returns the rows of a roster, that of the headings first. They are
// separated by commas, or by semicolons where the first line has more of those.
func Open(r io.Reader) *csv.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = in.Discard(len(mark)) // they are in the buffer
	}
	head, _ := in.Peek(in.Size()) // shorter at the end of r; an error comes back with the rows
	first, _, _ := bytes.Cut(head, []byte("\n"))
	rows := csv.NewReader(in)
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		rows.Comma = ';'
	}
	return rows
}
