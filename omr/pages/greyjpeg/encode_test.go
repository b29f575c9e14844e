package greyjpeg

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// coding is how a picture of chance coefficients is written.
type coding struct {
	width, height int
	sampling      []byte // of each component, across and down
	restart       int
	strong        bool // coefficients and quantisation as large as they can be
}

// Numbers of codes of each length as in annex K: some have 16 bits.
var (
	dcCounts = []byte{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}
	acCounts = []byte{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125}
)

// encoder writes a scan bit by bit.
type encoder struct {
	*rand.Rand
	b    []byte
	acc  uint32
	n    int
	code [2][256]struct{ bits, length int } // of DC and AC
}

func (e *encoder) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		e.acc = e.acc<<1 | uint32(v>>i&1)
		if e.n++; e.n%8 == 0 {
			if e.b = append(e.b, byte(e.acc)); byte(e.acc) == 0xff {
				e.b = append(e.b, 0)
			}
		}
	}
}

func (e *encoder) symbol(class, symbol int) {
	e.put(e.code[class][symbol].bits, e.code[class][symbol].length)
}

// value writes a symbol and the coefficient of its size.
func (e *encoder) value(class, zeros, v int) {
	size := bits.Len(uint(max(v, -v)))
	e.symbol(class, zeros<<4|size)
	e.put((v+v>>63)&(1<<size-1), size)
}

func (e *encoder) mark(m byte) {
	for e.n%8 != 0 {
		e.put(1, 1)
	}
	e.b = append(e.b, 0xff, m)
}

func (e *encoder) segment(marker byte, body ...[]byte) {
	all := bytes.Join(body, nil)
	e.b = append(binary.BigEndian.AppendUint16(append(e.b, 0xff, marker), uint16(len(all)+2)), all...)
}

// table writes a table of codes, of symbols in an order of chance.
func (e *encoder) table(class int, counts, symbols []byte) {
	e.Shuffle(len(symbols), func(i, j int) { symbols[i], symbols[j] = symbols[j], symbols[i] })
	e.segment(huffmans, []byte{byte(class << 4)}, counts, symbols)
	code := 0
	for i, count := range counts {
		for range count {
			e.code[class][symbols[0]] = struct{ bits, length int }{code, i + 1}
			symbols = symbols[1:]
			code++
		}
		code <<= 1
	}
}

// encode writes a picture of chance by the coding.
func (c coding) encode(seed uint64) []byte {
	e := &encoder{Rand: rand.New(rand.NewPCG(seed, 1)), b: []byte{0xff, start}}
	quant := make([]byte, 64)
	for i := range quant {
		if quant[i] = 1 + byte(e.IntN(20)); c.strong {
			quant[i] = 255
		}
	}
	e.segment(app0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	e.segment(quants, []byte{0}, quant)
	e.segment(restarts, binary.BigEndian.AppendUint16(nil, uint16(c.restart)))
	n := byte(len(c.sampling))
	frame := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, uint16(c.height)), uint16(c.width))
	frame, scan := append(frame, n), []byte{n}
	for i, s := range c.sampling {
		frame, scan = append(frame, byte(i+1), s, 0), append(scan, byte(i+1), 0)
	}
	e.segment(baseline, frame)
	var ac []byte
	for symbol := range 256 {
		if size := symbol & 15; symbol == 0 || symbol == 0xf0 || 0 < size && size <= 10 {
			ac = append(ac, byte(symbol))
		}
	}
	e.table(0, dcCounts, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	e.table(1, acCounts, ac)
	e.segment(scanStart, scan, []byte{0, 63, 0})
	e.scan(c)
	e.mark(end)
	return e.b
}

func (e *encoder) scan(c coding) {
	wide, high := int(c.sampling[0]>>4), int(c.sampling[0]&15)
	if len(c.sampling) == 1 {
		wide, high = 1, 1
	}
	across, down := (c.width+8*wide-1)/(8*wide), (c.height+8*high-1)/(8*high)
	last := make([]int, len(c.sampling))
	for mcu := range across * down {
		if c.restart > 0 && mcu > 0 && mcu%c.restart == 0 {
			e.mark(restart0 + byte(mcu/c.restart-1)%8)
			clear(last)
		}
		for i := range c.sampling {
			blocks := 1
			if i == 0 {
				blocks = wide * high
			}
			for range blocks {
				last[i] = e.block(last[i], c.strong)
			}
		}
	}
}

// block writes a block that has few coefficients or many, and returns the first.
func (e *encoder) block(last int, strong bool) int {
	limit := 1 << (1 + e.IntN(7))
	if strong {
		limit = 1023
	}
	first := e.IntN(2*limit+1) - limit
	e.value(0, 0, first-last)
	zeros, often := 0, e.IntN(4)
	for range 63 {
		v := e.IntN(2*limit+1) - limit
		if v == 0 || e.IntN(4) >= often {
			zeros++
			continue
		}
		for ; zeros > 15; zeros -= 16 {
			e.symbol(1, 0xf0)
		}
		e.value(1, zeros, v)
		zeros = 0
	}
	if zeros > 0 {
		e.symbol(1, 0)
	}
	return first
}
