package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// closeCodeOf upgrades a bare connection and returns the channel on which the
// code of the server's close frame comes.
func closeCodeOf(t *testing.T, m *Main) <-chan uint16 {
	t.Helper()
	host := strings.TrimPrefix(m.URL(), "http://")
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", host)
	if err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("the upgrade gives %s", res.Status)
	}
	codes := make(chan uint16, 1)
	go func() {
		defer close(codes)
		codes <- readClose(r)
		_ = conn.Close() // as a browser does after a close frame
	}()
	return codes
}

// readClose skips frames until the close frame and returns its code, 0 if none
// comes. A server does not mask, and what it sends here is short.
func readClose(r *bufio.Reader) uint16 {
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0
		}
		size := int(head[1] & 0x7f)
		if size == 126 {
			var long [2]byte
			if _, err := io.ReadFull(r, long[:]); err != nil {
				return 0
			}
			size = int(binary.BigEndian.Uint16(long[:]))
		}
		payload := make([]byte, size)
		if _, err := io.ReadFull(r, payload); err != nil {
			return 0
		}
		const opClose = 0x8
		if head[0]&0x0f == opClose && size >= 2 {
			return binary.BigEndian.Uint16(payload)
		}
	}
}

func TestCloseSendsCandidatesAway(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	m := start(t, c)
	codes := closeCodeOf(t, m)
	url := m.URL()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if code := <-codes; code != 4001 {
		t.Errorf("close code %d, want 4001", code)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(req); err == nil {
		_ = res.Body.Close()
		t.Error("a closed server answers")
	}
}
