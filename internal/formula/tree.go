package formula

// Node is one piece of a formula: one of the types of this file.
type Node interface{ node() }

// Row is nodes side by side. A formula is a row.
type Row []Node

// Class is the part that an atom plays in a row: it decides the space around it.
type Class int

// The classes of atoms.
const (
	Ord   Class = iota // a letter or a symbol that stands for something
	Num                // a number: digits with one decimal mark
	Bin                // + − × ·
	Rel                // = < ⊂ →
	Open               // ( [ {
	Close              // ) ] } !
	Punct              // , ;
	Big                // ∑ ∫ ⋃
	Func               // sin, log: a name in upright letters
	Lim                // lim, max: a name whose subscript stands below it
)

// Font is the alphabet of an atom.
type Font int

// The fonts. Plain letters are italic, plain capital Greek, digits and signs
// are upright.
const (
	Plain Font = iota
	Roman
	Bold
	BoldItalic
	Italic
	Blackboard
	Script
	Fraktur
	Sans
	Mono
)

// Atom is one symbol in Unicode, one number or one function name. Text of a
// font stays in basic letters: ℝ is R in Blackboard.
type Atom struct {
	Class Class
	Text  string
	Font  Font
}

// FracKind is how two rows stand above one another.
type FracKind int

// The kinds of fractions.
const (
	Bar     FracKind = iota
	Display          // \dfrac: large even inside a line
	Inline           // \tfrac: small even on its own
	NoBar            // two lines without a rule
	Binom            // NoBar in round brackets
	Slanted          // a/b with a slanted rule
)

// Frac is a fraction.
type Frac struct {
	Kind     FracKind
	Num, Den Row
}

// Root is a root; without a degree it is a square root.
type Root struct {
	Degree Row // nil: square
	Body   Row
}

// Limits is where scripts stand.
type Limits int

// The places of scripts.
const (
	Auto   Limits = iota // by the base: below lim, beside x
	Below                // above and below the base
	Beside               // right of the base
)

// Scripts is a base with what stands low and high at it. An empty base carries
// scripts that stand before what follows, as in {}_{6}^{14}C.
type Scripts struct {
	Base     Row
	Sub, Sup Row // nil: none
	Limits   Limits
}

// Fence is growing brackets around parts, with growing separators between them.
// An empty bracket is not shown.
type Fence struct {
	Open, Close string
	Seps        []string // one fewer than Parts
	Parts       []Row
}

// TableKind is what a table of formulas is for.
type TableKind int

// The kinds of tables.
const (
	Matrix  TableKind = iota // cells in the middle of their columns
	Aligned                  // equations: columns right, left, right, …
	Cases                    // a brace before rows: columns left
	Array                    // columns as Align says
	Gather                   // rows in the middle, one column
)

// Table is rows of cells.
type Table struct {
	Kind  TableKind
	Small bool   // smallmatrix
	Align string // of an Array: l, c, r by column, | between them
	Rules []int  // of an Array: numbers of rows with a rule above; len(Rows) is the rule below
	Rows  [][]Row
}

// Accent is a sign above or below a body, named as LaTeX names it: vec, hat,
// widehat, overline, overrightarrow, underbrace.
type Accent struct {
	Name string
	Body Row
}

// Stack is a base with something written above and below it: overset, stackrel,
// and arrows with text (Stretch).
type Stack struct {
	Base        Row
	Over, Under Row // nil: none
	Stretch     bool
}

// Text is words inside a formula.
type Text struct {
	Text         string
	Bold, Italic bool
}

// Space is white space in eighteenths of an em; it may be negative.
type Space struct{ MU int }

// EnclosureKind is what is drawn around or through a body.
type EnclosureKind int

// The kinds of enclosures.
const (
	Boxed EnclosureKind = iota
	CancelUp
	CancelDown
	CancelBoth
	Phantom // takes room and is not shown
)

// Enclosure is a body with something drawn around or through it.
type Enclosure struct {
	Kind EnclosureKind
	Body Row
}

// Color is a body in a colour, as LaTeX names it.
type Color struct {
	Name string
	Body Row
}

func (Row) node()       {}
func (Atom) node()      {}
func (Frac) node()      {}
func (Root) node()      {}
func (Scripts) node()   {}
func (Fence) node()     {}
func (Table) node()     {}
func (Accent) node()    {}
func (Stack) node()     {}
func (Text) node()      {}
func (Space) node()     {}
func (Enclosure) node() {}
func (Color) node()     {}
