package bank

// Preview is a question by itself as its candidate gets it: a paper of one, in
// the base order, with the names of its pictures and sounds and without their
// bytes. Like any paper it holds no key. What cannot be printed yet is left out.
func (b Body) Preview() PrintedForm {
	f := Form{Parts: []Part{{Pins: []Pin{{Body: b}}}}}
	q := printQuestion(b.Question, f.BaseLayout("").Parts[0][0], 1, 1)
	p := PrintedForm{V: 1, Subject: b.Tags.Subject, Stimuli: map[string]string{}, Media: map[string]PrintedMedia{}}
	if q.Stimulus != "" {
		p.Stimuli["s1"], q.Stimulus = q.Stimulus, "s1"
	}
	sounds, err := f.Listenings()
	if err != nil {
		sounds = map[string]int{} // one sound with two limits; the check says so
	}
	for _, h := range f.MediaIn() {
		p.Media[h] = PrintedMedia{Plays: sounds[h]}
	}
	p.Parts = []PrintedPart{{Part: 1, Questions: []PrintedQuestion{q}}}
	return p
}
