package bank

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"khaothi/internal/fault"
)

// Layout is a variant (mã đề): an order of the questions of a form, of their
// options and of their statements. Fields do not change with it.
type Layout struct {
	Code  string     `json:"code"`
	Parts [][]Placed `json:"parts"`
}

// Placed is the question printed at one place: its number in the base order
// and the order of its options or statements.
type Placed struct {
	Base       int      `json:"q"`
	Options    []string `json:"o,omitempty"` // option ids
	Statements string   `json:"s,omitempty"` // base letters in printed order, "cadb"
}

// BaseLayout is the form in its base order. Options whose order is asked for, or
// that stand beside what they belong to, come in the order of their random ids.
func (f Form) BaseLayout(code string) Layout {
	l := Layout{Code: code, Parts: make([][]Placed, len(f.Parts))}
	for i, p := range f.Parts {
		for j, pin := range p.Pins {
			placed := Placed{Base: j + 1}
			options := pin.Body.Question.Options
			if k := pin.Body.Question.Kind; k == Order || k == Match {
				options = unlisted(options)
			}
			if len(options) > 0 {
				placed.Options = idsOf(options)
			}
			for k := range pin.Body.Question.Statements {
				placed.Statements += letter(k, 'a')
			}
			l.Parts[i] = append(l.Parts[i], placed)
		}
	}
	return l
}

// Variants returns one shuffled layout a code. The same form, seed and code
// always give the same layout, whatever other codes there are.
func (f Form) Variants(seed uint64, codes []string) ([]Layout, error) {
	seen := map[string]bool{}
	out := make([]Layout, 0, len(codes))
	for _, code := range codes {
		if !formCode.MatchString(code) || seen[code] {
			return nil, fault.New(fault.Invalid, "form.code").With("code", code)
		}
		seen[code] = true
		out = append(out, f.shuffled(seed, code))
	}
	return out, nil
}

func (f Form) shuffled(seed uint64, code string) Layout {
	base := f.BaseLayout(code)
	for i, p := range f.Parts {
		d := newDice(seed, fmt.Sprintf("%s/%d", code, i+1))
		placed := make([]Placed, 0, len(p.Pins))
		for _, run := range trackRuns(p.Pins) {
			start := len(placed)
			for _, from := range questionOrder(run, d) {
				placed = append(placed, shuffleInside(base.Parts[i][start+from], run[from].Body.Question, d))
			}
		}
		base.Parts[i] = placed
	}
	return base
}

func shuffleInside(p Placed, q Question, d *dice) Placed {
	fixed := make([]bool, len(q.Options))
	for i, o := range q.Options {
		fixed[i] = o.Fixed && q.Kind != Order && q.Kind != Match
	}
	ids := make([]string, len(p.Options))
	for at, from := range order(len(p.Options), fixed, d) {
		ids[at] = p.Options[from]
	}
	letters := make([]byte, len(p.Statements))
	for at, from := range order(len(p.Statements), nil, d) {
		letters[at] = p.Statements[from]
	}
	if len(ids) > 0 {
		p.Options = ids
	}
	p.Statements = string(letters)
	return p
}

// order returns a random order of 0..n-1: order[at] = from. Fixed places keep
// what they have.
func order(n int, fixed []bool, d *dice) []int {
	out, free := make([]int, n), []int{}
	for i := range out {
		out[i] = i
		if i >= len(fixed) || !fixed[i] {
			free = append(free, i)
		}
	}
	shuffled := append([]int{}, free...)
	d.shuffle(shuffled)
	for k, at := range free {
		out[at] = shuffled[k]
	}
	return out
}

// placeTries bounds the search for an order in which stimulus groups fit
// between fixed questions.
const placeTries = 64

// questionOrder shuffles the questions of a part. Fixed questions, and stimulus
// groups that hold one, stay where they are; other groups move as a whole and
// are shuffled inside.
func questionOrder(pins []Pin, d *dice) []int {
	blocks, gaps := blocksOf(pins)
	for range placeTries {
		d.shuffle2(blocks)
		if filled, ok := fill(blocks, gaps); ok {
			return place(len(pins), filled, gaps, d)
		}
	}
	return order(len(pins), allTrue(len(pins)), d) // nothing fits elsewhere: the base order
}

type gap struct{ from, to int } // places from..to-1 between fixed questions

// blocksOf splits the free questions into blocks that stay together, and the
// places that they may take.
func blocksOf(pins []Pin) (blocks [][]int, gaps []gap) {
	open := -1
	for i := 0; i < len(pins); {
		end := i + 1
		for end < len(pins) && pins[i].Body.Question.Stimulus != "" && pins[end].Body.Question.Stimulus == pins[i].Body.Question.Stimulus {
			end++
		}
		block, fixed := []int{}, false
		for k := i; k < end; k++ {
			block = append(block, k)
			fixed = fixed || pins[k].Fixed
		}
		if fixed && open >= 0 {
			gaps = append(gaps, gap{open, i})
			open = -1
		}
		if !fixed {
			blocks = append(blocks, block)
			if open < 0 {
				open = i
			}
		}
		i = end
	}
	if open >= 0 {
		gaps = append(gaps, gap{open, len(pins)})
	}
	return blocks, gaps
}

// fill deals the blocks to the gaps, the big ones first so that they fit;
// blocks of one size keep the order in which they came.
func fill(blocks [][]int, gaps []gap) ([][][]int, bool) {
	out := make([][][]int, len(gaps))
	room := make([]int, len(gaps))
	longest := 0
	for i, g := range gaps {
		room[i] = g.to - g.from
	}
	for _, b := range blocks {
		longest = max(longest, len(b))
	}
	for size := longest; size > 0; size-- {
		at := 0
		for _, b := range blocks {
			if len(b) != size {
				continue
			}
			for tries := 0; room[at] < size; tries++ {
				if tries == len(gaps) {
					return nil, false
				}
				at = (at + 1) % len(gaps)
			}
			out[at] = append(out[at], b)
			room[at] -= size
		}
	}
	return out, true
}

func place(n int, filled [][][]int, gaps []gap, d *dice) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	for i, g := range gaps {
		at := g.from
		d.shuffle2(filled[i])
		for _, block := range filled[i] {
			d.shuffle(block)
			at += copy(out[at:], block)
		}
	}
	return out
}

func allTrue(n int) []bool {
	out := make([]bool, n)
	for i := range out {
		out[i] = true
	}
	return out
}

// dice is a stream of numbers from SHA-256 in counter mode: the same on every
// machine and in every release of Go, so that a variant can be made again.
type dice struct {
	key   [32]byte
	block [32]byte
	count uint64
	used  int
}

func newDice(seed uint64, label string) *dice {
	var s [8]byte
	binary.BigEndian.PutUint64(s[:], seed)
	return &dice{key: sha256.Sum256(append([]byte("khaothi shuffle 1\n"+label+"\n"), s[:]...)), used: 32}
}

func (d *dice) next() uint32 {
	if d.used == 32 {
		var c [8]byte
		binary.BigEndian.PutUint64(c[:], d.count)
		d.block = sha256.Sum256(append(d.key[:], c[:]...))
		d.count++
		d.used = 0
	}
	v := binary.BigEndian.Uint32(d.block[d.used:])
	d.used += 4
	return v
}

// below returns a number in 0..n-1, each equally likely.
func (d *dice) below(n int) int {
	limit := ^uint32(0) - ^uint32(0)%uint32(n) //nolint:gosec // n is a count of questions or options
	for {
		if v := d.next(); v < limit {
			return int(v % uint32(n)) //nolint:gosec // as above
		}
	}
}

func (d *dice) shuffle(s []int) {
	for i := len(s) - 1; i > 0; i-- {
		j := d.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

func (d *dice) shuffle2(s [][]int) {
	for i := len(s) - 1; i > 0; i-- {
		j := d.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
