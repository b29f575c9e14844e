package scoring

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"khaothi/internal/fault"
)

// maxRecordBytes bounds one record, so that a quote that is never closed does
// not read a whole file into memory.
const maxRecordBytes = 1 << 20

// errRecordLong is what a record beyond maxRecordBytes ends in.
var errRecordLong = fmt.Errorf("a row is longer than %d bytes: is a quote not closed?", maxRecordBytes)

// errNotUTF8 is a header in another encoding, such as what Excel calls Unicode
// text. Nothing of such a file is quoted: it would not be readable.
var errNotUTF8 = errors.New("the file is not UTF-8: save it as CSV UTF-8")

// csvRows reads records of a file that may start with a byte order mark and
// may be separated by commas, semicolons or tabs; the header shows which.
type csvRows struct {
	csv    *csv.Reader
	guard  *recordGuard
	header []string
	line   int // of the last record, from 1
}

func newCSV(r io.Reader) (*csvRows, error) {
	guard := &recordGuard{r: r}
	buffered := bufio.NewReaderSize(guard, 64<<10)
	head, err := buffered.Peek(32 << 10)
	if len(head) == 0 {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the file is empty")
		}
		return nil, err
	}
	if strings.HasPrefix(string(head), bom) {
		_, _ = buffered.Discard(len(bom)) // peeked, so it is there
		head = head[len(bom):]
	}
	rows := &csvRows{csv: csv.NewReader(buffered), guard: guard}
	rows.csv.FieldsPerRecord = -1
	rows.csv.ReuseRecord = true
	rows.csv.Comma = separator(string(head))
	header, err := rows.read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	for _, name := range header {
		if !utf8.ValidString(name) || strings.ContainsRune(name, 0) {
			return nil, errNotUTF8
		}
		rows.header = append(rows.header, strings.TrimSpace(name))
	}
	return rows, nil
}

// separator is the comma unless the first line has only semicolons or tabs.
func separator(head string) rune {
	line, _, _ := strings.Cut(head, "\n")
	for _, c := range []rune{',', ';', '\t'} {
		if strings.ContainsRune(line, c) {
			return c
		}
	}
	return ','
}

// read returns the next record; it is valid until the next read.
func (c *csvRows) read() ([]string, error) {
	c.guard.left = maxRecordBytes
	record, err := c.csv.Read()
	if err != nil {
		return nil, err
	}
	c.line, _ = c.csv.FieldPos(0)
	return record, nil
}

// recordGuard stops a reader that takes too much for one record.
type recordGuard struct {
	r    io.Reader
	left int
}

func (g *recordGuard) Read(p []byte) (int, error) {
	if g.left < 0 {
		return 0, errRecordLong
	}
	n, err := g.r.Read(p)
	g.left -= n
	return n, err
}

// badFile makes an error of a file that cannot be read on.
func badFile(which string, err error) error {
	e := fault.New(fault.Invalid, which+".file")
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return e.With("line", syntax.Line).With("why", fmt.Sprintf("line %d: %v", syntax.Line, syntax.Err))
	}
	return e.With("why", err.Error())
}
