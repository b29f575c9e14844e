//go:build shared

package omr_test

import (
	"fmt"
	"strings"
	"testing"

	"khaothi/omr/layout"
)

// markForm is one of the pyomrx forms: three boxes beside each other in a thick
// frame, each with a code of four digits, a row a digit, and below it questions
// whose answer is a number. There are no solid marks: the corners of the frames
// register. Lengths were measured by us on the pictures, in units of which the
// outer frame has 227; that is within 15 % of a millimetre.
type markForm struct {
	name     string
	high     float64    // of the outer frame
	left     [3]float64 // of the boxes
	wide     float64    // of a box
	top, end float64    // of a box
	zero     [3]float64 // the column of the digit 0 in each box
	pitch    float64    // from one digit to the next
	code, q  layout.Axis
	counts   []int // answers of each question: 0 to one less
	paper    layout.Axis
	paperX   float64
	comments bool // a fourth box on the right
	bubble   float64
}

const (
	marginX, marginY = 35.0, 18.0 // from the edge of the page, A4, to the outer frame
	frameWide        = 227.0
)

// layout makes the layout: fields paper, then b1_code, b1_q1 … b3_q….
func (f markForm) layout(t *testing.T) *layout.Layout {
	t.Helper()
	l := &layout.Layout{Name: f.name, Page: layout.Size{W: 297, H: 210}}
	frame := func(x0, y0, x1, y1 float64) {
		const half = layout.CornerLine / 2
		l.Print = append(l.Print, layout.Print{
			Kind: layout.Frame, X: marginX + x0 + half, Y: marginY + y0 + half, W: x1 - x0 - 2*half, H: y1 - y0 - 2*half, Corners: true,
		})
	}
	frame(0, 0, frameWide, f.high)
	if f.comments {
		frame(204.4, f.top, 213.5, f.end)
	}
	round := layout.Shape{W: f.bubble, H: f.bubble, Ring: 0.8}
	at := func(a layout.Axis, i, n int) layout.Axis {
		return layout.Axis{From: marginY + a.Place(i), Pitch: a.Pitch, Count: n}
	}
	l.Blocks = append(l.Blocks, layout.Block{
		Kind: layout.Choices, Name: "paper", Symbols: []string{"4", "2", "1"}, Turned: true,
		X: layout.Axis{At: []float64{marginX + f.paperX}}, Y: at(f.paper, 0, 3), Bubble: round,
	})
	for k := range 3 {
		frame(f.left[k], f.top, f.left[k]+f.wide, f.end)
		digits := func(n int) layout.Axis {
			return layout.Axis{From: marginX + f.zero[k], Pitch: f.pitch, Count: n}
		}
		l.Blocks = append(l.Blocks, layout.Block{
			Kind: layout.Digits, Name: fmt.Sprintf("b%d_code", k+1), Turned: true, X: digits(10), Y: at(f.code, 0, 4), Bubble: round,
		})
		for i, n := range f.counts {
			l.Blocks = append(l.Blocks, layout.Block{
				Kind: layout.Choices, Name: fmt.Sprintf("b%d_q", k+1), First: i + 1, Symbols: strings.Split("0123456789", "")[:n],
				X: digits(n), Y: at(f.q, i, 1), Bubble: round,
			})
		}
	}
	if problems := l.Check(); len(problems) > 0 {
		t.Fatalf("layout %s: %v", f.name, problems)
	}
	return l
}

func rows(from, pitch float64, n int) layout.Axis {
	return layout.Axis{From: from, Pitch: pitch, Count: n}
}

// repeat writes counts as pairs: so many questions with so many answers.
func repeat(pairs ...int) (counts []int) {
	for i := 0; i < len(pairs); i += 2 {
		for range pairs[i] {
			counts = append(counts, pairs[i+1])
		}
	}
	return counts
}

// wideForm is the shape of the forms of the first and third term; the scanners
// stretched them differently, so that their heights differ.
func wideForm(name string, high float64, counts []int) markForm {
	k := high / 173.0
	return markForm{
		name: name, high: high, left: [3]float64{5.8, 74.15, 142.5}, wide: 63.6, top: 5.55 * k, end: 167.6 * k,
		zero: [3]float64{15.12, 83.5, 151.85}, pitch: 5.69, code: rows(24.65*k, 5.39*k, 4), q: rows(51.6*k, 5.4*k, len(counts)), counts: counts,
		paper: rows(29.9*k, 5.4*k, 3), paperX: 213.6, bubble: 3.0,
	}
}

// longForm is the shape of the forms of the second term.
func longForm(name string, high float64, counts []int) markForm {
	k := high / 139.5
	return markForm{
		name: name, high: high, left: [3]float64{13.2, 78.0, 143.2}, wide: 52.3, top: 4.35 * k, end: 135.3 * k,
		zero: [3]float64{21.1, 86.2, 151.3}, pitch: 4.67, code: rows(20.05*k, 4.37*k, 4), q: rows(41.85*k, 4.35*k, len(counts)), counts: counts,
		paper: rows(24.3*k, 4.35*k, 3), paperX: 215.7, comments: true, bubble: 2.5,
	}
}

// markForms are the forms, and their scans below shared/omr/pyomrx.
func markForms() []struct {
	form  markForm
	files []string
} {
	full := wideForm("full", 171.4, repeat(10, 2, 1, 7))
	full.left, full.wide, full.top, full.end = [3]float64{5.65, 73.95, 142.15}, 63.1, 5.2, 166.5
	full.zero, full.pitch, full.code, full.q = [3]float64{17.6, 85.87, 154.1}, 5.38, rows(21.74, 4.78, 4), rows(45.5, 4.745, 11)
	full.paper, full.paperX, full.bubble = rows(31.1, 4.8, 3), 213.2, 2.65
	const exams, sheets, scans = "pyomrx-tests/res/exam_form/", "pyomrx-tests/res/exam_marksheet/", "tests/res/exam_marksheet/data/"
	return []struct {
		form  markForm
		files []string
	}{
		{full, []string{exams + "full_form/images/example_exam_1.png", exams + "full_form/images/example_exam_2.png"}},
		{wideForm("old-full", 172.9, repeat(6, 5, 13, 2)), []string{exams + "old_full_form/images/JendemaL3Arts0045.jpg", exams + "old_full_form/images/JendemaL3Arts0046.jpg"}},
		{wideForm("problem", 174.4, repeat(9, 3, 2, 4, 3, 2, 1, 5)), []string{exams + "problem_scans/images/ziml2lang_(4).jpg", exams + "problem_scans/images/ziml2lang_(5).jpg"}},
		{wideForm("problem-l2", 173.9, repeat(6, 5, 10, 2, 3, 3)), []string{exams + "problem_scans_lang_L2/images/gbonl2lang_(8).jpg"}},
		{wideForm("new", 172.3, repeat(8, 2, 2, 3, 4, 2, 1, 4, 5, 2)), []string{sheets + "data/images/new_form_21_aug_2019.jpg"}},
		{longForm("l2-arts", 141.8, []int{2, 3, 2, 3, 2, 6, 7}), numbered(scans + "images/L2_LArts_Bumpeh_%03d.png")},
		{longForm("l2-maths", 141.6, repeat(4, 2, 8, 3, 3, 2, 1, 3, 6, 2)), numbered(scans + "images/L2_Maths_Bumpeh_%03d.png")},
		{longForm("l1-arts", 139.5, repeat(19, 2, 1, 7)), numbered(scans + "wrong_orientation/L1_LArts_Bumpeh_%03d.png")},
		{longForm("l1-maths", 139.6, repeat(5, 2, 1, 3, 12, 2, 1, 4)), numbered(scans + "wrong_orientation/L1_Maths_Bumpeh_%03d.png")},
	}
}

func numbered(format string) (files []string) {
	for i := range 3 {
		files = append(files, fmt.Sprintf(format, i))
	}
	return files
}
