// Package demodata makes the files that the demonstration imports: a real
// workbook of questions, written by us.
package demodata
