package pages

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// A page is turned as the file says, in JPEG by EXIF, in TIFF by its tag.
func TestOrientation(t *testing.T) {
	t.Parallel()
	upright := &Page{Pix: []byte{1, 2, 3, 4, 5, 6}, Width: 3, Height: 2}
	for orientation, want := range map[int][]byte{
		1: {1, 2, 3, 4, 5, 6}, 2: {3, 2, 1, 6, 5, 4}, 3: {6, 5, 4, 3, 2, 1}, 4: {4, 5, 6, 1, 2, 3},
		5: {1, 4, 2, 5, 3, 6}, 6: {4, 1, 5, 2, 6, 3}, 7: {6, 3, 5, 2, 4, 1}, 8: {3, 6, 2, 5, 1, 4},
	} {
		got := upright.turn(orientation)
		if !bytes.Equal(got.Pix, want) {
			t.Errorf("orientation %d: %v, want %v", orientation, got.Pix, want)
		}
		f := tiffFile{binary.LittleEndian, tiffRaw, map[uint16]uint32{tagBits: 8, tagPhotometric: 1, tagOrientation: uint32(orientation)}}
		same(t, read(t, f.write(3, 2, upright.Pix), 1), got)
	}
}

func TestAJPEGIsTurnedByItsEXIF(t *testing.T) {
	t.Parallel()
	grey := &Page{Pix: make([]byte, 64*40), Width: 64, Height: 40}
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i % 64 * 4)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, grey.image(), &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	upright := read(t, b.Bytes(), 1)
	exif := "\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	turned := append([]byte("\xff\xd8"+exif), b.Bytes()[2:]...)
	same(t, read(t, turned, 1), upright.turn(6))
}

func TestJPEGMeta(t *testing.T) {
	t.Parallel()
	exif := "\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	jfif := "\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\xc8\x00\xc8\x00\x00"
	m := readJPEGMeta([]byte(exif + jfif))
	if m.orientation != 6 || m.dpi != 200 {
		t.Errorf("orientation %d, %g dpi; want 6, 200", m.orientation, m.dpi)
	}
}

func TestColourIsBrightness(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	img.Set(0, 0, color.NRGBA{R: 255, A: 255})
	img.Set(1, 0, color.NRGBA{A: 0}) // transparent: paper
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if p := read(t, b.Bytes(), 1); p.Pix[0] != 76 || p.Pix[1] != 255 {
		t.Errorf("red and nothing are %v, want 76 and 255", p.Pix)
	}
}

func TestPNGOf16Bits(t *testing.T) {
	t.Parallel()
	img := image.NewGray16(image.Rect(0, 0, 3, 1))
	for x, v := range []uint16{0x0000, 0x80ff, 0xffff} {
		img.SetGray16(x, 0, color.Gray16{Y: v})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if p := read(t, b.Bytes(), 1); !bytes.Equal(p.Pix, []byte{0x00, 0x80, 0xff}) {
		t.Errorf("%v", p.Pix)
	}
}

// flatJPEG is an 8 × 8 picture of one colour, a value for each component, with
// Adobe's segment unless transform is negative.
func flatJPEG(transform int, values ...uint8) []byte {
	segment := func(marker byte, body []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
	}
	b := []byte{0xff, 0xd8}
	if transform >= 0 {
		b = append(b, segment(0xee, []byte{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, byte(transform)})...)
	}
	b = append(b, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...))...)
	frame, scan := []byte{8, 0, 8, 0, 8, byte(len(values))}, []byte{byte(len(values))}
	for i := range values {
		frame, scan = append(frame, byte(i+1), 0x11, 0), append(scan, byte(i+1), 0)
	}
	b = append(b, segment(0xc0, frame)...)
	// Categories 0 to 11 of the first coefficient are codes of four bits; the
	// end of the block is one bit.
	first := append([]byte{0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	rest := []byte{0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	b = append(append(b, segment(0xc4, first)...), segment(0xc4, rest)...)
	b = append(b, segment(0xda, append(scan, 0, 63, 0))...)
	w := &bitWriter{}
	put := func(v, n int) {
		for i := n - 1; i >= 0; i-- {
			w.code(string(rune('0' + v>>i&1)))
		}
	}
	for _, v := range values {
		level, category := (int(v)-128)*8, 0
		for 1<<category <= max(level, -level) {
			category++
		}
		put(category, 4)
		if level < 0 {
			level += 1<<category - 1
		}
		put(level, category)
		put(0, 1)
	}
	for w.n%8 != 0 {
		w.code("1")
	}
	for _, v := range w.b {
		if b = append(b, v); v == 0xff {
			b = append(b, 0)
		}
	}
	return append(b, 0xff, 0xd9)
}

// Colour in JPEG: Adobe writes CMYK with 255 for no ink, and a PDF or TIFF says
// for itself which way it is.
func TestColourInJPEG(t *testing.T) {
	t.Parallel()
	const noInk, full = 255, 0
	pdf := func(more string, b []byte) []byte {
		entries := "/Width 8 /Height 8 /BitsPerComponent 8 /Filter /DCTDecode " + more
		return []byte(pdfFile("", pdfPageObjects{content: "q 595 0 0 842 0 0 cm /I0 Do Q", images: []string{pdfImage(entries, b)}}))
	}
	tiff := func(photometric, samples uint32, b []byte) []byte {
		return tiffFile{binary.LittleEndian, tiffJPEG, map[uint16]uint32{tagBits: 8, tagPhotometric: photometric, tagSamples: samples}}.write(8, 8, b)
	}
	for _, tt := range []struct {
		name string
		file []byte
		want uint8
	}{
		{"CMYK by Adobe, paper", flatJPEG(0, noInk, noInk, noInk, noInk), 255},
		{"CMYK by Adobe, black", flatJPEG(0, noInk, noInk, noInk, full), 0},
		{"YCCK, paper", flatJPEG(2, 0, 128, 128, noInk), 255}, // red, green and blue of the ink of Adobe's CMY
		{"YCCK, black", flatJPEG(2, 0, 128, 128, full), 0},
		{"CMYK in a PDF, inverted, paper", pdf("/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]", flatJPEG(0, noInk, noInk, noInk, noInk)), 255},
		{"CMYK in a PDF, inverted, black", pdf("/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]", flatJPEG(0, noInk, noInk, noInk, full)), 0},
		{"CMYK in a PDF, plain, paper", pdf("/ColorSpace /DeviceCMYK", flatJPEG(0, 0, 0, 0, 0)), 255},
		{"CMYK in a PDF, plain, black", pdf("/ColorSpace /DeviceCMYK", flatJPEG(0, 0, 0, 0, 255)), 0},
		{"CMYK in a TIFF, black", tiff(5, 4, flatJPEG(0, 0, 0, 0, 255)), 0},
		{"grey in a PDF, negative", pdf("/ColorSpace /DeviceGray /Decode [1 0]", flatJPEG(-1, 40)), 215},
		{"RGB by Adobe, red", flatJPEG(0, 255, 0, 0), 76},
		{"RGB in a TIFF, red", tiff(2, 3, flatJPEG(-1, 255, 0, 0)), 76},
		{"RGB in a PDF, blue", pdf("/ColorSpace /DeviceRGB /DecodeParms << /ColorTransform 0 >>", flatJPEG(-1, 0, 0, 255)), 29},
		{"YCbCr, no colour", flatJPEG(-1, 140, 128, 128), 140},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := read(t, tt.file, 1)
			for _, v := range p.Pix {
				if v != tt.want {
					t.Fatalf("grey %d, want %d", v, tt.want)
				}
			}
		})
	}
}
