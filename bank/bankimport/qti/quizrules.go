package qti

import (
	"slices"
	"strings"
)

// quizRules are the response processing of QTI 1.2.
type quizRules struct{ n *node }

func (q *quizRules) unscored() bool { return q.n == nil || len(q.n.all(named("setvar"))) == 0 }

// run scores responses. A condition that is not known is an error.
func (q *quizRules) run(given map[string][]string) (float64, error) {
	score := 0.0
	for _, d := range q.n.all(named("decvar")) {
		if x := optional(d.get("defaultval")); x != nil {
			score = *x
		}
	}
	for _, c := range q.n.children("respcondition") {
		v := c.child("conditionvar")
		if v == nil {
			return 0, unsupported("respcondition")
		}
		ok, err := q.conditions(v, given)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		for _, s := range c.children("setvar") {
			x := optional(s.words())
			if name := s.get("varname"); x == nil || name != "" && !strings.EqualFold(name, "SCORE") && !strings.EqualFold(name, "que_score") {
				return 0, unsupported("setvar " + name)
			}
			switch s.get("action") {
			case "", "Set":
				score = *x
			case "Add":
				score += *x
			case "Subtract":
				score -= *x
			default:
				return 0, unsupported("setvar " + s.get("action"))
			}
		}
		if c.get("continue") != "Yes" && len(c.children("setvar")) > 0 {
			break
		}
	}
	return score, nil
}

// conditions reads what stands directly in a conditionvar: several accepted
// values of one response are alternatives, anything else has to hold together.
func (q *quizRules) conditions(n *node, given map[string][]string) (bool, error) {
	es := n.elements()
	alternatives := len(es) > 1
	for _, e := range es {
		alternatives = alternatives && e.name == "varequal" && e.get("respident") == es[0].get("respident")
	}
	return q.join(es, given, !alternatives)
}

// join holds if all of the conditions do, or any.
func (q *quizRules) join(es []*node, given map[string][]string, all bool) (bool, error) {
	out := all
	for _, e := range es {
		ok, err := q.condition(e, given)
		if err != nil {
			return false, err
		}
		if all {
			out = out && ok
		} else {
			out = out || ok
		}
	}
	return out, nil
}

func (q *quizRules) condition(n *node, given map[string][]string) (bool, error) {
	values := given[n.get("respident")]
	switch n.name {
	case "and":
		return q.join(n.elements(), given, true)
	case "or":
		return q.join(n.elements(), given, false)
	case "not":
		ok, err := q.join(n.elements(), given, true)
		return !ok, err
	case "other":
		return true, nil
	case "unanswered":
		return len(values) == 0, nil
	case "varequal":
		want := n.raw()
		return slices.ContainsFunc(values, func(v string) bool {
			return v == want || n.get("case") == "No" && strings.EqualFold(v, want)
		}), nil
	}
	return false, unsupported(n.name)
}
