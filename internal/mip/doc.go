// Package mip solves linear programs and mixed-integer linear programs:
// minimise c·x where every row L ≤ a·x ≤ U, every variable l ≤ x ≤ u, and some
// variables are whole numbers. It imports nothing of ours and nothing of others.
//
// The linear solver is a dual simplex for bounded variables with steepest-edge
// prices, a ratio test that flips bounds and prefers large pivots, and a sparse
// LU factorisation with product-form updates (Koberstein, The Dual Simplex
// Method, Techniques for a Fast and Stable Implementation, 2005; Maros,
// Computational Techniques of the Simplex Method, 2003; Harris 1973; Gilbert
// and Peierls 1988). The tree search is LP-based branch and bound with presolve,
// reduced-cost fixing, pseudocosts with strong branching and two heuristics
// (Achterberg, Constraint Integer Programming, 2007; Wolsey, Integer
// Programming, 1998).
//
// What must hold: the bound of a result is computed from the duals over the
// bounds of the variables, so that it is valid whatever the simplex did; a
// problem is called infeasible only with a row of it that no point within the
// bounds satisfies, at every leaf of the tree; a solution is checked against the
// rows as they were given. The same problem and options give the same result,
// unless time runs out.
//
// Tolerances: rows and bounds 1e-7 in the scaled problem and 1e-6 for a solution
// as it is returned, reduced costs 1e-7, whole numbers 1e-6, pivots 1e-7.
package mip
