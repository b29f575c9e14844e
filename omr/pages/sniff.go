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
