package cat

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

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
	Grid        Grid
	Provisional Method // during the test
	Final       Method // at its end
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

// Default is EAP while the test runs, WLE at the end, the most information, and a
// stop at SE 0.3 or 40 items.
func Default() Options {
	return Options{Grid: DefaultGrid(), Provisional: EAP, Final: WLE, Rule: MFI, Randomesque: 1, Stop: Stop{MaxItems: 40, SE: 0.3}}
}

// Engine chooses items. It is safe for several goroutines.
type Engine struct {
	bank    []irt.Item
	content []string // of each item; nil without balance
	o       Options
}

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
	if err := o.Grid.check(); err != nil {
		return nil, err
	}
	for _, m := range []Method{o.Provisional, o.Final} {
		if _, err := Ability(m, o.Grid, nil, nil); err != nil {
			return nil, err
		}
		if m != EAP && m != MAP && m != ML && m != WLE {
			return nil, fmt.Errorf("estimator %q: give eap, map, ml or wle", m)
		}
	}
	if err := checkRule(bank, o.Rule); err != nil {
		return nil, err
	}
	return &Engine{bank, content, o}, checkContent(content, o.Content)
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
	given, items, err := e.answered(s)
	if err != nil {
		return Decision{}, err
	}
	now, err := Ability(e.o.Provisional, e.o.Grid, items, s.Scores)
	if err != nil {
		return Decision{}, err
	}
	theta := now.Theta
	if len(items) == 0 {
		theta = e.o.Start
	}
	left := e.left(given, s)
	if reason := e.over(len(items), now, theta, left); reason != "" {
		final, err := Ability(e.o.Final, e.o.Grid, items, s.Scores)
		return Decision{Item: -1, Reason: reason, Ability: final}, err
	}
	return Decision{Item: e.choose(left, theta, answers{items, s.Scores}), Ability: now}, nil
}

func (e *Engine) answered(s State) (given []bool, items []irt.Item, err error) {
	given = make([]bool, len(e.bank))
	for _, j := range s.Given {
		if j < 0 || j >= len(e.bank) || given[j] {
			return nil, nil, fmt.Errorf("item %d of a bank of %d is unknown or was given twice", j, len(e.bank))
		}
		given[j] = true
		items = append(items, e.bank[j])
	}
	return given, items, nil
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
func (e *Engine) left(given []bool, s State) []int {
	var all []int
	for j := range e.bank {
		if !given[j] {
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

// choose is the best of the items left, or one of the best few by lot.
func (e *Engine) choose(left []int, theta float64, a answers) int {
	value := make(map[int]float64, len(left))
	index := e.index(theta, a)
	for _, j := range left {
		value[j] = index(j)
	}
	sort.SliceStable(left, func(x, y int) bool { return value[left[x]] > value[left[y]] })
	best := min(e.o.Randomesque, len(left))
	if best == 1 {
		return left[0]
	}
	rng := rand.New(rand.NewPCG(e.o.Seed, uint64(len(a.items)))) //nolint:gosec // the choice is to be repeated; whoever fears guessing gives a secret seed
	return left[rng.IntN(best)]
}

// index is the value of an item by the rule; the largest is best.
func (e *Engine) index(theta float64, a answers) func(j int) float64 {
	switch e.o.Rule {
	case BOpt:
		return func(j int) float64 { return -math.Abs(e.bank[j].B[0] - theta) }
	case KLP:
		w := a.posterior(e.o.Grid)
		return func(j int) float64 { return e.kullback(j, theta, w) }
	case MEPV:
		return func(j int) float64 { return -e.expectedVariance(j, theta, a) }
	case MFI:
	}
	return func(j int) float64 { return e.bank[j].Information(theta) }
}

// kullback is Σ w(θ)·Σ P(k|θ̂)·log(P(k|θ̂)/P(k|θ)).
func (e *Engine) kullback(j int, theta float64, w []float64) float64 {
	here := e.bank[j].P(theta, nil)
	sum := 0.0
	var p []float64
	for q, weight := range w {
		p = e.bank[j].P(e.o.Grid.at(q), p)
		for k, h := range here {
			if h > 0 {
				sum += weight * h * math.Log(h/math.Max(p[k], 1e-300))
			}
		}
	}
	return sum
}

// expectedVariance is the mean of the posterior variance after the item, over its
// scores at θ̂.
func (e *Engine) expectedVariance(j int, theta float64, a answers) float64 {
	sum := 0.0
	items := append(append([]irt.Item(nil), a.items...), e.bank[j])
	for k, p := range e.bank[j].P(theta, nil) {
		after := answers{items, append(append([]int(nil), a.scores...), k)}.eap(e.o.Grid)
		sum += p * float64(after.SE) * float64(after.SE)
	}
	return sum
}
