// Package bankimport chooses the reader for a file of questions. The readers
// are packages of their own, one for each format.
package bankimport
