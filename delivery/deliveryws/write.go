package deliveryws

import (
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// Saved implements delivery.Outbox: a watermark overtakes one that was not
// sent yet.
func (c *conn) Saved(seq int64) {
	c.told.Store(c.server.opt.Now().UnixNano())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.saved = seq
	c.wake()
}

// Archived implements delivery.Outbox, as Saved.
func (c *conn) Archived(seq int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arch = seq
	c.wake()
}

func (c *conn) text(data []byte) { c.push(frame{kind: websocket.TextMessage, data: data}) }

// push queues a frame behind the watermarks that came before it. A client
// that does not read is cut off.
func (c *conn) push(f frame) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing {
		return
	}
	if len(c.queue) >= sendQueue {
		go c.slow()
		return
	}
	c.settle()
	c.queue = append(c.queue, f)
	c.wake()
}

// awaitRoom waits while the client has much to read.
func (c *conn) awaitRoom() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue) >= readQueue && !c.closing {
		c.room.Wait()
	}
}

// slow ends a connection whose client does not read: it may read the reason
// behind the rest for closeWait.
func (c *conn) slow() {
	c.began.Store(0)
	c.Close(string(protocol.ClientSlow), 0)
	time.AfterFunc(closeWait, c.cut)
}

// Close implements delivery.Outbox: an error message, then the close frame;
// the reader ends with the client's answer or after closeWait.
func (c *conn) Close(code string, retry time.Duration) {
	m := protocol.NewError(protocol.Code(code), retry.Milliseconds())
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing {
		return
	}
	c.settle()
	c.queue = append(c.queue, // beyond sendQueue: these are the last
		frame{kind: websocket.TextMessage, data: protocol.Encode(m)},
		frame{kind: websocket.CloseMessage, data: websocket.FormatCloseMessage(protocol.CloseCode(m.Code), code)})
	c.closing, c.sent = true, make(chan struct{})
	c.room.Broadcast()
	c.wake()
}

// awaitSent waits until the close is on its way, at most closeWait.
func (c *conn) awaitSent() {
	c.mu.Lock()
	sent := c.sent
	c.mu.Unlock()
	if sent == nil {
		return
	}
	select {
	case <-sent:
	case <-time.After(closeWait):
	}
}

// settle turns the watermarks into frames, so that what comes next stays
// behind them.
func (c *conn) settle() {
	if c.saved > 0 {
		c.queue = append(c.queue, frame{kind: websocket.TextMessage, data: protocol.AppendSaved(nil, c.saved)})
	}
	if c.arch > 0 {
		c.queue = append(c.queue, frame{kind: websocket.TextMessage, data: protocol.AppendArchived(nil, c.arch)})
	}
	c.saved, c.arch = 0, 0
}

// wake makes sure that somebody writes: one of the server's writers or, where
// the connection cannot be asked not to block (TLS), a goroutine of its own.
func (c *conn) wake() {
	if c.writing {
		return
	}
	c.writing = true
	if c.sock == nil {
		go c.writeAll(nil, false)
		return
	}
	c.server.writers.add(c)
}

// takeFrames moves what waits to buf, as frames, up to about writeAtOnce bytes; last
// says that the close frame is among them. Nothing taken means that nobody
// writes any more.
func (c *conn) takeFrames(buf []byte) (frames []byte, last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for n < len(c.queue) && len(buf) < writeAtOnce && !last {
		f := &c.queue[n]
		buf = appendFrame(buf, f.kind, f.data)
		last = f.kind == websocket.CloseMessage
		n++
	}
	if n > 0 {
		c.queue = c.queue[n:]
		c.room.Broadcast()
	}
	if len(c.queue) > 0 {
		return buf, last
	}
	c.queue = nil // an idle connection keeps no array
	if c.saved > 0 {
		var small [64]byte
		buf = appendFrame(buf, websocket.TextMessage, protocol.AppendSaved(small[:0], c.saved))
	}
	if c.arch > 0 {
		var small [64]byte
		buf = appendFrame(buf, websocket.TextMessage, protocol.AppendArchived(small[:0], c.arch))
	}
	c.saved, c.arch = 0, 0
	c.writing = len(buf) > 0
	return buf, last
}

// writeAtOnce bounds what one write carries; one message may be longer.
const writeAtOnce = 16 << 10

// write sends what waits without ever blocking; what the client does not take
// at once goes to a goroutine of its own. It uses buf and returns it.
func (c *conn) write(buf []byte) []byte {
	for {
		frames, last := c.takeFrames(buf[:0])
		if len(frames) == 0 {
			return buf
		}
		if cap(frames) <= 4*writeAtOnce {
			buf = frames
		}
		n, err := c.sock.write(frames)
		switch {
		case err != nil || last && n == len(frames):
			c.finish(err)
			return buf
		case n < len(frames):
			go c.writeAll(append([]byte(nil), frames[n:]...), last)
			return buf
		}
	}
}

// writeAll sends rest, whose end is the close frame if last, and what waits
// behind it, blocking. ping sees to it that it does not block for ever.
func (c *conn) writeAll(rest []byte, last bool) {
	if c.sock != nil {
		if err := c.sock.hold(); err != nil {
			c.finish(err)
			return
		}
		defer c.sock.release()
	}
	for {
		if len(rest) == 0 {
			if rest, last = c.takeFrames(rest[:0]); len(rest) == 0 {
				return
			}
		}
		c.began.Store(c.server.opt.Now().UnixNano())
		_, err := c.ws.NetConn().Write(rest)
		c.began.Store(0)
		if err != nil || last {
			c.finish(err)
			return
		}
		rest = rest[:0]
	}
}

// finish ends the writing for good, after the close frame or because the
// connection is broken: c.writing stays true. The client has closeWait to
// answer a close.
func (c *conn) finish(err error) {
	c.mu.Lock()
	if c.sent == nil {
		c.sent = make(chan struct{})
	}
	c.closing = true
	c.room.Broadcast()
	close(c.sent)
	c.mu.Unlock()
	if err != nil {
		c.cut()
	} else {
		c.endWithin(closeWait)
	}
}

// cut ends the connection at once; its reader notices, where it has one.
func (c *conn) cut() {
	_ = c.ws.Close() // it may be closed already
	c.endNow()
}
