// Package matrixfile writes the matrix and the specification of letter
// 7991/BGDĐT-GDTrH as workbooks and Word documents, and reads such tables, made
// here or by hand, into blueprints. A count that cannot be read is an error with
// its place; nothing is guessed.
package matrixfile
