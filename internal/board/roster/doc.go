// Package roster reads the candidates of an exam from a spreadsheet (.xlsx,
// .csv) and writes the template and the candidate list. docs/roster.md
// describes the file.
//
// A file is read whole: every problem is reported with its row, column, reason
// and remedy, and a file with one error gives no candidates. Nothing is
// guessed: a date, a code or an encoding with two meanings is an error.
package roster
