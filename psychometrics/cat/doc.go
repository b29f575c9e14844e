// Package cat is an adaptive test as a pure engine: from the answers so far it
// says which item comes next, or that the test is over and with what ability. It
// keeps no state, reads no clock, and draws only from the seed it is given, so
// that every choice can be repeated and defended. Simulate runs it on simulated
// persons.
//
// Words. The bank is the calibrated items; a key such as a content area may stand
// beside each. The provisional ability is that after the answers so far. Metric
// D = 1. Abilities are those of irt.Scorer.
//
// Sources: van der Linden & Glas, eds. (2010), Elements of Adaptive Testing;
// each rule names its own.
package cat
