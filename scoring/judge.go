package scoring

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// MaxValueBytes bounds one response that is no essay, MaxEssayBytes an essay.
const (
	MaxValueBytes = 2000
	MaxEssayBytes = 32 << 10
)

// The reasons of a field. A question of several fields, or one that does not
// count, has a reason of its own: cluster.3of4, parts.2of3, partial.1of2,
// credit.50, track.not_counted.
const (
	ReasonRight     = "right"
	ReasonWrong     = "wrong"
	ReasonBlank     = "blank"
	ReasonDouble    = "double"    // two marks where one is asked for
	ReasonDoubt     = "doubt"     // the reader of the sheet could not tell: ?
	ReasonGap       = "gap"       // an empty cell inside a short answer
	ReasonCancelled = "cancelled" // the item was cancelled: everybody gets the points
	ReasonMarked    = "marked"    // people marked it
	ReasonPending   = "pending"   // people have not marked it yet: the result is incomplete

	ReasonTrackNotCounted = "track.not_counted" // answered, but another track counts
	ReasonTrackNotChosen  = "track.not_chosen"  // left blank, another track counts
)

// judge holds what decides about one field.
type judge struct {
	field     string
	kind      Kind
	partial   Partial
	negative  bool
	cancelled bool
	fold      bool
	accept    map[string]int64 // units by answer
	numbers   map[string]int64 // by canonical spelling, where equality is numeric
	spans     []credSpan
	sets      []map[string]bool
	orders    [][]string
	areas     []area
	points    int // places to be hit
	rubric    Points
	weight    int64
}

// credSpan is an interval of numbers and what it is worth.
type credSpan struct {
	span
	units int64
}

func newJudge(field string, p *Part, key KeyField) judge {
	j := judge{
		field: field, kind: p.Kind, partial: p.Partial, negative: p.Negative, cancelled: key.Cancelled,
		fold: key.Fold, rubric: key.RubricMax(), weight: int64(max(key.Weight, 1)), accept: map[string]int64{},
	}
	byCredit := p.Partial == ByCredit
	for a, units := range key.credited(byCredit) {
		keepBest(j.accept, j.spelling(a), units)
		j.addNumber(a, units, p.Equality)
	}
	for _, a := range key.Accept {
		if place, isArea := parseArea(a); isArea && p.Kind == Hotspot {
			j.areas = append(j.areas, place)
			continue
		}
		switch p.Kind {
		case Multiple, Hotspot:
			j.sets = append(j.sets, optionSet(a))
		case Order:
			j.orders = append(j.orders, strings.Split(a, ","))
		default:
		}
	}
	j.points = len(j.areas)
	if key.Points > 0 {
		j.points = min(key.Points, len(j.areas))
	}
	if p.Kind == Multiple && byCredit && len(key.Credit) > 0 {
		j.sets = nil // the options are paid one by one
	}
	return j
}

// addNumber has a accepted as a number as well, where numbers are compared.
func (j *judge) addNumber(a string, units int64, equality Equality) {
	if j.kind == Numeric || j.kind == Cloze && equality == NumberEqual {
		if s, ok := parseSpan(a); ok {
			j.spans = append(j.spans, credSpan{s, units})
		}
		return
	}
	if n, ok := canonicalNumber(a); ok && equality == NumberEqual {
		if j.numbers == nil {
			j.numbers = map[string]int64{}
		}
		keepBest(j.numbers, n, units)
	}
}

// keepBest keeps the most that one spelling is worth.
func keepBest(all map[string]int64, spelling string, units int64) {
	if was, there := all[spelling]; !there || units > was {
		all[spelling] = units
	}
}

// spelling brings a typed text to the one that is compared. A short answer is
// compared as it is typed unless the key says that case does not matter.
func (j *judge) spelling(s string) string {
	if j.kind == Cloze {
		s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	}
	if j.fold {
		s = strings.ToLower(norm.NFC.String(s))
	}
	return s
}

// judge returns the units, up to fullUnits, that a value earns, and why. mark
// is what people gave, of the kinds that they mark.
func (j *judge) judge(value, mark string) (units int64, reason string) {
	if j.cancelled {
		return fullUnits, ReasonCancelled
	}
	if j.kind.Marked() {
		return j.judgeMark(value, mark)
	}
	if value == "" {
		return 0, ReasonBlank
	}
	switch j.kind {
	case Multiple:
		return j.judgeSet(value)
	case Order:
		return j.judgeOrder(value)
	case Hotspot:
		return j.judgePlaces(value)
	default:
	}
	units, known := j.worth(value)
	switch {
	case units == fullUnits:
		return units, ReasonRight
	case units > 0:
		return units, "credit." + strconv.FormatInt(perCent(units), 10)
	case known && j.negative:
		return units, ReasonWrong
	}
	return 0, j.whyNot(value)
}

// worth is the most that the value earns by any answer that it equals.
func (j *judge) worth(value string) (units int64, known bool) {
	units, known = j.accept[j.spelling(value)]
	take := func(u int64) {
		if !known || u > units {
			units, known = u, true
		}
	}
	if j.numbers != nil {
		if n, ok := canonicalNumber(value); ok {
			if u, there := j.numbers[n]; there {
				take(u)
			}
		}
	}
	if len(j.spans) > 0 {
		if n, ok := parseNumber(value); ok {
			for _, s := range j.spans {
				if s.has(n) {
					take(s.units)
				}
			}
		}
	}
	return units, known
}

// judgeMark pays what people gave, out of the points of the rubric.
func (j *judge) judgeMark(value, mark string) (units int64, reason string) {
	if n, err := strconv.ParseInt(mark, 10, 64); err == nil && n >= 0 && Points(n) <= j.rubric && j.rubric > 0 {
		return int64(share(fullUnits, n, int64(j.rubric))), ReasonMarked
	}
	if value == "" {
		return 0, ReasonBlank
	}
	return 0, ReasonPending
}

// whyNot tells a plain wrong answer from a mark that says nothing clear. Only
// files and sheets have such values; a browser cannot send them.
func (j *judge) whyNot(value string) string {
	switch {
	case j.kind == Cloze || j.kind == Numeric:
		return ReasonWrong
	case strings.Contains(value, "?"):
		return ReasonDoubt
	case strings.Contains(value, "["):
		return ReasonDouble
	case j.kind == Short && strings.Contains(strings.TrimLeft(value, "_"), "_"):
		return ReasonGap
	case j.kind == Cluster && len(value) > 1, j.kind != Short && len(value) > 1 && allCapitals(value):
		return ReasonDouble // option ids are in lower case, letters of the printed form are not
	}
	return ReasonWrong
}

func allCapitals(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// judgeSet takes the accepted set that is best for the candidate.
func (j *judge) judgeSet(value string) (units int64, reason string) {
	if strings.Contains(value, "?") {
		return 0, ReasonDoubt
	}
	chosen := optionSet(value)
	if j.partial == ByCredit && j.sets == nil {
		return j.judgeOptions(chosen)
	}
	reason = ReasonWrong
	for i, accepted := range j.sets {
		right := 0
		for option := range chosen {
			if accepted[option] {
				right++
			}
		}
		u, why := j.pay(right, len(chosen)-right, len(accepted))
		if i == 0 || u > units {
			units, reason = u, why
		}
	}
	return units, reason
}

// judgeOptions adds up what the author gives each chosen option.
func (j *judge) judgeOptions(chosen map[string]bool) (units int64, reason string) {
	for option := range chosen {
		units += j.accept[option]
	}
	units = j.bounded(units)
	switch {
	case units == fullUnits:
		return units, ReasonRight
	case units > 0:
		return units, "credit." + strconv.FormatInt(perCent(units), 10)
	}
	return units, ReasonWrong
}

// bounded keeps units within a whole question, and above 0 unless the rule lets
// it fall.
func (j *judge) bounded(units int64) int64 {
	least := int64(0)
	if j.negative {
		least = -fullUnits
	}
	return max(least, min(units, fullUnits))
}

// pay is what right and wrong ones earn where there are so many right ones.
func (j *judge) pay(right, wrong, of int) (units int64, reason string) {
	if wrong == 0 && right == of {
		return fullUnits, ReasonRight
	}
	if j.partial != RightMinusWrong {
		return 0, ReasonWrong
	}
	units = j.bounded(fullUnits * int64(right-wrong) / int64(of))
	if units <= 0 {
		return units, ReasonWrong
	}
	return units, partialReason(right-wrong, of)
}

// judgePlaces scores places of a picture: areas by name, or points.
func (j *judge) judgePlaces(value string) (units int64, reason string) {
	if len(j.areas) == 0 {
		return j.judgeSet(value)
	}
	points, ok := parsePoints(value)
	if !ok {
		return 0, ReasonWrong
	}
	found := hits(j.areas, points)
	right := min(found, j.points)
	return j.pay(right, len(points)-found, j.points)
}

func partialReason(n, of int) string { return fmt.Sprintf("partial.%dof%d", n, of) }

func optionSet(value string) map[string]bool {
	set := map[string]bool{}
	for option := range strings.SplitSeq(value, ",") {
		if option = strings.TrimSpace(option); option != "" {
			set[option] = true
		}
	}
	return set
}
