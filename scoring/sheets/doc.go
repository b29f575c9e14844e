// Package sheets writes results as workbooks for people: one sheet a sitting, a
// sheet of statistics, a sheet with the distribution of points. The words on
// them are Vietnamese.
package sheets
