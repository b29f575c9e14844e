package layout

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

func (c *checker) print() {
	if n := len(c.l.Print); n > maxPrint {
		c.add("count", fmt.Sprintf("give at most %d", maxPrint), "print", "there are %d", n)
		return
	}
	kinds := []PrintKind{Ground, Frame, Line, Dots, Text}
	fills := []Fill{"", FillNumber, FillName, FillBirthday, FillRoom, FillFormCode, FillExam, FillSubject, FillDate, FillCouncil, FillSite}
	for i, p := range c.l.Print {
		where := fmt.Sprintf("print[%d]", i)
		if !slices.Contains(kinds, p.Kind) {
			c.add("kind", "use ground, frame, line, dots or text", where+".kind", "%q is none", p.Kind)
		}
		if !slices.Contains(fills, p.Fill) {
			c.add("fill", "see docs/omr-layout.schema.json", where+".fill", "%q is nothing that a roster gives", p.Fill)
		}
		if !slices.Contains([]string{"", "left", "center", "right"}, p.Align) {
			c.add("align", "use left, center or right", where+".align", "%q is none", p.Align)
		}
		c.within(where+".x", p.X, 0, c.l.Page.W)
		c.within(where+".y", p.Y, 0, c.l.Page.H)
		c.within(where+".w", p.W, 0, c.l.Page.W-p.X)
		c.within(where+".h", p.H, 0, c.l.Page.H-p.Y)
		c.within(where+".darkness", p.Darkness, 0, maxGround)
		if p.Corners && (p.Kind != Frame || p.W < minCorners || p.H < minCorners) {
			c.add("corners", "leave it out, or give a larger frame", where+".corners", "%s of %g × %g mm: only a frame of %g mm a side or more has corners to register by", p.Kind, p.W, p.H, minCorners)
		}
		if p.Size != 0 {
			c.within(where+".size", p.Size, 4, 72)
		}
		c.text(where+".text", p.Text)
	}
}

func (c *checker) text(where, s string) {
	if !utf8.ValidString(s) || slices.ContainsFunc([]rune(s), unicode.IsControl) {
		c.add("text", "use printable UTF-8", where, "it has a control character")
	}
	if n := utf8.RuneCountInString(s); n > maxText {
		c.add("text", fmt.Sprintf("use at most %d letters", maxText), where, "it has %d letters", n)
	}
}
