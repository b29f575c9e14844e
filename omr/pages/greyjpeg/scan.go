package greyjpeg

import "encoding/binary"

// zigzag is the place in a block of each coefficient of the scan.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// scan is the coded data and the bits that were taken from it, highest first.
// Where the data ends zeros follow, and are counted.
type scan struct {
	data    []byte
	at      int
	acc     uint64
	n       int // bits in acc
	padding int // zeros from beyond the end that are or were among them
}

// refill takes bits until there are more than 56.
func (s *scan) refill(acc uint64, n int) (uint64, int) {
	if s.at+8 <= len(s.data) {
		const ones = 0x0101010101010101
		w := binary.BigEndian.Uint64(s.data[s.at:])
		if (^w-ones)&w&(ones<<7) == 0 { // no byte is 0xff
			take := (64 - n) >> 3
			s.at += take
			return acc | w>>uint(n), n + 8*take
		}
	}
	for ; n <= 56; n += 8 {
		if s.at == len(s.data) || s.data[s.at] == 0xff && (s.at+1 == len(s.data) || s.data[s.at+1] != 0) {
			s.padding += 64 - n
			return acc, 64
		}
		v := s.data[s.at]
		acc |= uint64(v) << uint(56-n)
		s.at++
		if v == 0xff {
			s.at++
		}
	}
	return acc, n
}

// marker ends a run of coded data: what is left of its last byte is passed
// over, and the marker must follow.
func (s *scan) marker(m byte) bool {
	left := s.n - s.padding
	if left < 0 || left > 7 || s.at+2 > len(s.data) || s.data[s.at] != 0xff || s.data[s.at+1] != m {
		return false
	}
	*s = scan{data: s.data, at: s.at + 2}
	return true
}

// block reads a block (F.2.2) into b, which is zero, and returns the last place
// where it no longer is.
func (s *scan) block(b *[64]int32, c *component, quant *[64]int32) (last int, ok bool) {
	acc, n := s.acc, s.n
	if n < 32 { // the longest code and its coefficient have 31
		acc, n = s.refill(acc, n)
	}
	e := c.dc.next(acc)
	if e == 0 || e.zeros() != 0 {
		return 0, false
	}
	acc, n = acc<<e.bits(), n-int(e.bits())
	c.before += e.coefficient()
	b[0] = c.before * quant[0]
	for k := 1; k < 64; k++ {
		if n < 32 {
			acc, n = s.refill(acc, n)
		}
		e := c.ac.look[acc>>(64-lookBits)]
		if e.coefficient() == 0 {
			e = c.ac.next(acc)
		}
		acc, n = acc<<e.bits(), n-int(e.bits())
		if e.coefficient() == 0 {
			if e.zeros() != 15 {
				s.acc, s.n = acc, n
				return last, e != 0 && e.zeros() == 0
			}
			k += 15
			continue
		}
		k += e.zeros()
		if k > 63 {
			return 0, false
		}
		at := int(zigzag[k] & 63)
		b[at] = e.coefficient() * quant[k]
		last = max(last, at)
	}
	s.acc, s.n = acc, n
	return last, true
}
