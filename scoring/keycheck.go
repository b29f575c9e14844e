package scoring

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxRubric bounds the criteria of one rubric.
const maxRubric = 20

// fault says what makes f unusable, or nothing.
func (f *KeyField) fault() string {
	if f.Kind.Marked() {
		return f.rubricFault()
	}
	if len(f.Rubric) > 0 {
		return "a rubric belongs to what people mark"
	}
	if len(f.Areas) > 0 {
		return f.areasFault()
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
		_, isPoints := parsePoints(a)
		return !isPoints && len(optionSet(a)) > 0
	case Cloze:
		return strings.TrimSpace(a) != ""
	default:
		return true
	}
}

func (f *KeyField) creditFault() string {
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

func (f *KeyField) areasFault() string {
	if f.Kind != Hotspot || len(f.Accept) > 0 {
		return "areas belong to places on a picture, and stand instead of accepted answers"
	}
	if len(f.Areas) > maxAreas {
		return fmt.Sprintf("at most %d areas", maxAreas)
	}
	for _, a := range f.Areas {
		if why := a.validate(); why != "" {
			return why
		}
	}
	return ""
}

func (f *KeyField) rubricFault() string {
	if len(f.Accept)+len(f.Areas)+len(f.Credit) > 0 {
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
		if c.ID == "" || len(c.ID) > maxTrackID || ids[c.ID] || c.Points <= 0 || c.Points > maxPoints || len(c.Title) > MaxValueBytes || len(c.Levels) > MaxValueBytes {
			return fmt.Sprintf("criterion %q: each has a short id of its own, a title, and points above 0", c.ID)
		}
		ids[c.ID] = true
	}
	return ""
}
