// Package protocol is the language between a candidate's program and the
// server: the messages, their bounds, the codes of errors and of closing. The
// law is docs/protocol.md; this package says it in Go, and the TypeScript types
// of the candidate's page are generated from it:
//
//	go generate ./delivery/protocol
//
// It imports nothing of ours, so no message can hold a key of the answers.
package protocol

//go:generate go test -run TestTypeScript -update .
