package greyjpeg

// The inverse cosine transform of Loeffler, Ligtenberg and Moschytz ("Practical
// fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989), rows first, in
// 32 bits. How many bits each step keeps and where it rounds is as in image/jpeg
// (Go 1.26), so that the pixels are the same; where steps are left
// out because their terms are zero the result is the same as well.

// rotate turns a, b by an angle, given by its cosine and sine.
func rotate(a, b, cos, sin int32) (x, y int32) { return a*cos - b*sin, a*sin + b*cos }

// transform makes the coefficients of a block, the last of them not 0 at the
// place last, pixels; b is its work space.
func transform(b *[64]int32, last int, pix *[64]uint8) {
	if last == 0 {
		v := level((b[0]<<17 + 1<<19) >> 20)
		for i := range pix {
			pix[i] = v
		}
		return
	}
	transformRows(b, last/8+1)
	transformColumns(b, pix)
}

// level is a value around 0 as a pixel.
func level(v int32) uint8 { return uint8(min(max(v+128, 0), 255)) }

// transformRows keeps 20 bits after the point.
func transformRows(b *[64]int32, rows int) {
	for row := range rows {
		r := (*[8]int32)(b[8*row&63:])
		if r[1]|r[2]|r[3]|r[4]|r[5]|r[6]|r[7] == 0 {
			v := r[0] << 17
			*r = [8]int32{v, v, v, v, v, v, v, v}
			continue
		}
		sum, diff := r[0]<<17+r[4]<<17, r[0]<<17-r[4]<<17
		p, q := rotate(r[2], r[6], 70936, 171254) // 6π/16, by √½; 18 bits
		e0, e1, e2, e3 := sum+q, diff+p, diff-p, sum-q

		sum, diff = r[1]<<7+r[7]<<7, r[1]<<7-r[7]<<7
		t, u := r[3]*181, r[5]*181                            // √½; 8 bits
		o3, o0 := rotate((diff+u)>>2, (sum+t)>>2, 3406, 2276) // 3π/16; 12 bits
		o2, o1 := rotate((sum-t)>>2, (diff-u)>>2, 4017, 799)  // π/16
		*r = [8]int32{e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0}
	}
}

// transformColumns makes columns pixels.
func transformColumns(b *[64]int32, pix *[64]uint8) {
	for i := range 8 {
		dc := b[i] + 1<<19 // a half
		sum, diff := (dc+b[32+i])>>2, (dc-b[32+i])>>2
		p, q := rotate(b[16+i]>>13, b[48+i]>>13, 1108, 2676)
		e0, e1, e2, e3 := sum+q, diff+p, diff-p, sum-q

		sum, diff = b[8+i]+b[56+i], b[8+i]-b[56+i]
		t, u := b[24+i]>>13*11585, b[40+i]>>13*11585
		o3, o0 := rotate((diff+u)>>14, (sum+t)>>14, 3406, 2276)
		o2, o1 := rotate((sum-t)>>14, (diff-u)>>14, 4017, 799)

		pix[i], pix[56+i] = level((e0+o0)>>18), level((e0-o0)>>18)
		pix[8+i], pix[48+i] = level((e1+o1)>>18), level((e1-o1)>>18)
		pix[16+i], pix[40+i] = level((e2+o2)>>18), level((e2-o2)>>18)
		pix[24+i], pix[32+i] = level((e3+o3)>>18), level((e3-o3)>>18)
	}
}
