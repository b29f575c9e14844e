package irt

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/psychometrics"
)

// Reason is one thing that the data cannot carry.
type Reason struct {
	Code  string `json:"code"`            // sample.persons, item.constant, …
	Item  string `json:"item,omitempty"`  // empty: the data as a whole
	What  string `json:"what"`            // what is wrong
	Do    string `json:"do"`              // what to do
	Items int    `json:"items,omitempty"` // further items with the same

	// Of a gate: what the data have, what the model needs and the parameter
	// without a prior on which it needs so much.
	Have    float64 `json:"have,omitempty"`
	Need    float64 `json:"need,omitempty"`
	Without string  `json:"without,omitempty"`
}

// RefusalError is the error of Calibrate for data that cannot carry the model.
type RefusalError struct{ Reasons []Reason }

func (r *RefusalError) Error() string {
	var parts []string
	for _, x := range r.Reasons {
		s := x.What
		if x.Item != "" {
			s = "item " + x.Item + ": " + s
		}
		if x.Items > 0 {
			s += fmt.Sprintf(" (and %d more items)", x.Items)
		}
		parts = append(parts, s+": "+x.Do)
	}
	return strings.Join(parts, "; ")
}

// add keeps one item for each code.
func (r *RefusalError) add(x Reason) {
	if at := slices.IndexFunc(r.Reasons, func(o Reason) bool { return o.Code == x.Code }); at >= 0 && x.Item != "" {
		r.Reasons[at].Items++
		return
	}
	r.Reasons = append(r.Reasons, x)
}

// sample is what the gates look at.
type sample struct {
	counts  [][]float64 // by item and score
	persons float64     // with two answers or more
}

func takeSample(r *psychometrics.Responses) sample {
	s := sample{counts: r.Counts()}
	for i := range r.N() {
		answers := 0
		for _, x := range r.Row(i) {
			if x >= 0 {
				answers++
			}
		}
		if answers > 1 {
			s.persons += r.Weight(i)
		}
	}
	return s
}

// refuse says what the data cannot carry; nil: nothing.
func (o *Options) refuse(r *psychometrics.Responses, models []Model, fixed []bool, s sample) error {
	var out RefusalError
	anchors := 0
	for j, name := range r.Items {
		if fixed[j] {
			anchors++
			continue
		}
		refuseItem(&out, name, models[j], s.counts[j])
		_, held := o.held(name, models[j])
		for _, g := range o.Gates {
			if g.Model == models[j] && (g.Without == "" || !o.hasPrior(g.Without) && (g.Without != "c" || !held)) {
				g.look(&out, name, s.persons, total(s.counts[j]))
			}
		}
	}
	if free := len(r.Items) - anchors; free > 0 && anchors == 0 {
		least := 3
		if !slices.ContainsFunc(models, func(m Model) bool { return !m.FixedSlope() && m.Dichotomous() }) {
			least = 2
		}
		if free < least {
			out.add(Reason{Code: "sample.items", What: fmt.Sprintf("%d items, the model needs %d to be identified", free, least), Do: "calibrate more items together, or anchor some"})
		}
	}
	if len(out.Reasons) == 0 {
		o.refuseForms(&out, r, fixed)
	}
	if len(out.Reasons) > 0 {
		return &out
	}
	return nil
}

func (o *Options) hasPrior(parameter string) bool {
	return slices.ContainsFunc(o.Priors, func(p Prior) bool { return p.Parameter == parameter })
}

func (g Gate) look(out *RefusalError, item string, persons, answers float64) {
	without := ""
	if g.Without != "" {
		without = " without a prior on " + g.Without
	}
	if persons < g.Persons {
		if !slices.ContainsFunc(out.Reasons, func(x Reason) bool { return x.Code == "sample.persons" }) {
			out.add(Reason{Code: "sample.persons", What: fmt.Sprintf("%g persons with two answers or more, %s%s needs %g", persons, g.Model, without, g.Persons), Do: g.Try, Have: persons, Need: g.Persons, Without: g.Without})
		}
		return
	}
	if answers < g.Answers {
		out.add(Reason{Code: "item.answers", Item: item, What: fmt.Sprintf("%g answers, %s%s needs %g", answers, g.Model, without, g.Answers), Do: "leave it out by --exclude, or " + g.Try, Have: answers, Need: g.Answers, Without: g.Without})
	}
}

// refuseItem looks at the scores that occur.
func refuseItem(out *RefusalError, name string, m Model, count []float64) {
	seen, gap := 0, -1
	for k, c := range count {
		if c > 0 {
			seen++
		} else if gap < 0 {
			gap = k
		}
	}
	switch {
	case seen == 0:
		out.add(Reason{Code: "item.empty", Item: name, What: "nobody has a score", Do: "leave it out by --exclude"})
	case seen == 1:
		out.add(Reason{Code: "item.constant", Item: name, What: fmt.Sprintf("everybody has the score %d, which says nothing about a slope or a difficulty", len(count)-1), Do: "leave it out by --exclude"})
	case m.Dichotomous() && len(count) > 2:
		out.add(Reason{Code: "item.scores", Item: name, What: fmt.Sprintf("scores up to %d, the model %s has 0 and 1", len(count)-1, m), Do: "take gpcm, grm or pcm, or name the models of items by --models"})
	case gap >= 0:
		out.add(Reason{Code: "item.gap", Item: name, What: fmt.Sprintf("nobody has the score %d of 0 to %d", gap, len(count)-1), Do: "put it together with its neighbour, so that scores go up one by one"})
	}
}

// refuseForms looks for sets of items that no person joins.
func (o *Options) refuseForms(out *RefusalError, r *psychometrics.Responses, fixed []bool) {
	root := make([]int, r.J())
	for j := range root {
		root[j] = j
	}
	find := func(j int) int {
		for root[j] != j {
			root[j] = root[root[j]]
			j = root[j]
		}
		return j
	}
	first := -1
	join := func(j int) {
		if first < 0 {
			first = j
		}
		root[find(j)] = find(first)
	}
	for j, f := range fixed { // anchors are on one scale already
		if f {
			join(j)
		}
	}
	anchored := first
	byGroup := map[int]int{}
	for i := range r.N() {
		first = -1
		if g, known := byGroup[r.GroupOf(i)]; o.RandomForms && known {
			first = g
		}
		for j, x := range r.Row(i) {
			if x >= 0 {
				join(j)
			}
		}
		if first >= 0 {
			byGroup[r.GroupOf(i)] = first
		}
	}
	main := find(max(0, anchored))
	for j, name := range r.Items {
		if find(j) != main {
			out.add(Reason{Code: "forms.apart", Item: name, What: fmt.Sprintf("no chain of persons joins it with item %s: their scales have nothing in common", r.Items[main]), Do: "calibrate the forms one by one, or say --random-forms if persons of a group got their form by chance"})
		}
	}
}
