package scoring

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of one rubric: criteria, steps, bytes of a text; and of a weight.
const (
	maxRubric    = 20
	maxSteps     = 20
	maxRubricLen = 20_000
	maxWeight    = 100
)

// tooLong reports a criterion beyond its bounds.
func (c *Criterion) tooLong() bool {
	bad := len(c.HTML) > maxRubricLen || len(c.Steps) > maxSteps
	for _, s := range c.Steps {
		bad = bad || s.Points < 0 || s.Points > c.Points || len(s.HTML) > maxRubricLen
	}
	return bad
}

// fault says what makes f unusable, or nothing.
func (f *KeyField) fault() string {
	if f.Kind.Marked() {
		return f.rubricFault()
	}
	if len(f.Rubric) > 0 {
		return "a rubric belongs to what people mark"
	}
	if f.Weight < 0 || f.Weight > maxWeight || f.Weight > 0 && !f.Kind.Composite() {
		return fmt.Sprintf("a weight is 1 to %d, of a field among others", maxWeight)
	}
	if f.Points < 0 || f.Points > maxPoint || f.Points > 0 && f.Kind != Hotspot {
		return fmt.Sprintf("1 to %d places, on a picture", maxPoint)
	}
	if !f.Cancelled && len(f.Accept) == 0 || len(f.Accept) > maxAccept {
		return fmt.Sprintf("1 to %d accepted answers, not %d", maxAccept, len(f.Accept))
	}
	for _, a := range f.Accept {
		if !f.possible(a) {
			return fmt.Sprintf("%q cannot be an accepted answer", a)
		}
	}
	return f.creditFault()
}

// possible reports whether a could be right in a field of the kind.
func (f *KeyField) possible(a string) bool {
	if a == "" || len(a) > MaxValueBytes || !utf8.ValidString(a) {
		return false
	}
	switch f.Kind {
	case Cluster:
		return a == "D" || a == "S"
	case Numeric:
		_, ok := parseSpan(a)
		return ok
	case Order:
		ids := strings.Split(a, ",")
		slices.Sort(ids)
		return len(ids) >= 2 && len(ids) <= maxStatements && ids[0] != "" && len(slices.Compact(ids)) == strings.Count(a, ",")+1
	case Hotspot:
		if _, isArea := parseArea(a); isArea {
			return true
		}
		_, isPoints := parsePoints(a)
		return !isPoints && len(optionSet(a)) > 0 && !strings.Contains(a, ":")
	case Cloze:
		return strings.TrimSpace(a) != ""
	default:
		return true
	}
}

func (f *KeyField) creditFault() string {
	if f.Kind == Hotspot && f.mixesAreas() {
		return fmt.Sprintf("places are right either by name or by up to %d areas", maxPoint)
	}
	if len(f.Credit) > maxAccept {
		return fmt.Sprintf("at most %d answers with a credit of their own", maxAccept)
	}
	if len(f.Credit) > 0 && (f.Kind == Cluster || f.Kind == Order || f.Kind == Hotspot) {
		return fmt.Sprintf("credit does not belong to kind %q", f.Kind)
	}
	for a, c := range f.Credit {
		if !f.possible(a) {
			return fmt.Sprintf("%q cannot be an answer with credit", a)
		}
		if c < -FullCredit || c > FullCredit {
			return fmt.Sprintf("the credit of %q is not within -100 to 100 per cent", a)
		}
	}
	return ""
}

// mixesAreas reports whether some accepted places are areas and some names.
func (f *KeyField) mixesAreas() bool {
	n := 0
	for _, a := range f.Accept {
		if _, isArea := parseArea(a); isArea {
			n++
		}
	}
	return n > 0 && n < len(f.Accept) || n > maxPoint
}

func (f *KeyField) rubricFault() string {
	if len(f.Accept)+len(f.Credit) > 0 {
		return "what people mark has a rubric, not accepted answers"
	}
	if f.Cancelled && len(f.Rubric) == 0 {
		return ""
	}
	if len(f.Rubric) == 0 || len(f.Rubric) > maxRubric {
		return fmt.Sprintf("a rubric has 1 to %d criteria, not %d", maxRubric, len(f.Rubric))
	}
	ids := map[string]bool{}
	for _, c := range f.Rubric {
		if c.ID == "" || len(c.ID) > maxTrackID || ids[c.ID] || c.Points <= 0 || c.Points > maxPoints || c.tooLong() {
			return fmt.Sprintf("criterion %q: each has a short id of its own, points above 0, and steps within them", c.ID)
		}
		ids[c.ID] = true
	}
	return ""
}
