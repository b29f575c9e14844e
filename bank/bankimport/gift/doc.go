// Package gift reads and writes questions in the GIFT format of Moodle: choices
// with weights, true or false, short answers, numbers, matching and essays,
// with names, categories, tags, formats and escapes. docs/import.md says what
// is not covered.
package gift
