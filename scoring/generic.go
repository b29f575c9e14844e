package scoring

import (
	"cmp"
	"maps"
	"slices"
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
// in rising order of the parts, or nil: then a question weighs 1, one of several
// fields as much as it has, and a work as much as its rubric has whole points.
func generic(name string, key Key, points []Points, linear bool) (Rule, error) {
	if err := key.Validate(); err != nil {
		return Rule{}, err
	}
	runs, weights, err := runsOf(key)
	if err != nil {
		return Rule{}, err
	}
	for i := range runs {
		runs[i].settle(linear)
	}
	rule := Rule{V: 1, Name: name, Title: "Thang điểm 10 theo đề", Parts: runs}
	if key.Choice != nil {
		choice := *key.Choice
		rule.Choice = &choice
	}
	if points == nil {
		rule.spread(runs, weights, genericMax)
	} else if err := rule.spreadByPart(weights, points); err != nil {
		return Rule{}, err
	}
	return rule, rule.Validate()
}

// settle gives a run the settings of its kind: what is partly right earns its
// part, wherever parts can be told.
func (p *Part) settle(linear bool) {
	switch p.Kind {
	case Cluster:
		p.Ladder = genericLadder(p.Statements, linear)
	case Short:
		p.Equality = NumberEqual
	case Cloze, Match, Categorise:
		if p.Partial == "" {
			p.Partial = Share
		}
	case Order:
		p.Partial = Pairs
	case Hotspot:
		p.Partial = RightMinusWrong
	case Single, Multiple, Numeric, Essay, Upload:
	}
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

// shape is what questions of one run have in common.
type shape struct {
	kind       Kind
	statements int
	partial    Partial
	weight     int64
}

// runsOf groups the questions of key into runs of one kind and shape, and says
// what a question of each run weighs.
func runsOf(key Key) ([]Part, []int64, error) {
	shapes := map[[2]int]shape{}
	for name, f := range key.Fields {
		p, ok := parseField(name)
		if !ok {
			return nil, nil, badKey(name, "not the name of a field")
		}
		at := [2]int{p.part, p.no}
		s := shapes[at]
		if s.kind != "" && (s.kind != f.Kind || !f.Kind.Composite()) {
			return nil, nil, badKey(name, "another field of this question is of kind %q", s.kind)
		}
		s.kind = f.Kind
		if f.Kind.Composite() {
			s.statements++
		}
		if len(f.Credit) > 0 && f.Kind != Cluster {
			s.partial = ByCredit
		}
		s.weight = max(1, int64(s.statements), int64(f.RubricMax()+50)/100)
		shapes[at] = s
	}
	list := slices.SortedFunc(maps.Keys(shapes), func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	var runs []Part
	var weights []int64
	for _, at := range list {
		s := shapes[at]
		if n := len(runs); n > 0 {
			last := &runs[n-1]
			same := shape{last.Kind, last.Statements, last.Partial, weights[n-1]} == s
			if last.Part == at[0] && last.From+last.Count == at[1] && same {
				last.Count++
				continue
			}
		}
		runs = append(runs, Part{Part: at[0], From: at[1], Count: 1, Kind: s.kind, Statements: s.statements, Partial: s.partial})
		weights = append(weights, s.weight)
	}
	return runs, weights, nil
}

// spread gives the runs their shares of total by weight; they add up to it.
func (r *Rule) spread(runs []Part, weights []int64, total Points) {
	var all, sofar int64
	for i := range runs {
		all += r.weight(&runs[i], weights[i])
	}
	for i := range runs {
		w := r.weight(&runs[i], weights[i])
		runs[i].Total = share(total, sofar+w, all) - share(total, sofar, all)
		sofar += w
	}
}

// weight counts what one candidate does: the tracks count once.
func (r *Rule) weight(p *Part, each int64) int64 { return int64(r.toDo(p)) * each }

// spreadByPart gives each part its points; there are as many as parts.
func (r *Rule) spreadByPart(weights []int64, points []Points) error {
	start, part, runs := 0, 0, r.Parts
	for i := range runs {
		if i+1 < len(runs) && runs[i+1].Part == runs[i].Part {
			continue
		}
		if part < len(points) {
			r.spread(runs[start:i+1], weights[start:i+1], points[part])
		}
		start, part = i+1, part+1
	}
	if part != len(points) {
		return fault.New(fault.Invalid, "rule.generic_parts").With("parts", part).With("points", len(points))
	}
	return nil
}
