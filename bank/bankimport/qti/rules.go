package qti

import (
	"errors"
	"path"
	"strings"
)

// value is what a variable or an expression holds; no items is NULL.
type value struct {
	base  string
	items []string
	order bool
}

// unsupported is a rule or operator that is not run, by its name.
type unsupported string

func (e unsupported) Error() string { return string(e) }

// program is the response processing of one item with what it needs.
type program struct {
	responses map[string]*declaration
	outcomes  map[string]*declaration
	rules     []*node
	template  string // name of a standard template, rules are nil then
	scoreID   string // the outcome that counts
	none      bool   // nothing says how the item is scored
	budget    *int   // operators that may still be run; nil: any number
}

// machine is one run of a program.
type machine struct {
	p     *program
	given map[string][]string // responses
	out   map[string]value
	bad   map[string]error // outcomes that something unsupported has touched
	steps int
	done  bool
}

// maxSteps bounds one run; the longest rule seen takes 900.
const maxSteps = 20_000

// standard are the templates that are known.
var standard = []string{"match_correct", "map_response", "map_response_point"}

// templateOf names a standard template by its address.
func templateOf(uri string) string {
	name := strings.ToLower(strings.TrimSuffix(path.Base(uri), ".xml"))
	switch name {
	case "match_correct", "cc2_match", "cc2_match_basic":
		return "match_correct"
	case "map_response", "cc2_map_response":
		return "map_response"
	case "map_response_point", "cc2_map_response_point":
		return "map_response_point"
	}
	return name
}

func (p *program) unscored() bool { return p.none }

// run scores responses.
func (p *program) run(given map[string][]string) (float64, error) {
	m := &machine{p: p, given: given, out: map[string]value{}, bad: map[string]error{}}
	for id, d := range p.outcomes {
		v := value{base: d.base, items: d.initial, order: d.cardinality == "ordered"}
		if d.initial == nil && d.cardinality == "single" && (d.base == "float" || d.base == "integer") {
			v.items = []string{"0"}
		}
		m.out[id] = v
	}
	if err := m.all(p.program(m)); err != nil {
		return 0, err
	}
	if err := m.bad[m.p.scoreID]; err != nil {
		return 0, err
	}
	return m.score()
}

// program lets a template act and returns the rules that remain.
func (p *program) program(m *machine) []*node {
	d := p.responses["RESPONSE"]
	if d == nil && len(p.responses) == 1 {
		for _, only := range p.responses {
			d = only
		}
	}
	if p.template == "" {
		return p.rules
	}
	if d == nil {
		m.bad[m.p.scoreID] = unsupported("mẫu " + p.template + " không có biến RESPONSE")
		return nil
	}
	given := m.given[d.id]
	score := 0.0
	switch {
	case p.template == "match_correct" && d.correct != nil:
		if sameValues(value{d.base, given, d.cardinality == "ordered"}, value{d.base, d.correct, d.cardinality == "ordered"}) {
			score = 1
		}
	case p.template == "map_response" && d.mapping != nil:
		if len(given) > 0 {
			score = d.mapping.of(d, given)
		}
	case p.template == "map_response_point" && d.areas != nil:
		if len(given) > 0 {
			score = d.areas.of(given)
		}
	default:
		m.bad[m.p.scoreID] = unsupported("mẫu " + p.template + " thiếu đáp án hoặc bảng điểm")
	}
	m.out[m.p.scoreID] = number(score)
	return nil
}

func (m *machine) score() (float64, error) {
	v, ok := m.out[m.p.scoreID]
	if !ok {
		return 0, unsupported("không có biến " + m.p.scoreID)
	}
	x := 0.0
	if len(v.items) > 0 {
		f := optional(v.items[0])
		if f == nil {
			return 0, unsupported(m.p.scoreID + " không phải số")
		}
		x = *f
	}
	return x, nil
}

func (m *machine) all(rules []*node) error {
	for _, r := range rules {
		if err := m.rule(r); err != nil || m.done {
			return err
		}
	}
	return nil
}

func (m *machine) rule(n *node) error {
	if err := m.step(); err != nil {
		return err
	}
	switch n.name {
	case "responseProcessingFragment":
		return m.all(n.elements())
	case "exitResponse":
		m.done = true
		return nil
	case "setOutcomeValue":
		m.set(n)
		return nil
	case "responseCondition":
		return m.condition(n)
	}
	m.poison(n, unsupported(n.name))
	return nil
}

// set gives an outcome a value, or marks it as unknown.
func (m *machine) set(n *node) {
	id := n.get("identifier")
	es := n.elements()
	if len(es) != 1 {
		m.bad[id] = unsupported(n.name)
		return
	}
	v, err := m.eval(es[0])
	if err != nil {
		m.bad[id] = err
		return
	}
	delete(m.bad, id)
	m.out[id] = v
}

// condition runs the first branch whose test is true. Where a test cannot be
// told, all that any branch might set is unknown.
func (m *machine) condition(n *node) error {
	for _, branch := range n.elements() {
		es := branch.elements()
		if branch.name == "responseElse" {
			return m.all(es)
		}
		if len(es) == 0 {
			m.poison(n, unsupported(branch.name))
			return nil
		}
		ok, err := m.test(es[0])
		if err != nil {
			m.poison(n, err)
			return nil
		}
		if ok {
			return m.all(es[1:])
		}
	}
	return nil
}

// poison marks everything that a rule might set as unknown.
func (m *machine) poison(n *node, err error) {
	var u unsupported
	if !errors.As(err, &u) {
		u = unsupported(err.Error())
	}
	n.walk(func(k *node) bool {
		switch k.name {
		case "setOutcomeValue", "lookupOutcomeValue":
			m.bad[k.get("identifier")] = u
		case "exitResponse", "include":
			m.bad[m.p.scoreID] = u
		}
		return true
	})
}

// test is an expression that has to be true or false; NULL is false.
func (m *machine) test(n *node) (bool, error) {
	v, err := m.eval(n)
	if err != nil {
		return false, err
	}
	return len(v.items) > 0 && v.items[0] == "true", nil
}

// sameValues compares containers: in order, or as multisets.
func sameValues(a, b value) bool {
	if len(a.items) != len(b.items) || len(a.items) == 0 {
		return false
	}
	base := a.base
	if base == "" {
		base = b.base
	}
	if a.order || b.order || len(a.items) == 1 {
		for i := range a.items {
			if !same(base, a.items[i], b.items[i]) {
				return false
			}
		}
		return true
	}
	used := make([]bool, len(b.items))
	for _, x := range a.items {
		found := false
		for j, y := range b.items {
			if !used[j] && same(base, x, y) {
				used[j], found = true, true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// step counts what is run, in this run and in all.
func (m *machine) step() error {
	if m.steps++; m.steps > maxSteps {
		return unsupported("quy tắc quá dài")
	}
	if m.p.budget == nil {
		return nil
	}
	if *m.p.budget--; *m.p.budget < 0 {
		return unsupported("quy tắc quá dài")
	}
	return nil
}
