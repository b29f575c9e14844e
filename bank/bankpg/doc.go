// Package bankpg is bank.Store on PostgreSQL. Every change writes its audit
// row in the same transaction.
package bankpg
