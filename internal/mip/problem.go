package mip

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Var names a variable of one problem, from 0.
type Var int

// Row names a row of one problem, from 0.
type Row int

// Term is a coefficient of a row.
type Term struct {
	Var  Var
	Coef float64
}

// Inf is no bound.
var Inf = math.Inf(1)

// Problem is a program to minimise. The zero value is empty.
type Problem struct {
	cost, lower, upper []float64
	integer            []bool
	rows               []rowDef
}

type rowDef struct {
	lower, upper float64
	terms        []Term
}

// AddVar adds a variable.
func (p *Problem) AddVar(cost, lower, upper float64) Var {
	p.cost, p.lower, p.upper = append(p.cost, cost), append(p.lower, lower), append(p.upper, upper)
	p.integer = append(p.integer, false)
	return Var(len(p.cost) - 1)
}

// AddInt adds a variable that is a whole number.
func (p *Problem) AddInt(cost, lower, upper float64) Var {
	v := p.AddVar(cost, lower, upper)
	p.integer[v] = true
	return v
}

// AddRow adds lower ≤ terms ≤ upper. Terms of one variable add up.
func (p *Problem) AddRow(lower, upper float64, terms ...Term) Row {
	p.rows = append(p.rows, rowDef{lower: lower, upper: upper, terms: merge(terms)})
	return Row(len(p.rows) - 1)
}

// merge adds up the terms of each variable and sorts them.
func merge(terms []Term) []Term {
	out := slices.Clone(terms)
	slices.SortStableFunc(out, func(a, b Term) int { return int(a.Var) - int(b.Var) })
	n := 0
	for _, t := range out {
		if n > 0 && out[n-1].Var == t.Var {
			out[n-1].Coef += t.Coef
			continue
		}
		out[n] = t
		n++
	}
	return slices.DeleteFunc(out[:n], func(t Term) bool { return t.Coef == 0 })
}

// SetCost changes the cost of a variable.
func (p *Problem) SetCost(v Var, cost float64) { p.cost[v] = cost }

// SetBounds changes the bounds of a variable.
func (p *Problem) SetBounds(v Var, lower, upper float64) { p.lower[v], p.upper[v] = lower, upper }

// SetRow changes the bounds of a row.
func (p *Problem) SetRow(r Row, lower, upper float64) {
	p.rows[r].lower, p.rows[r].upper = lower, upper
}

// Vars is the number of variables.
func (p *Problem) Vars() int { return len(p.cost) }

// Rows is the number of rows.
func (p *Problem) Rows() int { return len(p.rows) }

// Clone copies the problem; rows share their terms, which never change.
func (p *Problem) Clone() *Problem {
	return &Problem{
		cost: slices.Clone(p.cost), lower: slices.Clone(p.lower), upper: slices.Clone(p.upper),
		integer: slices.Clone(p.integer), rows: slices.Clone(p.rows),
	}
}

// Value is the objective of a point.
func (p *Problem) Value(x []float64) float64 {
	v := 0.0
	for j, c := range p.cost {
		v += c * x[j]
	}
	return v
}

// Violation is by how much a point breaks the worst of bounds, rows and whole
// numbers; of rows in relation to their largest coefficient.
func (p *Problem) Violation(x []float64) float64 {
	worst := 0.0
	for j, v := range x {
		worst = max(worst, p.lower[j]-v, v-p.upper[j])
		if p.integer[j] {
			worst = max(worst, math.Abs(v-math.Round(v)))
		}
	}
	for _, r := range p.rows {
		sum, scale := 0.0, 1.0
		for _, t := range r.terms {
			sum += t.Coef * x[t.Var]
			scale = max(scale, math.Abs(t.Coef))
		}
		worst = max(worst, (r.lower-sum)/scale, (sum-r.upper)/scale)
	}
	return worst
}

// ErrProblem is the error of Solve for numbers that are no problem.
var ErrProblem = errors.New("mip: not a problem")

// check refuses what no solver can work with. Bounds that cross are a problem,
// an infeasible one.
func (p *Problem) check() error {
	for j := range p.cost {
		if bad(p.cost[j]) || math.IsInf(p.cost[j], 0) || bad(p.lower[j]) || bad(p.upper[j]) || p.lower[j] == Inf || p.upper[j] == -Inf {
			return fmt.Errorf("%w: variable %d", ErrProblem, j)
		}
	}
	for i, r := range p.rows {
		if bad(r.lower) || bad(r.upper) || r.lower == Inf || r.upper == -Inf {
			return fmt.Errorf("%w: row %d", ErrProblem, i)
		}
		for _, t := range r.terms {
			if int(t.Var) < 0 || int(t.Var) >= len(p.cost) || bad(t.Coef) || math.IsInf(t.Coef, 0) {
				return fmt.Errorf("%w: row %d, variable %d", ErrProblem, i, t.Var)
			}
		}
	}
	return nil
}

func bad(v float64) bool { return math.IsNaN(v) }
