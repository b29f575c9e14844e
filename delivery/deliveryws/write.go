package deliveryws

import (
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// Saved implements delivery.Outbox: a watermark overtakes one that was not
// sent yet.
func (c *conn) Saved(seq int64) {
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
	time.AfterFunc(closeWait, func() { _ = c.ws.Close() }) // the reader notices, where it is still there
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
		frame{kind: websocket.CloseMessage, code: protocol.CloseCode(m.Code), data: []byte(code)})
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

// wake makes sure that somebody writes.
func (c *conn) wake() {
	if !c.writing {
		c.writing = true
		go c.write()
	}
}

// write sends until nothing is left.
func (c *conn) write() {
	var small [64]byte
	for {
		c.mu.Lock()
		var f frame
		switch {
		case len(c.queue) > 0:
			f = c.queue[0]
			c.queue = c.queue[1:]
			c.room.Broadcast()
			if len(c.queue) == 0 {
				c.queue = nil // an idle connection keeps no array
			}
		case c.saved > 0:
			f = frame{kind: websocket.TextMessage, data: protocol.AppendSaved(small[:0], c.saved)}
			c.saved = 0
		case c.arch > 0:
			f = frame{kind: websocket.TextMessage, data: protocol.AppendArchived(small[:0], c.arch)}
			c.arch = 0
		default:
			c.writing = false
			c.mu.Unlock()
			return
		}
		c.mu.Unlock()
		c.began.Store(c.server.opt.Now().UnixNano())
		sent := c.send(f)
		c.began.Store(0)
		if !sent {
			c.mu.Lock() // writing stays true: nothing is written any more
			defer c.mu.Unlock()
			if c.sent == nil {
				c.sent = make(chan struct{})
			}
			c.closing = true
			c.room.Broadcast()
			close(c.sent)
			return
		}
	}
}

// send writes one frame; false when the connection is at its end.
func (c *conn) send(f frame) bool {
	switch f.kind {
	case websocket.PingMessage:
		return c.ws.WriteControl(websocket.PingMessage, nil, c.server.opt.Now().Add(closeWait)) == nil
	case websocket.CloseMessage:
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, string(f.data)),
			c.server.opt.Now().Add(closeWait)) // the deadline below ends it in any case
		_ = c.ws.SetReadDeadline(c.server.opt.Now().Add(closeWait)) // as above
		return false
	}
	if err := c.ws.WriteMessage(f.kind, f.data); err != nil {
		_ = c.ws.Close() // the reader notices
		return false
	}
	return true
}
