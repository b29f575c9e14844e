package pages

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// pdfPacked writes a PDF as programs since 2003 do: all objects that are no
// streams in object streams of some each, and a cross-reference stream instead
// of a table. The pages share one picture.
func pdfPacked(trailer string, scan pdfPageObjects, pages, perStream int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	places := map[int][3]int{}
	stream := func(num int, entries string, data []byte) {
		places[num] = [3]int{1, b.Len(), 0}
		fmt.Fprintf(&b, "%d 0 obj\n<< %s /Length %d >>\nstream\n", num, entries, len(data))
		b.Write(data)
		b.WriteString("\nendstream\nendobj\n")
	}
	places[3] = [3]int{1, b.Len(), 0}
	fmt.Fprintf(&b, "3 0 obj\n%s\nendobj\n", scan.images[0])
	stream(4, "", []byte(scan.content))
	packed := []string{"<< /Type /Catalog /Pages 2 0 R >>"}
	nums, kids := []int{1}, []string{}
	for i := range pages {
		nums = append(nums, 5+i)
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+i))
		packed = append(packed, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /I0 3 0 R >> >> %s >>", scan.more))
	}
	nums, packed = append(nums, 2), append(packed, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", pages, strings.Join(kids, " ")))
	next := 5 + pages
	for len(nums) > 0 {
		n := min(perStream, len(nums))
		var head, body strings.Builder
		for i := range n {
			fmt.Fprintf(&head, "%d %d ", nums[i], body.Len())
			body.WriteString(packed[i] + "\n")
			places[nums[i]] = [3]int{2, next, i}
		}
		stream(next, fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", n, head.Len()), deflate([]byte(head.String()+body.String())))
		nums, packed, next = nums[n:], packed[n:], next+1
	}
	start := b.Len()
	places[next] = [3]int{1, start, 0}
	var table []byte
	for num := range next + 1 {
		p := places[num]
		table = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(append(table, byte(p[0])), uint32(p[1])), uint16(p[2]))
	}
	stream(next, fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R %s /Filter /FlateDecode", next+1, trailer), deflate(table))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // into memory
	_ = w.Close()
	return b.Bytes()
}

func TestPDFWithObjectStreams(t *testing.T) {
	t.Parallel()
	want := testPage(9, 320, 450)
	file := pdfPacked("", pdfScan(want), 3, 2)
	for n := 1; n <= 3; n++ {
		same(t, read(t, file, n), want)
	}
	// Without its table the objects are found by themselves.
	same(t, read(t, bytes.Replace(file, []byte("startxref"), []byte("startxxxx"), 1), 2), want)
	locked := pdfPacked("/Encrypt << /Filter /Standard /V 4 >>", pdfScan(want), 1, 9)
	for _, b := range [][]byte{locked, bytes.Replace(locked, []byte("startxref"), []byte("startxxxx"), 1)} {
		if _, err := Read(bytes.NewReader(b), int64(len(b))); CodeOf(err) != CodeEncrypted {
			t.Errorf("encrypted: %v", err)
		}
	}
}

// A scanner that makes one PDF of a day's sheets: each page is there.
func TestPDFOfTwoThousandPages(t *testing.T) {
	t.Parallel()
	const pages = 2000
	want := testPage(10, 200, 280)
	for name, b := range map[string][]byte{
		"packed":  pdfPacked("", pdfScan(want), pages, 100),
		"classic": []byte(pdfFile("", repeat(pdfScan(want), pages)...)),
	} {
		f, err := Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if f.Pages != pages {
			t.Errorf("%s: %d pages", name, f.Pages)
		}
		for n := 1; n <= pages; n += 111 {
			p, err := f.Page(n)
			if err != nil {
				t.Fatalf("%s: page %d: %v", name, n, err)
			}
			same(t, p, want)
		}
		last, err := f.Page(pages)
		if err != nil {
			t.Fatal(err)
		}
		same(t, last, want)
	}
}

func repeat(p pdfPageObjects, n int) []pdfPageObjects {
	all := make([]pdfPageObjects, n)
	for i := range all {
		all[i] = p
	}
	return all
}

// A picture with a mask lies on white paper: text in black behind a mask, as a
// PDF made of a transparent PNG has it.
func TestPDFPictureWithAMask(t *testing.T) {
	t.Parallel()
	want := testPage(11, 64, 80)
	size := "/Width 64 /Height 80 /BitsPerComponent 8 /ColorSpace /DeviceGray "
	black := make([]byte, len(want.Pix))
	shown := bytes.Clone(want.Pix)
	invert(shown) // opaque where there is ink
	bits := want.packed()
	invert(bits) // 1 is not painted
	content := "q 595 0 0 842 0 0 cm /I0 Do Q"
	// The objects of a page are numbered from 3: its picture, then the mask.
	soft := pdfPageObjects{content: content, images: []string{pdfImage(size+"/SMask 4 0 R", black), pdfImage(size, shown)}}
	hard := pdfPageObjects{content: content, images: []string{
		pdfImage(size+"/Mask 4 0 R", black), pdfImage("/ImageMask true /Width 64 /Height 80 /BitsPerComponent 1", bits),
	}}
	other := pdfPageObjects{content: content, images: []string{pdfImage(size+"/SMask 4 0 R", black), pdfImage("/Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray", shown[:64])}}
	same(t, read(t, []byte(pdfFile("", soft)), 1), want)
	same(t, read(t, []byte(pdfFile("", hard)), 1), want)
	b := pdfFile("", other)
	f, err := Read(strings.NewReader(b), int64(len(b)))
	if err == nil {
		_, err = f.Page(1)
	}
	if CodeOf(err) != CodeUnsupported {
		t.Errorf("a mask of another size: %v", err)
	}
}
