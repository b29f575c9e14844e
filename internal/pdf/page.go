package pdf

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"
)

//go:embed fonts/*.ttf
var fonts embed.FS

const family = "noto"

// Page sizes of A4.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// Align is where text stands in its box.
type Align string

// The alignments.
const (
	Left   Align = "L"
	Center Align = "C"
	Right  Align = "R"
)

// Doc is a document of pages, A4 unless they say otherwise, that is filled from
// the top. Errors are kept
// and returned by Bytes.
type Doc struct {
	f *fpdf.Fpdf
}

// New starts a document. made is the date that it carries: the same calls with
// the same date give the same bytes.
func New(title string, made time.Time) (*Doc, error) {
	f := fpdf.New("P", "mm", "A4", "")
	for style, file := range map[string]string{"": "fonts/NotoSans-Regular.ttf", "B": "fonts/NotoSans-Bold.ttf"} {
		b, err := fonts.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", file, err)
		}
		f.AddUTF8FontFromBytes(family, style, b)
	}
	f.SetTitle(title, true)
	f.SetProducer("khaothi", true)
	f.SetLang("vi")
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetCatalogSort(true)
	bare(f)
	f.SetFont(family, "", 10)
	return &Doc{f: f}, nil
}

// AddPage starts the next page.
func (d *Doc) AddPage() { d.f.AddPage() }

// Pages returns how many pages there are.
func (d *Doc) Pages() int { return d.f.PageCount() }

// Bytes returns the document, or the first error of any call before.
func (d *Doc) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := d.f.Output(&b); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return b.Bytes(), nil
}

// Style is how text is set.
type Style struct {
	Size  float64 // points
	Bold  bool
	Grey  bool
	Light float64 // 0 black to 1 white, where Grey is not set
	Align Align   // empty = Left
}

// Box is a rectangle on the page.
type Box struct{ X, Y, W, H float64 }

// smallest is the share of its size that a text may be shrunk to before it is
// cut.
const smallest = 0.6

// Text sets one line in the box, in the middle of its height: shrunk when it is
// too wide, and cut with an ellipsis when that does not help.
func (d *Doc) Text(box Box, s Style, text string) {
	text = clean(text)
	size := d.fit(box.W, s, text)
	for d.width(s, size, text) > box.W && text != "" {
		r := []rune(strings.TrimSuffix(text, "…"))
		if len(r) <= 1 {
			break
		}
		text = strings.TrimRight(string(r[:len(r)-1]), " ") + "…"
	}
	d.use(s, size)
	align := s.Align
	if align == "" {
		align = Left
	}
	d.f.SetXY(box.X, box.Y)
	d.f.CellFormat(box.W, box.H, text, "", 0, string(align)+"M", false, 0, "")
}

// Fits reports whether text stands whole in the width, shrunk if need be.
func (d *Doc) Fits(w float64, s Style, text string) bool {
	return d.width(s, d.fit(w, s, clean(text)), clean(text)) <= w
}

// fit returns the largest size between s.Size and the smallest at which text is
// not wider than w, or the smallest.
func (d *Doc) fit(w float64, s Style, text string) float64 {
	full := d.width(s, s.Size, text)
	if full <= w {
		return s.Size
	}
	return max(s.Size*smallest, s.Size*w/full*0.995)
}

func (d *Doc) width(s Style, size float64, text string) float64 {
	d.use(s, size)
	return d.f.GetStringWidth(text)
}

func (d *Doc) use(s Style, size float64) {
	style := ""
	if s.Bold {
		style = "B"
	}
	d.f.SetFont(family, style, size)
	g := grey(1 - s.Light)
	if s.Grey {
		g = 90
	}
	d.f.SetTextColor(g, g, g)
}

// Rect draws the border of a box.
func (d *Doc) Rect(b Box) {
	d.f.SetDrawColor(0, 0, 0)
	d.f.SetLineWidth(0.2)
	d.f.Rect(b.X, b.Y, b.W, b.H, "D")
}

// Fill paints a box light grey.
func (d *Doc) Fill(b Box) {
	d.f.SetFillColor(235, 235, 235)
	d.f.Rect(b.X, b.Y, b.W, b.H, "F")
}

// Line draws a line.
func (d *Doc) Line(x1, y1, x2, y2 float64) {
	d.f.SetDrawColor(0, 0, 0)
	d.f.SetLineWidth(0.2)
	d.f.Line(x1, y1, x2, y2)
}

// CutLine draws a dashed line along which the page is cut.
func (d *Doc) CutLine(x1, y1, x2, y2 float64) {
	d.f.SetDrawColor(120, 120, 120)
	d.f.SetLineWidth(0.15)
	d.f.SetDashPattern([]float64{2, 1.5}, 0)
	d.f.Line(x1, y1, x2, y2)
	d.f.SetDashPattern([]float64{}, 0)
}

// clean keeps what the fonts can show: composed letters on one line.
func clean(text string) string {
	text = norm.NFC.String(strings.Join(strings.Fields(text), " "))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r > 0xffff { // fpdf's fonts end at the basic plane
			return -1
		}
		return r
	}, text)
}
