// Package formula holds mathematical formulas as trees. LaTeX as Vietnamese
// school papers write it is read into a tree; a tree is written as LaTeX that
// KaTeX shows, as OMML (the native formulas of Word) and as MathML.
//
// Words: a row is nodes side by side; an atom is one symbol, number or function
// name; a script is what stands above or below a base; a fence is a pair of
// brackets that grow.
//
// What must hold: reading is bounded in length, depth and nodes; a command that
// is not known is an *Error that names it and never a guess; the same tree
// always gives the same bytes; LaTeX of a tree reads back as the same LaTeX.
package formula
