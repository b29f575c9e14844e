// Package deliveryws serves candidates over websockets: it turns the messages
// of delivery/protocol into calls of a delivery.Holder and what the holder is
// told into messages.
//
// A connection is one goroutine that reads; a second one lives only while
// something is to be written. Upgrade handlers return at once, so that
// net/http keeps no goroutine and no buffers for a connection.
package deliveryws
