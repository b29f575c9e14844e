package pages

// colours is how the samples of a pixel become grey.
type colours int

const (
	coloursGrey colours = iota
	coloursRGB
	coloursCMYK
	coloursPalette
)

// samples describes rows of packed samples, as TIFF and PDF have them.
type samples struct {
	colours colours
	perPix  int  // samples of a pixel; what is beyond the colours is passed over
	bits    int  // of a sample: 1, 2, 4, 8 or 16 (the higher byte counts)
	little  bool // the lower byte of 16 comes first
	invert  bool
	palette []uint8 // grey of each index
}

func (s samples) check() error {
	need := map[colours]int{coloursGrey: 1, coloursRGB: 3, coloursCMYK: 4, coloursPalette: 1}[s.colours]
	okBits := s.bits == 1 || s.bits == 2 || s.bits == 4 || s.bits == 8 || s.bits == 16
	if !okBits || s.perPix < need || s.perPix > 8 {
		return failf(CodeUnsupported, "%d samples of %d bits a pixel are not read: scan in grey", s.perPix, s.bits)
	}
	return nil
}

// rowBytes is the length of a row of width pixels.
func (s samples) rowBytes(width int) int { return (width*s.perPix*s.bits + 7) / 8 }

// grey writes the grey of a row; src has rowBytes bytes.
func (s samples) grey(row, src []byte) {
	switch {
	case s.bits == 1 && s.perPix == 1 && s.colours == coloursGrey:
		s.bilevel(row, src)
		return
	case s.bits == 8 && s.perPix == 1 && s.colours == coloursGrey:
		copy(row, src)
	default:
		for x := range row {
			row[x] = s.pixel(src, x*s.perPix)
		}
	}
	if s.invert {
		for x := range row {
			row[x] = ^row[x]
		}
	}
}

func (s samples) bilevel(row, src []byte) {
	var flip byte
	if s.invert {
		flip = 0xff
	}
	for x := range row {
		row[x] = -((src[x>>3] ^ flip) >> (7 - x&7) & 1) // 0 or 255
	}
}

// pixel is the grey of the pixel whose first sample is sample i.
func (s samples) pixel(src []byte, i int) uint8 {
	switch s.colours {
	case coloursRGB:
		return grey(uint32(s.at(src, i)), uint32(s.at(src, i+1)), uint32(s.at(src, i+2)))
	case coloursCMYK:
		k := 255 - uint32(s.at(src, i+3))
		light := func(j int) uint32 { return (255 - uint32(s.at(src, i+j))) * k / 255 }
		return grey(light(0), light(1), light(2))
	case coloursPalette:
		index := int(s.raw(src, i))
		if index < len(s.palette) {
			return s.palette[index]
		}
		return 255
	case coloursGrey:
	}
	return s.at(src, i)
}

// at is sample i, stretched to 8 bits.
func (s samples) at(src []byte, i int) uint8 {
	if s.bits >= 8 {
		return s.raw(src, i)
	}
	return uint8(int(s.raw(src, i)) * 255 / (1<<s.bits - 1))
}

func (s samples) raw(src []byte, i int) uint8 {
	switch {
	case s.bits == 16 && s.little:
		return src[2*i+1]
	case s.bits >= 8:
		return src[i*s.bits/8]
	}
	bit := i * s.bits
	return src[bit>>3] >> (8 - s.bits - bit&7) & (1<<s.bits - 1)
}

// undiff undoes horizontal differencing (TIFF predictor 2) of a row of 8-bit
// samples.
func undiff(row []byte, perPix int) {
	for i := perPix; i < len(row); i++ {
		row[i] += row[i-perPix]
	}
}
