package pages

import "bytes"

// pdfCoding is the picture coding that a chain of filters ends with: what is
// left after the filters of bytes are undone.
type pdfCoding struct {
	name  pdfName // "" for plain samples
	parms pdfDict
}

// unfilter undoes the filters of bytes (7.4) and stops at a picture's own
// coding; at most limit bytes come out of each.
func (d *pdfDoc) unfilter(b []byte, dict pdfDict, limit int) ([]byte, pdfCoding, error) {
	filters, parms := d.filters(dict)
	for i, name := range filters {
		var err error
		switch name {
		case "FlateDecode", "Fl":
			b, err = inflate(b, limit)
		case "LZWDecode", "LZW":
			b, err = unLZW(b, limit, int(d.number(parms[i]["EarlyChange"], 1))&1)
		case "RunLengthDecode", "RL":
			b = unpackBits(b, limit)
		case "ASCII85Decode", "A85":
			b = un85(b)
		case "ASCIIHexDecode", "AHx":
			b = unHex(b)
		case "DCTDecode", "DCT", "CCITTFaxDecode", "CCF":
			if i < len(filters)-1 {
				return nil, pdfCoding{}, errPDF
			}
			return b, pdfCoding{name: name, parms: parms[i]}, nil
		case "Crypt":
			return nil, pdfCoding{}, failf(CodeEncrypted, "the PDF is encrypted: save it without a password")
		default:
			return nil, pdfCoding{}, failf(CodeUnsupported, "pictures in %s are not read: scan to JPEG or G4", name)
		}
		if err == nil {
			b, err = d.unpredict(b, parms[i])
		}
		if err != nil {
			return nil, pdfCoding{}, err
		}
	}
	return b, pdfCoding{}, nil
}

// filters lists the filters of a stream, and the parameters of each.
func (d *pdfDoc) filters(dict pdfDict) ([]pdfName, []pdfDict) {
	either := func(long, short string) any {
		if v, ok := dict[long]; ok {
			return d.settled(v)
		}
		return d.settled(dict[short])
	}
	f, p := either("Filter", "F"), either("DecodeParms", "DP")
	list, ok := f.([]any)
	if !ok {
		list, p = []any{f}, []any{p}
	}
	var names []pdfName
	var parms []pdfDict
	plist, _ := p.([]any)
	for i, v := range list {
		name := d.name(v)
		if name == "" || len(names) == 8 {
			continue
		}
		names = append(names, name)
		var parm pdfDict
		if i < len(plist) {
			parm = d.dict(plist[i])
		}
		parms = append(parms, parm)
	}
	return names, parms
}

// settled is v with a reference followed, nil where it leads nowhere.
func (d *pdfDoc) settled(v any) any {
	if _, ok := v.(pdfRef); !ok {
		return v
	}
	v, err := d.resolve(v)
	if err != nil {
		return nil
	}
	return v
}

// unpredict undoes a predictor: 2 is TIFF's, 10 and above PNG's, whose kind
// stands before each row.
func (d *pdfDoc) unpredict(b []byte, parms pdfDict) ([]byte, error) {
	predictor := int(d.number(parms["Predictor"], 1))
	if predictor < 2 {
		return b, nil
	}
	colors, bits := int(d.number(parms["Colors"], 1)), int(d.number(parms["BitsPerComponent"], 8))
	columns := int(d.number(parms["Columns"], 1))
	if colors < 1 || colors > 8 || bits < 1 || bits > 16 || columns < 1 || columns > MaxSide {
		return nil, errPDF
	}
	step, rowBytes := max(colors*bits/8, 1), (columns*colors*bits+7)/8
	if predictor == 2 {
		if bits != 8 {
			return nil, failf(CodeUnsupported, "a PDF with predictor 2 at %d bits is not read: scan in grey", bits)
		}
		for row := b; len(row) >= rowBytes; row = row[rowBytes:] {
			undiff(row[:rowBytes], colors)
		}
		return b, nil
	}
	out, above := b[:0], make([]byte, rowBytes)
	for len(b) > 0 {
		kind := b[0]
		row := b[1:min(1+rowBytes, len(b))]
		if kind > 4 {
			return nil, errPDF
		}
		b = b[1+len(row):]
		unfilterPNG(kind, row, above[:len(row)], step)
		out = append(out, row...)
		above = out[len(out)-len(row):]
		if len(row) < rowBytes {
			break
		}
	}
	return out, nil
}

// unfilterPNG undoes one row (PNG specification, 9.2).
func unfilterPNG(kind byte, row, above []byte, step int) {
	for i := range row {
		var left, corner byte
		if i >= step {
			left, corner = row[i-step], above[i-step]
		}
		switch kind {
		case 1:
			row[i] += left
		case 2:
			row[i] += above[i]
		case 3:
			row[i] += uint8((int(left) + int(above[i])) / 2)
		case 4:
			row[i] += paeth(left, above[i], corner)
		}
	}
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

func unHex(b []byte) []byte {
	out := make([]byte, 0, len(b)/2+1)
	high, odd := byte(0), false
	for _, c := range b {
		v := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if c == '>' {
			break
		}
		if v < 0 || c < '0' {
			continue
		}
		if odd {
			out = append(out, high|byte(v))
		}
		high, odd = byte(v)<<4, !odd
	}
	if odd {
		out = append(out, high)
	}
	return out
}

func un85(b []byte) []byte {
	out := make([]byte, 0, len(b)*4/5)
	var group [5]uint32
	n := 0
	flush := func() {
		for i := n; i < 5; i++ {
			group[i] = 84
		}
		v := uint32(0)
		for _, g := range group {
			v = v*85 + g
		}
		out = append(out, []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}[:max(n-1, 0)]...)
		n = 0
	}
	for _, c := range b {
		switch {
		case c == '~':
			flush()
			return out
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case c >= '!' && c <= 'u':
			group[n] = uint32(c - '!')
			if n++; n == 5 {
				flush()
			}
		}
	}
	if n > 0 {
		flush()
	}
	return out
}
