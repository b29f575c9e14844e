package omr

import (
	"strings"

	"khaothi/omr/layout"
)

// The places of two of layout.LeadColumns.
const (
	statusColumn  = 2
	reasonsColumn = 3
)

// Header is the first row of the table of readings.
func (r *Reader) Header() []string {
	return append(layout.LeadColumns(), r.layout.Columns()...)
}

// Row is a reading as a row of that table. A page that was not read has empty
// cells.
func (r *Reader) Row(file, page string, reading *Reading) []string {
	row := []string{file, page, reading.Status, Reasons(reading.Doubts)}
	for _, f := range r.fields {
		row = append(row, reading.Cells[f.Name])
	}
	return row
}

// RowStatus returns the status of a row.
func RowStatus(row []string) string { return row[statusColumn] }

// MarkDuplicate says of a row that another one has its candidate number.
func MarkDuplicate(row []string) {
	if row[statusColumn] == StatusOK {
		row[statusColumn] = StatusReview
	}
	reason := Reasons([]Doubt{{Field: layout.CandidateNumber, Code: CodeDuplicate}})
	row[reasonsColumn] = strings.TrimPrefix(row[reasonsColumn]+";"+reason, ";")
}

// Reasons joins doubts as field:code;….
func Reasons(doubts []Doubt) string {
	parts := make([]string, len(doubts))
	for i, d := range doubts {
		parts[i] = d.Field + ":" + d.Code
	}
	return strings.Join(parts, ";")
}
