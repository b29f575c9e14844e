package omrpdf

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"khaothi/internal/fault"
	"khaothi/omr/layout"
	"khaothi/omr/roster"
)

// Candidate is what a roster says of one candidate; nil prints a blank sheet.
type Candidate map[layout.Fill]string

func (c Candidate) value(f layout.Fill) string { return c[f] }

// digit returns the given digit of cell i of a field, or "".
func (c Candidate) digit(f layout.Field, i int) string {
	given := ""
	switch f.Name {
	case layout.CandidateNumber:
		given = c[layout.FillNumber]
	case layout.FormCode:
		given = c[layout.FillFormCode]
	}
	if i >= len(given) {
		return ""
	}
	return given[i : i+1]
}

// Bounds of a roster.
const (
	maxRosterBytes = 32 << 20
	maxCandidates  = 100_000
	maxValue       = 100 // letters of one value
)

// ReadRoster reads the candidates of a CSV file, separated by commas or
// semicolons, for sheets of l. A number or a code that the sheet has no room
// for, a number that stands there twice and a column that is not known refuse
// the file: each error is a fault.Invalid with line, what and do.
func ReadRoster(data []byte, l *layout.Layout) ([]Candidate, error) {
	switch {
	case len(data) > maxRosterBytes:
		return nil, refuse(1, "size", fmt.Sprintf("the file is larger than %d MB", maxRosterBytes>>20), "split it by room")
	case !utf8.Valid(data):
		return nil, refuse(1, "encoding", "the file is not UTF-8", "save it as CSV UTF-8")
	}
	r := roster.Open(bytes.NewReader(data))
	head, err := r.Read()
	if err != nil {
		return nil, refuse(1, "csv", "there is no first line with the names of the columns", "write number,name,room,form_code")
	}
	columns, err := columnsOf(head)
	if err != nil {
		return nil, err
	}
	return readRows(r, columns, newChecker(l))
}

func columnsOf(head []string) ([]layout.Fill, error) {
	var columns []layout.Fill
	for _, h := range head {
		fill := roster.Column(h)
		if fill == "" {
			return nil, refuse(1, "column", fmt.Sprintf("no sheet has a place for a column %q", h), "use number, name, birthday, room, form_code, exam, subject, date, council, site")
		}
		if slices.Contains(columns, fill) {
			return nil, refuse(1, "column", fmt.Sprintf("the column %s stands there twice", fill), "keep one")
		}
		columns = append(columns, fill)
	}
	if !slices.Contains(columns, layout.FillNumber) {
		return nil, refuse(1, "column", "there is no column number (sbd)", "add the candidate numbers")
	}
	return columns, nil
}

func readRows(r *csv.Reader, columns []layout.Fill, check *checker) ([]Candidate, error) {
	var all []Candidate
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var parse *csv.ParseError
			line := len(all) + 2
			if errors.As(err, &parse) {
				line = parse.Line
			}
			return nil, refuse(line, "csv", err.Error(), "give each line as many values as the first")
		}
		line, _ := r.FieldPos(0)
		if len(all) == maxCandidates {
			return nil, refuse(line, "count", fmt.Sprintf("there are more than %d candidates", maxCandidates), "split the file by room")
		}
		c := Candidate{}
		for i, v := range row {
			c[columns[i]] = strings.TrimSpace(v)
		}
		if err := check.candidate(line, c); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, refuse(2, "count", "there are no candidates", "add a line for each")
	}
	return all, nil
}

// checker knows what numbers a sheet can hold and which have been seen.
type checker struct {
	cells map[layout.Fill]int
	seen  map[string]int
}

func newChecker(l *layout.Layout) *checker {
	c := &checker{cells: map[layout.Fill]int{}, seen: map[string]int{}}
	for _, f := range l.Fields() {
		switch f.Name {
		case layout.CandidateNumber:
			c.cells[layout.FillNumber] = len(f.Cells)
		case layout.FormCode:
			c.cells[layout.FillFormCode] = len(f.Cells)
		}
	}
	return c
}

func (k *checker) candidate(line int, c Candidate) error {
	for fill, v := range c {
		if utf8.RuneCountInString(v) > maxValue {
			return refuse(line, "long", fmt.Sprintf("%s has more than %d letters", fill, maxValue), "shorten it")
		}
	}
	for _, fill := range []layout.Fill{layout.FillNumber, layout.FillFormCode} {
		v := c[fill]
		if v == "" && fill == layout.FillFormCode {
			continue // the candidate fills it in
		}
		want, has := k.cells[fill]
		if !has {
			return refuse(line, "field", fmt.Sprintf("the sheet has no %s", fill), "leave the column out, or take another layout")
		}
		if len(v) != want || strings.Trim(v, "0123456789") != "" {
			return refuse(line, "digits", fmt.Sprintf("%s %q is not %d digits", fill, v, want), "write it with leading zeros, as text; or take another layout")
		}
	}
	number := c[layout.FillNumber]
	if before, twice := k.seen[number]; twice {
		return refuse(line, "duplicate", fmt.Sprintf("number %s is that of line %d", number, before), "give each candidate a number of their own")
	}
	k.seen[number] = line
	return nil
}

// refuse is the error of a line.
func refuse(line int, code, what, do string) error {
	return fault.New(fault.Invalid, "omr.roster."+code).With("line", line).With("what", what).With("do", do)
}
