package docx

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Measure is about how wide blocks are when no line breaks: the widest line.
// Text is measured as Times at 12 points or the size of the run.
func Measure(blocks []Block) int {
	widest := 0
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			widest = max(widest, b.Indent+MeasureLine(b.Content))
		case Table:
			sum := 0
			for _, c := range b.Columns {
				sum += c
			}
			widest = max(widest, sum)
		}
	}
	return widest
}

// MeasureLine is the width of the widest line of a paragraph.
func MeasureLine(content []Inline) int {
	widest, line := 0, 0
	for _, c := range content {
		switch c := c.(type) {
		case Run:
			line += textWidth(c)
		case TabStop:
			line += Centimetre
		case Break:
			widest, line = max(widest, line), 0
		case Field:
			line += 300
		case Formula:
			line += c.Wide
		case Image:
			line += c.Width * twipsPerPixel
		}
	}
	return max(widest, line)
}

func textWidth(r Run) int {
	size := r.Size
	if size == 0 {
		size = 24
	}
	if r.Sub || r.Sup {
		size = size * 2 / 3
	}
	units := 0
	for _, c := range norm.NFD.String(r.Text) {
		if !unicode.Is(unicode.Mn, c) {
			units += charUnits(c)
		}
	}
	if r.Bold {
		units = units * 106 / 100
	}
	return units * size * Point / 2 / 1000
}

// narrow and wide letters of Times, in thousandths of an em.
var charClasses = []struct {
	chars string
	units int
}{
	{"ijlt.,:;'|!/ ", 270}, {"f()[]r-I", 333}, {"sJcaez?", 430}, {"mMW%@—", 820}, {"wDGHKNOQUVXYAC&Đ", 720}, {"BEFLPRSTZ", 620}, {"ăâêôơưđ", 500},
}

func charUnits(c rune) int {
	for _, k := range charClasses {
		if strings.ContainsRune(k.chars, c) {
			return k.units
		}
	}
	if c > 0x2000 {
		return 700
	}
	return 500
}
