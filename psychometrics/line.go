package psychometrics

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
)

// next is the next line without its end; nil after the last.
func (t *table) next() ([]byte, error) {
	t.line++
	line, err := t.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := slices.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(long) < maxLine {
			line, err = t.in.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	t.bytes += int64(len(line))
	switch {
	case len(line) > maxLine || errors.Is(err, bufio.ErrBufferFull):
		return nil, t.wrong("", "longer than %d bytes", maxLine)
	case t.bytes > maxBytes:
		return nil, t.wrong("", "the file is larger than %d GB: divide it", maxBytes>>30)
	case err != nil && !errors.Is(err, io.EOF):
		return nil, t.wrong("", "cannot be read: %v", err)
	case err != nil && len(line) == 0:
		return nil, nil
	}
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	if line == nil {
		line = []byte{}
	}
	return line, nil
}

// split cuts a line into cells; the cells are parts of the line.
func (t *table) split(line []byte) error {
	t.cells = t.cells[:0]
	for {
		if len(line) > 0 && line[0] == '"' {
			cell, rest, err := t.quoted(line[1:])
			if err != nil {
				return err
			}
			t.cells = append(t.cells, cell)
			if len(rest) == 0 {
				return nil
			}
			if rest[0] != t.comma {
				return t.wrong("", "column %d: text after the closing quote", len(t.cells))
			}
			line = rest[1:]
			continue
		}
		end := bytes.IndexByte(line, t.comma)
		if end < 0 {
			t.cells = append(t.cells, bytes.TrimSpace(line))
			return nil
		}
		t.cells = append(t.cells, bytes.TrimSpace(line[:end]))
		line = line[end+1:]
	}
}

func (t *table) quoted(s []byte) (cell, rest []byte, err error) {
	for from := 0; ; {
		end := bytes.IndexByte(s[from:], '"')
		if end < 0 {
			return nil, nil, t.wrong("", "column %d: a quote is not closed on its line", len(t.cells)+1)
		}
		end += from
		if end+1 >= len(s) || s[end+1] != '"' {
			return bytes.ReplaceAll(s[:end], []byte(`""`), []byte(`"`)), s[end+1:], nil
		}
		from = end + 2
	}
}

// plain reads the commonest line of all, one digit a cell, and says whether it
// was one.
func (t *table) plain(line []byte, row []int8) bool {
	if t.Cell != nil || t.Missing != nil || len(row) != len(t.names) || len(line) != 2*len(row)-1 {
		return false
	}
	for j := range row {
		x := line[2*j] - '0'
		if x > 9 || (j > 0 && line[2*j-1] != t.comma) {
			return false
		}
		row[j] = int8(x)
	}
	return true
}
