// Package omr reads paper answer sheets and takes them, in sealed stages, from
// the scanner to answers.
//
// Reading is pure: pages in, decisions with their evidence out; what is in doubt
// is never guessed. A Run is the way of one sitting's sheets through the stages
// scan, read, fix and score: each is opened by a secret of its own, held by a
// person of its own, and its output is hashed and signed before the next opens.
// Scans, readings and fixes are only ever added to.
package omr
