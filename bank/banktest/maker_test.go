package banktest

import (
	"testing"

	"khaothi/bank"
)

// Every question that is made may be approved, stays as it is when it is
// normalised again, and is unlike the others.
func TestMadeQuestionsAreGood(t *testing.T) {
	t.Parallel()
	m := New(3)
	in := m.Imported(40)
	seen, kinds := map[string]bool{}, in.ByKind()
	credit, formulas := 0, 0
	for _, d := range in.Items {
		for _, p := range d.Body.Check() {
			if !p.Warning {
				t.Errorf("%s: %+v", d.Body.Question.Kind, p)
			}
		}
		hash := d.Body.Hash()
		d.Body.Normalise()
		if d.Body.Hash() != hash {
			t.Errorf("%s changes when it is normalised again", d.Body.Question.Kind)
		}
		if seen[d.Body.Fingerprint()] {
			t.Error("the same question twice")
		}
		seen[d.Body.Fingerprint()] = true
		for _, h := range d.Body.MediaIn() {
			if _, ok := in.Media[h]; !ok {
				t.Errorf("picture %s is not there", h)
			}
		}
		if len(d.Body.Key.Credit) > 0 {
			credit++
		}
		if bank.PlainText(d.Body.Question.Stem) != d.Body.Question.Stem {
			formulas++
		}
	}
	if len(kinds) != len(bank.Kinds()) || credit < 40 || formulas < 40 {
		t.Errorf("kinds %v, %d with credit, %d with markup", kinds, credit, formulas)
	}
}
