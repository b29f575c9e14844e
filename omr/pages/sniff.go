package pages

import "bytes"

type format int

const (
	formatNone format = iota
	formatJPEG
	formatPNG
	formatTIFF
	formatPDF
)

// others are pictures that are not read, by their first bytes.
var others = []struct{ name, at4, head string }{
	{name: "a BigTIFF", head: "II+\x00"},
	{name: "a BigTIFF", head: "MM\x00+"},
	{name: "JPEG 2000", head: "\x00\x00\x00\x0cjP  "},
	{name: "JPEG 2000", head: "\xff\x4f\xff\x51"},
	{name: "JBIG2", head: "\x97JB2\r\n\x1a\n"},
	{name: "a HEIC photo", at4: "ftyp"},
	{name: "WebP", head: "RIFF"},
	{name: "GIF", head: "GIF8"},
	{name: "a Windows bitmap", head: "BM"},
	{name: "DjVu", head: "AT&TFORM"},
}

// unread is the error of a file of no format that is read here.
func unread(head []byte) error {
	for _, o := range others {
		if bytes.HasPrefix(head, []byte(o.head)) && (o.at4 == "" || len(head) > 8 && bytes.HasPrefix(head[4:], []byte(o.at4))) {
			return failf(CodeUnsupported, "%s is not read: scan or save it as JPEG, PNG, TIFF or PDF", o.name)
		}
	}
	return failf(CodeUnknown, "not a JPEG, PNG, TIFF or PDF file: scan or save it as one")
}

// sniff tells a format by its first bytes. A PDF may have up to 1,024 bytes of
// something else before its header.
func sniff(head []byte) format {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return formatJPEG
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return formatPNG
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return formatTIFF
	case bytes.Contains(head, []byte("%PDF-")):
		return formatPDF
	}
	return formatNone
}
