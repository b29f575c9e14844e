package main

import (
	"os"
	"testing"
)

// asProgram makes the test binary behave as khaothi: tests that need the
// program as another process start themselves.
const asProgram = "KHAOTHI_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	if err := os.Setenv(asProgram, "1"); err != nil { // for the children
		panic(err)
	}
	os.Exit(m.Run())
}
