package loadtest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// EchoHandler is the bare server that ours is measured against: it reads a
// message and writes it back.
func EchoHandler() http.Handler {
	up := websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ws, err := up.Upgrade(w, req, nil)
		if err != nil {
			return // Upgrade has answered
		}
		defer ws.Close() //nolint:errcheck // the end of an echo
		var buf []byte
		for {
			if buf, err = readFrame(ws, buf); err != nil {
				return
			}
			if err := ws.WriteMessage(websocket.TextMessage, buf); err != nil {
				return
			}
		}
	})
}

// MeasureEcho returns how many messages a second of the size of an answer the
// server at ws://address/ echoes to n connections, each of which waits for one
// before it sends the next.
func MeasureEcho(ctx context.Context, address string, n int, d time.Duration) (float64, error) {
	var conns []*websocket.Conn
	defer func() {
		for _, ws := range conns {
			_ = ws.Close() // the end of a measurement
		}
	}()
	dialer := websocket.Dialer{
		NetDialContext: (&net.Dialer{}).DialContext, HandshakeTimeout: 20 * time.Second,
		ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
	}
	for range n {
		ws, _, err := dialer.DialContext(ctx, "ws://"+address+"/", nil) //nolint:bodyclose // a connection has no body
		if err != nil {
			return 0, err
		}
		conns = append(conns, ws)
	}
	var count atomic.Int64
	began := time.Now()
	deadline := began.Add(d)
	var wg sync.WaitGroup
	for _, ws := range conns {
		wg.Go(func() { echoes(ws, deadline, &count) })
	}
	wg.Wait()
	if count.Load() == 0 {
		return 0, errors.New("the echo server did not answer")
	}
	return float64(count.Load()) / time.Since(began).Seconds(), ctx.Err()
}

// echoes plays one connection until the deadline.
func echoes(ws *websocket.Conn, deadline time.Time, count *atomic.Int64) {
	var out, in []byte
	var n int64
	for seq := int64(1); time.Now().Before(deadline); seq++ {
		out = appendAnswer(out[:0], seq, "p1_12", "k3fz")
		if err := ws.WriteMessage(websocket.TextMessage, out); err != nil {
			break
		}
		var err error
		if in, err = readFrame(ws, in); err != nil {
			break
		}
		n++
	}
	count.Add(n)
}
