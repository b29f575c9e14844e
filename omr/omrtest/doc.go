// Package omrtest makes scanned answer sheets with a known truth: it draws the
// sheet of a layout as a grey picture, fills it as pupils do, and degrades it
// as scanners do. The same seed gives the same picture; no picture is kept in
// the repository.
//
// It shares nothing with the reader but the layout. Marks are off centre, too
// small, too large, ticked, crossed and rubbed out; handwriting crosses what is
// read; the printed form is darker or paler than the layout says. What the
// truth calls marked is what the pupil meant, not what the reader is good at.
package omrtest
