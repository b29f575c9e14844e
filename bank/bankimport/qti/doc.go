// Package qti reads items, tests and packages of QTI 2.0 to 3.0 and the quizzes
// of Common Cartridges (QTI 1.2), and writes packages of QTI 3.0. docs/qti.md
// says what becomes of each interaction.
//
// What must hold: a key is what the file declares or what its rules give points
// for, found by running them, and where the two disagree or a rule is not
// understood the question says so and cannot be approved; nothing in a file is
// executed but the operators of QTI, and nothing outside it is fetched.
package qti
