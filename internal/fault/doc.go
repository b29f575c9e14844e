// Package fault names the kinds of errors that callers act on. An error made
// here carries a kind and a code; the user interface owns the sentence that a
// person reads. Every other error is internal: its text stays in the log.
package fault
