package pages

import (
	"maps"
	"math"
)

// dpi is the resolution of a picture as it is drawn.
func (d *pdfDoc) dpi(a pdfDrawn) float64 {
	points := math.Hypot(a.m[0], a.m[1])
	if points == 0 {
		return 0
	}
	return d.number(a.image.dict["Width"], 0) / points * 72
}

// image decodes a picture, one of the large ones at a time.
func (d *pdfDoc) image(a pdfDrawn) (*Page, error) {
	width, height := int(d.number(a.image.dict["Width"], 0)), int(d.number(a.image.dict["Height"], 0))
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	if width*height > largePixels {
		large.Lock()
		defer large.Unlock()
	}
	return d.decode(a)
}

// decode decodes a picture and puts it upright.
func (d *pdfDoc) decode(a pdfDrawn) (*Page, error) {
	dict := a.image.dict
	raw, err := d.bytes(a.image)
	if err != nil {
		return nil, err
	}
	width, height := int(d.number(dict["Width"], 0)), int(d.number(dict["Height"], 0))
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	b, coding, err := d.unfilter(raw, dict, width*height*4+1<<16)
	if err != nil {
		return nil, err
	}
	var p *Page
	switch coding.name {
	case "DCTDecode", "DCT":
		inverted := d.inverted(dict)
		p, err = decodeJPEGPart(b, jpegCoding{rgb: d.number(coding.parms["ColorTransform"], 1) == 0, plainCMYK: !inverted, negative: inverted})
	case "CCITTFaxDecode", "CCF":
		p, err = d.fax(b, dict, coding.parms, width, height)
	default:
		p, err = d.plain(b, dict, width, height)
	}
	if err != nil {
		return nil, err
	}
	if err := d.mask(p, dict); err != nil {
		return nil, err
	}
	p.DPI = checkDPI(d.dpi(a))
	return p.turn(a.orientation()), nil
}

// mask lays a picture on white paper where a mask of its own makes it
// transparent (11.6.5.2, 8.9.6.3).
func (d *pdfDoc) mask(p *Page, dict pdfDict) error {
	soft, isSoft := d.settled(dict["SMask"]).(*pdfStream)
	hard, isHard := d.settled(dict["Mask"]).(*pdfStream)
	if !isSoft && !isHard {
		return nil
	}
	if !isSoft {
		soft = hard
	}
	alone := maps.Clone(soft.dict)
	delete(alone, "SMask")
	delete(alone, "Mask")
	m, err := d.decode(pdfDrawn{image: &pdfStream{dict: alone, at: soft.at, data: soft.data}, m: unitMatrix})
	if err != nil {
		return err
	}
	if m.Width != p.Width || m.Height != p.Height {
		return failf(CodeUnsupported, "a PDF picture with a mask of another size (a compact PDF) is not read: scan to plain JPEG or G4")
	}
	if !isSoft { // 1 leaves the paper, 0 paints
		invert(m.Pix)
	}
	for i, alpha := range m.Pix {
		p.Pix[i] = uint8((int(p.Pix[i])*int(alpha) + 255*(255-int(alpha)) + 127) / 255)
	}
	return nil
}

// inverted tells whether 0 is white: a Decode array that begins with 1, or a
// mask without one, which paints black where its samples are 0 — so a mask is
// inverted when Decode is the other way.
func (d *pdfDoc) inverted(dict pdfDict) bool {
	decode := d.list(dict["Decode"])
	return len(decode) > 0 && d.number(decode[0], 0) == 1
}

func (d *pdfDoc) fax(b []byte, dict, parms pdfDict, width, height int) (*Page, error) {
	p, err := newPage(width, height)
	if err != nil {
		return nil, err
	}
	if columns := int(d.number(parms["Columns"], 1728)); columns != width {
		return nil, failf(CodeDamaged, "fax rows of %d pixels in a picture of %d", columns, width)
	}
	is := func(key string) bool {
		v, err := d.resolve(parms[key])
		return err == nil && v == true
	}
	f := fax{k: int(d.number(parms["K"], 0)), aligned: is("EncodedByteAlign")}
	f.blackIsOn = is("BlackIs1") != d.inverted(dict)
	return p, f.decode(b, p, 0, height)
}

// plain reads samples that are not coded any more.
func (d *pdfDoc) plain(b []byte, dict pdfDict, width, height int) (*Page, error) {
	s := samples{bits: int(d.number(dict["BitsPerComponent"], 1)), perPix: 1, invert: d.inverted(dict)}
	if err := d.colourSpace(&s, dict["ColorSpace"], 0); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	rowBytes := s.rowBytes(width)
	if len(b) < rowBytes*height {
		return nil, errShort
	}
	p, err := newPage(width, height)
	if err != nil {
		return nil, err
	}
	for y := range height {
		s.grey(p.Pix[y*width:][:width], b[y*rowBytes:][:rowBytes])
	}
	return p, nil
}

// colourSpace reads a colour space (8.6) as far as scans have them.
func (d *pdfDoc) colourSpace(s *samples, v any, depth int) error {
	v, err := d.resolve(v)
	if err != nil {
		return err
	}
	list, _ := v.([]any)
	name, _ := v.(pdfName)
	if len(list) > 0 {
		name = d.name(list[0])
	}
	switch name {
	case "", "DeviceGray", "CalGray", "G":
		return nil
	case "DeviceRGB", "CalRGB", "RGB":
		s.colours, s.perPix = coloursRGB, 3
		return nil
	case "DeviceCMYK", "CMYK":
		s.colours, s.perPix = coloursCMYK, 4
		return nil
	case "ICCBased":
		if len(list) > 1 {
			return iccColours(s, int(d.number(d.dict(list[1])["N"], 0)))
		}
	case "Indexed", "I":
		if len(list) > 3 && depth == 0 {
			return d.indexed(s, list)
		}
	}
	return failf(CodeUnsupported, "a PDF picture in %s is not read: scan in grey", name)
}

func iccColours(s *samples, n int) error {
	switch n {
	case 1:
	case 3:
		s.colours, s.perPix = coloursRGB, 3
	case 4:
		s.colours, s.perPix = coloursCMYK, 4
	default:
		return errPDF
	}
	return nil
}

// indexed reads a palette: [/Indexed base hival table].
func (d *pdfDoc) indexed(s *samples, list []any) error {
	base := samples{bits: 8, perPix: 1}
	if err := d.colourSpace(&base, list[1], 1); err != nil {
		return err
	}
	var table []byte
	switch v := d.settled(list[3]).(type) {
	case string:
		table = []byte(v)
	case *pdfStream:
		b, err := d.unpacked(v)
		if err != nil {
			return err
		}
		table = b
	}
	s.colours = coloursPalette
	for i := 0; i+base.perPix <= len(table) && len(s.palette) < 256; i += base.perPix {
		s.palette = append(s.palette, base.pixel(table, i))
	}
	if len(s.palette) == 0 {
		return errPDF
	}
	return nil
}
