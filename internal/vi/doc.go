// Package vi holds what the program knows of Vietnamese text: folding for
// search and for comparing headers. It imports nothing of ours.
package vi
