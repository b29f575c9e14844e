// Package analysispg is analysis.Store on Postgres. What a run found is never
// rewritten: triggers refuse it.
package analysispg
