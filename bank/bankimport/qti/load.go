package qti

import "strings"

// load reads how an item is scored.
func load(item *node) *program {
	p := &program{responses: map[string]*declaration{}, outcomes: map[string]*declaration{}}
	for _, d := range declare(item, "responseDeclaration") {
		p.responses[d.id] = d
	}
	for _, d := range declare(item, "outcomeDeclaration") {
		p.outcomes[d.id] = d
	}
	p.scoreID = p.scoreOf()
	n := item.child("responseProcessing")
	switch {
	case n == nil:
		p.none = true
	case len(n.elements()) > 0:
		p.rules = n.elements()
		p.none = !p.scored() && !includes(n)
	case n.get("template") != "":
		p.template = templateOf(n.get("template"))
	case n.get("templateLocation") != "":
		p.template = templateOf(n.get("templateLocation"))
	default:
		p.none = true
	}
	if p.none {
		p.rules = nil
		p.mapped()
	}
	return p
}

// includes reports rules that stand elsewhere.
func includes(n *node) bool {
	return len(n.all(func(k *node) bool { return k.name == "include" || k.name == "lookupOutcomeValue" })) > 0
}

// scoreOf names the outcome that counts: SCORE, else the only number among the
// outcomes that is no bound.
func (p *program) scoreOf() string {
	if p.outcomes["SCORE"] != nil {
		return "SCORE"
	}
	found := ""
	for id, d := range p.outcomes {
		if d.cardinality != "single" || d.base != "float" && d.base != "integer" || strings.HasPrefix(strings.ToUpper(id), "M") {
			continue
		}
		if found != "" {
			return "SCORE"
		}
		found = id
	}
	if found == "" {
		return "SCORE"
	}
	return found
}

// scored reports whether any rule sets the score.
func (p *program) scored() bool {
	for _, rule := range p.rules {
		if rule.name == "setOutcomeValue" && rule.get("identifier") == p.scoreID {
			return true
		}
		if len(rule.all(func(n *node) bool { return n.name == "setOutcomeValue" && n.get("identifier") == p.scoreID })) > 0 {
			return true
		}
	}
	return false
}

// mapped lets the points of a mapping count where an item has no rules: its
// author gave them for that.
func (p *program) mapped() {
	if len(p.responses) != 1 {
		return
	}
	for _, d := range p.responses {
		switch {
		case d.mapping != nil && len(d.mapping.entries) > 0 && d.problem == "":
			p.none, p.template = false, "map_response"
		case d.areas != nil && d.problem == "":
			p.none, p.template = false, "map_response_point"
		}
	}
}
