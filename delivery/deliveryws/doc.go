// Package deliveryws serves candidates over websockets: it turns the messages
// of delivery/protocol into calls of a delivery.Holder and what the holder is
// told into messages.
//
// A connection is one goroutine that reads. What is to be written is written
// by a few goroutines for all connections, straight to the socket and never
// waiting; a client that does not take it at once gets a goroutine of its own
// until it has. Upgrade handlers return at once, so that net/http keeps no
// goroutine and no buffers for a connection.
package deliveryws
