package omr

import "strings"

// The columns before a layout's own.
var leadColumns = []string{"file", "page", "status", "reasons"}

// Header is the first row of the table of readings.
func (r *Reader) Header() []string {
	return append(append([]string{}, leadColumns...), r.layout.Columns()...)
}

// Row is a reading as a row of that table. A page that was not read has empty
// cells.
func (r *Reader) Row(file, page string, reading *Reading) []string {
	row := []string{file, page, reading.Status, Reasons(reading.Doubts)}
	for _, name := range r.layout.Columns() {
		row = append(row, reading.Cells[name])
	}
	return row
}

// Reasons joins doubts as field:code;….
func Reasons(doubts []Doubt) string {
	parts := make([]string, len(doubts))
	for i, d := range doubts {
		parts[i] = d.Field + ":" + d.Code
	}
	return strings.Join(parts, ";")
}
