package sheet

import (
	"bytes"
	"fmt"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
)

// Book is what a workbook says, as text.
type Book struct {
	Sheets   []Sheet
	Pictures []Picture
}

// Sheet is one sheet. Rows without content are left out.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row
}

// Row is a row that holds something.
type Row struct {
	N     int      // the row's number as Excel shows it, from 1
	Cells []string // trimmed, NFC; numbers as stored (a date is a serial), never as formatted

	// Shown holds the cells whose stored number the sheet shows as something
	// else: "2-Jan" for 46024, "50%" for 0.5, "3" for 3.14. By column from 0.
	Shown map[int]string
}

// Picture is an image anchored in a cell.
type Picture struct {
	Sheet    string
	Row, Col int // from 1, as in Excel
	Ext      string
	Bytes    []byte
}

// Cell returns the cell in column i from 0, empty beyond the end.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Empty reports whether the row holds nothing but white space.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if c != "" {
			return false
		}
	}
	return true
}

// Open reads a workbook. Its errors are the Err… values of this package.
func Open(data []byte, l Limits) (book *Book, err error) {
	l = l.withDefaults()
	media, err := checkZip(data, l)
	if err != nil {
		return nil, err
	}
	defer func() { // excelize panics on some broken files; a panic here is a refusal, not a crash
		if p := recover(); p != nil {
			book, err = nil, ErrNotXLSX.Wrap(fmt.Errorf("reader: %v", p))
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: l.Unzipped + 1<<20, UnzipXMLSizeLimit: l.Unzipped + 1<<20,
	})
	if err != nil {
		return nil, ErrNotXLSX.Wrap(err)
	}
	defer func() { _ = f.Close() }() // removes temporary files; there are none below the limits
	names := f.GetSheetList()
	if len(names) > l.Sheets {
		return nil, ErrTooLarge.With("limit", "sheets")
	}
	book = &Book{}
	for _, name := range names {
		s, grid, err := readSheet(f, name, l)
		if err != nil {
			return nil, err
		}
		book.Sheets = append(book.Sheets, s)
		if media && grid <= maxGrid {
			book.Pictures = append(book.Pictures, readPictures(f, name)...)
		}
	}
	return book, nil
}

// maxGrid bounds the cells that excelize lays out in memory when it looks for
// pictures; a sheet with cells in its last corner would take gigabytes.
const maxGrid = 3_000_000

func readSheet(f *excelize.File, name string, l Limits) (Sheet, int, error) {
	s := Sheet{Name: norm.NFC.String(name)}
	if visible, err := f.GetSheetVisible(name); err == nil {
		s.Hidden = !visible
	}
	raw, err := f.Rows(name)
	if err != nil {
		return s, 0, ErrNotXLSX.Wrap(fmt.Errorf("sheet %s: %w", name, err))
	}
	defer func() { _ = raw.Close() }() // read only
	shown, err := f.Rows(name)
	if err != nil {
		return s, 0, ErrNotXLSX.Wrap(fmt.Errorf("sheet %s: %w", name, err))
	}
	defer func() { _ = shown.Close() }() // read only
	grid, n := 0, 0
	for raw.Next() && shown.Next() {
		n++
		cells, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return s, 0, ErrNotXLSX.Wrap(fmt.Errorf("sheet %s row %d: %w", name, n, err))
		}
		formatted, err := shown.Columns(excelize.Options{RawCellValue: false})
		if err != nil {
			return s, 0, ErrNotXLSX.Wrap(fmt.Errorf("sheet %s row %d: %w", name, n, err))
		}
		grid += len(cells) + 1
		row, err := makeRow(n, cells, formatted, l)
		if err != nil {
			return s, 0, err
		}
		if len(row.Cells) > 0 {
			s.Rows = append(s.Rows, row)
		}
	}
	return s, grid, nil
}

func makeRow(n int, cells, formatted []string, l Limits) (Row, error) {
	row := Row{N: n}
	last := -1
	for i, c := range cells {
		if strings.TrimSpace(c) != "" {
			last = i
		}
	}
	if last < 0 {
		return row, nil
	}
	if n > l.Rows || last >= l.Columns {
		return row, ErrTooLarge.With("limit", "rows").With("row", n)
	}
	row.Cells = make([]string, last+1)
	for i := range row.Cells {
		if len(cells[i]) > l.Cell {
			return row, ErrTooLarge.With("limit", "cell").With("row", n)
		}
		shown := ""
		if i < len(formatted) {
			shown = formatted[i]
		}
		row.Cells[i] = cellText(cells[i], shown)
		if showsOther(cells[i], shown) {
			if row.Shown == nil {
				row.Shown = map[int]string{}
			}
			row.Shown[i] = shown
		}
	}
	return row, nil
}

// showsOther reports a stored number whose shown text is not that number.
func showsOther(raw, shown string) bool {
	if raw == shown || shown == "" || !numeric.MatchString(raw) || (raw == "1" && shown == "TRUE") || (raw == "0" && shown == "FALSE") {
		return false
	}
	stored, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return true
	}
	seen, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "").Replace(shown), 64)
	return err != nil || math.Abs(seen-stored) > 1e-9*math.Max(1, math.Abs(stored))
}

// cellText is the stored value, except that a Boolean is TRUE or FALSE and a
// number has at most 15 digits and no exponent.
func cellText(raw, shown string) string {
	if (raw == "1" && shown == "TRUE") || (raw == "0" && shown == "FALSE") {
		return shown
	}
	text := strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(raw, "\u00a0", " ")))
	if raw != shown || longNumber.MatchString(raw) {
		text = plainNumber(text)
	}
	return unquote(text)
}

var (
	longNumber = regexp.MustCompile(`^-?\d+\.\d{12,}$|^-?\d+(\.\d+)?[eE][-+]?\d+$`)
	numeric    = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][-+]?\d+)?$`)
)

func plainNumber(s string) string {
	if !numeric.MatchString(s) {
		return s
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.Abs(v) >= 1e15 {
		return s
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64) // it was just printed
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func readPictures(f *excelize.File, name string) []Picture {
	cells, err := f.GetPictureCells(name)
	if err != nil {
		return nil // drawings that are no pictures; the text of the sheet does not depend on them
	}
	var out []Picture
	for _, cell := range cells {
		col, row, err := excelize.CellNameToCoordinates(cell)
		if err != nil {
			continue // excelize named the cell itself
		}
		pics, err := f.GetPictures(name, cell)
		if err != nil {
			continue // as above
		}
		for _, p := range pics {
			out = append(out, Picture{Sheet: name, Row: row, Col: col, Ext: path.Ext("x" + p.Extension), Bytes: p.File})
		}
	}
	return out
}

// Date turns a serial date as Excel stores it ("44096") into a day, in UTC.
// Serials before 1900-03-01 are refused: Excel counts a day that never was.
func Date(serial string) (time.Time, bool) {
	v, err := strconv.ParseFloat(serial, 64)
	if err != nil || v < 61 || v > 2958465 {
		return time.Time{}, false
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v)), true
}
