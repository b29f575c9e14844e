package scoring

import (
	"sort"
	"strings"

	"khaothi/internal/fault"
)

// GenericName is the rule for a form of any shape: 10 points over its
// questions. "generic:3/4/3" gives the points of each part, "generic-linear"
// pays each statement of a cluster alike.
const GenericName = "generic"

// genericMax is what a generic rule gives without points by part.
const genericMax = Points(1000)

// Resolve returns the rule that a sitting names: a shipped one, or a generic
// one made for the fields of key.
func Resolve(name string, key Key) (Rule, error) {
	head, byPart, given := strings.Cut(name, ":")
	if head != GenericName && head != GenericName+"-linear" {
		return Named(name)
	}
	var points []Points
	if given {
		for text := range strings.SplitSeq(byPart, "/") {
			p, err := ParsePoints(text)
			if err != nil || p <= 0 {
				return Rule{}, fault.New(fault.Invalid, "rule.generic_points").With("name", name)
			}
			points = append(points, p)
		}
	}
	return generic(name, key, points, head != GenericName)
}

// generic makes the rule for the questions that key knows. points are by part
// in rising order of the parts, or nil: then a question weighs 1 and a cluster
// as much as it has statements.
func generic(name string, key Key, points []Points, linear bool) (Rule, error) {
	if err := key.Validate(); err != nil {
		return Rule{}, err
	}
	runs, err := runsOf(key)
	if err != nil {
		return Rule{}, err
	}
	for i := range runs {
		p := &runs[i]
		switch p.Kind {
		case Cluster:
			p.Ladder = genericLadder(p.Statements, linear)
		case Short:
			p.Equality = Numeric
		case Single, Multiple:
		}
	}
	rule := Rule{V: 1, Name: name, Title: "Thang điểm 10 theo đề", Parts: runs}
	if key.Choice != nil {
		choice := *key.Choice
		rule.Choice = &choice
	}
	if points == nil {
		rule.spread(runs, genericMax)
	} else if err := rule.spreadByPart(points); err != nil {
		return Rule{}, err
	}
	return rule, rule.Validate()
}

// genericLadder is the ladder of 2025 for four statements, else linear.
func genericLadder(statements int, linear bool) []int {
	if statements == 4 && !linear {
		return []int{0, 10, 25, 50, 100}
	}
	out := make([]int, statements+1)
	for i := range out {
		out[i] = 100 * i / statements
	}
	return out
}

// runsOf groups the questions of key into runs of one kind and shape.
func runsOf(key Key) ([]Part, error) {
	type question struct{ part, no, statements int }
	kinds := map[question]Kind{}
	statements := map[[2]int]int{}
	for name, f := range key.Fields {
		p, ok := parseField(name)
		if !ok {
			return nil, badKey(name, "not the name of a field")
		}
		if p.statement >= 0 {
			statements[[2]int{p.part, p.no}]++
			continue
		}
		kinds[question{p.part, p.no, 0}] = f.Kind
	}
	for at, n := range statements {
		kinds[question{at[0], at[1], n}] = Cluster
	}
	list := make([]question, 0, len(kinds))
	for q := range kinds {
		list = append(list, q)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].part < list[j].part || list[i].part == list[j].part && list[i].no < list[j].no
	})
	var runs []Part
	for _, q := range list {
		if n := len(runs); n > 0 {
			last := &runs[n-1]
			if last.Part == q.part && last.From+last.Count == q.no && last.Kind == kinds[q] && last.Statements == q.statements {
				last.Count++
				continue
			}
		}
		runs = append(runs, Part{Part: q.part, From: q.no, Count: 1, Kind: kinds[q], Statements: q.statements})
	}
	return runs, nil
}

// spread gives the runs their shares of total by weight; they add up to it.
func (r *Rule) spread(runs []Part, total Points) {
	var all, sofar int64
	for i := range runs {
		all += r.weight(&runs[i])
	}
	for i := range runs {
		w := r.weight(&runs[i])
		runs[i].Total = share(total, sofar+w, all) - share(total, sofar, all)
		sofar += w
	}
}

// weight counts what one candidate does: the tracks count once.
func (r *Rule) weight(p *Part) int64 { return int64(r.toDo(p)) * int64(max(p.Statements, 1)) }

// spreadByPart gives each part its points; there are as many as parts.
func (r *Rule) spreadByPart(points []Points) error {
	start, part, runs := 0, 0, r.Parts
	for i := range runs {
		if i+1 < len(runs) && runs[i+1].Part == runs[i].Part {
			continue
		}
		if part < len(points) {
			r.spread(runs[start:i+1], points[part])
		}
		start, part = i+1, part+1
	}
	if part != len(points) {
		return fault.New(fault.Invalid, "rule.generic_parts").With("parts", part).With("points", len(points))
	}
	return nil
}
