package ooxml

import "strings"

// Props are how text looks. The zero value is plain text.
type Props struct {
	Bold, Italic, Strike, Caps, Hidden bool
	Underline                          string // "" for none; single, double, words, dotted, …
	Color                              string // RRGGBB in capitals, "" for automatic
	Highlight                          string // a name, or RRGGBB of the shading; "" for none
	Vertical                           string // "", superscript, subscript
	Font                               string // as the file names it
}

// look is what one place (a style, a run) says about text. A nil field says
// nothing.
type look struct {
	bold, italic, strike, caps, hidden *bool
	underline, color, mark, vertical   *string
	font                               *string
}

// lookOf reads the children of an rPr.
func lookOf(rPr *Node) look {
	var l look
	if rPr == nil {
		return l
	}
	for _, k := range rPr.Kids {
		val := k.Attr("w:val")
		switch k.Name {
		case "w:b":
			l.bold = on(val)
		case "w:i":
			l.italic = on(val)
		case "w:strike", "w:dstrike":
			l.strike = on(val)
		case "w:caps":
			l.caps = on(val)
		case "w:vanish":
			l.hidden = on(val)
		case "w:u":
			l.underline = none(val, "none")
		case "w:color":
			l.color = color(val)
		case "w:highlight":
			l.mark = none(val, "none")
		case "w:shd":
			if l.mark == nil {
				l.mark = shade(k.Attr("w:fill"))
			}
		case "w:vertAlign":
			l.vertical = none(val, "baseline")
		case "w:rFonts":
			if f := k.Attr("w:ascii"); f != "" {
				l.font = &f
			}
		}
	}
	return l
}

func on(val string) *bool {
	is := val != "0" && val != "false" && val != "off" && val != "none"
	return &is
}

func none(val, nothing string) *string {
	if val == nothing {
		val = ""
	}
	return &val
}

func color(val string) *string {
	val = strings.ToUpper(val)
	if val == "AUTO" || val == "000000" {
		val = ""
	}
	return &val
}

func shade(fill string) *string {
	fill = strings.ToUpper(fill)
	if fill == "AUTO" || fill == "FFFFFF" {
		fill = ""
	}
	return &fill
}

// over puts what l says on top of p.
func (l look) over(p Props) Props {
	set(&p.Bold, l.bold)
	set(&p.Italic, l.italic)
	set(&p.Strike, l.strike)
	set(&p.Caps, l.caps)
	set(&p.Hidden, l.hidden)
	set(&p.Underline, l.underline)
	set(&p.Color, l.color)
	set(&p.Highlight, l.mark)
	set(&p.Vertical, l.vertical)
	set(&p.Font, l.font)
	return p
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// toggled puts a style on top of what other styles gave: bold in both is plain
// again (ECMA-376 part 1, 17.7.3). Everything else replaces.
func (l look) toggled(p Props) Props {
	out := l.over(p)
	flip := func(was bool, says *bool) bool {
		if says == nil {
			return was
		}
		return was != *says
	}
	out.Bold, out.Italic = flip(p.Bold, l.bold), flip(p.Italic, l.italic)
	out.Strike, out.Caps, out.Hidden = flip(p.Strike, l.strike), flip(p.Caps, l.caps), flip(p.Hidden, l.hidden)
	return out
}

// onto merges two looks of one chain of styles; l is nearer.
func (l look) onto(base look) look {
	pick(&l.bold, base.bold)
	pick(&l.italic, base.italic)
	pick(&l.strike, base.strike)
	pick(&l.caps, base.caps)
	pick(&l.hidden, base.hidden)
	pick(&l.underline, base.underline)
	pick(&l.color, base.color)
	pick(&l.mark, base.mark)
	pick(&l.vertical, base.vertical)
	pick(&l.font, base.font)
	return l
}

func pick[T any](to **T, from *T) {
	if *to == nil {
		*to = from
	}
}
