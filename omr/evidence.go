package omr

import (
	"encoding/json"
	"fmt"
	"image"
	"math"

	"khaothi/omr/pages"
	"khaothi/omr/qr"
)

// Evidence is what a reading was decided from: enough to decide again by other
// rules without the page. Darkness has three decimals.
type Evidence struct {
	Layout   string          `json:"layout"`
	Status   string          `json:"status"`
	Reasons  []Doubt         `json:"reasons"`
	Turn     int             `json:"turn"` // quarters clockwise
	Skew     float64         `json:"skew"` // degrees
	DPI      float64         `json:"dpi"`
	Marks    string          `json:"marks"`    // found/of the layout
	Residual float64         `json:"residual"` // mm
	Outlines float64         `json:"outlines"`
	Noise    float64         `json:"noise"`
	Ink      float64         `json:"ink"`
	QR       *qr.Content     `json:"qr,omitempty"` // what its code says
	Fields   []FieldEvidence `json:"fields"`
}

// FieldEvidence is a field with its bubbles, in the order of the layout.
type FieldEvidence struct {
	Name       string           `json:"name"`
	Value      string           `json:"value"`
	Confidence float64          `json:"confidence"`
	Bubbles    []BubbleEvidence `json:"bubbles"`
}

// BubbleEvidence is a bubble: its place on the page in pixels and what was
// measured there.
type BubbleEvidence struct {
	Cell    int     `json:"cell"`
	Symbol  string  `json:"symbol"`
	X       int     `json:"x"`
	Y       int     `json:"y"`
	Dark    float64 `json:"dark"`
	Raw     float64 `json:"raw"`
	Cover   float64 `json:"cover"`
	Outside float64 `json:"outside"`
	Outline float64 `json:"outline"`
}

// Evidence returns what reading was decided from.
func (r *Reader) Evidence(reading *Reading) Evidence {
	e := Evidence{Layout: r.layout.Name, Status: reading.Status, Reasons: reading.Doubts, QR: reading.Code}
	if reading.Fit == nil {
		return e
	}
	f, s := reading.Fit, reading.Sheet
	e.Turn, e.Skew, e.DPI = f.Turn, round3(f.Skew), round3(f.DPI)
	e.Marks = fmt.Sprintf("%d/%d", f.Marks, f.Targets)
	e.Residual, e.Outlines, e.Noise, e.Ink = round3(f.Residual), round3(f.Outlines), round3(s.Noise), round3(s.Ink)
	next := 0
	for i, field := range r.fields {
		fe := FieldEvidence{Name: field.Name}
		if i < len(reading.Confidence) {
			fe.Value, fe.Confidence = reading.Cells[field.Name], round3(reading.Confidence[i])
		}
		for _, cell := range field.Cells {
			for _, b := range cell {
				m := s.Bubbles[next]
				next++
				x, y := f.Pixel(b.X, b.Y)
				fe.Bubbles = append(fe.Bubbles, BubbleEvidence{
					Cell: b.Cell, Symbol: b.Symbol, X: int(x), Y: int(y), Dark: round3(m.Dark),
					Raw: round3(m.Raw), Cover: round3(m.Cover), Outside: round3(m.Outside), Outline: round3(m.Outline),
				})
			}
		}
		e.Fields = append(e.Fields, fe)
	}
	return e
}

// Detail is the evidence as JSON, as a Sheet keeps it.
func (r *Reader) Detail(reading *Reading) json.RawMessage {
	b, err := json.Marshal(r.Evidence(reading))
	if err != nil { // a number that is none: darkness never is
		return nil
	}
	return b
}

func round3(v float64) float64 { return math.Round(v*1000) / 1000 }

// cropMargin is what is shown around the bubbles of a field, mm: the printed
// number of a question stands within it.
const cropMargin = 7.0

// Crop cuts a field out of the page it was read on; nil where there is no such
// field or the page was not aligned.
func (r *Reader) Crop(p *pages.Page, reading *Reading, field string) *image.Gray {
	if reading.Fit == nil {
		return nil
	}
	for _, f := range r.fields {
		if f.Name != field {
			continue
		}
		var box image.Rectangle
		for _, cell := range f.Cells {
			for _, b := range cell {
				for _, c := range [][2]float64{{-cropMargin, -cropMargin}, {cropMargin, cropMargin}, {-cropMargin, cropMargin}, {cropMargin, -cropMargin}} {
					x, y := reading.Fit.Pixel(b.X+c[0], b.Y+c[1])
					box = box.Union(image.Rect(int(x), int(y), int(x)+1, int(y)+1))
				}
			}
		}
		return p.Crop(box)
	}
	return nil
}
