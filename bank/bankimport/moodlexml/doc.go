// Package moodlexml reads and writes the question bank export of Moodle:
// categories, tags, pictures and every type of question that has a counterpart
// in the bank. docs/import.md says what becomes of the rest.
package moodlexml
