// Package candidate is what candidates reach over HTTP beside the websocket:
// the question whose ticket it is, and the encrypted papers. It knows delivery
// only, so that no key can pass through it.
package candidate
