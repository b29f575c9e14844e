package pages

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"khaothi/omr/pages/greyjpeg"
)

// decodeJPEG reads a JPEG picture: grey, colour or CMYK, baseline or
// progressive.
func decodeJPEG(b []byte) (*Page, error) {
	head, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, jpegError(err)
	}
	if err := checkSize(head.Width, head.Height); err != nil {
		return nil, err
	}
	if head.Width*head.Height > largePixels {
		large.Lock()
		defer large.Unlock()
	}
	page, err := decodeJPEGPart(b, jpegCoding{})
	if err != nil {
		return nil, err
	}
	meta := readJPEGMeta(b)
	page.DPI = meta.dpi
	return page.turn(meta.orientation), nil
}

// jpegCoding is what a file says of a JPEG stream inside it.
type jpegCoding struct {
	rgb       bool // the three components are red, green and blue
	plainCMYK bool // 0 of the four components is no ink; alone they come inverted, as Adobe writes them
	negative  bool // of one or three components: 0 is white
}

// decodeJPEGPart reads a JPEG stream inside another file, which has its own
// word on resolution and turn. The caller holds large where it is needed.
func decodeJPEGPart(b []byte, c jpegCoding) (*Page, error) {
	head, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, jpegError(err)
	}
	if err := checkSize(head.Width, head.Height); err != nil {
		return nil, err
	}
	if p, ok := decodeGreyJPEG(b, head, c); ok {
		return p, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, jpegError(err)
	}
	switch img := img.(type) {
	case *image.CMYK:
		if c.plainCMYK { // the decoder has inverted them
			invert(img.Pix)
		}
		return fromImage(img), nil
	case *image.YCbCr:
		if c.rgb {
			if img.SubsampleRatio != image.YCbCrSubsampleRatio444 {
				return nil, failf(CodeUnsupported, "JPEG in red, green and blue of different sizes is not read: scan in grey")
			}
			greyPlanes(img)
		}
	}
	p := fromImage(img)
	if c.negative {
		invert(p.Pix)
	}
	return p, nil
}

// decodeGreyJPEG reads what scanners write. All else, and what is damaged, is
// for the standard library, which says what is wrong.
func decodeGreyJPEG(b []byte, head image.Config, c jpegCoding) (*Page, bool) {
	if c.rgb && head.ColorModel != color.GrayModel {
		return nil, false
	}
	pix, ok := greyjpeg.Decode(b, head.Width, head.Height)
	if ok && c.negative {
		invert(pix)
	}
	return &Page{Pix: pix, Width: head.Width, Height: head.Height}, ok
}

// greyPlanes makes the first of three planes, which are red, green and blue,
// their brightness.
func greyPlanes(img *image.YCbCr) {
	for i := range min(len(img.Y), len(img.Cb), len(img.Cr)) {
		img.Y[i] = grey(uint32(img.Y[i]), uint32(img.Cb[i]), uint32(img.Cr[i]))
	}
}

func invert(pix []uint8) {
	for i, v := range pix {
		pix[i] = ^v
	}
}

func jpegError(err error) error {
	var unsupported jpeg.UnsupportedError
	switch {
	case errors.As(err, &unsupported):
		return failf(CodeUnsupported, "JPEG of a kind that is not read (%v): scan to plain JPEG in grey", err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return failf(CodeDamaged, "the JPEG ends early: scan the page again, or copy the file again")
	}
	return failf(CodeDamaged, "the JPEG is damaged (%v): scan the page again", err)
}

func decodePNG(b []byte) (*Page, error) {
	head, err := png.DecodeConfig(bytes.NewReader(b))
	if err == nil {
		if err := checkSize(head.Width, head.Height); err != nil {
			return nil, err
		}
		if head.Width*head.Height > largePixels/2 { // decoded as colour first
			large.Lock()
			defer large.Unlock()
		}
		var img image.Image
		if img, err = png.Decode(bytes.NewReader(b)); err == nil {
			page := fromImage(img)
			page.DPI = pngDPI(b)
			return page, nil
		}
	}
	var unsupported png.UnsupportedError
	if errors.As(err, &unsupported) {
		return nil, failf(CodeUnsupported, "PNG of a kind that is not read (%v): scan to JPEG in grey", err)
	}
	return nil, failf(CodeDamaged, "the PNG is damaged (%v): scan the page again, or copy the file again", err)
}

// fromImage returns the brightness of img (ITU-R BT.601, as JPEG has it). What
// is transparent lies on white paper.
func fromImage(img image.Image) *Page {
	b := img.Bounds()
	p := &Page{Width: b.Dx(), Height: b.Dy()}
	switch img := img.(type) {
	case *image.Gray:
		p.Pix = pack(img.Pix, img.Stride, p.Width, p.Height)
		return p
	case *image.YCbCr:
		p.Pix = pack(img.Y, img.YStride, p.Width, p.Height)
		return p
	}
	p.Pix = make([]uint8, p.Width*p.Height)
	for y := range p.Height {
		row := p.Pix[y*p.Width:][:p.Width]
		switch img := img.(type) {
		case *image.RGBA:
			greyRGBA(row, img.Pix[y*img.Stride:])
		case *image.NRGBA:
			greyNRGBA(row, img.Pix[y*img.Stride:])
		case *image.Paletted:
			greyPaletted(row, img.Pix[y*img.Stride:], img.Palette)
		default:
			for x := range row {
				row[x] = greyOf(img.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return p
}

// pack returns pix without the bytes between its rows, and does not copy where
// there are none.
func pack(pix []uint8, stride, width, height int) []uint8 {
	if stride == width {
		return pix[:width*height]
	}
	for y := range height {
		copy(pix[y*width:][:width], pix[y*stride:][:width])
	}
	return pix[:width*height]
}

// grey is the brightness of a colour.
func grey(r, g, b uint32) uint8 { return uint8((r*19595 + g*38470 + b*7471 + 1<<15) >> 16) }

func greyRGBA(row, src []uint8) {
	for x := range row {
		s := src[4*x : 4*x+4 : 4*x+4]
		row[x] = grey(uint32(s[0]), uint32(s[1]), uint32(s[2])) + (255 - s[3])
	}
}

func greyNRGBA(row, src []uint8) {
	for x := range row {
		s := src[4*x : 4*x+4 : 4*x+4]
		v, a := uint32(grey(uint32(s[0]), uint32(s[1]), uint32(s[2]))), uint32(s[3])
		row[x] = uint8((v*a + 255*(255-a) + 127) / 255)
	}
}

func greyPaletted(row, src []uint8, palette color.Palette) {
	var table [256]uint8
	for i, c := range palette {
		table[i] = greyOf(c)
	}
	for x := range row {
		row[x] = table[src[x]]
	}
}

func greyOf(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	v := (uint64(r)*19595 + uint64(g)*38470 + uint64(b)*7471) >> 16
	return uint8(min(v+uint64(0xffff-a), 0xffff) >> 8)
}

// turn puts a page upright by its EXIF orientation (1 to 8; TIFF has the same
// numbers). Any other number leaves it as it is.
func (p *Page) turn(orientation int) *Page {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Width, p.Height
	q := &Page{Pix: make([]uint8, len(p.Pix)), Width: w, Height: h, DPI: p.DPI}
	if orientation >= 5 {
		q.Width, q.Height = h, w
	}
	for y := range q.Height {
		row := q.Pix[y*q.Width:][:q.Width]
		for x := range row {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			row[x] = p.Pix[sy*w+sx]
		}
	}
	return q
}
