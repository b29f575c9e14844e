// Package loadtest simulates candidates. Each speaks docs/protocol.md over a
// websocket of its own, as the page in a browser does: it identifies itself
// with a ticket, fetches the encrypted paper, opens it when the key comes,
// answers real fields of it, keeps every event, sends again what it is asked
// for, and comes back after a lost connection. It also keeps a log of what the
// server acknowledged, and after the sealing that log is compared with the
// record: an acknowledged answer that the record does not hold, or holds with
// another value, is lost, and fails the run.
//
// The package knows the protocol and nothing else of the program; what starts
// servers, prepares a sitting and reads the record is handed in by cmd.
package loadtest
