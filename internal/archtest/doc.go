// Package archtest holds the rules of the house that a machine can check: who
// may import whom (table.go), who owns which vendor library (vendors.go), and
// what no file of the tree may be or contain (tree_test.go). It has tests only.
//
// The table is the start, not a cage: a change of it is a commit of its own
// with its reason. Two rows never change: nothing that a candidate reaches
// imports bank or scoring, and psychometrics imports nothing of ours.
package archtest
