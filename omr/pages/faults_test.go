package pages

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"strings"
	"testing"
)

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
	huge = binary.BigEndian.AppendUint32(huge, crc32.ChecksumIEEE(huge[12:]))
	hugeJPEG := bytes.Clone(b.Bytes())
	frame := bytes.Index(hugeJPEG, []byte{0xff, 0xc0})
	copy(hugeJPEG[frame+5:], "\xea\x60\xea\x60")
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
		"tiles of no size": {(tiffFile{binary.LittleEndian, tiffRaw, map[uint16]uint32{tagTileWidth: 16}}).write(9, 9, []byte{0}), CodeDamaged},
		"an encrypted PDF": {[]byte(pdfFile("/Encrypt 9 0 R", pdfScan(want))), CodeEncrypted},
		"a drawn PDF":      {[]byte(pdfFile("", pdfPageObjects{content: "0 0 m 10 10 l S"})), CodeNoImage},
		"an empty PDF":     {[]byte("%PDF-1.4\n"), CodeDamaged},
		"a huge PNG":       {huge, CodeTooLarge},
		"a huge JPEG":      {hugeJPEG, CodeTooLarge},
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

// What is whole but not read says so, and what to do instead.
func TestWhatIsNotReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	pdf := func(filter string) []byte {
		entries := fmt.Sprintf("/Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /%s", filter)
		return []byte(pdfFile("", pdfPageObjects{content: "q 595 0 0 842 0 0 cm /I0 Do Q", images: []string{pdfImage(entries, []byte("whatever"))}}))
	}
	tiff := func(compression int, extra map[uint16]uint32) []byte {
		return tiffFile{binary.LittleEndian, compression, extra}.write(8, 8, make([]byte, 300))
	}
	for name, tt := range map[string]struct {
		file  []byte
		names string // what the text must name
	}{
		"JBIG2 in a PDF":        {pdf("JBIG2Decode"), "JBIG2"},
		"JPEG 2000 in a PDF":    {pdf("JPXDecode"), "JPX"},
		"JPEG 2000 in a TIFF":   {tiff(34712, nil), "34712"},
		"JBIG in a TIFF":        {tiff(34661, nil), "34661"},
		"old JPEG in a TIFF":    {tiff(6, nil), "6"},
		"planes in a TIFF":      {tiff(tiffRaw, map[uint16]uint32{tagPlanar: 2, tagSamples: 3, tagBits: 8, tagPhotometric: 2}), "planes"},
		"32 bits in a TIFF":     {tiff(tiffRaw, map[uint16]uint32{tagBits: 32, tagPhotometric: 1}), "32 bits"},
		"CIELab in a TIFF":      {tiff(tiffRaw, map[uint16]uint32{tagBits: 8, tagSamples: 3, tagPhotometric: 8}), "colour kind 8"},
		"a BigTIFF":             {[]byte("II+\x00\x08\x00\x00\x00"), "BigTIFF"},
		"a file in JPEG 2000":   {[]byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), "JPEG 2000"},
		"a photo of a phone":    {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "HEIC"},
		"a bitmap":              {[]byte("BM\x46\x00\x00\x00\x00\x00\x00\x00"), "bitmap"},
		"a JPEG without a loss": {bytes.Replace(flatJPEG(-1, 9), []byte{0xff, 0xc0}, []byte{0xff, 0xc3}, 1), "JPEG"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Read(bytes.NewReader(tt.file), int64(len(tt.file)))
			if err == nil {
				_, err = f.Page(1)
			}
			if got := CodeOf(err); got != CodeUnsupported {
				t.Fatalf("code %q (%v)", got, err)
			}
			if text := err.Error(); !strings.Contains(text, tt.names) || !strings.Contains(text, ": scan") {
				t.Errorf("%q does not name %s, or what to do", text, tt.names)
			}
		})
	}
}

// A decoder that panics costs its page, not the batch.
func TestAFaultOfADecoderIsAnError(t *testing.T) {
	t.Parallel()
	f := &File{Pages: 1, page: func(int) (*Page, error) { panic("index out of range") }}
	if _, err := f.Page(1); CodeOf(err) != CodeInternal || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("err = %v", err)
	}
}
