package greyjpeg

import (
	"encoding/binary"
	"slices"
)

// Markers (table B.1).
const (
	baseline   = 0xc0
	sequential = 0xc1
	huffmans   = 0xc4
	restart0   = 0xd0
	start      = 0xd8
	end        = 0xd9
	scanStart  = 0xda
	quants     = 0xdb
	restarts   = 0xdd
	app0       = 0xe0
	adobe      = 0xee
	app15      = 0xef
	comment    = 0xfe
)

// component is one of grey, or of brightness and two of colour.
type component struct {
	id     uint8
	blocks struct{ across, down int } // of an MCU
	quant  uint8
	dc, ac *huffman
	before int32 // the first coefficient of the block before
}

// decoder is what stands before the scan.
type decoder struct {
	width, height int
	components    []component
	quant         [4][64]int32 // in the order of the scan
	huffmans      [2][2]huffman
	restart       int // MCUs between restarts, 0 for none
	rgb           bool
}

// Decode returns the brightness of a picture of width × height pixels, row by
// row. It is not ok where the file is not whole, is of another kind or has
// another size: then nothing is known of it.
func Decode(b []byte, width, height int) (pix []uint8, ok bool) {
	if len(b) < 2 || b[0] != 0xff || b[1] != start {
		return nil, false
	}
	d := decoder{width: width, height: height}
	for b = b[2:]; len(b) >= 4 && b[0] == 0xff; {
		marker, size := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if size < 2 || 2+size > len(b) {
			break
		}
		body := b[4 : 2+size]
		b = b[2+size:]
		if marker == scanStart {
			if !d.readScan(body) {
				break
			}
			return d.decode(b)
		}
		if !d.segment(marker, body) {
			break
		}
	}
	return nil, false
}

// segment reads what stands before the scan.
func (d *decoder) segment(marker byte, s []byte) bool {
	switch marker {
	case baseline, sequential:
		return d.readFrame(s)
	case huffmans:
		return d.readHuffmans(s)
	case quants:
		return d.readQuants(s)
	case restarts:
		if len(s) != 2 {
			return false
		}
		d.restart = int(binary.BigEndian.Uint16(s))
		return true
	case adobe:
		d.rgb = d.rgb || len(s) >= 12 && string(s[:5]) == "Adobe" && s[11] == 0
		return true
	}
	return app0 <= marker && marker <= app15 || marker == comment
}

// readFrame reads the header of the picture (B.2.2).
func (d *decoder) readFrame(s []byte) bool {
	if d.components != nil || len(s) < 6 || s[5] != 1 && s[5] != 3 || len(s) != 6+3*int(s[5]) {
		return false
	}
	if s[0] != 8 || int(binary.BigEndian.Uint16(s[1:])) != d.height || int(binary.BigEndian.Uint16(s[3:])) != d.width {
		return false
	}
	for c := range slices.Chunk(s[6:], 3) {
		h, v := int(c[1]>>4), int(c[1]&15)
		halves := (h == 1 || h == 2 || h == 4) && (v == 1 || v == 2)
		if !halves || len(d.components) > 0 && h*v != 1 || c[2] > 3 {
			return false
		}
		next := component{id: c[0], quant: c[2]}
		next.blocks.across, next.blocks.down = h, v
		d.components = append(d.components, next)
	}
	first := &d.components[0]
	if len(d.components) == 1 { // whatever it says (A.2.2)
		first.blocks.across, first.blocks.down = 1, 1
		return true
	}
	a, b, c := first.id, d.components[1].id, d.components[2].id
	return a != b && b != c && a != c && a != 'R'
}

// readQuants reads tables of quantisation (B.2.4.1), of 8 bits alone.
func (d *decoder) readQuants(s []byte) bool {
	if len(s)%65 != 0 {
		return false
	}
	for table := range slices.Chunk(s, 65) {
		if table[0] > 3 {
			return false
		}
		for i, v := range table[1:] {
			d.quant[table[0]][i] = int32(v)
		}
	}
	return true
}

// readHuffmans reads tables of codes (B.2.4.2).
func (d *decoder) readHuffmans(s []byte) bool {
	for len(s) >= 17 {
		class, counts := s[0], s[1:17]
		n := 0
		for _, c := range counts {
			n += int(c)
		}
		if class&^0x11 != 0 || n > 256 || 17+n > len(s) || !d.huffmans[class>>4][class&1].build(counts, s[17:17+n]) {
			return false
		}
		s = s[17+n:]
	}
	return len(s) == 0
}

// readScan reads the header of the scan (B.2.3), which has all components.
func (d *decoder) readScan(s []byte) bool {
	n := len(d.components)
	if n == 0 || len(s) != 4+2*n || int(s[0]) != n || d.rgb && n == 3 {
		return false
	}
	for i := range d.components {
		c, tables := &d.components[i], s[2+2*i]
		if s[1+2*i] != c.id || tables&^0x11 != 0 {
			return false
		}
		c.dc, c.ac = &d.huffmans[0][tables>>4], &d.huffmans[1][tables&1]
	}
	return s[1+2*n] == 0 && s[2+2*n] == 63 && s[3+2*n] == 0
}
