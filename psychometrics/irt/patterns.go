package irt

import (
	"slices"

	"khaothi/psychometrics"
)

// maxCodes bounds the codes of one table: eight right-or-wrong items that
// everybody was shown.
const maxCodes = 256

// table is a few items whose answers together are one code in mixed radix; the
// first item is the lowest digit. The highest digit of an item that somebody
// was not shown stands for that.
type table struct {
	items []int
	radix []int
	codes int // the product of radix
	from  int // its first code in a list of the codes of all tables
	// nothing is the code of a person who was shown none of the items, −1 where
	// everybody was shown one.
	nothing int
}

// patterns are the persons as codes. Equal persons are one pattern.
type patterns struct {
	tables []table
	codes  []uint8   // n × len(tables)
	weight []float64 // n
	group  []int32   // n, rising
	n      int
	total  int // codes of all tables
}

// digits says how many digits each item needs: its categories, and one more
// where a person was not shown it.
func digits(r *psychometrics.Responses, categories []int) []int {
	radix := append([]int{}, categories...)
	missing := make([]bool, r.J())
	for i := range r.N() {
		for j, x := range r.Row(i) {
			missing[j] = missing[j] || x < 0
		}
	}
	for j, m := range missing {
		if m {
			radix[j]++
		}
	}
	return radix
}

// divide puts items together while their codes stay within most.
func divide(radix, categories []int, most int) []table {
	var tables []table
	from := 0
	for j, k := range radix {
		last := len(tables) - 1
		if last < 0 || tables[last].codes*k > most {
			tables = append(tables, table{codes: 1})
			last++
		}
		t := &tables[last]
		t.items, t.radix, t.codes = append(t.items, j), append(t.radix, k), t.codes*k
	}
	for i := range tables {
		t := &tables[i]
		t.from, t.nothing = from, t.codes-1
		for k, j := range t.items {
			if t.radix[k] == categories[j] {
				t.nothing = -1
			}
		}
		from += t.codes
	}
	return tables
}

// code is the code of a person's row.
func (t *table) code(row []int8) int {
	code, stride := 0, 1
	for i, j := range t.items {
		x := int(row[j])
		if x < 0 {
			x = t.radix[i] - 1
		}
		code += x * stride
		stride *= t.radix[i]
	}
	return code
}

// newPatterns codes the persons, group by group; a person without a score says
// nothing and is left out. Equal persons are put together as long as that pays.
func newPatterns(r *psychometrics.Responses, categories []int, most int) *patterns {
	p := &patterns{tables: divide(digits(r, categories), categories, most)}
	for _, t := range p.tables {
		p.total += t.codes
	}
	width := len(p.tables)
	p.codes = make([]uint8, 0, r.N()*width)
	for g := range max(1, len(r.Groups)) {
		seen, looked := map[string]int{}, 0
		for i := range r.N() {
			w := r.Weight(i)
			if r.GroupOf(i) != g || w == 0 || blank(r.Row(i)) {
				continue
			}
			for t := range p.tables {
				p.codes = append(p.codes, uint8(p.tables[t].code(r.Row(i)))) //nolint:gosec // G115: below maxCodes
			}
			if seen != nil {
				looked++
				own := p.codes[p.n*width:]
				if first, twice := seen[string(own)]; twice {
					p.weight[first] += w
					p.codes = p.codes[:p.n*width]
					continue
				}
				seen[string(own)] = p.n
				if looked == 4096 && len(seen) > looked*3/4 {
					seen = nil
				}
			}
			p.weight, p.group = append(p.weight, w), append(p.group, int32(g)) //nolint:gosec // G115: at most 1000 groups
			p.n++
		}
	}
	return p
}

func blank(row []int8) bool {
	for _, x := range row {
		if x >= 0 {
			return false
		}
	}
	return true
}

// fill writes what each code of a table gives at each of q nodes: the items'
// rows joined by join, starting from one. rows[j][k*q:] is the row of category k.
func (t *table) fill(out []float64, rows [][]float64, q int, start float64, join func(dst, a, b []float64)) {
	for i := range q {
		out[i] = start
	}
	done := 1
	for i, j := range t.items {
		for k := t.radix[i] - 1; k >= 0; k-- { // downwards: digit 0 is the source
			for c := range done {
				src, dst := out[c*q:(c+1)*q], out[(k*done+c)*q:(k*done+c+1)*q]
				if (k+1)*q <= len(rows[j]) {
					join(dst, src, rows[j][k*q:(k+1)*q])
				} else {
					copy(dst, src) // not presented
				}
			}
		}
		done *= t.radix[i]
	}
}

// unroll adds, for each item and category, the sums over the codes that have it
// to rows; in is used up.
func (t *table) unroll(in []float64, rows [][]float64, q int) {
	done := t.codes
	for i, j := range slices.Backward(t.items) {
		done /= t.radix[i]
		row := rows[j]
		for k := range t.radix[i] {
			for c := range done {
				src := in[(k*done+c)*q : (k*done+c+1)*q]
				if (k+1)*q <= len(row) {
					addTo(row[k*q:(k+1)*q], src)
				}
				if k > 0 {
					addTo(in[c*q:(c+1)*q], src)
				}
			}
		}
	}
}

// decode writes the digits of pattern i, one an item.
func (p *patterns) decode(i int, digit []int) {
	for t := range p.tables {
		rest := int(p.codes[i*len(p.tables)+t])
		for k, j := range p.tables[t].items {
			digit[j] = rest % p.tables[t].radix[k]
			rest /= p.tables[t].radix[k]
		}
	}
}

// every is each k-th pattern, with weights that sum to those of all.
func (p *patterns) every(k int) *patterns {
	out := &patterns{tables: p.tables, total: p.total}
	width := len(p.tables)
	for i := 0; i < p.n; i += k {
		out.codes = append(out.codes, p.codes[i*width:(i+1)*width]...)
		out.weight, out.group = append(out.weight, p.weight[i]), append(out.group, p.group[i])
		out.n++
	}
	scale(out.weight, total(p.weight)/total(out.weight))
	return out
}
