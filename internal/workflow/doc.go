// Package workflow joins the parts, which do not know each other: a form of the
// bank becomes papers of delivery and a key of scoring; sealed attempts become
// results; results go to the education database. Each step that changes more
// than one part is one transaction (InTx).
//
// The key of a form passes here from bank to scoring and nowhere else.
package workflow
