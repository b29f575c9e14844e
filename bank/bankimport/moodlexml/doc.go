// Package moodlexml reads the question bank export of Moodle: categories,
// multichoice, truefalse, shortanswer and numerical questions with their
// pictures. docs/import.md says what becomes of the rest.
package moodlexml
