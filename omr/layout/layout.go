package layout

// The names of the two fields that say whose sheet it is and which variant was
// answered. A layout need not have them.
const (
	CandidateNumber = "sbd"
	FormCode        = "form_code"
)

// Layout is one side of an answer sheet.
type Layout struct {
	Name  string `json:"name" doc:"how commands name the layout: small letters, digits, - and ."`
	Title string `json:"title,omitempty" doc:"what the sheet is, for people"`
	// Version tells sheets apart that were printed before and after a change.
	Version int     `json:"version,omitempty" doc:"counted up when places change; stands in the QR code, and a sheet of another version is rejected"`
	Page    Size    `json:"page" doc:"the paper"`
	Marks   []Mark  `json:"marks" doc:"registration marks, black: at least three where no frame has corners, wide apart, and not the same when the page is turned by 180 degrees"`
	Bars    []Mark  `json:"bars,omitempty" doc:"timing bars, black: help to correct stretched feeds and to tell which side is up"`
	QR      *QR     `json:"qr,omitempty" doc:"QR code that says layout, candidate number, form code and room"`
	Blocks  []Block `json:"blocks" doc:"lattices of bubbles, in the order of the CSV's columns"`
	Print   []Print `json:"print,omitempty" doc:"everything else on the sheet, painted in this order under the marks and bubbles"`
}

// Size is a width and a height.
type Size struct {
	W float64 `json:"w" doc:"width, mm"`
	H float64 `json:"h" doc:"height, mm"`
}

// Mark is a filled black rectangle.
type Mark struct {
	X float64 `json:"x" doc:"centre, mm from the left edge"`
	Y float64 `json:"y" doc:"centre, mm from the top edge"`
	W float64 `json:"w" doc:"width, mm"`
	H float64 `json:"h" doc:"height, mm"`
}

// QR is the square that a QR code takes, without its quiet zone.
type QR struct {
	X    float64 `json:"x" doc:"centre, mm from the left edge"`
	Y    float64 `json:"y" doc:"centre, mm from the top edge"`
	Size float64 `json:"size" doc:"side, mm; a border of 16 % of it stays free"`
	// Required: a sheet whose code cannot be read is for a person to see.
	Required bool `json:"required,omitempty" doc:"a sheet whose code cannot be read is to be reviewed"`
}

// Outer is the side of the code with the white border that it needs: four modules
// of a code of 25.
func (q *QR) Outer() float64 { return q.Size * 1.32 }

// Kind is what a block asks for.
type Kind string

// The kinds of blocks.
const (
	Digits  Kind = "digits"  // one field; a cell for each digit of a number
	Choices Kind = "choices" // a field of one cell for each question
	Cluster Kind = "cluster" // a field of one cell for each statement, Đúng (D) or Sai (S)
	Numeric Kind = "numeric" // one field, a short answer: "-" only in the first cell, "," in none but the inner ones
)

// Symbols of kinds that have their own.
const (
	True  = "D" // đúng
	False = "S" // sai
	Minus = "-"
	Comma = ","
)

// Block is a lattice of bubbles.
type Block struct {
	Kind    Kind     `json:"kind" enum:"digits,choices,cluster,numeric" doc:"what it asks for"`
	Name    string   `json:"name" doc:"the field of digits and numeric; before the number of the question for choices, before the letter of the statement for cluster"`
	First   int      `json:"first,omitempty" doc:"choices only: number of the first question"`
	Symbols []string `json:"symbols,omitempty" doc:"choices only: one letter each, in the order of the bubbles; other kinds have their own"`
	Turned  bool     `json:"turned,omitempty" doc:"symbols run the other way: down for choices and cluster, across for digits and numeric"`
	X       Axis     `json:"x" doc:"the columns of the lattice, from left to right"`
	Y       Axis     `json:"y" doc:"the rows of the lattice, from top to bottom"`
	Bubble  Shape    `json:"bubble" doc:"the bubbles"`
	Labels  *Labels  `json:"labels,omitempty" doc:"what is printed beside the bubbles"`
}

// Axis is a row of places: all of them, or the first, the pitch and how many.
type Axis struct {
	At    []float64 `json:"at,omitempty" doc:"all places, growing; then the other three are left out"`
	From  float64   `json:"from,omitempty" doc:"the first place"`
	Pitch float64   `json:"pitch,omitempty" doc:"from one place to the next"`
	Count int       `json:"count,omitempty" doc:"how many places"`
}

// Len returns how many places there are.
func (a Axis) Len() int {
	if a.At != nil {
		return len(a.At)
	}
	return a.Count
}

// Place returns the place i.
func (a Axis) Place(i int) float64 {
	if a.At != nil {
		return a.At[i]
	}
	return a.From + float64(i)*a.Pitch
}

// Shape is how a bubble is printed: an ellipse with a thin ring.
type Shape struct {
	W      float64 `json:"w" doc:"width, mm"`
	H      float64 `json:"h" doc:"height, mm"`
	Ring   float64 `json:"ring,omitempty" doc:"darkness of the ring, 0 to 1; 0.6 if left out"`
	Dotted bool    `json:"dotted,omitempty" doc:"the ring is dotted"`
	Inside bool    `json:"inside,omitempty" doc:"the symbol is printed inside, as dark as the ring"`
}

// Labels are what is printed beside the bubbles of a block.
type Labels struct {
	Rows    float64 `json:"rows,omitempty" doc:"where the labels of the rows end, mm left of the first column's centre; none if left out"`
	Columns float64 `json:"columns,omitempty" doc:"where the labels of the columns stand, mm above the first row's centre; none if left out"`
	Size    float64 `json:"size,omitempty" doc:"size of the labels, points; 10 if left out"`
	Grid    bool    `json:"grid,omitempty" doc:"ruled lines round all bubbles"`
	Write   float64 `json:"write,omitempty" doc:"digits only: where the boxes to write the digits into stand, mm above the first row's centre; none if left out"`
}

// PrintKind is what a Print paints.
type PrintKind string

// The kinds of print.
const (
	Ground PrintKind = "ground" // a rectangle filled with a grey, without border
	Frame  PrintKind = "frame"  // a rectangle with a thin black border, filled
	Line   PrintKind = "line"   // from x, y by w to the right and h down
	Dots   PrintKind = "dots"   // a dotted line to write on
	Text   PrintKind = "text"   // one line in the middle of its box
)

// Print is something printed on the sheet that is not read.
type Print struct {
	Kind     PrintKind `json:"kind" enum:"ground,frame,line,dots,text" doc:"what is painted"`
	X        float64   `json:"x" doc:"left edge, mm"`
	Y        float64   `json:"y" doc:"top edge, mm"`
	W        float64   `json:"w,omitempty" doc:"width, mm"`
	H        float64   `json:"h,omitempty" doc:"height, mm"`
	Darkness float64   `json:"darkness,omitempty" doc:"ground, frame: of the inside, 0 to 0.35"`
	Corners  bool      `json:"corners,omitempty" doc:"frame: its border is thick, and its four corners are registration marks"`
	Text     string    `json:"text,omitempty" doc:"text: what it says; Vietnamese"`
	Fill     Fill      `json:"fill,omitempty" enum:",number,name,birthday,room,form_code,exam,subject,date,council,site" doc:"text: what of the candidate stands here on a sheet printed for one; the text is its label"`
	Size     float64   `json:"size,omitempty" doc:"text: points; 10 if left out"`
	Bold     bool      `json:"bold,omitempty" doc:"text: in bold"`
	Align    string    `json:"align,omitempty" enum:",left,center,right" doc:"text: left if left out"`
}

// Fill is what of a candidate a pre-filled sheet shows at a place.
type Fill string

// The values that a roster may give.
const (
	FillNumber   Fill = "number"
	FillName     Fill = "name"
	FillBirthday Fill = "birthday"
	FillRoom     Fill = "room"
	FillFormCode Fill = "form_code"
	FillExam     Fill = "exam"
	FillSubject  Fill = "subject"
	FillDate     Fill = "date"
	FillCouncil  Fill = "council" // hội đồng thi
	FillSite     Fill = "site"    // điểm thi
)
