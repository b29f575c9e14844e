package assemble

import "khaothi/bank"

// Form makes a form of a draw. pin gives the pin of an item by its number.
func (b Blueprint) Form(name string, d Draw, pin func(item int) bank.Pin) bank.Form {
	f := bank.Form{Name: name, Subject: b.Subject, DurationS: b.DurationS, State: bank.FormDraft}
	for p, picks := range d.Parts {
		part := bank.Part{Title: b.title(p), Intro: b.Parts[p].Intro}
		for _, pick := range picks {
			part.Pins = append(part.Pins, pin(pick.Item))
		}
		f.Parts = append(f.Parts, part)
	}
	return f
}

// title is that of a part, or the usual one of its way to answer.
func (b Blueprint) title(p int) string {
	if t := b.Parts[p].Title; t != "" {
		return t
	}
	usual := bank.DefaultTitles()
	if w := int(b.Parts[p].Way()); w < len(usual) {
		return usual[w]
	}
	return "PHẦN TỰ LUẬN"
}

// BaseOf says which draw, from 0, the code number i of n is made of: draws take
// turns, so that neighbours have different questions.
func (f Forms) BaseOf(i int) int { return i % f.Draws() }

// DeviationsOf compares a draw with its blueprint.
func (b Blueprint) DeviationsOf(d Draw, items []Item) (Matrix, []Deviation) {
	parts := make([]PaperPart, len(b.Parts))
	for p, picks := range d.Parts {
		parts[p] = PaperPart{Title: b.title(p), Points: b.Parts[p].Points}
		for _, pick := range picks {
			parts[p].Items = append(parts[p].Items, items[pick.Item])
		}
	}
	got := Of(b.Name, parts).Matrix()
	return got, Deviations(b.Matrix(), got)
}
