package sheet

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/xuri/excelize/v2"
)

// Kind is how a column's cells are shown.
type Kind int

// The kinds of columns.
const (
	Text   Kind = iota // as it is, left; numbers in it keep their zeros
	Number             // a whole or plain number
	Points             // hundredths of a point given as int64, shown with two decimals
	Wrap               // long text, wrapped
)

// Column is one column of a sheet that is written.
type Column struct {
	Title string
	Width float64 // characters; 0 = 14
	Kind  Kind
}

// Writer makes a workbook. Errors are kept and returned by Bytes.
type Writer struct {
	f      *excelize.File
	styles map[Kind]int
	head   int
	sheets int
	err    error
}

// NewWriter starts an empty workbook.
func NewWriter() *Writer {
	w := &Writer{f: excelize.NewFile(), styles: map[Kind]int{}}
	two := "0.00"
	top := &excelize.Alignment{Vertical: "top"}
	w.head = w.style(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	w.styles[Text] = w.style(&excelize.Style{NumFmt: 49, Alignment: top})
	w.styles[Number] = w.style(&excelize.Style{Alignment: top})
	w.styles[Points] = w.style(&excelize.Style{CustomNumFmt: &two, Alignment: top})
	w.styles[Wrap] = w.style(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	return w
}

func (w *Writer) style(s *excelize.Style) int {
	id, err := w.f.NewStyle(s)
	w.keep(err)
	return id
}

func (w *Writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Bytes returns the workbook, or the first error of any call before.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err != nil {
		return nil, fmt.Errorf("write workbook: %w", w.err)
	}
	w.f.SetActiveSheet(0)
	var b bytes.Buffer
	if err := w.f.Write(&b); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b.Bytes(), w.f.Close()
}

// SheetWriter fills one sheet from top to bottom.
type SheetWriter struct {
	w    *Writer
	name string
	cols []Column
	next int
}

// Sheet adds a sheet with a header row that stays in view. Without columns it
// has no header, and cells are wrapped text.
func (w *Writer) Sheet(name string, cols ...Column) *SheetWriter {
	if w.sheets == 0 {
		w.keep(w.f.SetSheetName("Sheet1", name))
	} else {
		_, err := w.f.NewSheet(name)
		w.keep(err)
	}
	w.sheets++
	s := &SheetWriter{w: w, name: name, cols: cols, next: 1}
	if len(cols) == 0 {
		return s
	}
	for i, c := range cols {
		s.Width(i, c.Width)
		s.set(i, c.Title, w.head)
		col, err := excelize.ColumnNumberToName(i + 1)
		w.keep(err)
		w.keep(w.f.SetColStyle(name, col, w.styles[c.Kind]))
	}
	for i := range cols { // SetColStyle restyles the header cells that stand already
		cell := s.cell(i, 1)
		w.keep(w.f.SetCellStyle(name, cell, cell, w.head))
	}
	w.keep(w.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	s.next = 2
	return s
}

// Width sets the width of column i from 0 in characters; 0 means 14.
func (s *SheetWriter) Width(i int, chars float64) {
	if chars <= 0 {
		chars = 14
	}
	col, err := excelize.ColumnNumberToName(i + 1)
	s.w.keep(err)
	s.w.keep(s.w.f.SetColWidth(s.name, col, col, chars))
}

// Row writes the next row and returns its number as Excel shows it. Strings
// are written as text, whatever they look like.
func (s *SheetWriter) Row(cells ...any) int {
	for i, c := range cells {
		kind := Wrap
		if i < len(s.cols) {
			kind = s.cols[i].Kind
		}
		s.set(i, value(c, kind), s.w.styles[kind])
	}
	s.next++
	return s.next - 1
}

// Title writes a row in the style of a header.
func (s *SheetWriter) Title(cells ...string) {
	for i, c := range cells {
		s.set(i, c, s.w.head)
	}
	s.next++
}

// Merge makes one cell of a block of cells: columns from 0, rows as Excel shows
// them, all included. The text is that of the first cell.
func (s *SheetWriter) Merge(fromCol, fromRow, toCol, toRow int) {
	s.w.keep(s.w.f.MergeCell(s.name, s.cell(fromCol, fromRow), s.cell(toCol, toRow)))
}

// List offers choices in column i from 0, rows 2 to last. Anything else may
// still be typed, so readers check.
func (s *SheetWriter) List(i, last int, choices ...string) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(s.cell(i, 2) + ":" + s.cell(i, last))
	s.w.keep(v.SetDropList(choices))
	s.w.keep(s.w.f.AddDataValidation(s.name, v))
}

// Picture puts a PNG, JPEG or GIF (ext with its dot) into column i from 0 of a
// row, scaled to scale, and makes the row as high as given in points.
func (s *SheetWriter) Picture(i, row int, ext string, data []byte, scale, height float64) {
	s.w.keep(s.w.f.SetRowHeight(s.name, row, height))
	s.w.keep(s.w.f.AddPictureFromBytes(s.name, s.cell(i, row), &excelize.Picture{
		Extension: ext, File: data, Format: &excelize.GraphicOptions{ScaleX: scale, ScaleY: scale, OffsetX: 4, OffsetY: 4},
	}))
}

// Hide hides the sheet; the first sheet cannot be hidden.
func (s *SheetWriter) Hide() { s.w.keep(s.w.f.SetSheetVisible(s.name, false)) }

func (s *SheetWriter) set(i int, v any, style int) {
	cell := s.cell(i, s.next)
	if text, ok := v.(string); ok {
		s.w.keep(s.w.f.SetCellStr(s.name, cell, quote(text)))
	} else {
		s.w.keep(s.w.f.SetCellValue(s.name, cell, v))
	}
	s.w.keep(s.w.f.SetCellStyle(s.name, cell, cell, style))
}

func (s *SheetWriter) cell(i, row int) string {
	name, err := excelize.CoordinatesToCellName(i+1, row)
	s.w.keep(err)
	return name
}

func value(c any, k Kind) any {
	if v, ok := c.(int64); ok && k == Points {
		return float64(v) / 100
	}
	return c
}

var (
	runnable = regexp.MustCompile(`^'*[=+\-@\t\r]`)
	harmless = regexp.MustCompile(`^[-+]?[0-9]+([.,][0-9]+)?$|^[-+]$`)
)

// quote puts an apostrophe before text that a spreadsheet could run when the
// cell is saved as CSV and opened again. Open takes one away.
func quote(s string) string {
	if runnable.MatchString(s) && !harmless.MatchString(s) {
		return "'" + s
	}
	return s
}

func unquote(s string) string {
	if len(s) > 1 && s[0] == '\'' && runnable.MatchString(s[1:]) {
		return s[1:]
	}
	return s
}
