package omr

import (
	"errors"

	"khaothi/omr/align"
	"khaothi/omr/layout"
	"khaothi/omr/measure"
	"khaothi/omr/pages"
	"khaothi/omr/qr"
)

// The states of a page that was read.
const (
	StatusOK       = "ok"       // every field is clear
	StatusReview   = "review"   // the fields in Doubts are for a person to see
	StatusRejected = "rejected" // no field was read; Doubts says why
	StatusBlank    = "blank"    // an empty page, a back, or a sheet without one mark
)

// FieldPage is the field of a doubt about the page as a whole.
const FieldPage = "page"

// The codes of doubts that reading has; docs/omr.md explains each. Those of a
// file that cannot be read are package pages', those of a page that no layout
// fits package align's.
const (
	CodeFaint    = "faint"    // marked, but much lighter than the sheet's other marks
	CodeUnclear  = "unclear"  // darker than an empty bubble, lighter than any mark
	CodeDouble   = "double"   // two or more marks where one belongs
	CodeErased   = "erased"   // one mark, and the trace of another
	CodeStray    = "stray"    // nothing inside, something beside
	CodeUnmarked = "unmarked" // nothing, on a sheet on which hardly anything is marked
	CodeCovered  = "covered"  // the printed bubbles are not to be seen there
	CodePartial  = "partial"  // a number with digits missing
	CodeEmpty    = "empty"    // a candidate number or form code without a mark
	CodeUnfilled = "unfilled" // page: a sheet without one mark
	CodeWider    = "wider"    // page: the form has more digits or letters than the layout
)

// Reader reads pages of one layout. It may be used by several goroutines.
type Reader struct {
	layout  *layout.Layout
	fields  []layout.Field
	aligner *align.Aligner
	former  *measure.Former
	bubbles []layout.Bubble
	wide    []layout.WiderLine
}

// NewReader prepares a layout.
func NewReader(l *layout.Layout) *Reader {
	return &Reader{layout: l, fields: l.Fields(), aligner: align.New(l), former: measure.New(l), bubbles: l.Bubbles(), wide: l.Wider()}
}

// Layout returns the layout that is read.
func (r *Reader) Layout() *layout.Layout { return r.layout }

// Reading is what was read on a page, with what it was read from.
type Reading struct {
	Status string
	Doubts []Doubt
	Cells  map[string]string // by field; none where the page is rejected or blank
	Fit    *align.Fit        // nil where the page is rejected
	Sheet  *measure.Sheet    // nil where the page is rejected
	Code   *qr.Content       // what its QR code says; nil: the layout has none, or it is not one of ours

	// Confidence is, of each field in the order of the layout, how far its
	// bubbles are from where they would have been decided otherwise, 0 to 1.
	Confidence []float64
}

// Rejected is the reading of a page or file that cannot be read.
func Rejected(code string) Reading {
	return Reading{Status: StatusRejected, Doubts: []Doubt{{Field: FieldPage, Code: code}}}
}

// Read reads a page. It never fails: a page that cannot be read is a reading
// with its reason.
func (r *Reader) Read(p *pages.Page) Reading {
	fit, sheet, code := r.measure(p)
	if code != "" {
		reading := Rejected(code)
		if code == align.CodeBlank || code == align.CodeBack {
			reading.Status = StatusBlank
		}
		return reading
	}
	reading := Reading{Fit: fit, Sheet: sheet}
	r.decide(&reading)
	r.code(&reading)
	return reading
}

// Fit is how the layout lies on a page, or the code of why it cannot be read.
func (r *Reader) Fit(p *pages.Page) (*align.Fit, string) {
	fit, _, code := r.measure(p)
	return fit, code
}

func (r *Reader) measure(p *pages.Page) (*align.Fit, *measure.Sheet, string) {
	fit, err := r.aligner.Find(p)
	var e *align.Error
	if errors.As(err, &e) {
		return nil, nil, e.Code
	}
	sheet := r.former.Measure(fit)
	if r.wider(fit, sheet) {
		return nil, nil, CodeWider
	}
	return fit, sheet, ""
}

// unmarkedOf: where fewer than one question in ten is marked, somebody looks
// whether the candidate marked in a way that this reader does not see.
const unmarkedOf = 10

// decide turns measurements into cells. It is all that a change of rules runs
// again.
func (r *Reader) decide(reading *Reading) {
	d := newDecider(reading.Sheet)
	reading.Cells = make(map[string]string, len(r.fields))
	next, marks := 0, 0
	var unmarked []Doubt
	questions, bare := 0, 0
	for _, f := range r.fields {
		n := 0
		for _, c := range f.Cells {
			n += len(c)
		}
		got := d.field(f, reading.Sheet.Bubbles[next:next+n])
		marks += got.marks
		next += n
		reading.Cells[f.Name] = got.value
		reading.Confidence = append(reading.Confidence, got.confidence)
		for _, code := range got.codes {
			reading.Doubts = append(reading.Doubts, Doubt{Field: f.Name, Code: code})
		}
		if f.Kind != layout.Digits {
			questions++
			if got.marks == 0 {
				bare++
			}
			if got.marks == 0 && len(got.codes) == 0 {
				unmarked = append(unmarked, Doubt{Field: f.Name, Code: CodeUnmarked})
			}
		}
	}
	if bare*unmarkedOf > questions*(unmarkedOf-1) {
		reading.Doubts = append(reading.Doubts, unmarked...)
	}
	reading.conclude(marks == 0 && !d.any)
}

// conclude sets the status. A page on which nothing at all is has no cells.
func (reading *Reading) conclude(bare bool) {
	switch {
	case bare:
		*reading = Reading{Status: StatusBlank, Doubts: []Doubt{{Field: FieldPage, Code: CodeUnfilled}}, Fit: reading.Fit, Sheet: reading.Sheet}
	case len(reading.Doubts) > 0:
		reading.Status = StatusReview
	default:
		reading.Status = StatusOK
	}
}
