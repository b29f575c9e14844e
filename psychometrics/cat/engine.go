package cat

import (
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics/irt"
)

// Rule names a way to choose the next item.
type Rule string

// The rules.
const (
	MFI  Rule = "mfi"  // the most Fisher information at the provisional ability (Lord 1980)
	BOpt Rule = "bopt" // the difficulty nearest to it (Urry 1970); items with one difficulty only
	KLP  Rule = "klp"  // Kullback–Leibler information weighted by the posterior (Chang & Ying 1996)
	MEPV Rule = "mepv" // the smallest expected posterior variance (Owen 1975; van der Linden 1998)
)

// Options say how the engine works; Default has the usual ones.
type Options struct {
	Grid        irt.Grid
	Mean, SD    float64    // of the prior
	Provisional irt.Method // during the test
	Final       irt.Method // at its end
	Rule        Rule
	// Randomesque draws from the best so many items (Kingsbury & Zara 1989); 1: the
	// best.
	Randomesque int
	// Content is the share of the test that each content area should have; nil: no
	// balance. The area furthest behind comes next (Kingsbury & Zara 1989).
	Content map[string]float64
	Start   float64 // the ability that the first item is chosen for
	Stop    Stop
	Seed    uint64
}

// Stop says when the test is over: never before MinItems, and then as soon as
// one of the others holds. A zero is no rule; MaxItems is always there.
type Stop struct {
	MinItems, MaxItems int
	SE                 float64 // the standard error is at or below it
	Information        float64 // no item left has as much at the provisional ability
	// Cut ends the test when the interval θ ± 1.96 SE lies on one side of *Cut.
	Cut *float64
}

// Default is EAP while the test runs, Warm's estimate at the end, the most information, and a
// stop at SE 0.3 or 40 items.
func Default() Options {
	return Options{Grid: irt.DefaultGrid(), SD: 1, Provisional: irt.EAP, Final: irt.Warm, Rule: MFI, Randomesque: 1, Stop: Stop{MaxItems: 40, SE: 0.3}}
}

// Engine chooses items. It is safe for several goroutines.
type Engine struct {
	bank    []irt.Item
	content []string // of each item; nil without balance
	scorer  *irt.Scorer
	o       Options
}

// notGiven is the code of an item of the bank without an answer.
const notGiven int8 = -1

// New checks bank and options; content is the area of each item, or nil. The
// error says what to change.
func New(bank []irt.Item, content []string, o Options) (*Engine, error) {
	switch {
	case len(bank) == 0:
		return nil, errors.New("the bank has no items")
	case o.Stop.MaxItems < 1 || o.Stop.MinItems > o.Stop.MaxItems || o.Stop.SE < 0 || o.Stop.Information < 0:
		return nil, fmt.Errorf("stop rules %+v: give at least one item, and no more at least than at most", o.Stop)
	case o.Randomesque < 1:
		return nil, fmt.Errorf("randomesque %d: draw from the best 1 or more", o.Randomesque)
	case content != nil && len(content) != len(bank):
		return nil, fmt.Errorf("%d content areas for %d items", len(content), len(bank))
	case o.Content != nil && content == nil:
		return nil, errors.New("content balance needs the content area of every item of the bank")
	}
	for _, m := range []*irt.Method{&o.Provisional, &o.Final} {
		var err error
		if *m, err = irt.ParseMethod(string(*m)); err != nil {
			return nil, err
		}
	}
	scorer, err := irt.NewScorer(bank, o.Mean, o.SD*o.SD, o.Grid)
	if err != nil {
		return nil, err
	}
	if err := checkRule(bank, o.Rule); err != nil {
		return nil, err
	}
	return &Engine{bank, content, scorer, o}, checkContent(content, o.Content)
}

func checkRule(bank []irt.Item, r Rule) error {
	switch r {
	case MFI, KLP, MEPV:
		return nil
	case BOpt:
		for j := range bank {
			if len(bank[j].B) != 1 {
				return fmt.Errorf("item %s has %d difficulties: bopt is for items with one; use mfi", bank[j].Name, len(bank[j].B))
			}
		}
		return nil
	}
	return fmt.Errorf("rule %q: give mfi, bopt, klp or mepv", r)
}

func checkContent(content []string, target map[string]float64) error {
	sum := 0.0
	for area, share := range target {
		found := false
		for _, c := range content {
			found = found || c == area
		}
		if !found || !(share >= 0) {
			return fmt.Errorf("content area %q: a share of %v, and items in the bank: %v; mend the shares", area, share, found)
		}
		sum += share
	}
	if target != nil && math.Abs(sum-1) > 1e-9 {
		return fmt.Errorf("the shares of the content areas sum to %v: make it 1", sum)
	}
	return nil
}

// State is the answers so far: places in the bank, and the scores on them.
type State struct {
	Given  []int `json:"given"`
	Scores []int `json:"scores"`
}

// Decision is what comes next.
type Decision struct {
	Item    int      `json:"item"`    // place in the bank; −1: the test is over
	Reason  string   `json:"reason"`  // why it is over: se, items, information, cut, bank
	Ability Estimate `json:"ability"` // provisional; final where the test is over
}

// Next decides. The same state gives the same decision. A state that the bank
// does not know, or that gives an item twice, is an error.
func (e *Engine) Next(s State) (Decision, error) {
	row, err := e.answered(s)
	if err != nil {
		return Decision{}, err
	}
	now, err := e.ability(e.o.Provisional, row, s.Given)
	if err != nil {
		return Decision{}, err
	}
	theta := now.Theta
	if len(s.Given) == 0 {
		theta = e.o.Start
	}
	left := e.left(row, s)
	if reason := e.over(len(s.Given), now, theta, left); reason != "" {
		final, err := e.ability(e.o.Final, row, s.Given)
		return Decision{Item: -1, Reason: reason, Ability: final}, err
	}
	return Decision{Item: e.choose(left, theta, row, len(s.Given)), Ability: now}, nil
}

// over says why the test is over, if it is.
func (e *Engine) over(n int, now Estimate, theta float64, left []int) string {
	stop := e.o.Stop
	switch {
	case len(left) == 0:
		return "bank"
	case n < stop.MinItems || n == 0:
		return ""
	case n >= stop.MaxItems:
		return "items"
	case stop.SE > 0 && now.SE.Known() && float64(now.SE) <= stop.SE:
		return "se"
	case stop.Cut != nil && now.SE.Known() && math.Abs(now.Theta-*stop.Cut) > 1.96*float64(now.SE):
		return "cut"
	}
	if stop.Information > 0 {
		for _, j := range left {
			if e.bank[j].Information(theta) >= stop.Information {
				return ""
			}
		}
		return "information"
	}
	return ""
}

// left is the items that may come next: not given, and of the content area that
// is furthest behind its share, if it has items left.
func (e *Engine) left(row []int8, s State) []int {
	var all []int
	for j := range e.bank {
		if row[j] == notGiven {
			all = append(all, j)
		}
	}
	if e.o.Content == nil {
		return all
	}
	count := map[string]int{}
	for _, j := range s.Given {
		count[e.content[j]]++
	}
	byArea := map[string][]int{}
	for _, j := range all {
		if _, wanted := e.o.Content[e.content[j]]; wanted {
			byArea[e.content[j]] = append(byArea[e.content[j]], j)
		}
	}
	area, gap := "", math.Inf(-1)
	for a := range byArea {
		behind := e.o.Content[a] - float64(count[a])/math.Max(1, float64(len(s.Given)))
		if behind > gap+1e-12 || math.Abs(behind-gap) <= 1e-12 && a < area {
			area, gap = a, behind
		}
	}
	return byArea[area]
}
