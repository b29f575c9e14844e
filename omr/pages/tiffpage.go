package pages

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// The compressions of TIFF that are read.
const (
	tiffRaw      = 1
	tiffHuffman  = 2 // fax rows without ends of lines
	tiffGroup3   = 3
	tiffGroup4   = 4
	tiffLZW      = 5
	tiffJPEG     = 7
	tiffDeflate  = 8
	tiffDeflate0 = 32946 // the number it had before it was in the standard
	tiffPackBits = 32773
)

// tiffParts is a page of a TIFF file on its way to grey: strips of whole rows,
// or tiles.
type tiffParts struct {
	ifd
	samples
	compression   int
	width, height int // of a part; the last strip may be lower, tiles never are
	offsets       []int
	sizes         []int
	white0        bool // 0 is white
}

// page decodes the page of a directory.
func (d ifd) page() (*Page, error) {
	width, height := d.number(tagWidth, 0), d.number(tagHeight, 0)
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	t, err := d.parts(width, height)
	if err != nil {
		return nil, err
	}
	if width*height > largePixels {
		large.Lock()
		defer large.Unlock()
	}
	p, err := newPage(width, height)
	if err != nil {
		return nil, err
	}
	if _, tiled := d.fields[tagTileWidth]; tiled {
		err = t.tiles(p)
	} else {
		err = t.strips(p)
	}
	if err != nil {
		return nil, err
	}
	p.DPI = d.dpi()
	return p.turn(d.number(tagOrientation, 1)), nil
}

// strips paints a page in strips.
func (t *tiffParts) strips(p *Page) error {
	for i := range (p.Height + t.height - 1) / t.height {
		b, err := t.bytesOf(i)
		if err != nil {
			return err
		}
		first := i * t.height
		if err := t.part(b, p, first, min(t.height, p.Height-first)); err != nil {
			return err
		}
	}
	return nil
}

// tiles paints a page in tiles, row by row; what of the last ones lies beyond
// the page is padding.
func (t *tiffParts) tiles(p *Page) error {
	across := (p.Width + t.width - 1) / t.width
	for i := range across * ((p.Height + t.height - 1) / t.height) {
		b, err := t.bytesOf(i)
		if err != nil {
			return err
		}
		tile, err := newPage(t.width, t.height)
		if err != nil {
			return err
		}
		if err := t.part(b, tile, 0, t.height); err != nil {
			return err
		}
		p.paste(tile, i%across*t.width, i/across*t.height)
	}
	return nil
}

// bytesOf reads part i, its bits in their usual order.
func (t *tiffParts) bytesOf(i int) ([]byte, error) {
	if i >= len(t.offsets) || i >= len(t.sizes) {
		return nil, failf(CodeDamaged, "the TIFF names only %d parts of a page: scan it again", min(len(t.offsets), len(t.sizes)))
	}
	b, err := readRange(t.src, int64(t.offsets[i]), int64(t.sizes[i]))
	if err == nil && t.number(tagFillOrder, 1) == 2 && t.compression != tiffJPEG {
		for k, v := range b {
			b[k] = bits.Reverse8(v)
		}
	}
	return b, err
}

// parts reads what the directory says of the coding of a page.
func (d ifd) parts(width, height int) (t tiffParts, err error) {
	t = tiffParts{ifd: d, compression: d.number(tagCompression, 1)}
	t.bits, t.perPix, t.little = d.number(tagBits, 1), d.number(tagSamples, 1), d.order == binary.LittleEndian
	if d.number(tagPlanar, 1) != 1 && t.perPix > 1 {
		return t, failf(CodeUnsupported, "a TIFF in colour planes is not read: scan in grey")
	}
	offsets, sizes := uint16(tagStripOffsets), uint16(tagStripBytes)
	t.width, t.height = width, d.number(tagRowsPerStrip, 0)
	if _, tiled := d.fields[tagTileWidth]; tiled {
		offsets, sizes = tagTileOffsets, tagTileBytes
		t.width, t.height = d.number(tagTileWidth, 0), d.number(tagTileHeight, 0)
		if err := checkSize(t.width, t.height); err != nil {
			return t, err
		}
	} else if t.height <= 0 || t.height > height {
		t.height = height
	}
	if t.offsets, err = d.numbers(offsets); err != nil {
		return t, err
	}
	if t.sizes, err = d.numbers(sizes); err != nil {
		return t, err
	}
	if err := t.photometric(); err != nil {
		return t, err
	}
	return t, t.check()
}

// photometric reads how samples become grey.
func (t *tiffParts) photometric() (err error) {
	switch kind := t.number(tagPhotometric, 0); kind {
	case 0:
		t.white0 = true
		t.invert = true
	case 1:
	case 2:
		t.colours = coloursRGB
	case 3:
		t.colours = coloursPalette
		t.samples.palette, err = t.ifd.palette()
	case 5:
		t.colours = coloursCMYK
	case 6:
		if t.compression != tiffJPEG {
			return failf(CodeUnsupported, "a TIFF in YCbCr without JPEG is not read: scan in grey")
		}
		t.colours = coloursRGB
	default:
		return failf(CodeUnsupported, "a TIFF of colour kind %d is not read: scan in grey", kind)
	}
	return err
}

// palette is the grey of each colour: 16-bit red, then green, then blue.
func (d ifd) palette() ([]uint8, error) {
	list, err := d.numbers(tagColorMap)
	n := len(list) / 3
	table := make([]uint8, n)
	for i := range table {
		table[i] = grey(uint32(list[i]>>8), uint32(list[n+i]>>8), uint32(list[2*n+i]>>8))
	}
	return table, err
}

// part paints one strip or tile as rows of p from first on.
func (t *tiffParts) part(b []byte, p *Page, first, rows int) error {
	switch t.compression {
	case tiffHuffman, tiffGroup3, tiffGroup4:
		return t.faxPart(b, p, first, rows)
	case tiffJPEG:
		return t.jpegPart(b, p, first, rows)
	}
	rowBytes := t.rowBytes(p.Width)
	b, err := t.unpack(b, rowBytes*rows)
	if err != nil {
		return err
	}
	if len(b) < rowBytes*rows {
		return errShort
	}
	predictor := t.number(tagPredictor, 1)
	if predictor > 2 || (predictor == 2 && t.bits != 8) {
		return failf(CodeUnsupported, "a TIFF with predictor %d at %d bits is not read: scan in grey", predictor, t.bits)
	}
	for y := range rows {
		row := b[y*rowBytes:][:rowBytes]
		if predictor == 2 && t.compression != tiffRaw && t.compression != tiffPackBits {
			undiff(row, t.perPix)
		}
		t.grey(p.Pix[(first+y)*p.Width:][:p.Width], row)
	}
	return nil
}

// unpack undoes the compressions of bytes.
func (t *tiffParts) unpack(b []byte, size int) ([]byte, error) {
	switch t.compression {
	case tiffRaw:
		return b, nil
	case tiffLZW:
		return unLZW(b, size, 1)
	case tiffDeflate, tiffDeflate0:
		return inflate(b, size+1024)
	case tiffPackBits:
		return unpackBits(b, size), nil
	}
	return nil, failf(CodeUnsupported, "a TIFF with compression %d is not read: scan to G4, LZW or JPEG", t.compression)
}

func (t *tiffParts) faxPart(b []byte, p *Page, first, rows int) error {
	if t.bits != 1 || t.perPix != 1 || t.colours != coloursGrey {
		return failf(CodeDamaged, "a fax-coded TIFF that is not bilevel")
	}
	f := fax{blackIsOn: !t.white0}
	switch t.compression {
	case tiffHuffman:
		f.aligned = true
	case tiffGroup3:
		f.k = t.number(tagT4Options, 0) & 1
	case tiffGroup4:
		f.k = -1
	}
	return f.decode(b, p, first, rows)
}

// jpegPart joins the tables that all parts share with the part's own stream.
func (t *tiffParts) jpegPart(b []byte, p *Page, first, rows int) error {
	tables, err := t.bytes(tagJPEGTables)
	if err != nil {
		return err
	}
	if len(tables) > 4 && len(b) > 2 {
		b = bytes.Join([][]byte{bytes.TrimSuffix(tables, []byte("\xff\xd9")), b[2:]}, nil)
	}
	part, err := decodeJPEGPart(b, jpegCoding{rgb: t.number(tagPhotometric, 0) == 2, plainCMYK: true})
	if err != nil {
		return err
	}
	if part.Width != p.Width || part.Height < rows {
		return failf(CodeDamaged, "a part of a TIFF of %d × %d pixels where %d × %d belong", part.Width, part.Height, p.Width, rows)
	}
	copy(p.Pix[first*p.Width:], part.Pix[:rows*p.Width])
	return nil
}
