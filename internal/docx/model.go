package docx

// Twips per centimetre and per point.
const (
	Centimetre = 567
	Point      = 20
)

// Page sizes of A4.
const (
	A4Width  = 11906
	A4Height = 16838
)

// Document is a whole file.
type Document struct {
	Title    string
	Font     string // empty: Times New Roman
	Size     int    // half points; 0: 24
	Sections []Section
}

// Section is pages of one kind. An empty header or footer is none.
type Section struct {
	Landscape bool
	Margins   Margins
	Header    []Block
	Footer    []Block
	Restart   bool // pages are numbered from 1 again
	Blocks    []Block
}

// Margins of a page; zero margins are those of school papers.
type Margins struct{ Top, Right, Bottom, Left int }

// schoolMargins are those that schools print with.
var schoolMargins = Margins{Top: 850, Right: 850, Bottom: 850, Left: 1134}

// Width is how wide the text of a section is.
func (s Section) Width() int {
	m := s.margins()
	if s.Landscape {
		return A4Height - m.Left - m.Right
	}
	return A4Width - m.Left - m.Right
}

func (s Section) margins() Margins {
	if s.Margins == (Margins{}) {
		return schoolMargins
	}
	return s.Margins
}

// Block is a Paragraph or a Table.
type Block interface{ block() }

// Align is where text stands between its margins.
type Align string

// The alignments.
const (
	Left    Align = "left"
	Center  Align = "center"
	Right   Align = "right"
	Justify Align = "both"
)

// Paragraph is one paragraph.
type Paragraph struct {
	Align    Align // empty: Left
	Indent   int   // of all lines
	Hanging  int   // of the first line to the left
	First    int   // of the first line to the right
	Before   int   // space above
	After    int   // space below
	KeepNext bool  // on one page with the next paragraph
	Keep     bool  // all lines on one page
	NewPage  bool  // begins a page
	Rule     bool  // a line below it
	Heading  int   // 1–3: a heading that the navigation pane shows; 0: none
	Tabs     []Tab
	Content  []Inline
}

// Tab is a place where a tab ends.
type Tab struct {
	At    int
	Align Align
	Dots  bool // dots fill the way to it
}

// Inline is a piece of a paragraph: one of the types below.
type Inline interface{ inline() }

// Run is text of one look.
type Run struct {
	Text string
	Look
}

// Look is how a run is set.
type Look struct {
	Bold, Italic, Underline, Strike bool
	Sub, Sup                        bool
	Size                            int    // half points; 0: that of the document
	Color                           string // RRGGBB; empty: automatic
}

// TabStop goes to the next tab.
type TabStop struct{}

// Break ends a line.
type Break struct{}

// Field is a number that Word counts: PAGE or NUMPAGES.
type Field struct {
	Name string
	Look
}

// Formula is the m:oMath of a formula; Display sets it on a line of its own.
type Formula struct {
	OMML    string
	MathML  string // what PageHTML writes
	Display bool
	Wide    int // about how wide it is, for Measure
}

// Image is a picture. Size is in pixels of 1/96 inch as it shall be shown.
type Image struct {
	Data          []byte
	MIME          string // image/png, image/jpeg, image/gif
	Width, Height int
	Alt           string
}

// Table is rows of cells under columns of fixed widths.
type Table struct {
	Columns []int
	Rows    []Row
	Borders bool
	Center  bool // between the margins
	Indent  int
	Padding int // left and right of each cell; 0: Word's own
}

// Row is one row. Header rows are repeated on each page.
type Row struct {
	Header bool
	Height int // at least; 0: as the text needs
	Cells  []Cell
}

// Cell is one cell over Span columns (0 is 1). Of cells merged downwards the
// first has Merge Start, the others Continue.
type Cell struct {
	Span   int
	Merge  Merge
	Middle bool   // in the middle of its height
	Shade  string // RRGGBB; empty: none
	Bare   bool   // without borders in a table that has them
	Upward bool   // text runs from the bottom up
	Blocks []Block
}

// Merge is the place of a cell in cells merged downwards.
type Merge int

// The places.
const (
	Single Merge = iota
	Start
	Continue
)

func (Paragraph) block() {}
func (Table) block()     {}

func (Run) inline()     {}
func (TabStop) inline() {}
func (Break) inline()   {}
func (Field) inline()   {}
func (Formula) inline() {}
func (Image) inline()   {}

// Text is a run without a look.
func Text(s string) Run { return Run{Text: s} }

// Bold is a bold run.
func Bold(s string) Run { return Run{Text: s, Look: Look{Bold: true}} }

// Italic is an italic run.
func Italic(s string) Run { return Run{Text: s, Look: Look{Italic: true}} }

// Line is a paragraph of the given pieces.
func Line(align Align, content ...Inline) Paragraph {
	return Paragraph{Align: align, Content: content}
}
