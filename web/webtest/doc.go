// Package webtest runs the app of package web on a real store, for tests of
// its operations.
package webtest
