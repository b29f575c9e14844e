// Package identitypg is identity.Store on PostgreSQL. Every change by a person
// writes its audit row in the same transaction.
package identitypg
