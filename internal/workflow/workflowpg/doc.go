// Package workflowpg binds the stores of all parts to one Postgres
// transaction.
package workflowpg
