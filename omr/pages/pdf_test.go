package pages

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image/jpeg"
	"strings"
	"testing"
)

// pdfPageObjects is a page of pdfFile: its content, and pictures /I0, /I1 ….
type pdfPageObjects struct {
	content string
	more    string   // entries of the page's dictionary
	images  []string // dictionary entries and "\nstream…" of each
}

func pdfImage(entries string, data []byte) string {
	return fmt.Sprintf("<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

func pdfScan(p *Page) pdfPageObjects {
	entries := fmt.Sprintf("/Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d >>", p.Width, p.Height, p.Width)
	return pdfPageObjects{content: "q 595 0 0 842 0 0 cm /I0 Do Q", images: []string{pdfImage(entries, faxEncode(p, -1))}}
}

// pdfFile writes a PDF with a table of its objects.
func pdfFile(trailer string, list ...pdfPageObjects) string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var places []int
	object := func(body string) int {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(places), body)
		return len(places)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	places = append(places, 0) // 2, the tree, comes when its kids are known
	var kids []string
	for _, p := range list {
		var names []string
		for i, image := range p.images {
			names = append(names, fmt.Sprintf("/I%d %d 0 R", i, object(image)))
		}
		content := object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(p.content), p.content))
		kids = append(kids, fmt.Sprintf("%d 0 R", object(fmt.Sprintf(
			"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /XObject << %s >> >> %s >>", content, strings.Join(names, " "), p.more))))
	}
	places[1] = b.Len()
	fmt.Fprintf(&b, "2 0 obj\n<< /Type /Pages /Count %d /Kids [%s] >>\nendobj\n", len(kids), strings.Join(kids, " "))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, trailer, start)
	return b.String()
}

func TestPDFPageImages(t *testing.T) {
	t.Parallel()
	want := testPage(3, 320, 450)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, want.image(), nil); err != nil {
		t.Fatal(err)
	}
	size := fmt.Sprintf("/Width %d /Height %d ", want.Width, want.Height)
	var flate bytes.Buffer
	w := zlib.NewWriter(&flate)
	for y := range want.Height { // with PNG's predictor Up
		w.Write([]byte{2}) //nolint:errcheck // into memory
		for x := range want.Width {
			above := byte(0)
			if y > 0 {
				above = want.Pix[(y-1)*want.Width+x]
			}
			w.Write([]byte{want.Pix[y*want.Width+x] - above}) //nolint:errcheck // into memory
		}
	}
	_ = w.Close()
	flateEntries := size + fmt.Sprintf("/BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns %d >>", want.Width)
	full := "q 595 0 0 842 0 0 cm /I0 Do Q"
	for _, tt := range []struct {
		name string
		page pdfPageObjects
		want *Page
	}{
		{"fax", pdfScan(want), want},
		{"JPEG", pdfPageObjects{content: full, images: []string{pdfImage(size+"/Filter /DCTDecode", b.Bytes())}}, read(t, b.Bytes(), 1)},
		{"Flate with a predictor", pdfPageObjects{content: full, images: []string{pdfImage(flateEntries, flate.Bytes())}}, want},
		{"turned page", pdfPageObjects{content: full, more: "/Rotate 90", images: pdfScan(want).images}, want.turn(6)},
		{"turned picture", pdfPageObjects{content: "q 0 595 -842 0 842 0 cm /I0 Do Q", images: pdfScan(want).images}, want.turn(8)},
		{"mirrored picture", pdfPageObjects{content: "q -595 0 0 842 595 0 cm /I0 Do Q", images: pdfScan(want).images}, want.turn(2)},
		{"with a stamp", pdfPageObjects{content: full + " q 20 0 0 20 5 5 cm /I1 Do Q", images: append(pdfScan(want).images, pdfScan(want).images...)}, want},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := pdfFile("", tt.page)
			same(t, read(t, []byte(file), 1), tt.want)
			// Without its table the objects are found by themselves.
			same(t, read(t, []byte(strings.Replace(file, "startxref", "startxxxx", 1)), 1), tt.want)
		})
	}
}

// A scanner that cuts a page into strips gives one page.
func TestPDFStripsAreOnePage(t *testing.T) {
	t.Parallel()
	want := testPage(4, 300, 400)
	upper := &Page{Pix: want.Pix[:300*200], Width: 300, Height: 200}
	lower := &Page{Pix: want.Pix[300*200:], Width: 300, Height: 200}
	page := pdfPageObjects{
		content: "q 300 0 0 200 0 200 cm /I0 Do Q q 300 0 0 200 0 0 cm /I1 Do Q",
		images:  append(pdfScan(upper).images, pdfScan(lower).images...),
	}
	same(t, read(t, []byte(pdfFile("", page)), 1), want)
	page.content = "q 300 0 0 200 0 0 cm /I0 Do Q q 300 0 0 200 0 0 cm /I1 Do Q"
	f, err := Read(strings.NewReader(pdfFile("", page)), int64(len(pdfFile("", page))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Page(1); CodeOf(err) != CodeUnsupported {
		t.Errorf("layers give %v", err)
	}
}

func TestPDFLoopOfPages(t *testing.T) {
	t.Parallel()
	file := strings.Replace(pdfFile("", pdfScan(testPage(5, 64, 64))), "/Kids [", "/Kids [2 0 R ", 1)
	_, err := Read(strings.NewReader(file), int64(len(file)))
	if CodeOf(err) != CodeLoop {
		t.Errorf("a loop of pages gives %v", err)
	}
}

// Whatever the bytes are, reading ends, and a page that comes out has the
// pixels it says.
func FuzzRead(f *testing.F) {
	p := testPage(6, 40, 30)
	for _, k := range []int{-1, 0, 4} {
		comp := tiffGroup3
		if k < 0 {
			comp = tiffGroup4
		}
		f.Add(tiffFile{order: binary.LittleEndian, compression: comp, extra: map[uint16]uint32{tagT4Options: uint32(max(k, 0) & 1)}}.write(40, 30, faxEncode(p, k)))
	}
	f.Add(tiffFile{order: binary.LittleEndian, compression: tiffLZW}.write(40, 30, lzwEncode(p.packed())))
	f.Add(tiffFile{order: binary.LittleEndian, compression: tiffPackBits}.write(40, 30, packBitsEncode(p.packed())))
	f.Add(tiledTIFF(p, tiffRaw, (*Page).packed, nil))
	f.Add([]byte(pdfFile("", pdfScan(p))))
	f.Add(pdfPacked("", pdfScan(p), 2, 2))
	f.Add(flatJPEG(2, 1, 2, 3, 4))
	f.Add([]byte(pdfFile("", pdfPageObjects{content: "q 9 0 0 9 0 0 cm /I0 Do Q", images: []string{pdfImage("/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /Filter [/ASCIIHexDecode /LZWDecode]", []byte("80000>"))}})))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for n := 1; n <= min(file.Pages, 3); n++ {
			p, err := file.Page(n)
			if CodeOf(err) == CodeInternal {
				t.Fatal(err)
			}
			if err == nil && (len(p.Pix) != p.Width*p.Height || p.Width > MaxSide) {
				t.Fatalf("%d pixels for %d × %d", len(p.Pix), p.Width, p.Height)
			}
		}
	})
}

// What is coded is read back: any bits, in any kind of fax coding.
func FuzzFaxRoundTrip(f *testing.F) {
	f.Add([]byte{0xf0, 0x0f, 0xaa, 0x00}, uint8(9), int8(-1))
	f.Add([]byte{0xf0, 0x0f, 0xaa, 0x00, 1, 2, 3}, uint8(70), int8(0))
	f.Add([]byte{0xff, 0x0f, 0xaa, 0x13, 9, 9, 9, 9}, uint8(200), int8(2))
	f.Fuzz(func(t *testing.T, b []byte, width uint8, k int8) {
		w := int(width) + 1
		h := min(len(b)*8/w, 64)
		if h == 0 {
			return
		}
		want := &Page{Pix: make([]byte, w*h), Width: w, Height: h}
		for i := range want.Pix {
			want.Pix[i] = -(b[i/8] >> (i % 8) & 1)
		}
		got, err := newPage(w, h)
		if err != nil {
			t.Fatal(err)
		}
		if err := (fax{k: int(k)}).decode(faxEncode(want, int(k)), got, 0, h); err != nil {
			t.Fatal(err)
		}
		same(t, got, want)
	})
}
