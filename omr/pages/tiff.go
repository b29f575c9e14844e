package pages

import (
	"encoding/binary"
	"io"
)

// The tags that are read (TIFF 6.0, and 347 from its technical note 2).
const (
	tagSubfile      = 254
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagStripOffsets = 273
	tagOrientation  = 274
	tagSamples      = 277
	tagRowsPerStrip = 278
	tagStripBytes   = 279
	tagXResolution  = 282
	tagPlanar       = 284
	tagT4Options    = 292
	tagResUnit      = 296
	tagPredictor    = 317
	tagColorMap     = 320
	tagTileWidth    = 322
	tagTileHeight   = 323
	tagTileOffsets  = 324
	tagTileBytes    = 325
	tagJPEGTables   = 347
)

// maxEntries bounds a directory. maxValues bounds one field; a strip a row of
// the highest page is the most that makes sense.
const (
	maxEntries = 1024
	maxValues  = MaxSide
)

// ifd is one directory: the tags of a page.
type ifd struct {
	src    *io.SectionReader
	order  binary.ByteOrder
	fields map[uint16]field
}

type field struct {
	kind  uint16
	count uint32
	value [4]byte
}

// openTIFF lists the pages of a file: every directory but thumbnails and masks.
func openTIFF(src *io.SectionReader) (*File, error) {
	head, err := readRange(src, 0, min(8, src.Size()))
	if err != nil {
		return nil, err
	}
	order, at, ok := tiffHeader(head)
	if !ok {
		return nil, errShort
	}
	var list []int64
	seen := map[int64]bool{}
	for at != 0 {
		if seen[at] {
			return nil, failf(CodeLoop, "the TIFF's list of pages leads back to itself after page %d: the file is damaged, scan again", len(list))
		}
		seen[at] = true
		if len(seen) > MaxFilePages {
			return nil, failf(CodeTooLarge, "more than %d pages in one TIFF", MaxFilePages)
		}
		d, next, err := readIFD(src, order, at)
		if err != nil {
			return nil, err
		}
		if kind := d.number(tagSubfile, 0); kind&^2 == 0 { // 2: a page of several
			list = append(list, at)
		}
		at = next
	}
	if len(list) == 0 {
		return nil, failf(CodeDamaged, "the TIFF holds no page")
	}
	return &File{Pages: len(list), page: func(n int) (*Page, error) {
		d, _, err := readIFD(src, order, list[n-1])
		if err != nil {
			return nil, err
		}
		return d.page()
	}}, nil
}

// readIFD reads the directory at a place, and where the next one is.
func readIFD(src *io.SectionReader, order binary.ByteOrder, at int64) (ifd, int64, error) {
	d := ifd{src: src, order: order, fields: map[uint16]field{}}
	b, err := readRange(src, at, 2)
	if err != nil {
		return d, 0, err
	}
	n := int64(order.Uint16(b))
	if n == 0 || n > maxEntries {
		return d, 0, failf(CodeDamaged, "a TIFF directory of %d entries", n)
	}
	if b, err = readRange(src, at+2, 12*n+4); err != nil {
		return d, 0, err
	}
	for i := range n {
		e := b[12*i:]
		f := field{kind: order.Uint16(e[2:]), count: order.Uint32(e[4:])}
		copy(f.value[:], e[8:12])
		d.fields[order.Uint16(e)] = f
	}
	return d, int64(order.Uint32(b[12*n:])), nil
}

// bytes returns the raw value of a field, nil where it is absent.
func (d ifd) bytes(tag uint16) ([]byte, error) {
	f, ok := d.fields[tag]
	size, known := map[uint16]int64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1}[f.kind]
	if !ok || !known {
		return nil, nil
	}
	if int64(f.count) > 8*maxValues {
		return nil, failf(CodeTooLarge, "a TIFF field of %d values", f.count)
	}
	if size *= int64(f.count); size <= 4 {
		return f.value[:size], nil
	}
	return readRange(d.src, int64(d.order.Uint32(f.value[:])), size)
}

// numbers returns the values of a field of whole numbers.
func (d ifd) numbers(tag uint16) ([]int, error) {
	b, err := d.bytes(tag)
	if err != nil {
		return nil, err
	}
	var list []int
	switch d.fields[tag].kind {
	case 1, 7:
		for _, v := range b {
			list = append(list, int(v))
		}
	case 3:
		for ; len(b) >= 2; b = b[2:] {
			list = append(list, int(d.order.Uint16(b)))
		}
	case 4:
		for ; len(b) >= 4; b = b[4:] {
			list = append(list, int(d.order.Uint32(b)))
		}
	}
	return list, nil
}

// number returns the first value of a field, or a default.
func (d ifd) number(tag uint16, absent int) int {
	list, err := d.numbers(tag)
	if err != nil || len(list) == 0 {
		return absent
	}
	return list[0]
}

func (d ifd) dpi() float64 {
	b, err := d.bytes(tagXResolution)
	if err != nil || len(b) < 8 || d.fields[tagXResolution].kind != 5 {
		return 0
	}
	value := float64(d.order.Uint32(b)) / float64(max(d.order.Uint32(b[4:]), 1))
	switch d.number(tagResUnit, 2) {
	case 2:
		return checkDPI(value)
	case 3:
		return checkDPI(value * 2.54)
	}
	return 0
}
