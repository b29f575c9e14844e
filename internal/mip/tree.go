package mip

import (
	"container/heap"
	"math"
	"slices"
)

// tree is one search by branch and bound.
type tree struct {
	original *Problem
	r        reduced
	p        *Problem // what presolve left
	o        Options
	stop     func() bool
	depth    int

	s          *simplex
	ints       []int
	wholeCosts bool // the objective of every solution is a whole number
	rootLower  []float64
	rootUpper  []float64

	open      nodeHeap
	serial    int
	nodes     int
	best      []float64
	bestValue float64
	closed    float64 // lowest bound of a node given up for the gap, not for being worse
	exhausted bool
	doubtful  bool // a node was given up without proof
	unbounded bool

	pseudo  pseudocosts
	reduced []float64 // reduced costs of the last bound
	lastSub int       // node of the last search in a neighbourhood
	told    int
}

func newTree(original *Problem, r reduced, o Options, stop func() bool, depth int) *tree {
	t := &tree{original: original, r: r, p: r.p, o: o, stop: stop, depth: depth, bestValue: math.Inf(1), closed: math.Inf(1)}
	rows := scaleRows(t.p.rows)
	a := newSparse(len(rows), len(t.p.cost), rows)
	t.s = newSimplex(&a, t.p.cost, t.p.lower, t.p.upper, rows)
	t.s.stop = stop
	n := len(t.p.cost)
	t.rootLower, t.rootUpper = slices.Clone(t.s.lower[:n]), slices.Clone(t.s.upper[:n])
	t.wholeCosts = true
	for j, whole := range t.p.integer {
		if whole {
			t.ints = append(t.ints, j)
		}
		if c := t.p.cost[j]; c != 0 && (!whole || c != math.Round(c)) {
			t.wholeCosts = false
		}
	}
	t.pseudo = newPseudocosts(n)
	t.reduced = make([]float64, len(t.s.base))
	return t
}

// enough is the value that a node must stay below to be worth a look.
func (t *tree) enough() float64 {
	if t.best == nil {
		return math.Inf(1)
	}
	slack := max(t.o.AbsGap, t.o.Gap*math.Abs(t.bestValue+t.r.offset), 1e-9*max(1, math.Abs(t.bestValue)))
	if t.wholeCosts {
		slack = max(slack, 1-1e-6)
	}
	return t.bestValue - slack
}

func (t *tree) closeEnough() bool { return t.finalBound() >= t.enough()-1e-12 }

// finalBound is the lowest value that may still be found.
func (t *tree) finalBound() float64 {
	b := min(t.bestValue, t.closed)
	for _, n := range t.open {
		b = min(b, n.bound)
	}
	return b
}

// search looks at nodes until none is left or it is told to stop.
func (t *tree) search() {
	next := &node{bound: math.Inf(-1), branch: -1}
	warm := true // the simplex stands at the parent of next
	for {
		if next == nil {
			if next = t.take(); next == nil {
				t.exhausted = true
				return
			}
			warm = false
		}
		if t.stop() || (t.o.Nodes > 0 && t.nodes >= t.o.Nodes) {
			heap.Push(&t.open, next)
			return
		}
		t.nodes++
		t.load(next, warm)
		next, warm = t.visit(next), true
		if t.unbounded {
			return
		}
		t.report()
	}
}

// take picks the open node with the lowest bound that is still worth a look.
func (t *tree) take() *node {
	for len(t.open) > 0 {
		n := heap.Pop(&t.open).(*node) //nolint:forcetypeassert,errcheck // only nodes are pushed
		if n.bound < t.enough() {
			return n
		}
		t.closed = min(t.closed, n.bound)
	}
	return nil
}

// load gives the simplex the bounds of a node, and the basis of its parent
// unless it stands there.
func (t *tree) load(n *node, warm bool) {
	if !warm && n.basis != nil {
		t.s.setBasis(n.basis)
	}
	t.bounds(n)
}

// bounds sets the bounds of a node: those of the root with all changes on the
// way to it.
func (t *tree) bounds(n *node) {
	copy(t.s.lower, t.rootLower)
	copy(t.s.upper, t.rootUpper)
	for at := n; at != nil; at = at.parent {
		for _, c := range at.changes {
			t.s.lower[c.j], t.s.upper[c.j] = max(t.s.lower[c.j], c.lower), min(t.s.upper[c.j], c.upper)
		}
	}
}

// visit solves the relaxation of a node and returns the child to go on with, or
// nil.
func (t *tree) visit(n *node) *node {
	t.s.cutoff = t.enough()
	status := t.s.solve()
	switch status {
	case lpInfeasible:
		return nil
	case lpCutoff:
		t.closed = min(t.closed, max(n.bound, t.enough()))
		return nil
	case lpOptimal, lpStopped:
	}
	bound := max(n.bound, t.s.bound(t.reduced))
	t.pseudo.learn(n, bound)
	n.bound = bound
	if n.branch < 0 && n.depth == 0 && status == lpOptimal && t.isUnbounded() {
		t.unbounded = true
		return nil
	}
	if bound >= t.enough() {
		t.closed = min(t.closed, bound)
		return nil
	}
	frac := t.fractional()
	if status == lpOptimal && len(frac) == 0 {
		if t.offerLP() {
			if n.bound >= t.enough() || len(t.ints) == 0 {
				t.closed = min(t.closed, n.bound)
				return nil
			}
			if t.wholePoint() {
				t.closed = min(t.closed, n.bound)
				return nil
			}
		}
		return t.split(n, t.anyFree())
	}
	if status == lpStopped && len(frac) == 0 {
		return t.split(n, t.anyFree())
	}
	t.fix(n)
	if status == lpOptimal {
		t.heuristics(n)
		if n.bound >= t.enough() {
			t.closed = min(t.closed, n.bound)
			return nil
		}
	}
	return t.split(n, t.choose(n, frac))
}

// wholePoint reports whether the point of the relaxation itself was a solution,
// so that nothing in this node is better.
func (t *tree) wholePoint() bool {
	x := t.s.x[:len(t.p.cost)]
	return t.bestValue <= t.p.Value(x)+1e-9*max(1, math.Abs(t.bestValue))
}

// anyFree is an integer variable that is not fixed, or -1.
func (t *tree) anyFree() int {
	for _, j := range t.ints {
		if t.s.upper[j]-t.s.lower[j] > 0.5 {
			return j
		}
	}
	return -1
}

// fractional lists the integer variables that are not whole in the relaxation.
func (t *tree) fractional() []int {
	var out []int
	for _, j := range t.ints {
		if v := t.s.x[j]; math.Abs(v-math.Round(v)) > tolInteger {
			out = append(out, j)
		}
	}
	return out
}

// split makes the children of a node and returns the one to look at first.
func (t *tree) split(n *node, j int) *node {
	if j < 0 {
		// Nothing to branch on and no point: rounding trouble of the numbers.
		t.doubtful = true
		t.closed = min(t.closed, n.bound)
		return nil
	}
	v := t.s.x[j]
	floor := math.Floor(v + tolInteger)
	if floor >= t.s.upper[j] {
		floor = t.s.upper[j] - 1
	}
	floor = max(floor, t.s.lower[j])
	b := t.s.basis()
	make1 := func(c change, up bool, frac float64) *node {
		t.serial++
		return &node{
			parent: n, changes: []change{c}, bound: n.bound, depth: n.depth + 1, serial: t.serial, basis: b, branch: j, up: up, frac: frac,
		}
	}
	down := make1(change{j, math.Inf(-1), floor}, false, v-floor)
	up := make1(change{j, floor + 1, math.Inf(1)}, true, floor+1-v)
	first, second := down, up
	if t.upFirst(j, v-floor) {
		first, second = up, down
	}
	heap.Push(&t.open, second)
	return first
}

// upFirst tells where to dive: to where the relaxation leans, up when in doubt,
// since a 1 decides more than a 0.
func (t *tree) upFirst(_ int, frac float64) bool { return frac > 0.4 }

// fix uses reduced costs: a variable that would lift the bound above what is
// worth a look stays where it is, here and below.
func (t *tree) fix(n *node) {
	limit := t.enough()
	if math.IsInf(limit, 1) {
		return
	}
	room := limit - n.bound
	for _, j := range t.ints {
		lo, up, d := t.s.lower[j], t.s.upper[j], t.reduced[j]
		if up-lo < 0.5 || math.Abs(d) <= tolDual || t.s.where[j] >= 0 {
			continue
		}
		steps := math.Floor(room/math.Abs(d) + tolInteger)
		if steps >= up-lo {
			continue
		}
		c := change{j, lo, lo + max(steps, 0)}
		if d < 0 {
			c = change{j, up - max(steps, 0), up}
		}
		t.s.lower[j], t.s.upper[j] = c.lower, c.upper
		if n.depth == 0 {
			t.rootLower[j], t.rootUpper[j] = c.lower, c.upper
			continue
		}
		n.changes = append(n.changes, c)
	}
}

// report tells about progress every some nodes.
func (t *tree) report() {
	if t.o.Progress == nil || t.depth > 0 || t.nodes-t.told < 20 && t.nodes > 1 {
		return
	}
	t.told = t.nodes
	objective := math.Inf(1)
	if t.best != nil {
		objective = t.bestValue + t.r.offset
	}
	t.o.Progress(Progress{Nodes: t.nodes, Open: len(t.open), Objective: objective, Bound: t.finalBound() + t.r.offset})
}
