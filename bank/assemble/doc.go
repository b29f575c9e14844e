// Package assemble turns a blueprint (ma trận đề) and a bank of questions into
// forms, and a form back into its matrix.
//
// A Blueprint says what a paper holds: parts with the kinds of questions and
// their points, rows of content, and in each row how many questions of which
// part and level. Around that stand bands, exposure, enemies, shared stimuli
// and a target of difficulty or information. A Matrix is what letter
// 7991/BGDĐT-GDTrH prints of it: 4 ways to answer × 3 levels by content.
//
// What must hold: a count of a cluster is a count of its statements, because
// the level belongs to each statement; the old level vận dụng cao counts as
// vận dụng; whatever a solver returns is checked by code that shares nothing
// with it before anybody sees it.
package assemble
