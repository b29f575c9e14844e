package layout

import (
	"fmt"
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The bounds of a layout. They are wide: what lies outside is a slip of the
// unit or of a digit.
const (
	minPage, maxPage     = 50.0, 600.0
	minMark, maxMark     = 1.0, 25.0
	minCorners           = 8.0 // smaller things are letters, labels and scribbles
	minBubble, maxBubble = 1.5, 12.0
	minQR                = 15.0 // 0.5 mm a module: 2 pixels at 100 dpi
	maxMarks             = 40
	maxBars              = 200
	maxBlocks            = 400
	maxBubbles           = 5000
	maxPrint             = 2000
	maxText              = 200
	maxGround            = 0.35 // darker ground hides pencil
	maxProblems          = 50
)

var (
	layoutName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,39}$`)
	fieldName  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
)

// checker collects problems.
type checker struct {
	l        *Layout
	problems []Problem
}

func (c *checker) add(code, do, where, what string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{Where: where, Code: code, What: fmt.Sprintf(what, args...), Do: do})
	}
}

// within tells a number outside its bounds, which a NaN is, too.
func (c *checker) within(where string, v, low, high float64) bool {
	if v >= low && v <= high {
		return true
	}
	c.add("number", "give a number in millimetres, or points, that fits", where, "%g is not between %g and %g", v, low, high)
	return false
}

// Check returns everything wrong with the layout, at most 50 problems; none
// means that it can be drawn and read.
func (l *Layout) Check() []Problem {
	c := &checker{l: l}
	if !layoutName.MatchString(l.Name) {
		c.add("name", "use small letters, digits, - and ., at most 40", "name", "%q cannot name a layout", l.Name)
	}
	c.text("title", l.Title)
	c.within("version", float64(l.Version), 0, 9999)
	c.within("page.w", l.Page.W, minPage, maxPage)
	c.within("page.h", l.Page.H, minPage, maxPage)
	corners := len(l.Corners())
	if corners > maxMarks {
		c.add("count", fmt.Sprintf("register by %d frames at most", maxMarks/4), "print", "%d corners are marks", corners)
	}
	c.marks("marks", l.Marks, max(3-corners, 0), maxMarks)
	c.marks("bars", l.Bars, 0, maxBars)
	if l.QR != nil {
		c.within("qr.x", l.QR.X, 0, l.Page.W)
		c.within("qr.y", l.QR.Y, 0, l.Page.H)
		c.within("qr.size", l.QR.Size, minQR, 60)
	}
	c.blocks()
	c.print()
	if len(c.problems) == 0 { // places mean nothing before
		c.names()
		c.geometry()
	}
	return c.problems
}

func (c *checker) marks(list string, marks []Mark, least, most int) {
	if len(marks) < least || len(marks) > most {
		c.add("count", fmt.Sprintf("give %d to %d", least, most), list, "there are %d", len(marks))
		return
	}
	for i, m := range marks {
		where := fmt.Sprintf("%s[%d]", list, i)
		c.within(where+".x", m.X, 0, c.l.Page.W)
		c.within(where+".y", m.Y, 0, c.l.Page.H)
		c.within(where+".w", m.W, minMark, maxMark)
		c.within(where+".h", m.H, minMark, maxMark)
	}
}

func (c *checker) blocks() {
	if n := len(c.l.Blocks); n < 1 || n > maxBlocks {
		c.add("count", fmt.Sprintf("give 1 to %d", maxBlocks), "blocks", "there are %d", n)
		return
	}
	bubbles := 0
	for i := range c.l.Blocks {
		b := &c.l.Blocks[i]
		where := fmt.Sprintf("blocks[%d]", i)
		c.axis(where+".x", b.X, c.l.Page.W)
		c.axis(where+".y", b.Y, c.l.Page.H)
		c.kind(where, b)
		c.within(where+".bubble.w", b.Bubble.W, minBubble, maxBubble)
		c.within(where+".bubble.h", b.Bubble.H, minBubble, maxBubble)
		c.within(where+".bubble.ring", b.Bubble.Ring, 0, 1)
		c.labels(where+".labels", b)
		bubbles += b.X.Len() * b.Y.Len()
	}
	if bubbles > maxBubbles {
		c.add("count", fmt.Sprintf("give at most %d", maxBubbles), "blocks", "there are %d bubbles", bubbles)
	}
}

func (c *checker) axis(where string, a Axis, end float64) {
	if a.At != nil && (a.From != 0 || a.Pitch != 0 || a.Count != 0) {
		c.add("axis", "give either at, or from, pitch and count", where, "it says its places twice")
		return
	}
	if n := a.Len(); n < 1 || n > 200 {
		c.add("axis", "give 1 to 200 places", where, "it has %d places", n)
		return
	}
	for i := range a.Len() {
		if !c.within(where, a.Place(i), 0, end) {
			return
		}
		if i > 0 && a.Place(i) <= a.Place(i-1) {
			c.add("axis", "let the places grow", where, "place %d is not after the one before", i+1)
			return
		}
	}
}

// kind checks what is special to the kind of a block.
func (c *checker) kind(where string, b *Block) {
	var least, most int // cells
	switch b.Kind {
	case Digits:
		least, most = 1, 20
	case Choices:
		least, most = 1, 200
		c.symbols(where, b.Symbols)
		if b.First < 0 || b.First > 9999 {
			c.add("first", "give the number of the first question", where+".first", "%d is not between 0 and 9999", b.First)
		}
	case Cluster:
		least, most = 1, 8
	case Numeric:
		least, most = 2, 8
	default:
		c.add("kind", "use digits, choices, cluster or numeric", where+".kind", "%q is none", b.Kind)
		return
	}
	if b.Kind != Choices && (b.First != 0 || b.Symbols != nil) {
		c.add("kind", "leave first and symbols out", where, "a block of %s has its own symbols and no first question", b.Kind)
	}
	cells, along := b.axes()
	if n := cells.Len(); n < least || n > most {
		c.add("cells", fmt.Sprintf("give %d to %d", least, most), where, "%s with %d cells", b.Kind, n)
	}
	if n, want := along.Len(), len(b.symbols()); n != want {
		c.add("cells", "give a place to each symbol; turned swaps x and y", where, "%d places for %d symbols", n, want)
	}
}

func (c *checker) symbols(where string, symbols []string) {
	if len(symbols) < 2 || len(symbols) > 26 {
		c.add("symbols", "give 2 to 26 letters", where+".symbols", "there are %d", len(symbols))
	}
	for i, s := range symbols {
		r, n := utf8.DecodeRuneInString(s)
		if s == "" || n != len(s) || !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == utf8.RuneError {
			c.add("symbols", "use one letter or digit", where+".symbols", "%q is not one letter", s)
		}
		if slices.Index(symbols, s) < i {
			c.add("symbols", "use each once", where+".symbols", "%q stands there twice", s)
		}
	}
}

func (c *checker) labels(where string, b *Block) {
	if b.Labels == nil {
		return
	}
	c.within(where+".rows", b.Labels.Rows, 0, 60)
	c.within(where+".columns", b.Labels.Columns, 0, 60)
	c.within(where+".write", b.Labels.Write, 0, 60)
	if b.Labels.Size != 0 {
		c.within(where+".size", b.Labels.Size, 4, 40)
	}
	if b.Labels.Write != 0 && (b.Kind != Digits || !b.down()) {
		c.add("kind", "leave it out", where+".write", "only digits that run down have boxes to write into")
	}
}

// names tells fields that share a name.
func (c *checker) names() {
	seen := map[string]int{}
	for i := range c.l.Blocks {
		where := fmt.Sprintf("blocks[%d].name", i)
		for _, name := range c.l.Blocks[i].names() {
			switch before, twice := seen[name]; {
			case twice:
				c.add("duplicate", "give each field a name of its own", where, "field %q is also of blocks[%d]", name, before)
			case slices.Contains(LeadColumns(), name):
				c.add("name", "use another name", where, "%q is a column that every file has", name)
			case !fieldName.MatchString(name):
				c.add("name", "begin with a small letter; small letters, digits and _, at most 32", where, "%q cannot name a field", name)
			}
			seen[name] = i
		}
	}
}
