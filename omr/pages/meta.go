package pages

import "encoding/binary"

// jpegMeta is what a JPEG says of itself beside its pixels.
type jpegMeta struct {
	dpi         float64
	orientation int // EXIF, 0 if not said
}

// readJPEGMeta walks the segments before the first scan. Anything odd ends the
// walk: the picture is read without it.
func readJPEGMeta(b []byte) jpegMeta {
	var m jpegMeta
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker := b[i+1]
		if marker == 0xff {
			i++
			continue
		}
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		if marker == 0xda || size < 2 || i+2+size > len(b) {
			break
		}
		body := b[i+4 : i+2+size]
		switch {
		case marker == 0xe0 && len(body) >= 12 && string(body[:5]) == "JFIF\x00":
			m.dpi = jfifDPI(body)
		case marker == 0xe1 && len(body) >= 14 && string(body[:6]) == "Exif\x00\x00":
			m.readExif(body[6:])
		}
		i += 2 + size
	}
	return m
}

func jfifDPI(body []byte) float64 {
	x := float64(binary.BigEndian.Uint16(body[8:]))
	switch body[7] {
	case 1:
		return checkDPI(x)
	case 2:
		return checkDPI(x * 2.54)
	}
	return 0
}

// readExif reads the orientation of the first directory.
func (m *jpegMeta) readExif(b []byte) {
	order, at, ok := tiffHeader(b)
	if !ok || at+2 > int64(len(b)) || at < 0 {
		return
	}
	n := int64(order.Uint16(b[at:]))
	for k := range n {
		e := at + 2 + 12*k
		if e+12 > int64(len(b)) {
			return
		}
		if order.Uint16(b[e:]) == tagOrientation && order.Uint16(b[e+2:]) == 3 {
			m.orientation = int(order.Uint16(b[e+8:]))
		}
	}
}

// tiffHeader reads the eight bytes that begin a TIFF file: byte order and
// place of the first directory.
func tiffHeader(b []byte) (order binary.ByteOrder, at int64, ok bool) {
	if len(b) < 8 {
		return nil, 0, false
	}
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return order, int64(order.Uint32(b[4:])), true
}

// pngDPI reads the pHYs chunk, which stands before the pixels.
func pngDPI(b []byte) float64 {
	for i := 8; i+12 <= len(b); {
		size := int(binary.BigEndian.Uint32(b[i:]))
		kind := string(b[i+4 : i+8])
		if kind == "IDAT" || size > len(b)-i-12 {
			break
		}
		if kind == "pHYs" && size == 9 && b[i+16] == 1 { // pixels per metre
			return checkDPI(float64(binary.BigEndian.Uint32(b[i+8:])) * 0.0254)
		}
		i += 12 + size
	}
	return 0
}
