// Package aiken reads and writes the Aiken format of Moodle: one line of
// question, one line for each option, and a line ANSWER: with a letter.
package aiken
