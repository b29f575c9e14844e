// Package boardpdf prints what a board hands out and hangs up: ticket slips,
// door lists and attendance lists, on A4.
package boardpdf
