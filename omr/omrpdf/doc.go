// Package omrpdf prints answer sheets from the layouts that read them, blank or
// for the candidates of a roster: the candidate number and the form code are
// then filled in print, and the name, the room and so on stand on their lines.
package omrpdf
