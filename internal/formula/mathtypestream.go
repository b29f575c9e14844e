package formula

import "bytes"

type mtReader struct {
	data  []byte
	at    int
	depth int
	count int
	err   *Error
}

func (r *mtReader) fail(what string) {
	if r.err == nil {
		r.err = &Error{Code: "mathtype", What: what, At: r.at}
	}
	r.at = len(r.data)
}

func (r *mtReader) byte() int {
	if r.at >= len(r.data) {
		r.fail("end")
		return 0
	}
	r.at++
	return int(r.data[r.at-1])
}

func (r *mtReader) word() int {
	lo := r.byte()
	return lo | r.byte()<<8
}

// number is one byte, or three where the first is 255.
func (r *mtReader) number() int {
	if n := r.byte(); n != 255 {
		return n
	}
	return r.word()
}

func (r *mtReader) skip(n int) {
	if n < 0 || n > len(r.data)-r.at {
		r.fail("end")
		return
	}
	r.at += n
}

// text is bytes up to a zero.
func (r *mtReader) text() {
	n := bytes.IndexByte(r.data[r.at:], 0)
	if n < 0 {
		r.fail("end")
		return
	}
	r.at += n + 1
}

// options reads the options of a record and the nudge that may follow.
func (r *mtReader) options() int {
	o := r.byte()
	if o&8 != 0 {
		if dx, dy := r.byte(), r.byte(); dx == 128 && dy == 128 {
			r.skip(4)
		}
	}
	return o
}

// defines passes over records that only set sizes, fonts and colours; it
// reports false for others.
func (r *mtReader) defines(kind int) bool {
	switch {
	case kind == mtRuler:
		r.skip(3 * r.byte())
	case kind == mtFontStyle:
		r.number()
		r.byte()
	case kind == mtSize:
		switch n := r.byte(); n {
		case 101:
			r.skip(2)
		case 100:
			r.skip(3)
		default:
			r.byte()
		}
	case kind >= mtFull && kind <= mtSubSym:
	case kind == mtColor:
		r.number()
	case kind == mtColorDef:
		o := r.byte()
		r.skip(map[bool]int{true: 8, false: 6}[o&1 != 0])
		if o&4 != 0 {
			r.text()
		}
	case kind == mtFontDef:
		r.number()
		r.text()
	case kind == mtPrefs:
		r.byte()
		r.dimensions()
		r.dimensions()
		for n := r.byte(); n > 0 && r.err == nil; n-- {
			if r.byte() != 0 {
				r.byte()
			}
		}
	case kind == mtEncoding:
		r.text()
	case kind >= mtFuture:
		r.skip(r.number())
	default:
		return false
	}
	return true
}

// dimensions passes over numbers written in half bytes, each ended by 15.
func (r *mtReader) dimensions() {
	left := r.byte()
	for left > 0 && r.err == nil {
		b := r.byte()
		for _, half := range []int{b >> 4, b & 15} {
			if half == 15 && left > 0 {
				left--
			}
		}
	}
}
