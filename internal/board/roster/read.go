package roster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"khaothi/internal/board"
)

// Options are what a file is checked against.
type Options struct {
	Settings board.Settings
	// Existing are the candidates that stay: those of the exam when the file is
	// added, none when it replaces them.
	Existing []board.Candidate
	Today    time.Time // nobody is born later
}

// Read reads a roster file and reports everything that is wrong with it. name
// is only repeated in the report.
func Read(name string, data []byte, o Options) *Report {
	sum := sha256.Sum256(data)
	r := &Report{File: name, SHA256: hex.EncodeToString(sum[:])}
	rows, ok := lines(r, data, o.Settings)
	if !ok {
		return r
	}
	l, at, ok := findHeader(rows, o.Settings)
	if !ok {
		r.fail(Problem{Code: "header.missing"})
		return r
	}
	l.check(r)
	rd := &reader{report: r, layout: l, options: o}
	for _, row := range rows[at+1:] {
		rd.row(row)
	}
	if len(rd.found) == 0 {
		r.fail(Problem{Code: "file.no_rows"})
	}
	rd.wholeFile()
	byPlace := func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(len(a.Column), len(b.Column)), cmp.Compare(a.Column, b.Column))
	}
	slices.SortStableFunc(r.Errors, byPlace)
	slices.SortStableFunc(r.Warnings, byPlace)
	r.Rows = len(rd.found)
	if r.OK() {
		r.Candidates = make([]board.Candidate, len(rd.found))
		for i, f := range rd.found {
			r.Candidates[i] = f.Candidate
		}
	}
	return r
}

// found is a candidate with the row it stands in.
type found struct {
	board.Candidate
	row int
}

// reader turns rows into candidates.
type reader struct {
	report  *Report
	layout  layout
	options Options
	found   []found
	old     map[string]int // how many names look like each old encoding
}

// cell returns the text under a field.
func (rd *reader) cell(l line, f field) string {
	i, ok := rd.layout.at[f]
	if !ok {
		return ""
	}
	return l.cell(i)
}

// problem places a problem of one cell.
func (rd *reader) problem(l line, f field, code string, a map[string]string) Problem {
	p := Problem{Row: l.n, Code: code, Args: a}
	if i, ok := rd.layout.at[f]; ok {
		p.Column, p.Header, p.Value = columnLetter(i), rd.layout.titles[i], l.cell(i)
	}
	return p
}

func (rd *reader) fail(l line, f field, code string, kv ...string) {
	rd.report.fail(rd.problem(l, f, code, args(kv...)))
}

// row reads one row; a row without anything but its order number is no row.
func (rd *reader) row(l line) {
	empty := true
	for f, i := range rd.layout.at {
		if f != fieldOrder && l.cell(i) != "" {
			empty = false
		}
	}
	for i := len(rd.layout.titles); i < len(l.cells); i++ {
		if v := l.cell(i); v != "" {
			rd.report.fail(Problem{Row: l.n, Column: columnLetter(i), Code: "row.too_long", Value: v})
			empty = false
		}
	}
	if empty {
		return
	}
	c := board.Candidate{RosterNo: len(rd.found) + 1}
	c.FamilyName, c.GivenName = rd.name(l)
	c.BirthDate = rd.birthDate(l)
	c.Gender = rd.gender(l)
	c.PupilCode = rd.code(l, fieldPupilCode, "pupil_code.invalid")
	c.SchoolCode = rd.code(l, fieldSchoolCode, "school_code.invalid")
	c.CitizenID = rd.citizenID(l)
	c.SchoolName = rd.text(l, fieldSchoolName, 150, "school_name.too_long")
	c.ClassCode = rd.text(l, fieldClassCode, 20, "class_code.too_long")
	c.Subjects = rd.subjects(l)
	c.Needs = rd.needs(l)
	rd.found = append(rd.found, found{c, l.n})
}

// wholeFile checks what no single row shows.
func (rd *reader) wholeFile() {
	rd.oldEncoding()
	rd.duplicates()
	without := 0
	for _, f := range rd.found {
		if f.PupilCode == "" {
			without++
		}
	}
	if without > 0 {
		rd.report.warn(Problem{Code: "pupil_code.missing", Args: args("count", strconv.Itoa(without))})
	}
}

// oldEncoding refuses a file of which a third of the names look like an old
// encoding. Single names that do were warned about.
func (rd *reader) oldEncoding() {
	for _, code := range []string{"encoding.tcvn3", "encoding.vni", "encoding.mojibake"} {
		if n := rd.old[code]; n*3 >= max(len(rd.found), 1) && n > 0 {
			rd.report.fail(Problem{Code: code})
		}
	}
}
