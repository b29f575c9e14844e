package pages

import "bytes"

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

// tiffStrips is a page of a TIFF file on its way to grey.
type tiffStrips struct {
	ifd
	samples
	compression int
	rows        int // of a strip
	offsets     []int
	sizes       []int
	white0      bool // 0 is white
}

// page decodes the page of a directory.
func (d ifd) page() (*Page, error) {
	t, err := d.strips()
	if err != nil {
		return nil, err
	}
	width, height := d.number(tagWidth, 0), d.number(tagHeight, 0)
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	if width*height > largePixels {
		large.Lock()
		defer large.Unlock()
	}
	if t.rows <= 0 || t.rows > height {
		t.rows = height
	}
	n := (height + t.rows - 1) / t.rows
	if len(t.offsets) < n || len(t.sizes) < n {
		return nil, failf(CodeDamaged, "the TIFF names %d of %d strips of a page", min(len(t.offsets), len(t.sizes)), n)
	}
	p, err := newPage(width, height)
	if err != nil {
		return nil, err
	}
	for i := range n {
		b, err := readRange(d.src, int64(t.offsets[i]), int64(t.sizes[i]))
		if err != nil {
			return nil, err
		}
		first := i * t.rows
		if err := t.strip(b, p, first, min(t.rows, height-first)); err != nil {
			return nil, err
		}
	}
	p.DPI = d.dpi()
	return p.turn(d.number(tagOrientation, 1)), nil
}

// strips reads what the directory says of the coding.
func (d ifd) strips() (t tiffStrips, err error) {
	t = tiffStrips{ifd: d, compression: d.number(tagCompression, 1), rows: d.number(tagRowsPerStrip, 0)}
	t.bits, t.perPix = d.number(tagBits, 1), d.number(tagSamples, 1)
	if _, tiled := d.fields[tagTileWidth]; tiled {
		return t, failf(CodeUnsupported, "a TIFF in tiles is not read: save it in strips")
	}
	if d.number(tagPlanar, 1) != 1 && t.perPix > 1 {
		return t, failf(CodeUnsupported, "a TIFF in colour planes is not read: scan in grey")
	}
	if t.offsets, err = d.numbers(tagStripOffsets); err != nil {
		return t, err
	}
	if t.sizes, err = d.numbers(tagStripBytes); err != nil {
		return t, err
	}
	switch photometric := d.number(tagPhotometric, 0); photometric {
	case 0:
		t.white0 = true
		t.invert = true
	case 1:
	case 2:
		t.colours = coloursRGB
	case 3:
		t.colours = coloursPalette
		t.samples.palette, err = d.palette()
	case 5:
		t.colours = coloursCMYK
	case 6:
		if t.compression != tiffJPEG {
			return t, failf(CodeUnsupported, "a TIFF in YCbCr without JPEG is not read: scan in grey")
		}
		t.colours = coloursRGB
	default:
		return t, failf(CodeUnsupported, "a TIFF of colour kind %d is not read: scan in grey", photometric)
	}
	if err == nil {
		err = t.check()
	}
	return t, err
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

// strip paints one strip.
func (t *tiffStrips) strip(b []byte, p *Page, first, rows int) error {
	switch t.compression {
	case tiffHuffman, tiffGroup3, tiffGroup4:
		return t.faxStrip(b, p, first, rows)
	case tiffJPEG:
		return t.jpegStrip(b, p, first, rows)
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
func (t *tiffStrips) unpack(b []byte, size int) ([]byte, error) {
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

func (t *tiffStrips) faxStrip(b []byte, p *Page, first, rows int) error {
	if t.bits != 1 || t.perPix != 1 || t.colours != coloursGrey {
		return failf(CodeDamaged, "a fax-coded TIFF that is not bilevel")
	}
	f := fax{lsbFirst: t.number(tagFillOrder, 1) == 2, blackIsOn: !t.white0}
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

// jpegStrip joins the tables that all strips share with the strip's own
// stream.
func (t *tiffStrips) jpegStrip(b []byte, p *Page, first, rows int) error {
	tables, err := t.bytes(tagJPEGTables)
	if err != nil {
		return err
	}
	if len(tables) > 4 && len(b) > 2 {
		b = bytes.Join([][]byte{bytes.TrimSuffix(tables, []byte("\xff\xd9")), b[2:]}, nil)
	}
	part, err := decodeJPEGPart(b)
	if err != nil {
		return err
	}
	if part.Width != p.Width || part.Height < rows {
		return failf(CodeDamaged, "a TIFF strip of %d × %d pixels where %d × %d belong", part.Width, part.Height, p.Width, rows)
	}
	copy(p.Pix[first*p.Width:], part.Pix[:rows*p.Width])
	return nil
}
