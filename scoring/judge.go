package scoring

import (
	"fmt"
	"strings"
)

// MaxValueBytes bounds one response.
const MaxValueBytes = 2000

// The reasons of a field. A question of several fields, or one that does not
// count, has a reason of its own: cluster.3of4, partial.1of2, track.not_counted.
const (
	ReasonRight     = "right"
	ReasonWrong     = "wrong"
	ReasonBlank     = "blank"
	ReasonDouble    = "double"    // two marks where one is asked for
	ReasonDoubt     = "doubt"     // the reader of the sheet could not tell: ?
	ReasonGap       = "gap"       // an empty cell inside a short answer
	ReasonCancelled = "cancelled" // the item was cancelled: everybody gets the points

	ReasonTrackNotCounted = "track.not_counted" // answered, but another track counts
	ReasonTrackNotChosen  = "track.not_chosen"  // left blank, another track counts
)

// fullUnits is a wholly right question: divisible by 100, for ladders, and by
// 1 … 12, for multiple choice with up to 12 right options.
const fullUnits = 138_600

// judge holds what decides about one field.
type judge struct {
	field     string
	kind      Kind
	partial   Partial
	cancelled bool
	accept    map[string]bool
	numbers   map[string]bool // canonical spellings, where equality is numeric
	sets      []map[string]bool
}

func newJudge(field string, p *Part, key KeyField) judge {
	j := judge{field: field, kind: p.Kind, partial: p.Partial, cancelled: key.Cancelled, accept: make(map[string]bool, len(key.Accept))}
	for _, a := range key.Accept {
		j.accept[a] = true
		switch {
		case p.Kind == Multiple:
			j.sets = append(j.sets, optionSet(a))
		case p.Kind == Short && p.Equality == Numeric:
			if n, ok := canonicalNumber(a); ok {
				if j.numbers == nil {
					j.numbers = map[string]bool{}
				}
				j.numbers[n] = true
			}
		}
	}
	return j
}

// judge returns the units, up to fullUnits, that a value earns, and why.
func (j *judge) judge(value string) (units int64, reason string) {
	if j.cancelled {
		return fullUnits, ReasonCancelled
	}
	if value == "" {
		return 0, ReasonBlank
	}
	if j.kind == Multiple {
		return j.judgeSet(value)
	}
	if j.accept[value] {
		return fullUnits, ReasonRight
	}
	if j.numbers != nil {
		if n, ok := canonicalNumber(value); ok && j.numbers[n] {
			return fullUnits, ReasonRight
		}
	}
	return 0, j.whyNot(value)
}

// whyNot tells a plain wrong answer from a mark that says nothing clear. Only
// files and sheets have such values; a browser cannot send them.
func (j *judge) whyNot(value string) string {
	switch {
	case strings.Contains(value, "?"):
		return ReasonDoubt
	case strings.Contains(value, "["):
		return ReasonDouble
	case j.kind == Short && strings.Contains(strings.TrimLeft(value, "_"), "_"):
		return ReasonGap
	case j.kind == Cluster && len(value) > 1, j.kind == Single && len(value) > 1 && allCapitals(value):
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
	units, reason = 0, ReasonWrong
	for _, accepted := range j.sets {
		right := 0
		for option := range chosen {
			if accepted[option] {
				right++
			}
		}
		wrong := len(chosen) - right
		if wrong == 0 && right == len(accepted) {
			return fullUnits, ReasonRight
		}
		if j.partial != RightMinusWrong || right <= wrong {
			continue
		}
		if u := fullUnits * int64(right-wrong) / int64(len(accepted)); u > units {
			units, reason = u, fmt.Sprintf("partial.%dof%d", right-wrong, len(accepted))
		}
	}
	return units, reason
}

func optionSet(value string) map[string]bool {
	set := map[string]bool{}
	for option := range strings.SplitSeq(value, ",") {
		if option = strings.TrimSpace(option); option != "" {
			set[option] = true
		}
	}
	return set
}
