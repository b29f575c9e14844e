// Package paper lays forms out for paper: papers and booklets of solutions as
// Word documents, papers as printable HTML, keys as workbooks, and the two
// annexes of letter 7991.
//
// A paper is made of bank.PrintedForm, which holds no key, so that none can be
// on it; keys and solutions are made of bank.Form by functions of their own.
// The same form gives the same bytes. What cannot be shown is a row for the
// person who prints, never dropped in silence.
package paper
