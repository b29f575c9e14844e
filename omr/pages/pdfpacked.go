package pages

// packedObject reads an object out of an object stream (7.5.7), which stays
// unpacked for the next one.
func (d *pdfDoc) packedObject(num, stream int) (any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.packed != stream {
		if err := d.unpackObjects(stream); err != nil {
			return nil, err
		}
	}
	at, ok := d.inside[num]
	if !ok || at < 0 || at > len(d.lexer.b) {
		return nil, errPDF
	}
	l := pdfLexer{b: d.lexer.b, pos: at}
	v, err := l.next(true)
	if err != nil {
		return nil, errPDF
	}
	return v, nil
}

func (d *pdfDoc) unpackObjects(stream int) error {
	place := d.places[stream]
	if place.stream != 0 { // an object stream is never inside another
		return errPDF
	}
	_, v, err := d.objectAt(place.at)
	s, ok := v.(*pdfStream)
	if err != nil || !ok {
		return errPDF
	}
	n, nOK := s.dict["N"].(float64)
	first, fOK := s.dict["First"].(float64)
	length, lOK := s.dict["Length"].(float64)
	if !lOK { // the length may stand elsewhere, but not in an object stream
		if ref, isRef := s.dict["Length"].(pdfRef); isRef && d.places[ref.num].stream == 0 {
			if _, v, err := d.objectAt(d.places[ref.num].at); err == nil {
				length, lOK = v.(float64)
			}
		}
	}
	if !direct(s.dict["Filter"]) || !direct(s.dict["DecodeParms"]) { // nothing is looked up while mu is held
		return errPDF
	}
	if !nOK || !fOK || !lOK || n < 0 || n > maxObjects || first < 0 {
		return errPDF
	}
	raw, err := readRange(d.src, s.at, int64(length))
	if err != nil {
		return err
	}
	b, _, err := d.unfilter(raw, s.dict, maxUnpacked)
	if err != nil {
		return err
	}
	l := pdfLexer{b: b}
	inside := map[int]int{}
	for range int(n) {
		num, err1 := l.next(false)
		at, err2 := l.next(false)
		numF, ok1 := num.(float64)
		atF, ok2 := at.(float64)
		if err1 != nil || err2 != nil || !ok1 || !ok2 {
			return errPDF
		}
		inside[int(numF)] = int(first) + int(atF)
	}
	d.packed, d.lexer, d.inside = stream, l, inside
	return nil
}

// direct tells whether v holds no reference.
func direct(v any) bool {
	switch v := v.(type) {
	case pdfRef:
		return false
	case []any:
		for _, e := range v {
			if !direct(e) {
				return false
			}
		}
	case pdfDict:
		for _, e := range v {
			if !direct(e) {
				return false
			}
		}
	}
	return true
}
