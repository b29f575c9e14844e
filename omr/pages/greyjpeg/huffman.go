package greyjpeg

// lookBits is how many bits are looked up at once: nearly all codes and the
// coefficients behind them are shorter.
const lookBits = 10

// entry is what the next bits of a scan stand for: in its lowest 8 bits how
// many they are; in 4 more the size of a coefficient and in 4 how many are zero
// before it; in the upper half the coefficient, 0 while it is not read.
type entry uint32

func (e entry) bits() uint         { return uint(e & 63) }
func (e entry) size() uint         { return uint(e >> 8 & 15) }
func (e entry) zeros() int         { return int(e >> 12 & 15) }
func (e entry) coefficient() int32 { return int32(e) >> 16 }

// with is e with its coefficient (F.2.2.1), which begins acc: those that begin
// with 0 are negative.
func (e entry) with(acc uint64) entry {
	size := e.size()
	v := int32(acc >> (64 - size))
	if acc>>63 == 0 {
		v -= 1<<size - 1
	}
	return e + entry(v)<<16 + entry(size)
}

// huffman is a table of codes (annex C).
type huffman struct {
	look    [1 << lookBits]entry // 0 where a code is longer
	beyond  [17]int              // of each length: the first 16 bits that are beyond its codes
	index   [17]int              // of each length: what a code lacks to be an index of symbols
	symbols [256]uint8
}

// build makes the table of counts[i] codes of i+1 bits. It is not ok where
// there are none, or more than there can be.
func (h *huffman) build(counts, symbols []byte) bool {
	*h = huffman{}
	copy(h.symbols[:], symbols)
	code, n := 0, 0
	for i, count := range counts {
		length := uint(i + 1)
		code <<= 1
		h.index[length] = n - code
		if code+int(count) > 1<<length {
			return false
		}
		for range count {
			h.enter(code, length, symbols[n])
			code++
			n++
		}
		h.beyond[length] = code << (16 - length)
	}
	return n > 0
}

// enter enters a code for all bits that begin with it.
func (h *huffman) enter(code int, length uint, symbol uint8) {
	if length > lookBits {
		return
	}
	free := lookBits - length
	for rest := range 1 << free {
		e := entry(symbol)<<8 | entry(length)
		if 0 < e.size() && e.size() <= free {
			e = e.with(uint64(rest) << (64 - free))
		}
		h.look[code<<free|rest] = e
	}
}

// next is what begins acc, with its coefficient; 0 is no code.
func (h *huffman) next(acc uint64) entry {
	e := h.look[acc>>(64-lookBits)]
	if e == 0 {
		e = h.long(int(acc >> 48))
	}
	if e.coefficient() != 0 || e.size() == 0 {
		return e
	}
	return e.with(acc << e.bits())
}

// long finds a code of more than lookBits bits; 0 is none.
func (h *huffman) long(bits int) entry {
	for length := lookBits + 1; length <= 16; length++ {
		if bits < h.beyond[length] {
			i := bits>>(16-length) + h.index[length]
			return entry(h.symbols[i])<<8 | entry(length)
		}
	}
	return 0
}
