// Package omrbook writes the report of a check of answer sheets against the
// originals as a workbook that a board prints, signs and keeps. The words on it
// are Vietnamese.
package omrbook
