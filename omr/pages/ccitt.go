package pages

// fax is how a bilevel picture is coded by ITU-T T.4 and T.6.
type fax struct {
	k         int  // < 0: T.6 (Group 4); 0: one-dimensional; > 0: mixed (Group 3)
	aligned   bool // each row begins on a byte
	blackIsOn bool // paint what is coded as black white, and the other way round
}

// errFax is what a damaged fax picture gives: part of a page is never read as
// if it were the page.
func errFax(row, height int) error {
	return failf(CodeDamaged, "the fax coding breaks off in row %d of %d: scan the page again, or copy the file again", row+1, height)
}

// decode paints the rows of data on p, from row first on, at most rows of them.
func (f fax) decode(data []byte, p *Page, first, rows int) error {
	d := faxDecoder{fax: f, width: p.Width, in: bitReader{data: data}}
	d.ref = append(d.ref, p.Width, p.Width, p.Width)
	for y := first; y < first+rows; y++ {
		if !d.row() {
			return errFax(y, p.Height)
		}
		row := p.Pix[y*p.Width:][:p.Width]
		paintRuns(row, d.cur)
		if f.blackIsOn {
			for x := range row {
				row[x] = ^row[x]
			}
		}
		d.cur = append(d.cur, p.Width, p.Width, p.Width)
		d.ref, d.cur = d.cur, d.ref
	}
	return nil
}

// paintRuns paints black what lies between pairs of changes.
func paintRuns(row []uint8, changes []int) {
	for i := 0; i < len(changes); i += 2 {
		end := len(row)
		if i+1 < len(changes) {
			end = changes[i+1]
		}
		if changes[i] < end {
			clear(row[changes[i]:end])
		}
	}
}

type faxDecoder struct {
	fax
	width    int
	in       bitReader
	ref, cur []int // where the colour changes, the first time to black
}

// row decodes one row into cur.
func (d *faxDecoder) row() bool {
	d.cur = d.cur[:0]
	if d.aligned {
		d.in.align()
	}
	if d.k < 0 {
		return d.row2D()
	}
	if d.in.skipEOL() && d.k > 0 {
		oneDimensional := d.in.peek(1) == 1
		if !d.in.skip(1) {
			return false
		}
		if !oneDimensional {
			return d.row2D()
		}
	}
	return d.row1D() // an end of page before its last row is no run
}

// row1D reads runs, white first, until the row is full.
func (d *faxDecoder) row1D() bool {
	for x, table, other := 0, whiteTable, blackTable; x < d.width; table, other = other, table {
		n, ok := d.run(table)
		if x += n; !ok || x > d.width {
			return false
		}
		d.cur = append(d.cur, x)
	}
	return true
}

// run reads make-up codes and the terminating code of one run.
func (d *faxDecoder) run(table []code) (int, bool) {
	for total := 0; total <= d.width; {
		c := table[d.in.peek(codeBits)]
		if c.bits == 0 || !d.in.skip(int(c.bits)) {
			return 0, false
		}
		if total += int(c.value); c.value < 64 {
			return total, true
		}
	}
	return 0, false
}

// row2D reads a row that is coded by how it differs from the row before
// (T.4, 4.2; T.6, 2.2). at is the change a0, i the index of b1 in ref: the
// first change after a0 to the other colour, so its parity follows the colour.
func (d *faxDecoder) row2D() bool {
	for at, i := -1, 0; at < d.width; {
		for i = max(i-2, i&1); d.ref[i] <= at && d.ref[i] < d.width; {
			i += 2
		}
		c := modeTable[d.in.peek(modeBits)]
		if c.bits == 0 || !d.in.skip(int(c.bits)) {
			return false
		}
		switch c.value {
		case modePass:
			at = d.ref[i+1]
		case modeHorizontal:
			if !d.horizontal(&at, i&1 == 1) {
				return false
			}
		default:
			next := d.ref[i] + verticals[c.value-modeV0]
			if next < max(at, 0) || next > d.width {
				return false
			}
			d.cur = append(d.cur, next)
			at, i = next, i+1
		}
	}
	return true
}

var verticals = [...]int{0, 1, 2, 3, -1, -2, -3}

// horizontal reads two runs.
func (d *faxDecoder) horizontal(at *int, black bool) bool {
	table, other := whiteTable, blackTable
	if black {
		table, other = other, table
	}
	x, ok := d.run(table)
	y, ok2 := d.run(other)
	x += max(*at, 0)
	if !ok || !ok2 || x+y > d.width {
		return false
	}
	d.cur = append(d.cur, x, x+y)
	*at = x + y
	return true
}

// bitReader reads bits, highest first.
type bitReader struct {
	data []byte
	acc  uint64 // the next n bits are its lowest n
	n    int
	past int // bits invented beyond the end
}

// peek returns the next k ≤ 16 bits; zeros follow the end.
func (r *bitReader) peek(k int) int {
	for r.n < k {
		var b byte
		if len(r.data) > 0 {
			b, r.data = r.data[0], r.data[1:]
		} else {
			r.past += 8
		}
		r.acc, r.n = r.acc<<8|uint64(b), r.n+8
	}
	return int(r.acc>>(r.n-k)) & (1<<k - 1)
}

// skip takes k bits that peek has shown; false beyond the end.
func (r *bitReader) skip(k int) bool {
	r.n -= k
	return r.n >= r.past
}

func (r *bitReader) align() { r.n -= r.n % 8 }

// skipEOL skips an end-of-line code with the fill before it, if one is next.
func (r *bitReader) skipEOL() bool {
	for r.peek(12) == 0 {
		if !r.skip(1) {
			return false
		}
	}
	return r.peek(12) == 1 && r.skip(12)
}
