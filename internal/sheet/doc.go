// Package sheet reads and writes .xlsx workbooks and is the only package that
// knows excelize. Reading is bounded in bytes, entries, ratio, rows and cells,
// so that a hostile file is refused and not suffered. Writing makes text that
// could run as a formula inert.
package sheet
