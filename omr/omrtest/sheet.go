package omrtest

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"sync"

	"khaothi/omr/layout"
)

// Options say which sheet to make.
type Options struct {
	Seed    uint64
	DPI     float64
	Defects []Defect // none: a clean scan
	// Marks are the symbols marked in each cell of a field, and nothing in the
	// others; nil: chosen by the seed.
	Marks map[string][]string
	// Styles are how fields of Marks are marked, Full if they are not named.
	Styles map[string]Style
}

// Sheet is a scanned sheet and what it holds.
type Sheet struct {
	Image *image.Gray // its rows are not padded
	DPI   float64
	Truth map[string]Truth // by field
}

// Generator makes sheets of one layout; several goroutines may use it.
type Generator struct {
	l      *layout.Layout
	fields []layout.Field
	noise  *noiseTable

	mu    sync.Mutex
	forms map[formKey]*canvas
}

type formKey struct {
	dpi float64
	ink ink
}

// New returns a generator of sheets of a layout.
func New(l *layout.Layout) *Generator {
	return &Generator{l: l, fields: l.Fields(), noise: newNoise(seeded(1)), forms: map[formKey]*canvas{}}
}

// seeded gives the same numbers for the same seed.
func seeded(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x6b68616f746869)) //nolint:gosec // pictures for tests
}

// blank returns a copy of the blank form.
func (g *Generator) blank(dpi float64, k ink) *canvas {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := formKey{dpi, k}
	if g.forms[key] == nil {
		g.forms[key] = drawForm(g.l, dpi, k)
	}
	return g.forms[key].clone()
}

// job is the making of one sheet.
type job struct {
	*Generator
	o Options
	r *rand.Rand
	c *canvas

	marked []layout.Bubble // what the pupil has filled
}

func (j *job) has(d Defect) bool { return slices.Contains(j.o.Defects, d) }

// Sheet makes the sheet of a seed.
func (g *Generator) Sheet(o Options) Sheet {
	j := &job{Generator: g, o: o, r: seeded(o.Seed)}
	j.c = g.blank(o.DPI, j.ink())
	truth := j.fill()
	j.paper()
	return Sheet{Image: j.scan(), DPI: o.DPI, Truth: truth}
}

// ink returns how the form was printed: one of a few ways, so that blank forms
// are drawn once.
func (j *job) ink() ink {
	switch {
	case j.has(Pale):
		return ink{ring: 0.14, line: 0.18, strong: 0.45}
	case j.has(Heavy):
		return ink{ring: 0.34, line: 0.4, strong: 1.5}
	}
	return []ink{{0.2, 0.25, 1}, {0.24, 0.3, 1.15}, {0.18, 0.2, 0.85}}[j.r.IntN(3)]
}

// fill fills the sheet and returns what it holds.
func (j *job) fill() map[string]Truth {
	softest := 1
	if j.has(Hard) || j.r.Float64() < 0.1 && !j.has(Bilevel) {
		softest = 0
	}
	p := &pupil{hand: newHand(j.r, softest), c: j.c}
	if j.has(Hard) {
		p.dark, p.rough = between(j.r, pencils[0].low, pencils[0].high), pencils[0].rough
	}
	share := 0.04 // of fields that are marked in another way
	if j.r.Float64() < 0.3 && !j.has(Faints) && !j.has(Doubles) && !j.has(Betweens) {
		share = 1 // by habit
	}
	truth := make(map[string]Truth, len(j.fields))
	for _, f := range j.fields {
		if j.o.Marks != nil {
			truth[f.Name] = j.given(p, f)
			continue
		}
		truth[f.Name] = j.field(p, f, share)
	}
	j.marked = p.marked
	j.write(p.hand)
	return truth
}

// given fills one field as Marks and Styles say.
func (j *job) given(p *pupil, f layout.Field) Truth {
	cells := make([]string, len(f.Cells))
	copy(cells, j.o.Marks[f.Name])
	style := j.o.Styles[f.Name]
	if style == "" {
		style = Full
	}
	return p.fill(f, cells, style)
}

// field fills one field; share of the fields have the sheet's defects.
func (j *job) field(p *pupil, f layout.Field, share float64) Truth {
	cells := answers(j.r, f)
	question := f.Kind == layout.Choices || f.Kind == layout.Cluster
	if question && j.has(Betweens) && j.r.Float64() < share {
		return p.stray(f)
	}
	twice := false
	if j.has(Doubles) && j.r.Float64() < share {
		cells, twice = double(j.r, f, cells)
	}
	t := p.fill(f, cells, j.style(share))
	t.Double = twice
	if j.has(Erasures) && j.r.Float64() < 0.1 {
		p.erase(f, &t)
	}
	return t
}

// style chooses how a field is marked.
func (j *job) style(share float64) Style {
	var odd []Style
	for _, d := range j.o.Defects {
		if s, ok := styles[d]; ok {
			odd = append(odd, s)
		}
	}
	if len(odd) > 0 && j.r.Float64() < share {
		return odd[j.r.IntN(len(odd))]
	}
	if j.r.Float64() < 0.3 {
		return Hatch
	}
	return Full
}

// write puts handwriting where a sheet asks for it.
func (j *job) write(h *hand) {
	ink := pen{width: 0.4, dark: between(j.r, 0.5, 0.9)}
	for i := range j.l.Blocks {
		for k, box := range j.l.Blocks[i].WriteBoxes() {
			j.c.text(box.X+0.8+between(j.r, 0, 0.4), box.Y+box.H/2, 3.6, string(rune('0'+(k*7+int(j.o.Seed))%10)), ink)
		}
	}
	for _, p := range j.l.Print {
		if p.Fill != "" && p.W > 40 {
			j.scrawl(p.X+p.W*0.45, p.Y+p.H/2, p.W*0.5, 2.5, h.pen(ink.dark))
		}
	}
}

// scrawl is a line of cursive writing.
func (j *job) scrawl(x, y, long, high float64, p pen) {
	px, py := x, y
	for at := 0.0; at < long; at += 0.7 {
		nx, ny := x+at+between(j.r, -0.3, 0.5), y+between(j.r, -high, high)/2
		j.c.line(px, py, nx, ny, p)
		px, py = nx, ny
	}
}

// compress sends a picture through JPEG.
func compress(m *image.Gray, quality int) *image.Gray {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return m // a grey picture of this size always encodes
	}
	out, err := jpeg.Decode(&b)
	grey, ok := out.(*image.Gray)
	if err != nil || !ok {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := range h { // its rows are padded
		copy(m.Pix[y*w:(y+1)*w], grey.Pix[y*grey.Stride:])
	}
	return m
}
