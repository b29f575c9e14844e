package deliveryws

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// FuzzCutFrame compares what a poller takes with what gorilla reads of the same
// bytes.
func FuzzCutFrame(f *testing.F) {
	f.Add([]byte("\x81\x85\x01\x02\x03\x04iгnk"))
	f.Add([]byte("\x8a\x80\x01\x02\x03\x04\x81\x81\x01\x02\x03\x04a"))
	f.Add(append([]byte("\x81\xfe\x00\x80\x01\x02\x03\x04"), make([]byte, 128)...))
	f.Add([]byte("\x81\xff\x00\x00\x00\x00\x00\x00\x00\x01\x01\x02\x03\x04a"))
	f.Add([]byte("\x81\x05hello"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := bytes.Clone(b)
		frame, ok := cutFrame(got)
		if !ok {
			return
		}
		if frame.size > len(b) || frame.head != b[0] {
			t.Fatalf("size %d of %d, head %x", frame.size, len(b), frame.head)
		}
		frame.turn()
		if frame.head == finText {
			if want := gorillaReads(t, b[:frame.size]); !bytes.Equal(frame.payload, want) {
				t.Fatalf("%q, gorilla reads %q", frame.payload, want)
			}
		}
		frame.turn()
		if !bytes.Equal(got, b) {
			t.Fatalf("turned twice: %q, was %q", got, b)
		}
	})
}

// bytesConn is a connection on which b has come.
type bytesConn struct {
	net.Conn
	in io.Reader
}

func (c bytesConn) Read(b []byte) (int, error)     { return c.in.Read(b) }
func (c bytesConn) Write(b []byte) (int, error)    { return len(b), nil }
func (bytesConn) Close() error                     { return nil }
func (bytesConn) SetDeadline(time.Time) error      { return nil }
func (bytesConn) SetWriteDeadline(time.Time) error { return nil }

// bytesWriter is the response of a server on it.
type bytesWriter struct {
	http.ResponseWriter
	conn net.Conn
}

func (w bytesWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

func gorillaReads(t *testing.T, b []byte) []byte {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, "/ws", nil)
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
	} {
		req.Header.Set(name, value)
	}
	var up websocket.Upgrader
	ws, err := up.Upgrade(bytesWriter{httptest.NewRecorder(), bytesConn{in: bytes.NewReader(b)}}, req, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := ws.ReadMessage()
	if err != nil {
		t.Fatalf("gorilla: %v", err)
	}
	return got
}
