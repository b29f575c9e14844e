// Package vi holds what the program knows of Vietnam: its zone, folding of text for
// search and for comparing headers. It imports nothing of ours.
package vi
