package ooxml

import (
	"strings"

	"khaothi/internal/fault"
)

// Kind says what an inline is.
type Kind int

// The kinds of inlines.
const (
	Text    Kind = iota // Text with Props
	Tab                 // a tab
	Break               // a line break
	Picture             // Picture
	Math                // Math, Display
	Object              // an embedded object; Picture is its preview, if any
	runOn               // the paragraph mark was deleted: the next one follows here
)

// Inline is one piece of a paragraph.
type Inline struct {
	Kind    Kind
	Text    string
	Props   Props
	Picture *Image
	Math    []byte // m:oMath with the prefixes m and w
	Display bool   // the formula stands on a line of its own
	Program string
	Data    string // name of the object's file, "" if there is none
}

// Image is a picture in the document; Document.File(Name) has its bytes.
type Image struct {
	Name          string // "" when the file is not in the document
	Alt           string
	Width, Height int // in pixels of 1/96 inch as it is shown, 0 if not said
	Crop          Crop
}

// Crop is what is cut off at each side, in 1/1000 per cent of the picture.
type Crop struct{ Left, Top, Right, Bottom int }

func (r *reader) paragraph(n *Node, in Props) (*Paragraph, error) {
	r.no++
	if r.no > maxParagraphs || r.inlines > maxInlines {
		return nil, fault.New(fault.Invalid, "word.too_large")
	}
	pPr := n.Kid("w:pPr")
	id := pPr.Kid("w:pStyle").Attr("w:val")
	p := &Paragraph{No: r.no, Style: r.styles.name(id)}
	base := r.styles.paragraph(id, in)
	mark := pPr.Kid("w:rPr")
	r.number(p, pPr, id, r.styles.run(base, mark))
	for _, k := range n.Kids {
		if err := r.inline(p, k, base); err != nil {
			return nil, err
		}
	}
	if mark.Kid("w:del") != nil {
		p.Inlines = append(p.Inlines, Inline{Kind: runOn})
	}
	return p, nil
}

// number gives a paragraph its label.
func (r *reader) number(p *Paragraph, pPr *Node, style string, look Props) {
	if style == "" {
		style = r.styles.para
	}
	ref := r.styles.listOf(style)
	if own := refOf(pPr); own != nil {
		if own.num == "" && ref != nil {
			own.num = ref.num
		}
		if !own.has && ref != nil {
			own.level = ref.level
		}
		ref = own
	}
	if ref == nil || ref.num == "" || ref.num == "0" {
		return
	}
	text, lv, ok := r.lists.label(*ref)
	if !ok {
		return
	}
	p.LabelAs = lv.look.over(look)
	p.Bullet = lv.format == "bullet"
	p.Label, p.Level = text, ref.level
}

// inside are the elements of a paragraph whose runs stand where they stand.
var inside = map[string]bool{
	"w:hyperlink": true, "w:ins": true, "w:moveTo": true, "w:smartTag": true, "w:sdt": true, "w:sdtContent": true, "w:fldSimple": true,
	"w:customXml": true, "w:dir": true, "w:bdo": true,
}

func (r *reader) inline(p *Paragraph, n *Node, base Props) error {
	switch n.Name {
	case "w:r":
		return r.run(p, n, base)
	case "m:oMath":
		r.add(p, Inline{Kind: Math, Math: n.XML()})
	case "m:oMathPara":
		for _, k := range n.Kids {
			if k.Name == "m:oMath" {
				r.add(p, Inline{Kind: Math, Math: k.XML(), Display: true})
			}
			if k.Name == "w:r" {
				if err := r.run(p, k, base); err != nil {
					return err
				}
			}
		}
	case "w:del", "w:moveFrom":
		var lost strings.Builder
		n.each("w:delText", func(t *Node) { lost.WriteString(t.Text) })
		r.note("deleted", lost.String())
	case "w:ruby":
		return r.inline(p, &Node{Name: "w:ins", Kids: n.Find("w:rubyBase").kids()}, base)
	case "mc:AlternateContent":
		for _, k := range chosen(n) {
			if err := r.inline(p, k, base); err != nil {
				return err
			}
		}
	default:
		if !inside[n.Name] {
			return nil
		}
		if n.Name == "w:ins" {
			r.note("inserted", "")
		}
		for _, k := range n.Kids {
			if err := r.inline(p, k, base); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *Node) kids() []*Node {
	if n == nil {
		return nil
	}
	return n.Kids
}

// chosen returns what an alternative means to us: its first choice, which is
// DrawingML, or its fallback when there is no choice.
func chosen(n *Node) []*Node {
	if c := n.Kid("mc:Choice"); c != nil {
		return c.Kids
	}
	return n.Kid("mc:Fallback").kids()
}

// add appends an inline unless it belongs to the instruction of a field.
func (r *reader) add(p *Paragraph, in Inline) {
	if len(r.field) > 0 && r.field[len(r.field)-1] == "" {
		return
	}
	r.inlines++
	p.Inlines = append(p.Inlines, in)
}

func (r *reader) run(p *Paragraph, n *Node, base Props) error {
	rPr := n.Kid("w:rPr")
	look := r.styles.run(base, rPr)
	for _, k := range n.Kids {
		if err := r.piece(p, k, look); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) text(p *Paragraph, s string, look Props) error {
	if s == "" {
		return nil
	}
	if look.Hidden {
		r.note("hidden", s)
		return nil
	}
	r.runes += len(s)
	if r.runes > maxRunes {
		return fault.New(fault.Invalid, "word.too_large")
	}
	if look.Caps {
		s = strings.ToUpper(s)
	}
	if isSymbolFont(look.Font) {
		mapped, lost := symbols(look.Font, s)
		if lost {
			r.note("symbol", s)
		}
		s = mapped
	}
	r.add(p, Inline{Kind: Text, Text: s, Props: look})
	return nil
}

// piece reads one child of a run.
func (r *reader) piece(p *Paragraph, k *Node, look Props) error {
	switch k.Name {
	case "w:t":
		return r.text(p, k.Text, look)
	case "w:tab", "w:ptab":
		r.add(p, Inline{Kind: Tab, Props: look})
	case "w:br":
		if t := k.Attr("w:type"); t == "" || t == "textWrapping" {
			r.add(p, Inline{Kind: Break, Props: look})
		}
	case "w:cr":
		r.add(p, Inline{Kind: Break, Props: look})
	case "w:noBreakHyphen":
		return r.text(p, "-", look)
	case "w:softHyphen":
		return r.text(p, "\u00ad", look)
	case "w:sym":
		return r.symbol(p, k, look)
	case "w:fldChar":
		r.fieldChar(k)
	case "w:instrText":
		if f := strings.Fields(k.Text); len(f) > 0 && strings.EqualFold(f[0], "EQ") {
			r.note("field", strings.TrimSpace(k.Text))
		}
	case "w:footnoteReference", "w:endnoteReference":
		r.note("footnote", "")
	case "w:delText":
		r.note("deleted", k.Text)
	case "w:drawing":
		r.drawing(p, k)
	case "w:pict":
		r.vml(p, k)
	case "w:object":
		r.object(p, k)
	case "w:ruby":
		return r.inline(p, k, look)
	case "mc:AlternateContent":
		for _, kk := range chosen(k) {
			if err := r.piece(p, kk, look); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) fieldChar(k *Node) {
	switch n := len(r.field); k.Attr("w:fldCharType") {
	case "begin":
		if n < maxDepth {
			r.field = append(r.field, "")
		}
	case "separate":
		if n > 0 {
			r.field[n-1] = "shown"
		}
	case "end":
		if n > 0 {
			r.field = r.field[:n-1]
		}
	}
}
