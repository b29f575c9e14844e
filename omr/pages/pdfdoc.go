package pages

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"sync"
)

// pdfDoc finds the objects of a PDF file. Only the places of objects and one
// object stream at a time are kept in memory.
type pdfDoc struct {
	src     *io.SectionReader
	places  map[int]pdfPlace
	trailer pdfDict

	mu     sync.Mutex
	packed int // the object stream that is unpacked below, 0: none
	lexer  pdfLexer
	inside map[int]int // object → place in lexer
}

// pdfPlace is where an object is: at a byte of the file, or inside an object
// stream.
type pdfPlace struct {
	at     int64
	stream int
}

const (
	maxObjects   = 2_000_000
	firstWindow  = 4 << 10
	maxWindow    = 4 << 20 // the longest object that is not a stream
	maxUnpacked  = 32 << 20
	maxContent   = 8 << 20
	maxXRefParts = 256
)

// object reads object num; a missing one is nil, as the standard has it.
func (d *pdfDoc) object(num int) (any, error) {
	place, ok := d.places[num]
	switch {
	case !ok:
		return nil, nil
	case place.stream != 0:
		return d.packedObject(num, place.stream)
	}
	got, v, err := d.objectAt(place.at)
	if err == nil && got != num {
		err = errPDF
	}
	return v, err
}

// objectAt reads "num gen obj …" at a place, with a window that grows until the
// object is whole.
func (d *pdfDoc) objectAt(at int64) (int, any, error) {
	for window := int64(firstWindow); ; window *= 8 {
		size := min(window, d.src.Size()-at)
		b, err := readRange(d.src, at, size)
		if err != nil {
			return 0, nil, errPDF
		}
		num, v, err := parseObject(b, at)
		if !errors.Is(err, errPDFMore) {
			return num, v, err
		}
		if size < window || window >= maxWindow {
			return 0, nil, errPDF
		}
	}
}

// parseObject parses b, which stands at a place of the file. A stream's bytes
// are not looked at.
func parseObject(b []byte, at int64) (int, any, error) {
	l := pdfLexer{b: b}
	var head [3]any
	for i := range head {
		v, err := l.next(false)
		if err != nil {
			return 0, nil, err
		}
		head[i] = v
	}
	num, ok := head[0].(float64)
	if !ok || head[2] != pdfWord("obj") {
		return 0, nil, errPDF
	}
	v, err := l.next(true)
	if err != nil {
		return 0, nil, err
	}
	dict, ok := v.(pdfDict)
	if !ok {
		return int(num), v, nil
	}
	if l.space(); l.pos+8 > len(b) {
		return 0, nil, errPDFMore
	}
	if !bytes.HasPrefix(b[l.pos:], []byte("stream")) {
		return int(num), dict, nil
	}
	l.pos += len("stream")
	if b[l.pos] == '\r' {
		l.pos++
	}
	if b[l.pos] == '\n' {
		l.pos++
	}
	return int(num), &pdfStream{dict: dict, at: at + int64(l.pos)}, nil
}

// resolve follows a reference; anything else is itself.
func (d *pdfDoc) resolve(v any) (any, error) {
	for range 8 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v, nil
		}
		var err error
		if v, err = d.object(ref.num); err != nil {
			return nil, err
		}
	}
	return nil, errPDF
}

func (d *pdfDoc) dict(v any) pdfDict {
	v, err := d.resolve(v)
	if err != nil {
		return nil
	}
	switch v := v.(type) {
	case pdfDict:
		return v
	case *pdfStream:
		return v.dict
	}
	return nil
}

func (d *pdfDoc) list(v any) []any {
	v, err := d.resolve(v)
	if err != nil {
		return nil
	}
	list, _ := v.([]any)
	return list
}

func (d *pdfDoc) number(v any, absent float64) float64 {
	v, err := d.resolve(v)
	if f, ok := v.(float64); ok && err == nil {
		return f
	}
	return absent
}

func (d *pdfDoc) name(v any) pdfName {
	v, err := d.resolve(v)
	if err != nil {
		return ""
	}
	name, _ := v.(pdfName)
	return name
}

// bytes returns the raw bytes of a stream.
func (d *pdfDoc) bytes(s *pdfStream) ([]byte, error) {
	if s.data != nil {
		return s.data, nil
	}
	length := int64(d.number(s.dict["Length"], -1))
	if b, err := readRange(d.src, s.at, length+11); err == nil && length >= 0 {
		if bytes.Contains(b[length:], []byte("ends")) || bytes.Contains(b[length:], []byte("endo")) {
			return b[:length], nil
		}
	}
	return d.bytesToEnd(s)
}

// bytesToEnd finds the end of a stream whose length is wrong.
func (d *pdfDoc) bytesToEnd(s *pdfStream) ([]byte, error) {
	b, err := readRange(d.src, s.at, min(d.src.Size()-s.at, maxSmall))
	if err != nil {
		return nil, err
	}
	body, _, found := bytes.Cut(b, []byte("endstream"))
	if !found {
		return nil, errPDF
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(body, []byte("\n")), []byte("\r")), nil
}

func atoi(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return -1
	}
	return n
}
