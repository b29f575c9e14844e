// Package omrpg keeps scans, sheets and decisions in PostgreSQL. What came from
// the scanner, what was read and what was sealed is only ever added to; the
// database refuses the rest by itself.
package omrpg
