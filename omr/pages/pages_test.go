package pages

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testPage is a bilevel picture with long runs, single dots and empty rows.
func testPage(seed uint64, width, height int) *Page {
	r := rand.New(rand.NewPCG(seed, 1))
	p := &Page{Pix: bytes.Repeat([]byte{255}, width*height), Width: width, Height: height}
	for range 40 {
		x, y := r.IntN(width), r.IntN(height)
		w, h := 1+r.IntN(width-x), 1+r.IntN(min(height-y, 9))
		for j := y; j < y+h; j++ {
			clear(p.Pix[j*width+x : j*width+x+w])
		}
	}
	for range width {
		p.Pix[r.IntN(len(p.Pix))] ^= 255
	}
	return p
}

func (p *Page) image() *image.Gray {
	return &image.Gray{Pix: p.Pix, Stride: p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}
}

// packed is a bilevel page as bits, 1 black.
func (p *Page) packed() []byte {
	var out []byte
	for y := range p.Height {
		row := make([]byte, (p.Width+7)/8)
		for x := range p.Width {
			if p.Pix[y*p.Width+x] == 0 {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		out = append(out, row...)
	}
	return out
}

func read(t *testing.T, b []byte, n int) *Page {
	t.Helper()
	f, err := Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Page(n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func same(t *testing.T, got, want *Page) {
	t.Helper()
	if got.Width != want.Width || got.Height != want.Height {
		t.Fatalf("%d × %d pixels, want %d × %d", got.Width, got.Height, want.Width, want.Height)
	}
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Error("the pixels differ")
	}
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// tiffFile writes pages of one strip each with the fields every reader needs.
type tiffFile struct {
	order       byteOrder
	compression int
	extra       map[uint16]uint32
}

func (f tiffFile) write(width, height int, strips ...[]byte) []byte {
	head := "II*\x00"
	if f.order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	b := append([]byte(head), 0, 0, 0, 0)
	link := 4
	for _, strip := range strips {
		at := len(b)
		b = append(b, strip...)
		f.order.PutUint32(b[link:], uint32(len(b)))
		fields := map[uint16]uint32{
			tagWidth: uint32(width), tagHeight: uint32(height), tagBits: 1, tagCompression: uint32(f.compression), tagPhotometric: 0,
			tagStripOffsets: uint32(at), tagSamples: 1, tagRowsPerStrip: uint32(height), tagStripBytes: uint32(len(strip)),
		}
		maps.Copy(fields, f.extra)
		b = f.order.AppendUint16(b, uint16(len(fields)))
		for tag := range uint16(400) {
			if v, ok := fields[tag]; ok {
				b = f.order.AppendUint16(b, tag)
				b = f.order.AppendUint16(b, 4)
				b = f.order.AppendUint32(b, 1)
				b = f.order.AppendUint32(b, v)
			}
		}
		link = len(b)
		b = append(b, 0, 0, 0, 0)
	}
	return b
}

func TestTIFFOfEveryCompression(t *testing.T) {
	t.Parallel()
	want := testPage(1, 251, 90)
	packed := want.packed()
	var deflated bytes.Buffer
	w := zlib.NewWriter(&deflated)
	_, _ = w.Write(packed)
	_ = w.Close()
	for _, tt := range []struct {
		name        string
		compression int
		strip       []byte
		extra       map[uint16]uint32
	}{
		{"raw", tiffRaw, packed, nil},
		{"G4", tiffGroup4, faxEncode(want, -1), nil},
		{"G3, one-dimensional", tiffGroup3, faxEncode(want, 0), nil},
		{"G3, two-dimensional", tiffGroup3, faxEncode(want, 4), map[uint16]uint32{tagT4Options: 1}},
		{"deflate", tiffDeflate, deflated.Bytes(), nil},
		{"LZW", tiffLZW, lzwEncode(packed), nil},
		{"PackBits", tiffPackBits, packBitsEncode(packed), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
				f := tiffFile{order: order, compression: tt.compression, extra: tt.extra}
				b := f.write(want.Width, want.Height, tt.strip, tt.strip)
				same(t, read(t, b, 1), want)
				same(t, read(t, b, 2), want)
			}
		})
	}
}

func TestTIFFInGreyColourAndJPEG(t *testing.T) {
	t.Parallel()
	grey := &Page{Pix: make([]byte, 64*48), Width: 64, Height: 48}
	var rgb []byte
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i)
		rgb = append(rgb, uint8(i), uint8(i), uint8(i))
	}
	f := tiffFile{binary.LittleEndian, tiffRaw, map[uint16]uint32{tagBits: 8, tagPhotometric: 1}}
	same(t, read(t, f.write(64, 48, grey.Pix), 1), grey)
	f.extra = map[uint16]uint32{tagBits: 8, tagPhotometric: 2, tagSamples: 3}
	same(t, read(t, f.write(64, 48, rgb), 1), grey)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, grey.image(), &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	f = tiffFile{binary.LittleEndian, tiffJPEG, map[uint16]uint32{tagBits: 8, tagPhotometric: 1}}
	same(t, read(t, f.write(64, 48, b.Bytes()), 1), read(t, b.Bytes(), 1))
}

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

// Whatever is wrong with a file is an error with a code, within its bounds.
func TestFaultsHaveCodes(t *testing.T) {
	t.Parallel()
	want := testPage(2, 200, 120)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, want.image(), nil); err != nil {
		t.Fatal(err)
	}
	g4 := tiffFile{order: binary.LittleEndian, compression: tiffGroup4}
	loop := g4.write(200, 120, faxEncode(want, -1))
	binary.LittleEndian.PutUint32(loop[len(loop)-4:], binary.LittleEndian.Uint32(loop[4:]))
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x00\x00\x00\x00")
	huge = binary.BigEndian.AppendUint32(huge, 0x38e4b1c4)
	for name, tt := range map[string]struct {
		file []byte
		code string
	}{
		"nothing":          {nil, CodeDamaged},
		"text":             {[]byte("no picture"), CodeUnknown},
		"half a JPEG":      {b.Bytes()[:b.Len()/2], CodeDamaged},
		"half a fax":       {g4.write(200, 120, faxEncode(want, -1)[:40]), CodeDamaged},
		"a loop of pages":  {loop, CodeLoop},
		"60,000 × 60,000":  {(tiffFile{order: binary.LittleEndian, compression: tiffGroup4}).write(60000, 60000, []byte{0}), CodeTooLarge},
		"a TIFF cut off":   {loop[:len(loop)-30], CodeDamaged},
		"tiles":            {(tiffFile{binary.LittleEndian, tiffRaw, map[uint16]uint32{tagTileWidth: 16}}).write(9, 9, []byte{0}), CodeUnsupported},
		"an encrypted PDF": {[]byte(pdfFile("/Encrypt 9 0 R", pdfScan(want))), CodeEncrypted},
		"a drawn PDF":      {[]byte(pdfFile("", pdfPageObjects{content: "0 0 m 10 10 l S"})), CodeNoImage},
		"an empty PDF":     {[]byte("%PDF-1.4\n"), CodeDamaged},
		"a huge PNG":       {huge, CodeDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Read(bytes.NewReader(tt.file), int64(len(tt.file)))
			if err == nil {
				_, err = f.Page(1)
			}
			if got := CodeOf(err); got != tt.code {
				t.Errorf("code %q (%v), want %q", got, err, tt.code)
			}
		})
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.jpg", "a/2.TIF", "a/1.pdf", ".hidden.jpg", "notes.txt", "c.png"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "c.png"), now, now); err != nil {
		t.Fatal(err)
	}
	l, err := List([]string{dir, filepath.Join(dir, "b.jpg")}, now.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(fmt.Sprint(l), dir+"/", "")
	if want := "{[a/1.pdf a/2.TIF b.jpg] [c.png] 1}"; got != want {
		t.Errorf("List = %s, want %s", got, want)
	}
	if _, err := List([]string{filepath.Join(dir, "none")}, now); CodeOf(err) != CodeUnreadable {
		t.Errorf("a missing folder gives %v", err)
	}
}
