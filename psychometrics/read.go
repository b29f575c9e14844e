package psychometrics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Bounds of a file of responses. The largest is 20 million persons by 100 items.
const (
	maxItems  = 20_000
	maxCells  = 2_000_000_000
	maxBytes  = 16 << 30 // unpacked
	maxLine   = 4 << 20
	maxName   = 200
	maxGroups = 1_000
	maxWeight = 1e9
)

// CSV says what the columns and cells of a file mean. The zero value reads a
// file in which every column is an item.
type CSV struct {
	ID, Group, Weight string   // columns that are no items, by name; empty: none
	Ignore            []string // columns that are left out
	Missing           []string // further signs for not presented, as 9 or -
	// Cell reads one cell that is neither empty nor NA in place of a number from
	// 0 to MaxScore, OM (Omitted) or NR (NotReached); j counts the items from 0.
	// Its error says what is wrong and what to do.
	Cell func(j int, cell []byte) (int8, error)
}

// ErrResponses is the error of Read; errors.As gives a *ReadError.
var ErrResponses = errors.New("responses")

// ReadError says where a file of responses is wrong and what to do.
type ReadError struct {
	Line   int    // from 1; 0: the file as a whole
	Column string // empty: the line as a whole
	What   string // what is wrong, and what to do
}

func (e *ReadError) Error() string {
	s := ErrResponses.Error()
	if e.Line > 0 {
		s += fmt.Sprintf(": line %d", e.Line)
	}
	if e.Column != "" {
		s += fmt.Sprintf(", column %s", e.Column)
	}
	return s + ": " + e.What
}

// Unwrap makes errors.Is(err, ErrResponses) true.
func (e *ReadError) Unwrap() error { return ErrResponses }

// ReadFile reads the responses in a file; see Read.
func (c CSV) ReadFile(path string) (*Responses, error) {
	f, err := os.Open(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := c.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// Read reads responses as CSV, plain or packed by gzip: a header, one column an
// item, one line a person, separated by comma, semicolon or tab, cells quoted or
// not. A score is a whole number from 0 (1.0 is 1); empty, NA, N/A, NaN, NULL or a
// point: not presented; OM: omitted; NR: not reached. Size is bounded. Nothing is read in part: the first
// thing that is wrong ends it with a *ReadError.
func (c CSV) Read(in io.Reader) (*Responses, error) {
	buf, err := unpacked(in)
	if err != nil {
		return nil, &ReadError{What: err.Error()}
	}
	t := &table{CSV: c, in: buf, out: &Responses{}}
	line, err := t.next()
	if err != nil {
		return nil, err
	}
	if line == nil {
		return nil, &ReadError{Line: 1, What: "the file is empty: want a header and one line a person"}
	}
	if err := t.head(bytes.TrimPrefix(line, []byte("\ufeff"))); err != nil {
		return nil, err
	}
	for {
		line, err := t.next()
		if err != nil {
			return nil, err
		}
		if line == nil {
			break
		}
		if len(line) == 0 && len(t.names) > 1 {
			continue // the last line, as editors leave it
		}
		if err := t.person(line); err != nil {
			return nil, err
		}
	}
	if t.out.N() == 0 {
		return nil, &ReadError{What: "a header and no person: want one line a person"}
	}
	t.out.Scores = slices.Clip(t.out.Scores)
	return t.out, nil
}

// What a column is, where it is no item.
const (
	columnID = -1 - iota
	columnGroup
	columnWeight
	columnIgnored
)
