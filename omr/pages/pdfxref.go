package pages

import (
	"bytes"
	"io"
	"maps"
	"regexp"
	"slices"
)

// openPDF finds the pages of a PDF.
func openPDF(src *io.SectionReader) (*File, error) {
	d := &pdfDoc{src: src}
	if !d.readXRef() || d.dict(d.trailer["Root"])["Pages"] == nil {
		if err := d.rebuild(); err != nil {
			return nil, err
		}
	}
	if d.trailer["Encrypt"] != nil {
		return nil, failf(CodeEncrypted, "the PDF is encrypted: save it without a password")
	}
	list, err := d.pageTree()
	if err != nil {
		return nil, err
	}
	return &File{Pages: len(list), page: func(n int) (*Page, error) { return d.page(list[n-1]) }}, nil
}

var startXRef = regexp.MustCompile(`startxref\s+(\d+)`)

// readXRef reads the tables of objects from the last one back; false where they
// are not as they should be.
func (d *pdfDoc) readXRef() bool {
	d.places, d.trailer = map[int]pdfPlace{}, pdfDict{}
	tail := min(d.src.Size(), 2048)
	b, err := readRange(d.src, d.src.Size()-tail, tail)
	if err != nil {
		return false
	}
	found := startXRef.FindAllSubmatch(b, -1)
	if len(found) == 0 {
		return false
	}
	queue := []int64{int64(atoi(found[len(found)-1][1]))}
	seen := map[int64]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] || len(seen) > maxXRefParts {
			continue
		}
		seen[at] = true
		dict := d.xrefPart(at)
		if dict == nil {
			return false
		}
		for key, v := range dict {
			if _, ok := d.trailer[key]; !ok {
				d.trailer[key] = v
			}
		}
		for _, key := range []string{"XRefStm", "Prev"} {
			if v, ok := dict[key].(float64); ok {
				queue = append(queue, int64(v))
			}
		}
	}
	return true
}

// xrefPart reads one table or one cross-reference stream and returns its
// trailer.
func (d *pdfDoc) xrefPart(at int64) pdfDict {
	head, err := readRange(d.src, at, min(max(d.src.Size()-at, 0), 16))
	if err != nil {
		return nil
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, "\r\n \t"), []byte("xref")) {
		return d.xrefTable(at)
	}
	_, v, err := d.objectAt(at)
	s, ok := v.(*pdfStream)
	if err != nil || !ok {
		return nil
	}
	return d.xrefStream(s)
}

func (d *pdfDoc) add(num int, place pdfPlace) bool {
	if _, ok := d.places[num]; !ok && len(d.places) < maxObjects {
		d.places[num] = place
	}
	return len(d.places) < maxObjects
}

// xrefTable reads a classic table (7.5.4).
func (d *pdfDoc) xrefTable(at int64) pdfDict {
	b, err := readRange(d.src, at, min(d.src.Size()-at, maxSmall))
	if err != nil {
		return nil
	}
	l := pdfLexer{b: b}
	_, _ = l.next(false) // the word xref, which the caller saw
	for {
		first, err := l.next(false)
		if err != nil {
			return nil
		}
		if first == pdfWord("trailer") {
			break
		}
		count, err := l.next(false)
		start, ok1 := first.(float64)
		n, ok2 := count.(float64)
		if err != nil || !ok1 || !ok2 || n > maxObjects {
			return nil
		}
		for i := range int(n) {
			off, err1 := l.next(false)
			_, err2 := l.next(false)
			kind, err3 := l.next(false)
			offF, ok := off.(float64)
			if err1 != nil || err2 != nil || err3 != nil || !ok {
				return nil
			}
			if kind == pdfWord("n") && !d.add(int(start)+i, pdfPlace{at: int64(offF)}) {
				return nil
			}
		}
	}
	v, err := l.next(true)
	dict, ok := v.(pdfDict)
	if err != nil || !ok {
		return nil
	}
	return dict
}

// xrefStream reads a cross-reference stream (7.5.8).
func (d *pdfDoc) xrefStream(s *pdfStream) pdfDict {
	if _, ok := s.dict["Length"].(float64); !ok {
		return nil
	}
	raw, err := d.bytes(s)
	if err != nil {
		return nil
	}
	b, _, err := d.unfilter(raw, s.dict, maxUnpacked)
	widths, ok := s.dict["W"].([]any)
	if err != nil || !ok || len(widths) < 3 {
		return nil
	}
	var w [3]int
	for i := range w {
		v, ok := widths[i].(float64)
		if !ok || v < 0 || v > 8 {
			return nil
		}
		w[i] = int(v)
	}
	index, ok := s.dict["Index"].([]any)
	if !ok {
		index = []any{0.0, s.dict["Size"]}
	}
	for ; len(index) >= 2; index = index[2:] {
		first, ok1 := index[0].(float64)
		count, ok2 := index[1].(float64)
		if !ok1 || !ok2 {
			return nil
		}
		for num := int(first); num < int(first)+int(count); num++ {
			size := w[0] + w[1] + w[2]
			if size == 0 || len(b) < size {
				break
			}
			kind, x := bigEndian(b[:w[0]]), bigEndian(b[w[0]:w[0]+w[1]])
			if b = b[size:]; w[0] == 0 {
				kind = 1
			}
			place := pdfPlace{at: x}
			if kind == 2 {
				place = pdfPlace{stream: int(x)}
			}
			if kind != 0 && !d.add(num, place) {
				return nil
			}
		}
	}
	return s.dict
}

func bigEndian(b []byte) int64 {
	var v int64
	for _, c := range b {
		v = v<<8 | int64(c)
	}
	return v
}

var objectHead = regexp.MustCompile(`(?:^|[\r\n\s])(\d{1,7})\s+\d{1,5}\s+obj\b`)

// rebuild finds the objects of a PDF whose tables are damaged by looking for
// their heads; the last of a number counts.
func (d *pdfDoc) rebuild() error {
	d.places, d.trailer, d.packed = map[int]pdfPlace{}, pdfDict{}, 0
	const step, overlap = 1 << 20, 64
	for at := int64(0); at < d.src.Size(); at += step {
		b, err := readRange(d.src, at, min(step+overlap, d.src.Size()-at))
		if err != nil {
			return err
		}
		for _, m := range objectHead.FindAllSubmatchIndex(b, -1) {
			if m[2] < step && len(d.places) < maxObjects {
				d.places[atoi(b[m[2]:m[3]])] = pdfPlace{at: at + int64(m[2])}
			}
		}
		if bytes.Contains(b, []byte("/Encrypt")) {
			return failf(CodeEncrypted, "the PDF is encrypted: save it without a password")
		}
	}
	return d.findRoot()
}

// findRoot unpacks the object streams that rebuild has found and looks for the
// catalogue.
func (d *pdfDoc) findRoot() error {
	var roots []int
	for _, num := range slices.Sorted(maps.Keys(d.places)) {
		_, v, err := d.objectAt(d.places[num].at)
		if err != nil {
			continue
		}
		switch v := v.(type) {
		case pdfDict:
			if v["Type"] == pdfName("Catalog") {
				roots = append(roots, num)
			}
		case *pdfStream:
			if v.dict["Type"] == pdfName("ObjStm") && d.unpackObjects(num) == nil {
				for inner := range d.inside {
					if d.add(inner, pdfPlace{stream: num}) && d.dict(pdfRef{num: inner})["Type"] == pdfName("Catalog") {
						roots = append(roots, inner)
					}
				}
			}
		}
	}
	if len(roots) == 0 {
		return errPDF
	}
	d.trailer["Root"] = pdfRef{num: slices.Max(roots)}
	return nil
}
