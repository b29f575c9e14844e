// Package measure tells how dark every bubble of an aligned page is.
//
// Darkness is relative to the sheet itself: 0 is the bubble as it was printed
// there, with the ground it lies on, the digit inside and the light of that
// corner of the scanner; 1 is the ink of the sheet's registration marks. The
// printed form is not taken from a picture of it but from the sheet's own empty
// bubbles, most of which are empty on every sheet.
//
// These values are what is kept; what they mean is decided in package omr.
package measure
