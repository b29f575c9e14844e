package main

import (
	"errors"
	"fmt"
	"io"
)

// The exit codes of every command.
const (
	exitGood       = 0 // all good
	exitFailed     = 1 // could not run
	exitRefused    = 2 // finished, the report is complete, and something was refused
	exitInfeasible = 3 // what was asked for is impossible; the report says why
)

// exitError ends the program with a code. A command that returns any other
// error ends with exitFailed. A nil err ends it without a message: the report
// has said everything.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// exitCode tells the error of a command on stderr and returns the code to
// leave with.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitGood
	}
	code := exitFailed
	var e exitError
	if errors.As(err, &e) {
		code = e.code
		if e.err == nil {
			return code
		}
	}
	_, _ = fmt.Fprintf(stderr, "khaothi: %v\n", err) // there is nowhere else to tell it
	return code
}
