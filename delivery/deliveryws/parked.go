package deliveryws

import (
	"bytes"
	"time"

	"khaothi/delivery/protocol"
)

// park leaves the connection to its poller, and says whether it did: where it
// has one, nothing of the next message is here yet, and it is not about to end.
// Between two messages only: what is here of the next is taken first.
func (c *conn) park() bool {
	if c.poller == nil || !c.caughtUp() || c.isClosing() || !c.sock.park() {
		return false
	}
	c.sock.ahead = nil
	c.parked.Store(true)
	if err := c.poller.watch(c); err != nil {
		c.ending.Store(true)
	}
	c.endIfDue()
	return true
}

// caughtUp takes the frames that were read already, and says whether none is left.
func (c *conn) caughtUp() bool {
	b, _ := c.in.Peek(c.in.Buffered()) // what is there is never too much
	_, _ = c.in.Discard(c.takeAll(b))  // nor is this
	if c.in.Buffered() > 0 {
		return false
	}
	c.sock.ahead = c.sock.ahead[c.takeAll(c.sock.ahead):]
	return len(c.sock.ahead) == 0
}

// parkAgain is for the poller itself.
func (c *conn) parkAgain() {
	c.parked.Store(true)
	c.endIfDue()
}

func (c *conn) endIfDue() {
	if c.ending.Load() && c.parked.CompareAndSwap(true, false) {
		c.end()
	}
}

// endNow ends a connection that nobody reads. One that is read ends by itself:
// its socket is closed, or its time is over.
func (c *conn) endNow() {
	c.ending.Store(true)
	c.endIfDue()
}

// readable takes what the client sent, as far as that needs no waiting and is
// nothing unusual: the rest is for a goroutine of its own. It runs on the poller.
func (c *conn) readable(buf []byte) {
	if !c.parked.CompareAndSwap(true, false) {
		return // it has ended since
	}
	if c.mustWait() {
		c.poller.stall(c)
		c.parkAgain()
		return
	}
	n, err := c.sock.read(buf)
	if err != nil {
		c.end()
		return
	}
	if taken := c.takeAll(buf[:n]); taken < n {
		c.sock.ahead = bytes.Clone(buf[taken:n])
		c.poller.forget(c)
		go c.resume()
		return
	}
	c.parkAgain()
}

// resume reads in a goroutine of its own.
func (c *conn) resume() {
	if err := c.sock.hold(); err != nil {
		c.end() // too many are open: the client comes back
		return
	}
	c.listen()
}

// takeAll takes the frames of b and returns how many bytes they were.
func (c *conn) takeAll(b []byte) (taken int) {
	for taken < len(b) {
		f, ok := cutFrame(b[taken:])
		if !ok || taken > 0 && c.mustWait() || !c.takeFrame(&f) {
			break
		}
		taken += f.size
	}
	return taken
}

// takeFrame says whether it took the frame; else that is as it came.
func (c *conn) takeFrame(f *clientFrame) bool {
	switch f.head {
	case finPing, finPong:
		return c.takeControl(f)
	case finText:
	default:
		return false
	}
	f.turn()
	in, err := protocol.ParseUpTo(f.payload, protocol.MaxMessageFor(c.holder.MaxValue()))
	if err != nil || in.T == protocol.TypeAnswer && c.holder.LooksUp(in.Answer.Field) {
		f.turn()
		return false
	}
	c.alive()
	c.take(&in)
	return true
}

func (c *conn) takeControl(f *clientFrame) bool {
	if len(f.payload) > maxControl {
		return false
	}
	c.alive()
	if f.head == finPing {
		f.turn()
		c.pong(f.payload)
	}
	return true
}

// mustWait says that the client sends faster than it reads, or than Live takes.
func (c *conn) mustWait() bool {
	c.mu.Lock()
	full := len(c.queue) >= readQueue && !c.closing
	c.mu.Unlock()
	return full || c.holder.Crowded()
}

func (c *conn) isClosing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closing
}

// endWithin gives the client that long to answer the close.
func (c *conn) endWithin(d time.Duration) {
	_ = c.ws.SetReadDeadline(c.server.opt.Now().Add(d)) // it is broken if this fails
	if c.poller != nil {
		time.AfterFunc(d, c.endNow)
	}
}
