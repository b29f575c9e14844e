package pages

import (
	"strings"
)

// bitWriter writes codes of ones and zeros.
type bitWriter struct {
	b []byte
	n int
}

func (w *bitWriter) code(c string) {
	for _, bit := range c {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		if bit == '1' {
			w.b[w.n/8] |= 0x80 >> (w.n % 8)
		}
		w.n++
	}
}

// faxEncode codes a bilevel page by T.4 (k ≥ 0: every k-th row one-dimensional)
// or T.6 (k < 0), straight from the standard and not for speed.
func faxEncode(p *Page, k int) []byte {
	w := &bitWriter{}
	ref := []int{p.Width, p.Width}
	for y := range p.Height {
		row := p.Pix[y*p.Width:][:p.Width]
		oneD := k == 0 || (k > 0 && y%k == 0)
		if k >= 0 {
			w.code("000000000001")
		}
		if k > 0 {
			w.code(map[bool]string{true: "1", false: "0"}[oneD])
		}
		if oneD {
			w.runs(row)
		} else {
			w.row2D(row, ref)
		}
		ref = append(changes(row), p.Width, p.Width)
	}
	w.code(strings.Repeat("000000000001", 2))
	return w.b
}

func changes(row []byte) []int {
	var list []int
	last := byte(255)
	for x, v := range row {
		if v != last {
			list = append(list, x)
			last = v
		}
	}
	return list
}

func (w *bitWriter) runs(row []byte) {
	for x, black := 0, false; x < len(row); black = !black {
		n := 0
		for x+n < len(row) && (row[x+n] == 0) == black {
			n++
		}
		w.run(n, black)
		x += n
	}
}

func (w *bitWriter) run(n int, black bool) {
	codes, shared := strings.Fields(whiteCodes), strings.Fields(sharedCodes)
	if black {
		codes = strings.Fields(blackCodes)
	}
	for ; n >= 2560; n -= 2560 {
		w.code(shared[12])
	}
	switch m := n / 64; {
	case m >= 28:
		w.code(shared[m-28])
	case m > 0:
		w.code(codes[63+m])
	}
	w.code(codes[n%64])
}

func (w *bitWriter) row2D(row []byte, ref []int) {
	modes := strings.Fields(modeCodes)
	at := func(list []int, i, absent int) int {
		if i < len(list) {
			return list[i]
		}
		return absent
	}
	own := changes(row)
	for a0, i := -1, 0; a0 < len(row); {
		for ; at(own, i, len(row)) <= a0 && i < len(own); i++ {
		}
		black := i%2 == 1
		b := 0
		for b < len(ref) && (ref[b] <= a0 || (b%2 == 1) != black) && ref[b] < len(row) {
			b++
		}
		a1, b1, b2 := at(own, i, len(row)), at(ref, b, len(row)), at(ref, b+1, len(row))
		switch d := a1 - b1; {
		case b2 < a1:
			w.code(modes[modePass])
			a0 = b2
			continue
		case d >= -3 && d <= 3:
			w.code(modes[map[int]int{0: modeV0, 1: modeVR1, 2: modeVR2, 3: modeVR3, -1: modeVL1, -2: modeVL2, -3: modeVL3}[d]])
			a0 = a1
		default:
			a2 := at(own, i+1, len(row))
			w.code(modes[modeHorizontal])
			w.run(a1-max(a0, 0), black)
			w.run(a2-a1, !black)
			a0 = a2
		}
	}
}

// lzwEncode codes by clearing the table before it grows: any reader of LZW
// understands it.
func lzwEncode(b []byte) []byte {
	w := &bitWriter{}
	put := func(c int) {
		for i := 8; i >= 0; i-- {
			w.code(string(rune('0' + c>>i&1)))
		}
	}
	for i, v := range b {
		if i%200 == 0 {
			put(lzwClear)
		}
		put(int(v))
	}
	put(lzwEnd)
	return w.b
}

func packBitsEncode(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		n := 1
		for n < len(b) && n < 128 && b[n] == b[0] {
			n++
		}
		if n > 1 {
			out = append(out, byte(257-n), b[0])
		} else {
			out = append(out, 0, b[0])
		}
		b = b[n:]
	}
	return out
}
