// Package scoringpg keeps keys and results in Postgres: every version, who made
// it and why. Each change is one transaction with its audit row.
package scoringpg
