package loadtest

import (
	"context"
	"errors"
	"fmt"
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

// EchoConfig is one measurement of an echo server.
type EchoConfig struct {
	Address    string // HOST:PORT
	Roots      string // PEM of the certificate that it serves TLS with; empty: none
	Conns      int    // connections, each of which waits for one message before it sends the next
	Duration   time.Duration
	Generators int // as in Config
	Spawn      func(ctx context.Context) (Generator, error)
}

// MeasureEcho returns how many messages a second of the size of an answer the
// server at ws://Address/ echoes, to as many processes as candidates would be
// spread over.
func MeasureEcho(ctx context.Context, cfg EchoConfig) (float64, error) {
	var count int64
	var err error
	if cfg.Generators <= 1 {
		count, err = measureHere(ctx, cfg)
	} else {
		count, err = measureApart(ctx, cfg)
	}
	if err == nil && count == 0 {
		err = errors.New("the echo server did not answer")
	}
	return float64(count) / cfg.Duration.Seconds(), err
}

func measureHere(ctx context.Context, cfg EchoConfig) (int64, error) {
	var e echoes
	defer e.close()
	if _, err := e.obey(ctx, echoOrder{Address: cfg.Address, Roots: cfg.Roots, Conns: cfg.Conns}); err != nil {
		return 0, err
	}
	now := time.Now()
	return e.obey(ctx, echoOrder{From: now.UnixNano(), To: now.Add(cfg.Duration).UnixNano()})
}

// measureApart lets generators connect one after the other and play together.
func measureApart(ctx context.Context, cfg EchoConfig) (int64, error) {
	var all []*remote
	defer func() {
		for _, r := range all {
			r.close()
		}
	}()
	for i := range cfg.Generators {
		r, err := startRemote(ctx, cfg.Spawn, fmt.Sprintf("generator %d of %d", i+1, cfg.Generators))
		if err != nil {
			return 0, err
		}
		all = append(all, r)
		n := (i+1)*cfg.Conns/cfg.Generators - i*cfg.Conns/cfg.Generators
		if _, err := r.ask(ctx, order{Echo: &echoOrder{Address: cfg.Address, Roots: cfg.Roots, Conns: n}}, long); err != nil {
			return 0, err
		}
	}
	from := time.Now().Add(100 * time.Millisecond)
	play := order{Echo: &echoOrder{From: from.UnixNano(), To: from.Add(cfg.Duration).UnixNano()}}
	counts, errs := make([]int64, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	for i, r := range all {
		wg.Go(func() {
			var a answer
			a, errs[i] = r.ask(ctx, play, cfg.Duration+soon)
			counts[i] = a.Echoes
		})
	}
	wg.Wait()
	var sum int64
	for _, n := range counts {
		sum += n
	}
	return sum, errors.Join(errs...)
}

// echoOrder connects (Conns) or plays (From, To: nanoseconds since 1970).
type echoOrder struct {
	Address string
	Roots   string
	Conns   int
	From    int64
	To      int64
}

// echoes are the connections to an echo server.
type echoes struct{ conns []*websocket.Conn }

func (e *echoes) obey(ctx context.Context, o echoOrder) (int64, error) {
	if o.Conns > 0 {
		return 0, e.connect(ctx, o)
	}
	if !sleep(ctx, time.Until(time.Unix(0, o.From))) {
		return 0, ctx.Err()
	}
	return e.play(time.Unix(0, o.To)), ctx.Err()
}

func (e *echoes) connect(ctx context.Context, o echoOrder) error {
	dialer := websocket.Dialer{
		NetDialContext: (&net.Dialer{}).DialContext, HandshakeTimeout: 20 * time.Second,
		ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}, TLSClientConfig: Trusting(o.Roots),
	}
	scheme := "ws://"
	if o.Roots != "" {
		scheme = "wss://"
	}
	for range o.Conns {
		ws, _, err := dialer.DialContext(ctx, scheme+o.Address+"/", nil) //nolint:bodyclose // a connection has no body
		if err != nil {
			return fmt.Errorf("connect to the echo server: %w", err)
		}
		e.conns = append(e.conns, ws)
	}
	return nil
}

// play lets every connection send and wait until the deadline.
func (e *echoes) play(deadline time.Time) int64 {
	var count atomic.Int64
	var wg sync.WaitGroup
	for _, ws := range e.conns {
		wg.Go(func() { count.Add(echoUntil(ws, deadline)) })
	}
	wg.Wait()
	return count.Load()
}

func (e *echoes) close() {
	for _, ws := range e.conns {
		_ = ws.Close() // the end of a measurement
	}
}

// echoUntil plays one connection until the deadline.
func echoUntil(ws *websocket.Conn, deadline time.Time) (n int64) {
	_ = ws.SetReadDeadline(deadline.Add(10 * time.Second)) // the read below reports
	var out, in []byte
	for seq := int64(1); time.Now().Before(deadline); seq++ {
		out = appendAnswer(out[:0], seq, "p1_12", "k3fz")
		if err := ws.WriteMessage(websocket.TextMessage, out); err != nil {
			return n
		}
		var err error
		if in, err = readFrame(ws, in); err != nil {
			return n
		}
		n++
	}
	return n
}
