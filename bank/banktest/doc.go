// Package banktest makes random questions of every kind for tests of formats,
// papers and stores. Only tests import it.
package banktest
