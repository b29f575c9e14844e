// Package pdf makes printable A4 pages and is the only package that knows fpdf;
// it also prints HTML with a Chromium of the machine.
// Lengths are millimetres, font sizes points. Text is any Vietnamese or Latin
// text: Noto Sans, regular and bold, is embedded (fonts/OFL.txt).
//
// A text never leaves its box: it is set smaller, then cut with an ellipsis.
package pdf
