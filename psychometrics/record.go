package psychometrics

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxRecords bounds a small file, unpacked.
const maxRecords = 256 << 20

// Record is one line of a small CSV file: parameters, keys, anchors, counts.
type Record struct {
	Line  int      // from 1
	Cells []string // without the blanks around them
}

// ReadRecordFile reads the lines of a file; see ReadRecords.
func ReadRecordFile(path string) ([]Record, error) {
	f, err := os.Open(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	out, err := ReadRecords(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// ReadRecords reads the lines of a small CSV file, at most 256 MB: separated by
// comma, semicolon or tab (whichever the first line has most of), plain or packed
// by gzip, cells quoted or not, with or without a byte order mark. Empty lines are
// left out; lines may differ in length.
func ReadRecords(in io.Reader) ([]Record, error) {
	buf, err := unpacked(in)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(buf, maxRecords+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxRecords {
		return nil, fmt.Errorf("over %d MB", maxRecords>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.Comma, r.TrimLeadingSpace = -1, rune(separator(first)), separator(first) != '\t'
	var out []Record
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		for k := range row {
			row[k] = strings.TrimSpace(row[k])
		}
		if len(row) > 1 || row[0] != "" {
			out = append(out, Record{line, row})
		}
	}
}

// separator is what divides the cells of a line.
func separator(line []byte) byte {
	out := byte(',')
	for _, c := range []byte{';', '\t'} {
		if bytes.Count(line, []byte{c}) > bytes.Count(line, []byte{out}) {
			out = c
		}
	}
	return out
}

// unpacked reads in, through gzip if it is packed.
func unpacked(in io.Reader) (*bufio.Reader, error) {
	buf := bufio.NewReaderSize(in, 1<<20)
	if head, _ := buf.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return buf, nil
	}
	z, err := gzip.NewReader(buf)
	if err != nil {
		return nil, fmt.Errorf("the gzip packing is broken: %w", err)
	}
	return bufio.NewReaderSize(z, 1<<20), nil
}
