package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxFile bounds the JSON of a layout; the built-in ones take 13 kB.
const maxFile = 1 << 20

// Problem is one thing wrong with a layout.
type Problem struct {
	Where string `json:"where"` // "blocks[2].x", "marks[0]", "line 3"
	Code  string `json:"code"`  // docs/omr-layouts.md lists them
	What  string `json:"what"`
	Do    string `json:"do"` // what to do
}

// InvalidError is the error of a layout that cannot be used.
type InvalidError struct {
	Problems []Problem // at least one
}

func (e *InvalidError) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %s: %s", p.Where, p.What, p.Do)
	}
	return b.String()
}

// Read reads a layout from its JSON and checks it. The error is an *InvalidError.
// A name that no layout has, a second value or bytes behind it are refused: a
// misspelt word must not silently change what is read.
func Read(data []byte) (*Layout, error) {
	if len(data) > maxFile {
		return nil, invalid("file", "size", fmt.Sprintf("it has %d bytes", len(data)), fmt.Sprintf("give a layout of at most %d bytes", maxFile))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var l Layout
	if err := d.Decode(&l); err != nil {
		return nil, jsonProblem(data, d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, invalid(lineOf(data, d.InputOffset()), "json", "something follows the layout", "keep one JSON object in the file")
	}
	if problems := l.Check(); len(problems) > 0 {
		return nil, &InvalidError{problems}
	}
	return &l, nil
}

// jsonProblem says where JSON is not what a layout looks like.
func jsonProblem(data []byte, at int64, err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return invalid(lineOf(data, syntax.Offset), "json", syntax.Error(), "mend the JSON there")
	case errors.As(err, &typ):
		return invalid(lineOf(data, typ.Offset), "json.type", fmt.Sprintf("%s cannot be a %s", typ.Field, typ.Value), "see docs/omr-layout.schema.json")
	}
	what := strings.TrimPrefix(err.Error(), "json: ")
	return invalid(lineOf(data, at), "json", what, "see docs/omr-layout.schema.json for the names")
}

func lineOf(data []byte, offset int64) string {
	n := min(int(max(offset, 0)), len(data))
	return fmt.Sprintf("line %d", 1+bytes.Count(data[:n], []byte("\n")))
}

func invalid(where, code, what, do string) *InvalidError {
	return &InvalidError{[]Problem{{Where: where, Code: code, What: what, Do: do}}}
}
