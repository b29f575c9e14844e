// Package candidate is what candidates reach over HTTP beside the websocket:
// the question whose ticket it is, the encrypted papers, and what the readiness
// page asks of the server. It knows delivery only, so that no key can pass
// through it.
package candidate
