package analysis

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"slices"
	"strconv"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/psychometrics"
)

// Mode is how a work was written.
type Mode string

// The modes.
const (
	Screen Mode = "screen"
	Paper  Mode = "paper"
)

// Unclear stands among the options for a mark that is not one clear option.
const Unclear = "??"

// Column is one version of an item as it was scored.
type Column struct {
	Version   exam.VersionID
	Item      exam.ItemID
	Hash      string // of the version
	Name      string // p1_3: its place in the base order of the first form that has it
	Part, No  int
	Kind      string
	Label     string
	Stem      string // HTML, empty where a vault keeps it
	Topic     string
	Content   string
	Level     string
	Max       int     // highest score
	MaxPoints float64 // points of a whole answer
	Floor     float64 // score of pure guessing
	Cancelled bool    // everybody got the points

	Options []Choice // of one choice, in the order of the author
	Fields  []Field  // of a question with several
}

// Choice is one option of a question with one choice.
type Choice struct {
	ID   string
	HTML string
	Key  bool
}

// Field is one of several fields of a question; its level is its own. HTML is
// empty where a vault keeps it; Key is D or S of a Đúng–Sai statement.
type Field struct {
	Letter string
	Level  string
	HTML   string
	Key    string
}

// Person is somebody whose work was scored.
type Person struct {
	Candidate  exam.CandidateID
	Form       exam.FormID
	Code       string // mã đề
	Gender     string // male, female or empty
	School     string // code
	SchoolName string
	SchoolKind string // code of identity.SchoolKind, empty where the units do not say it
	Region     string // name of the unit above the school, where there is one below the Sở
	Mode       Mode
	Points     float64
	KeyVersion int
}

// Matrix is what the candidates of one exam and subject did. Cells are persons ×
// columns, one person after the other.
type Matrix struct {
	Exam      exam.ExamID
	Subject   string
	MaxPoints float64
	Columns   []Column
	Persons   []Person

	Scores  []int8    // a score, or a code of psychometrics
	Choices []int8    // place in Options, or a code; of others as Scores
	Points  []float32 // earned; 0 where nothing was presented
	Right   []uint32  // of several fields: which are right, from bit 0
}

// NewMatrix returns a matrix in which nobody was presented anything.
func NewMatrix(columns []Column, persons []Person) *Matrix {
	n := len(columns) * len(persons)
	m := &Matrix{Columns: columns, Persons: persons, Scores: make([]int8, n), Choices: make([]int8, n), Points: make([]float32, n), Right: make([]uint32, n)}
	for i := range m.Scores {
		m.Scores[i], m.Choices[i] = psychometrics.NotPresented, psychometrics.NotPresented
	}
	return m
}

// At is the place of a cell.
func (m *Matrix) At(person, column int) int { return person*len(m.Columns) + column }

// Check says what is wrong with the shape of m.
func (m *Matrix) Check() error {
	n := len(m.Columns) * len(m.Persons)
	if n == 0 {
		return fault.New(fault.Conflict, "analysis.nothing_scored")
	}
	if len(m.Scores) != n || len(m.Choices) != n || len(m.Points) != n || len(m.Right) != n {
		return fmt.Errorf("%d persons × %d columns, but %d scores", len(m.Persons), len(m.Columns), len(m.Scores))
	}
	for i := range m.Scores {
		c := &m.Columns[i%len(m.Columns)]
		if int(m.Scores[i]) > c.Max || m.Scores[i] < psychometrics.NotReached {
			return fmt.Errorf("column %s has a score of %d, at most %d", c.Name, m.Scores[i], c.Max)
		}
		if len(c.Options) > 0 && int(m.Choices[i]) >= len(c.Options) {
			return fmt.Errorf("column %s has a choice of %d, but %d options", c.Name, m.Choices[i], len(c.Options))
		}
	}
	return nil
}

// Hash is SHA-256 over everything that the numbers come from, in hexadecimal. It
// does not depend on the order of persons and columns; a work that was scored
// anew gives another one only if its score changed.
func (m *Matrix) Hash() string {
	columns, persons := order(len(m.Columns), func(i int) string { return m.Columns[i].Hash + " " + string(m.Columns[i].Version) }),
		order(len(m.Persons), func(i int) string { return string(m.Persons[i].Candidate) + " " + string(m.Persons[i].Form) })
	h, kinds := sha256.New(), slices.ContainsFunc(m.Persons, func(p Person) bool { return p.SchoolKind != "" })
	version := "khaothi response matrix 1"
	if kinds { // what has none keeps the hash that it had before schools had kinds
		version = "khaothi response matrix 2"
	}
	words(h, version, m.Subject, strconv.Itoa(len(columns)), strconv.Itoa(len(persons)))
	for _, j := range columns {
		c := &m.Columns[j]
		words(h, c.Hash, c.Kind, strconv.Itoa(c.Max), strconv.FormatBool(c.Cancelled), strconv.FormatFloat(c.MaxPoints, 'g', -1, 64))
		for _, o := range c.Options {
			words(h, o.ID, strconv.FormatBool(o.Key))
		}
	}
	row := make([]byte, 0, 10*len(columns))
	for _, i := range persons {
		p := &m.Persons[i]
		words(h, string(p.Candidate), string(p.Form), p.Gender, p.School, p.Region, string(p.Mode), strconv.FormatFloat(p.Points, 'g', -1, 64))
		if kinds {
			words(h, p.SchoolKind)
		}
		row = row[:0]
		for _, j := range columns {
			at := m.At(i, j)
			row = append(row, byte(m.Scores[at]), byte(m.Choices[at]))
			row = binary.BigEndian.AppendUint32(row, math.Float32bits(m.Points[at]))
			row = binary.BigEndian.AppendUint32(row, m.Right[at])
		}
		_, _ = h.Write(row) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

func order(n int, name func(int) string) []int {
	at, names := make([]int, n), make([]string, n)
	for i := range at {
		at[i], names[i] = i, name(i)
	}
	slices.SortStableFunc(at, func(a, b int) int {
		switch {
		case names[a] < names[b]:
			return -1
		case names[a] > names[b]:
			return 1
		}
		return 0
	})
	return at
}

// words writes texts so that no two lists give the same bytes.
func words(h hash.Hash, texts ...string) {
	for _, t := range texts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(t), t) // a hash never fails
	}
}

// responses are the scores of some persons and columns.
func (m *Matrix) responses(persons, columns []int) *psychometrics.Responses {
	names := make([]string, len(columns))
	for k, j := range columns {
		names[k] = string(m.Columns[j].Version)
	}
	r := psychometrics.New(names, len(persons))
	for k, i := range persons {
		row := r.Row(k)
		for c, j := range columns {
			row[c] = m.Scores[m.At(i, j)]
		}
	}
	return r
}

// MarkNotReached turns what a person left blank at the end of the paper into not
// reached: order are the columns in the order of the person's paper. The first of
// the blanks was read and left: it stays omitted, as the large surveys count it.
// Who answered nothing at all left everything out.
func (m *Matrix) MarkNotReached(person int, order []int) {
	last := -1
	for k, j := range order {
		if x := m.Scores[m.At(person, j)]; x >= 0 {
			last = k
		}
	}
	if last < 0 {
		return
	}
	for k := last + 2; k < len(order); k++ {
		if at := m.At(person, order[k]); m.Scores[at] == psychometrics.Omitted {
			m.Scores[at], m.Choices[at] = psychometrics.NotReached, psychometrics.NotReached
		}
	}
}
