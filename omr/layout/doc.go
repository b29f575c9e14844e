// Package layout describes answer sheets as data: where the registration marks,
// the timing bars and the bubbles of a sheet stand, what each bubble means, and
// what else is printed. The same layout draws the sheet and reads it.
//
// Lengths are millimetres from the top left corner of the page; places are
// centres. Darkness goes from 0 (white paper) to 1 (black).
//
// A layout has blocks. A block is a lattice of bubbles and makes one or more
// fields; a field is one column of the CSV and has one or more cells; a cell
// has one bubble for each symbol that may stand in it. A candidate number is
// one field of eight cells, a question with options A to D one field of one
// cell, a cluster of four statements four fields of one cell, a short answer
// one field of four cells.
//
// Read checks a layout strictly and tells every problem with where it is and
// what to do; a layout that came from Read or Builtin is valid.
package layout
