// Package boardpg is board.Store on PostgreSQL. What a person changes and the
// audit row about it are written in one transaction; changes of one exam's plan
// wait for each other on the exam's row.
package boardpg
