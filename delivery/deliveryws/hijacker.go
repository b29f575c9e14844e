package deliveryws

import (
	"bufio"
	"errors"
	"net"
	"net/http"
)

// hijacker hands gorilla a connection that is ours: with a buffer of which we
// know what is still in it and, without TLS, a socket.
type hijacker struct {
	http.ResponseWriter
	sock *socket // nil with TLS
	in   *bufio.Reader
}

// Hijack implements http.Hijacker.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil || rw.Reader.Buffered() > 0 { // gorilla refuses who does not wait
		return conn, rw, err
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		if h.sock, err = newSocket(tcp); err != nil {
			return nil, nil, errors.Join(err, tcp.Close())
		}
		conn = h.sock
	}
	h.in = bufio.NewReaderSize(conn, bufferSize)
	return conn, bufio.NewReadWriter(h.in, rw.Writer), nil
}
