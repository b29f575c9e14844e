// Package extest reads and writes questions in LaTeX with the ex_test macros:
// the environments ex, bt, vd, vdex and exrd, their \choice, \choiceTF and
// \shortans answers, \loigiai solutions and ID5/ID6 codes. LaTeX is never run:
// a bounded scanner reads the text, and what only LaTeX can draw stays source.
package extest
