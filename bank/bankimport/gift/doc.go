// Package gift reads questions in the GIFT format of Moodle: choice, true or
// false, short answer and numerical questions, with names, categories,
// comments, weights and escapes. docs/import.md says what is not covered.
package gift
