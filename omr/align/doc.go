// Package align finds where a layout lies on a scanned page: which way is up,
// and for every place in millimetres the pixel.
//
// It finds the black registration marks and timing bars, or the corners of frames
// that register, some of which may be missing, covered or torn off, and the one way to lay the layout over them;
// fits an affine map, or a projective one where that is not enough; bends it by
// what the marks near a place say, since feeds stretch paper unevenly; and at
// last by the printed outlines of the bubbles themselves. The outlines are also
// the proof: a page on which they are not where the layout has them is another
// form, and is refused with a code instead of being read.
//
// Distances are millimetres on the layout, pixels on the page; x grows to the
// right, y down.
package align
