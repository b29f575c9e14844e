package greyjpeg

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"
)

// standard is what image/jpeg makes of a file.
func standard(b []byte) (pix []uint8, width, height int, err error) {
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, err
	}
	var stride int
	switch img := img.(type) {
	case *image.Gray:
		pix, stride = img.Pix, img.Stride
	case *image.YCbCr:
		pix, stride = img.Y, img.YStride
	}
	width, height = img.Bounds().Dx(), img.Bounds().Dy()
	var rows []uint8
	for y := range height {
		if pix != nil {
			rows = append(rows, pix[y*stride:][:width]...)
		}
	}
	return rows, width, height, nil
}

// check fails where Decode is ok and image/jpeg is not, or has other pixels.
func check(t *testing.T, b []byte, width, height int) (ok bool) {
	t.Helper()
	got, ok := Decode(b, width, height)
	if !ok {
		return false
	}
	want, w, h, err := standard(b)
	if err != nil || w != width || h != height {
		t.Fatalf("%d × %d is read, image/jpeg reads %d × %d: %v", width, height, w, h, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("at %d, %d of %d × %d: %d, image/jpeg reads %d", i%w, i/w, w, h, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d pixels, image/jpeg reads %d", len(got), len(want))
	}
	return true
}

// paper is a page of strokes on paper with noise, in grey or in colour.
func paper(width, height int, colour bool) image.Image {
	r := rand.New(rand.NewPCG(uint64(width), uint64(height)))
	grey, rgb := image.NewGray(image.Rect(0, 0, width, height)), image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range grey.Pix {
		v := uint8(225 + bits.OnesCount32(r.Uint32()))
		if i%width/3%11 == 0 && i/width/20%3 == 0 {
			v = 20 + v/8
		}
		grey.Pix[i] = v
		copy(rgb.Pix[4*i:], []uint8{v, v / 2, uint8(i), 255})
	}
	if colour {
		return rgb
	}
	return grey
}

func encoded(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPixelsOfPaperAreThoseOfImageJPEG(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{1, 1}, {8, 8}, {7, 9}, {16, 15}, {17, 23}, {200, 131}, {1654, 2339}} {
		for _, colour := range []bool{false, true} {
			page := paper(size.X, size.Y, colour)
			step := 1 + size.X*size.Y/200 // fewer of large ones
			for quality := 100; quality > 0; quality -= step {
				if !check(t, encoded(t, page, quality), size.X, size.Y) {
					t.Errorf("%v, quality %d, colour %v: not read", size, quality, colour)
				}
			}
		}
	}
}

// codings are of all kinds that are read.
func codings() (all []coding) {
	for _, sampling := range []string{"\x11", "\x22", "\x42", "\x11\x11\x11", "\x21\x11\x11", "\x12\x11\x11", "\x22\x11\x11", "\x41\x11\x11", "\x42\x11\x11"} {
		for _, restart := range []int{0, 1, 2, 7} {
			for _, strong := range []bool{false, true} {
				all = append(all, coding{50, 37, []byte(sampling), restart, strong})
			}
		}
	}
	return all
}

func TestPixelsOfChanceAreThoseOfImageJPEG(t *testing.T) {
	t.Parallel()
	for _, c := range codings() {
		for seed := range uint64(3) {
			c.width, c.height = c.width+int(seed), c.height+2*int(seed)
			if !check(t, c.encode(seed), c.width, c.height) {
				t.Errorf("%+v, seed %d: not read", c, seed)
			}
		}
	}
}

// Of a file that ends early nothing is returned, and a byte that is another is
// noticed wherever image/jpeg notices it.
func TestDamage(t *testing.T) {
	t.Parallel()
	for i, c := range []coding{{30, 20, []byte("\x11"), 0, false}, {20, 9, []byte("\x11"), 2, false}, {20, 30, []byte("\x21\x11\x11"), 1, false}} {
		whole := c.encode(uint64(i))
		for n := range whole {
			if _, ok := Decode(whole[:n], c.width, c.height); ok {
				t.Errorf("%+v: %d of %d bytes are read as if they were all", c, n, len(whole))
			}
			b := bytes.Clone(whole)
			b[n] ^= 1 << (n % 8)
			check(t, b, c.width, c.height)
			check(t, append(bytes.Clone(whole[:n]), whole[n+1:]...), c.width, c.height)
		}
	}
}

// What is not the usual case is left to image/jpeg, although it is whole.
func TestWhatIsLeft(t *testing.T) {
	t.Parallel()
	grey, colour := coding{30, 20, []byte("\x11"), 2, false}.encode(1), coding{30, 20, []byte("\x21\x11\x11"), 0, false}.encode(1)
	first := func(b []byte, s string) int { return bytes.Index(b, []byte(s)) }
	with := func(b []byte, at int, s string) []byte {
		return append(append(bytes.Clone(b[:at]), s...), b[at+len(s):]...)
	}
	in := func(b []byte, at int, s string) []byte { return append(append(bytes.Clone(b[:at]), s...), b[at:]...) }
	named := strings.NewReplacer("\x01\x21\x00\x02\x11\x00\x03\x11\x00", "R\x21\x00G\x11\x00B\x11\x00", "\x03\x01\x00\x02\x00\x03\x00\x00\x3f", "\x03R\x00G\x00B\x00\x00\x3f")
	greyFrame, colourFrame := first(grey, "\xff\xc0"), first(colour, "\xff\xc0")
	for name, b := range map[string][]byte{
		"progressive":             with(grey, greyFrame, "\xff\xc2"),
		"lossless":                with(grey, greyFrame, "\xff\xc3"),
		"arithmetic":              with(grey, greyFrame, "\xff\xc9"),
		"12 bits":                 with(grey, greyFrame+4, "\x0c"),
		"another size":            with(grey, greyFrame+5, "\x00\x15"),
		"two frames":              in(grey, greyFrame, string(grey[greyFrame:][:13])),
		"finer colour":            with(colour, colourFrame+14, "\x21"),
		"three across":            with(colour, colourFrame+11, "\x31"),
		"red, green and blue":     in(colour, colourFrame, "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"),
		"components R, G and B":   []byte(named.Replace(string(colour))),
		"a marker of its own":     in(grey, greyFrame, "\xff\xf0\x00\x02"),
		"fill bytes":              in(grey, greyFrame, "\xff"),
		"16 bits of quantisation": with(grey, first(grey, "\xff\xdb")+4, "\x10"),
		"another restart":         with(grey, first(grey, "\xff\xd0"), "\xff\xd5"),
		"more after the scan":     in(grey, len(grey)-2, "\x00"),
		"no first coefficient":    with(grey, first(grey, "\xff\xda")+7, "\x01"),
		"no last coefficient":     with(grey, first(grey, "\xff\xda")+8, "\x3e"),
		"too many codes":          with(grey, first(grey, "\xff\xc4")+6, "\x05\x01"),
		"no JPEG":                 []byte("no JPEG"),
		"nothing":                 nil,
	} {
		if _, ok := Decode(b, 30, 20); ok {
			t.Errorf("%s is read", name)
		}
	}
	if !check(t, grey, 30, 20) || !check(t, colour, 30, 20) {
		t.Error("what was changed is not read")
	}
	if _, ok := Decode(grey, 20, 30); ok {
		t.Error("30 × 20 is read as 20 × 30")
	}
}

// FuzzDecode compares with image/jpeg: what is read here it reads as well, to
// the same pixels.
func FuzzDecode(f *testing.F) {
	for i, c := range codings() {
		c.width, c.height = 9+i%9, 9+i%8
		f.Add(c.encode(uint64(i)))
	}
	f.Add(encoded(f, paper(40, 30, false), 75))
	f.Fuzz(func(t *testing.T, b []byte) {
		head, err := jpeg.DecodeConfig(bytes.NewReader(b))
		if err == nil && head.Width*head.Height < 1<<18 {
			check(t, b, head.Width, head.Height)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, colour := range []bool{false, true} {
		file := encoded(b, paper(1654, 2339, colour), 85)
		b.Run(fmt.Sprintf("ours/colour=%v", colour), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := Decode(file, 1654, 2339); !ok {
					b.Fatal("not read")
				}
			}
		})
		b.Run(fmt.Sprintf("standard/colour=%v", colour), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jpeg.Decode(bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
