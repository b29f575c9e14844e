package roster

import (
	"strconv"
	"strings"

	"khaothi/internal/board"
)

// Problem is something wrong at one place of the file.
type Problem struct {
	Row    int    // as a spreadsheet or editor counts, from 1; 0 = the file as a whole
	Column string // letter of the column, A; empty when the whole row is meant
	Header string // what stands above it
	Code   string // stable, such as birth_date.two_digit_year
	Value  string // what stands there, at most 80 characters
	Args   map[string]string
}

// Report is what reading one file gave.
type Report struct {
	File       string
	Format     string // xlsx or csv; empty when it is neither
	SHA256     string
	Rows       int               // rows with a candidate
	Candidates []board.Candidate // none when there is an error
	Columns    []string          // headers that were understood, in the file's order
	Errors     []Problem         // by row
	Warnings   []Problem         // by row
	More       int               // errors beyond maxProblems
}

// maxProblems bounds a report. A file with more is wrong as a whole.
const maxProblems = 2000

// OK reports whether the file may be imported.
func (r *Report) OK() bool { return len(r.Errors) == 0 }

func (r *Report) fail(p Problem) {
	if len(r.Errors) >= maxProblems {
		r.More++
		return
	}
	p.Value = excerpt(p.Value)
	r.Errors = append(r.Errors, p)
}

func (r *Report) warn(p Problem) {
	if len(r.Warnings) >= maxProblems {
		return
	}
	p.Value = excerpt(p.Value)
	r.Warnings = append(r.Warnings, p)
}

// excerpt is the start of a cell on one line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// columnLetter names column i from 0 as spreadsheets do: A, Z, AA.
func columnLetter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

func args(kv ...string) map[string]string {
	m := make(map[string]string, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return m
}

func rowArg(n int) map[string]string { return args("first", strconv.Itoa(n)) }
