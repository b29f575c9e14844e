package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"regexp"
	"strings"

	"khaothi/internal/board"
	"khaothi/internal/fault"
	"khaothi/internal/sheet"
)

// line is a row of the file that holds something.
type line struct {
	n     int // as the file counts, from 1
	cells []string
}

func (l line) cell(i int) string {
	if i < 0 || i >= len(l.cells) {
		return ""
	}
	return strings.TrimSpace(l.cells[i])
}

// Bounds of a file: a province has 270,000 pupils, one exam some 20,000.
const (
	maxBytes = 20 << 20
	maxRows  = 100_000
	maxCell  = 2000
)

// lines splits the file by its content, not by its name.
func lines(r *Report, data []byte, s board.Settings) ([]line, bool) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		r.fail(Problem{Code: "file.empty"})
		return nil, false
	case len(data) > maxBytes:
		r.fail(Problem{Code: "file.too_large", Args: args("limit", "20 MB")})
		return nil, false
	case bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		r.Format = "xlsx"
		return bookLines(r, data, s)
	}
	r.Format = "csv"
	text, code := decode(data)
	if code != "" {
		r.fail(Problem{Code: code})
		return nil, false
	}
	return csvLines(r, text, s)
}

// bookLines returns the rows of the first sheet that has a header.
func bookLines(r *Report, data []byte, s board.Settings) ([]line, bool) {
	book, err := sheet.Open(data, sheet.Limits{Bytes: maxBytes, Rows: maxRows + headerRows, Cell: maxCell, Columns: 200})
	if err != nil {
		r.fail(sheetProblem(err))
		return nil, false
	}
	var found []line
	var used string
	for _, sh := range book.Sheets {
		if sh.Hidden {
			continue
		}
		rows := make([]line, len(sh.Rows))
		for i, row := range sh.Rows {
			rows[i] = line{row.N, row.Cells}
		}
		if _, _, ok := findHeader(rows, s); !ok {
			continue
		}
		if found != nil {
			r.warn(Problem{Code: "sheet.ignored", Args: args("name", sh.Name, "used", used)})
			continue
		}
		found, used = rows, sh.Name
	}
	if found == nil {
		r.fail(Problem{Code: "header.missing"})
		return nil, false
	}
	return found, true
}

// sheetProblem gives a refusal of the workbook our code.
func sheetProblem(err error) Problem {
	switch {
	case errors.Is(err, sheet.ErrOldFormat):
		return Problem{Code: "file.old_format"}
	case errors.Is(err, sheet.ErrUnsafe):
		return Problem{Code: "file.unsafe"}
	case errors.Is(err, sheet.ErrTooLarge):
		limit := "20 MB, 100000 dòng"
		var f *fault.Error
		if errors.As(err, &f) {
			if name, ok := f.Detail["limit"].(string); ok {
				limit = name
			}
		}
		return Problem{Code: "file.too_large", Args: args("limit", limit)}
	}
	return Problem{Code: "file.format"}
}

// textCell is how spreadsheets keep a code as text in a CSV: ="0123".
var textCell = regexp.MustCompile(`(?m)(^|[,;\t])="([^",;\t\r\n]*)"`)

// csvLines reads the text with the delimiter under which most headers make
// sense.
func csvLines(r *Report, text string, s board.Settings) ([]line, bool) {
	if rest, ok := strings.CutPrefix(text, "sep="); ok { // Excel's hint, always on a line of its own
		if _, after, ok := strings.Cut(rest, "\n"); ok {
			text = "\n" + after // keeps the count of lines
		}
	}
	text = textCell.ReplaceAllString(text, "$1$2")
	var best []line
	var bad *Problem
	bestScore := -1
	for _, comma := range []rune{',', ';', '\t'} {
		rows, problem := splitCSV(text, comma)
		l, _, ok := findHeader(rows, s)
		if ok && len(l.at) > bestScore {
			best, bad, bestScore = rows, problem, len(l.at)
		}
	}
	if bestScore < 0 {
		if !looksLikeText(text) {
			r.fail(Problem{Code: "file.format"})
			return nil, false
		}
		r.fail(Problem{Code: "header.missing"})
		return nil, false
	}
	if bad != nil {
		r.fail(*bad)
	}
	return best, true
}

// splitCSV returns the rows up to the first that cannot be split.
func splitCSV(text string, comma rune) ([]line, *Problem) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = comma, -1, false
	var out []line
	for {
		cells, err := c.Read()
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return out, &Problem{Row: bad.StartLine, Code: "file.quote"}
			}
			return out, nil
		}
		if blank(cells) {
			continue
		}
		n, _ := c.FieldPos(0)
		if len(out) > maxRows+headerRows {
			return out, &Problem{Row: n, Code: "file.too_large", Args: args("limit", "100000 dòng")}
		}
		out = append(out, line{n, cells})
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// looksLikeText reports whether there is no control character but white space.
func looksLikeText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) })
}
