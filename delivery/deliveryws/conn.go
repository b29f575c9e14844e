package deliveryws

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
	"khaothi/delivery/protocol"
	"khaothi/internal/exam"
)

const (
	// readQueue is how many unsent messages, watermarks not counted, stop the
	// reader: a client that sends faster than it reads waits for itself.
	readQueue = 16
	// sendQueue bounds the unsent messages in any case. It is never reached
	// while the client reads: above readQueue come the answers to what is on
	// its way to Live, at most 64, and a few words on the course.
	sendQueue = 256
	// slowAfter is how long one message may wait for a client that does not
	// read. With it the connection ends.
	slowAfter = 10 * time.Second
)

// frame is one message to be written: text, a ping, or a close.
type frame struct {
	kind int
	data []byte
}

// conn is one candidate's connection. It is a delivery.Outbox.
type conn struct {
	server *Server
	ws     *websocket.Conn
	in     *bufio.Reader    // what ws reads from
	sock   *socket          // below it; nil with TLS
	poller *poller          // reads from it while it is parked; nil: never
	slot   int32            // its place there
	parked atomic.Bool      // nobody reads but the poller. Who sets it false reads, or ends it
	ending atomic.Bool      // it is to end as soon as nobody reads
	holder *delivery.Holder // set by the reader, once
	seen   atomic.Int64     // last sign of life, unix ns
	told   atomic.Int64     // last ping, or last acknowledgement of what came just before, unix ns
	atDoor atomic.Bool      // nobody reads from it
	began  atomic.Int64     // when the write that waits for the client was begun, unix ns; 0: none

	mu      sync.Mutex
	room    sync.Cond // the queue got shorter, or closing
	queue   []frame
	saved   int64 // watermarks to be told, 0: none
	arch    int64
	writing bool
	closing bool          // nothing more is taken
	sent    chan struct{} // closed when the last frame is written; nil before Close
}

var _ delivery.Outbox = (*conn)(nil)

// readBuffer holds one message while it is read: an idle connection has none.
type readBuffer struct {
	bytes.Buffer
	from io.LimitedReader
}

var readBuffers = sync.Pool{New: func() any { return new(readBuffer) }}

// serve signs in, then reads until the connection ends.
func (c *conn) serve() {
	c.ws.SetReadLimit(0) // read bounds the message itself, to tell why
	c.answerControl()
	_ = c.ws.SetReadDeadline(c.server.opt.Now().Add(helloTimeout)) // a dead connection fails the read
	if !c.signIn() {
		c.drainReads()
		c.end()
		return
	}
	_ = c.ws.SetReadDeadline(time.Time{}) // as above; ping drops who is silent
	c.listen()
}

// listen reads until the connection is parked or at its end.
func (c *conn) listen() {
	for !c.park() {
		in, err := c.read()
		if err != nil {
			c.refuseRead(err)
			c.end()
			return
		}
		c.alive()
		c.take(&in)
		c.awaitRoom()
	}
}

// end is the last thing that happens to a connection, once.
func (c *conn) end() {
	if c.holder != nil {
		c.holder.Detach()
	}
	if c.poller != nil {
		c.poller.forget(c)
	}
	_ = c.ws.Close() // it may be closed already
	c.server.remove(c)
	c.server.reads.Done()
}

func (c *conn) alive() {
	now := c.server.opt.Now()
	c.seen.Store(now.UnixNano())
	if c.holder != nil {
		c.holder.Seen(now)
	}
}

// read returns the next message.
func (c *conn) read() (protocol.Incoming, error) {
	kind, r, err := c.ws.NextReader()
	if err != nil {
		return protocol.Incoming{}, err
	}
	if kind != websocket.TextMessage {
		return protocol.Incoming{}, protocol.ErrInvalid
	}
	limit := protocol.MaxMessage
	if c.holder != nil {
		limit = protocol.MaxMessageFor(c.holder.MaxValue())
	}
	buf := readBuffers.Get().(*readBuffer)
	defer release(buf)
	buf.Reset()
	buf.from = io.LimitedReader{R: r, N: int64(limit) + 1}
	if _, err := buf.ReadFrom(&buf.from); err != nil {
		return protocol.Incoming{}, err
	}
	return protocol.ParseUpTo(buf.Bytes(), limit)
}

// release gives a buffer back, unless an essay made it large.
func release(buf *readBuffer) {
	buf.from.R = nil // it keeps no connection
	if buf.Cap() <= 4*protocol.MaxMessage {
		readBuffers.Put(buf)
	}
}

// refuseRead tells why what came cannot be taken; errors of the connection
// itself have nobody to be told.
func (c *conn) refuseRead(err error) {
	switch {
	case errors.Is(err, protocol.ErrTooLarge):
		c.Close(string(protocol.MessageTooLarge), 0)
	case errors.Is(err, protocol.ErrInvalid):
		c.Close(string(protocol.MessageInvalid), 0)
	default:
		return
	}
	c.drainReads()
}

// drainReads lets the close handshake end: what still comes is thrown away.
func (c *conn) drainReads() {
	c.awaitSent()
	_ = c.ws.SetReadDeadline(c.server.opt.Now().Add(closeWait)) // a dead connection fails the read
	for {
		if _, _, err := c.ws.NextReader(); err != nil {
			return
		}
	}
}

// signIn takes the hello and makes this connection the holder.
func (c *conn) signIn() bool {
	in, err := c.read()
	if err != nil {
		c.refuseHello(err)
		return false
	}
	if in.T != protocol.TypeHello {
		c.Close(string(protocol.MessageInvalid), 0)
		return false
	}
	if in.Hello.V != protocol.Version {
		c.Close(string(protocol.VersionUnknown), 0)
		return false
	}
	ok, full := c.server.door.enter(c)
	if full {
		c.Close(string(protocol.ServerBusy), busyFor())
	}
	if !ok {
		return false
	}
	began := c.server.opt.Now()
	defer func() { c.server.door.leave(c.server.opt.Now().Sub(began)) }()
	ctx, cancel := context.WithTimeout(context.Background(), helloTimeout)
	defer cancel()
	claim := &delivery.Claim{
		Number: in.Hello.Number, Code: in.Hello.Code, Device: in.Hello.Device, Machine: in.Hello.Machine,
		Sitting: exam.SittingID(in.Hello.Sitting),
	}
	holder, err := c.server.node.Attach(ctx, claim, c)
	if err != nil {
		code, retry := refusal(err)
		if code == protocol.ServerUnavailable {
			c.server.opt.Log.Warn("attach", slog.String("number", claim.Number), slog.Any("err", err))
		}
		c.Close(string(code), retry)
		return false
	}
	c.holder = holder
	return true
}

// refuseHello answers a first frame that is none, or none within the time.
func (c *conn) refuseHello(err error) {
	var closed *websocket.CloseError
	switch {
	case errors.Is(err, protocol.ErrTooLarge):
		c.Close(string(protocol.MessageTooLarge), 0)
	case errors.As(err, &closed):
		return
	default:
		c.Close(string(protocol.MessageInvalid), 0)
	}
}

// take hands one message to the holder.
func (c *conn) take(in *protocol.Incoming) {
	switch in.T {
	case protocol.TypeAnswer:
		c.holder.Answer(in.Answer.Seq, in.Answer.Field, in.Answer.Value)
	case protocol.TypeSubmit:
		c.holder.Submit(in.Submit.N)
	case protocol.TypeFocus:
		c.holder.Focus(in.Focus.Lost)
	default:
		c.Close(string(protocol.MessageInvalid), 0) // a second hello
	}
}
