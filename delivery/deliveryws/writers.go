package deliveryws

import (
	"bytes"
	"encoding/binary"
	"math"
	"sync"

	"github.com/gorilla/websocket"
)

// writers are the few goroutines that write for all connections: an
// acknowledgement is one system call in a goroutine that runs already. One of
// its own for each message cost a third more processor time than the write.
type writers struct {
	mu     sync.Mutex
	more   sync.Cond
	ready  []*conn
	closed bool
	work   sync.WaitGroup
}

// writersAtWork is enough for the writes of one machine's cores; none of them
// ever blocks. takeAtOnce is how many connections one takes.
const (
	writersAtWork = 4
	takeAtOnce    = 64
)

func (w *writers) start() {
	w.more.L = &w.mu
	for range writersAtWork {
		w.work.Go(w.run)
	}
}

// add has c written to. It is there once at most: c.writing.
func (w *writers) add(c *conn) {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		go c.writeAll(nil, false) // the last words of a server that stops
		return
	}
	w.ready = append(w.ready, c)
	w.mu.Unlock()
	w.more.Signal()
}

func (w *writers) run() {
	var buf []byte
	batch := make([]*conn, 0, takeAtOnce)
	for {
		w.mu.Lock()
		for len(w.ready) == 0 && !w.closed {
			w.more.Wait()
		}
		n := min(len(w.ready), takeAtOnce)
		batch = append(batch[:0], w.ready[:n]...)
		w.ready = append(w.ready[:0], w.ready[n:]...)
		w.mu.Unlock()
		if n == 0 {
			return
		}
		for _, c := range batch {
			buf = c.write(buf)
		}
		clear(batch)
	}
}

// stop lets them write what is ready and waits.
func (w *writers) stop() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.more.Broadcast()
	w.work.Wait()
}

// appendFrame appends one unmasked frame, RFC 6455 section 5.2.
func appendFrame(b []byte, kind int, data []byte) []byte {
	const fin = 0x80
	b = append(b, fin|byte(kind))
	switch n := len(data); {
	case n < 126:
		b = append(b, byte(n))
	case n <= math.MaxUint16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, data...)
}

// answerControl answers pings and closes of the client through the one queue:
// two who write could mix their frames.
func (c *conn) answerControl() {
	c.ws.SetPingHandler(func(data string) error {
		c.alive()
		c.pong([]byte(data))
		return nil
	})
	c.ws.SetPongHandler(func(string) error {
		c.alive()
		return nil
	})
	answer := c.ws.CloseHandler()
	c.ws.SetCloseHandler(func(code int, text string) error {
		c.mu.Lock()
		closing := c.closing || c.writing
		c.mu.Unlock()
		if closing { // ours is on its way or frames are: the end of TCP says the rest
			return nil
		}
		return answer(code, text)
	})
}

// pong answers a ping. It may be left out where newer ones follow.
func (c *conn) pong(data []byte) {
	c.mu.Lock()
	crowded := len(c.queue) >= readQueue
	c.mu.Unlock()
	if !crowded {
		c.push(frame{kind: websocket.PongMessage, data: bytes.Clone(data)})
	}
}
