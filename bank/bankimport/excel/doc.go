// Package excel reads and writes bank questions as .xlsx in the project's own
// template. docs/import.md documents its columns; Template writes it.
package excel
