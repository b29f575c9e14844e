// Package word reads questions from Word documents (.docx) as Vietnamese
// teachers write them. Conventions is the list of what is understood;
// docs/word-import.md shows it to teachers.
//
// Words: an atom is one character, picture or formula with its looks; a line is
// a paragraph or a table; a mark is something that says which answer is right
// (a letter underlined, a line “Đáp án: B”, a row of a key table).
//
// What must hold: the answer is never guessed: marks that disagree are an error,
// no mark is no key; where Word cuts its runs changes nothing; what is read of
// no question is told.
package word
