package mip

import (
	"math"
	"time"
)

// Status says how a search ended.
type Status int

// The ends of a search.
const (
	// Optimal: X is within the gap that was asked for of the best there is.
	Optimal Status = iota + 1
	// Feasible: X satisfies everything; time or nodes ran out before the gap.
	Feasible
	// Infeasible: there is no point that satisfies everything. This is proven.
	Infeasible
	// Unbounded: the objective falls without end.
	Unbounded
	// Unknown: time or nodes ran out before any point was found.
	Unknown
)

func (s Status) String() string {
	switch s {
	case Optimal:
		return "optimal"
	case Feasible:
		return "feasible"
	case Infeasible:
		return "infeasible"
	case Unbounded:
		return "unbounded"
	case Unknown:
		return "unknown"
	}
	return "no status"
}

// Options of a search. The zero value asks for the optimum without limits.
type Options struct {
	// Gap is the relative distance of objective and bound that is enough.
	Gap float64
	// AbsGap is the same as an absolute number.
	AbsGap float64
	// Time is how long to search; 0: no limit.
	Time time.Duration
	// Nodes is how many nodes to look at; 0: no limit.
	Nodes int
	// Start is a point to begin with; one that satisfies not everything is
	// ignored.
	Start []float64
	// Progress is told about better points and bounds, at most some times a
	// second.
	Progress func(Progress)
	// Now is the clock; nil: that of the system. Without Time it is not asked.
	Now func() time.Time
}

// Progress is where a search stands.
type Progress struct {
	Nodes, Open      int
	Objective, Bound float64 // Objective is +Inf before the first point
}

// Result is what a search found.
type Result struct {
	Status     Status
	X          []float64 // nil without a point
	Objective  float64
	Bound      float64 // no point is below it
	Nodes      int
	Iterations int
}

// Gap is the relative distance of objective and bound, +Inf without a point.
func (r Result) Gap() float64 {
	if r.X == nil {
		return math.Inf(1)
	}
	return gapOf(r.Objective, r.Bound)
}

func gapOf(objective, bound float64) float64 {
	d := objective - bound
	if d <= 0 {
		return 0
	}
	return d / max(math.Abs(objective), 1e-9)
}

// The tolerances.
const (
	tolPrimal  = 1e-7 // bounds of basic variables
	tolDual    = 1e-7 // reduced costs
	tolPivot   = 1e-7 // smallest pivot
	tolInteger = 1e-6
	tolPoint   = 1e-6 // of a point as it is returned
	tolDrop    = 1e-14
)
