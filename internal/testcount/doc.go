// Command testcount turns what the test runners print into two numbers.
//
//	go test -json ./... | testcount show        prints packages and failures for a person
//	testcount sum FILE...                       prints "N passed, N failed"
//
// A FILE ending in .json is the stream of go test -json; any other is the
// output of vitest or of a runner that ends on "N passed, N failed". A Go
// package that failed without a failing test (it did not build, it panicked)
// counts as one failure, and so does a FILE that names no test: a runner that
// died must not look like one that had nothing to do.
package main
