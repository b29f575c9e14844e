package pages

import "math"

// pdfPageRef is a page of the tree with what it inherits.
type pdfPageRef struct {
	ref       any
	resources any
	rotate    float64
}

// pageTree lists the pages in order.
func (d *pdfDoc) pageTree() ([]pdfPageRef, error) {
	root := d.dict(d.trailer["Root"])
	w := pdfWalk{doc: d, seen: map[pdfRef]bool{}}
	if err := w.node(root["Pages"], pdfPageRef{}, 0); err != nil {
		return nil, err
	}
	if len(w.list) == 0 {
		return nil, failf(CodeDamaged, "the PDF holds no page")
	}
	return w.list, nil
}

type pdfWalk struct {
	doc  *pdfDoc
	seen map[pdfRef]bool
	list []pdfPageRef
}

func (w *pdfWalk) node(v any, inherited pdfPageRef, depth int) error {
	if ref, ok := v.(pdfRef); ok {
		if w.seen[ref] {
			return failf(CodeLoop, "the PDF's list of pages leads back to itself after page %d: export it again", len(w.list))
		}
		w.seen[ref] = true
	}
	dict := w.doc.dict(v)
	if dict == nil || depth > maxDepth {
		return errPDF
	}
	inherited.ref = v
	if r, ok := dict["Resources"]; ok {
		inherited.resources = r
	}
	inherited.rotate = w.doc.number(dict["Rotate"], inherited.rotate)
	kids, ok := dict["Kids"]
	if !ok {
		if len(w.list) >= MaxFilePages {
			return failf(CodeTooLarge, "more than %d pages in one PDF", MaxFilePages)
		}
		w.list = append(w.list, inherited)
		return nil
	}
	for _, kid := range w.doc.list(kids) {
		if err := w.node(kid, inherited, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// page takes the scanned picture out of a page.
func (d *pdfDoc) page(ref pdfPageRef) (*Page, error) {
	dict := d.dict(ref.ref)
	c := pdfContent{doc: d}
	content, err := d.content(dict["Contents"])
	if err != nil {
		return nil, err
	}
	if err := c.run(content, d.dict(ref.resources), unitMatrix, 0); err != nil {
		return nil, err
	}
	drawn := c.prominent()
	if len(drawn) == 0 {
		return nil, failf(CodeNoImage, "the PDF page is drawn, not scanned: print and scan it, or export it as a picture")
	}
	p, err := d.compose(drawn)
	if err != nil {
		return nil, err
	}
	switch quarter := int(math.Mod(ref.rotate, 360)) / 90; (quarter + 4) % 4 {
	case 1:
		p = p.turn(6)
	case 2:
		p = p.turn(3)
	case 3:
		p = p.turn(8)
	}
	return p, nil
}

// content returns the joined content streams of a page.
func (d *pdfDoc) content(v any) ([]byte, error) {
	v, err := d.resolve(v)
	if err != nil {
		return nil, err
	}
	parts, ok := v.([]any)
	if !ok {
		parts = []any{v}
	}
	var all []byte
	for _, part := range parts {
		part, err := d.resolve(part)
		if err != nil {
			return nil, err
		}
		s, ok := part.(*pdfStream)
		if !ok {
			continue
		}
		b, err := d.unpacked(s)
		if err != nil {
			return nil, err
		}
		if all = append(append(all, b...), '\n'); len(all) > maxContent {
			return nil, failf(CodeTooLarge, "a PDF page of more than %d MB of drawing", maxContent>>20)
		}
	}
	return all, nil
}

// unpacked returns the bytes of a stream that is no picture.
func (d *pdfDoc) unpacked(s *pdfStream) ([]byte, error) {
	raw, err := d.bytes(s)
	if err != nil {
		return nil, err
	}
	b, _, err := d.unfilter(raw, s.dict, maxContent)
	return b, err
}

// compose joins the strips that a page's picture may be cut into.
func (d *pdfDoc) compose(drawn []pdfDrawn) (*Page, error) {
	if len(drawn) == 1 {
		return d.image(drawn[0])
	}
	large.Lock() // the strips are put together beside the whole
	defer large.Unlock()
	left, bottom, right, top := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	var dpi float64
	for i, a := range drawn {
		if i > 0 && math.Abs(d.dpi(a)-d.dpi(drawn[0])) > 0.02*d.dpi(drawn[0]) {
			return nil, failf(CodeUnsupported, "the PDF page is made of pictures of several resolutions: scan to plain JPEG or G4")
		}
		x0, y0, x1, y1 := a.box()
		left, bottom, right, top = min(left, x0), min(bottom, y0), max(right, x1), max(top, y1)
		dpi = max(dpi, d.dpi(a))
		for _, b := range drawn[:i] {
			if a.overlap(b) > 0.1 {
				return nil, failf(CodeUnsupported, "the PDF page is made of layers (a compact PDF): scan to plain JPEG or G4")
			}
		}
	}
	scale := dpi / 72
	p, err := newPage(int(math.Round((right-left)*scale)), int(math.Round((top-bottom)*scale)))
	if err != nil {
		return nil, err
	}
	for _, a := range drawn {
		part, err := d.decode(a)
		if err != nil {
			return nil, err
		}
		x0, _, _, y1 := a.box()
		p.paste(part, int(math.Round((x0-left)*scale)), int(math.Round((top-y1)*scale)))
	}
	p.DPI = checkDPI(dpi)
	return p, nil
}

// paste copies q onto p; what lies outside is cut off.
func (p *Page) paste(q *Page, left, top int) {
	for y := range q.Height {
		if y+top < 0 || y+top >= p.Height || left < 0 || left >= p.Width {
			continue
		}
		copy(p.Pix[(y+top)*p.Width+left:(y+top+1)*p.Width], q.Pix[y*q.Width:][:q.Width])
	}
}
