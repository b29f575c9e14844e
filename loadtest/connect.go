package loadtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

const (
	writeWait     = 10 * time.Second
	slowWriteWait = 2 * time.Second
	silence       = 30 * time.Second // pings come each 10 s
	deadlineStep  = time.Second      // deadlines move no more often: it costs as much as parsing a message
	helloWait     = 15 * time.Second // for the welcome
	perAddress    = 15_000           // connections from one source address: it has 28,000 ports for one destination
)

// attend connects, works, and comes back until the attempt is sealed and
// archived, or the server says that it must not.
func (c *candidate) attend(ctx context.Context) {
	wait := time.Duration(0)
	for ctx.Err() == nil && !c.gone() {
		if !sleep(ctx, wait) {
			return
		}
		c.pauseReading(ctx)
		began := time.Now()
		code := c.connection(ctx)
		if protocol.Final(code) {
			c.mu.Lock()
			c.over = true
			c.mu.Unlock()
			return
		}
		if time.Since(began) > 5*time.Second {
			wait = 0
		}
		wait = c.backoff(wait)
	}
}

// gone reports whether nobody sits there any more.
func (c *candidate) gone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.over || c.vanished
}

// backoff is the time to the next try: what the server said, or a random 0.5
// to 2 seconds, doubling up to 5.
func (c *candidate) backoff(last time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.retry > 0 {
		wait := c.retry
		c.retry = 0
		return wait
	}
	if last == 0 {
		return 500*time.Millisecond + time.Duration(c.rng.Int64N(int64(1500*time.Millisecond)))
	}
	return min(last*2, 5*time.Second)
}

// connection makes one connection and reads it to its end.
func (c *candidate) connection(ctx context.Context) (code int) {
	ws, buf, code, err := c.hello(ctx)
	if err != nil {
		if code == 0 && ctx.Err() == nil && !c.mayBreak() {
			c.crowd.meter.fail("connect: %s", reason(err))
		}
		return code
	}
	c.crowd.meter.series.connected(1)
	defer c.crowd.meter.series.connected(-1)
	stop := context.AfterFunc(ctx, func() { _ = ws.Close() }) // ends the read
	defer stop()
	code = c.receive(ctx, ws, buf)
	c.mu.Lock()
	if c.ws == ws {
		c.ws = nil
	}
	expected := c.sealed || c.pulled
	c.pulled = false
	if left := time.Until(c.stallEnd); left > 0 && ctx.Err() == nil {
		c.crowd.meter.dropped.Add(1)
	}
	c.mu.Unlock()
	_ = ws.Close() // read to the end
	if code == 0 && !expected && !c.mayBreak() && ctx.Err() == nil {
		c.crowd.meter.fail("the connection broke")
	}
	return code
}

// mayBreak reports whether it belongs to the plan that the candidate's
// connection ends without a word.
func (c *candidate) mayBreak() bool {
	p := &c.crowd.plan
	return p.Faulty || p.Profile == Mixed || c.role.slow()
}

// hello connects, identifies, and takes the welcome. On an error code is the
// close code, if the server sent one.
func (c *candidate) hello(ctx context.Context) (ws *websocket.Conn, buf []byte, code int, err error) {
	release, ok := c.crowd.enter(ctx)
	if !ok {
		return nil, nil, 0, ctx.Err()
	}
	defer release()
	target := c.target()
	ws, err = c.dial(ctx, target)
	if err != nil {
		return nil, nil, 0, err
	}
	defer func(conn *websocket.Conn) {
		if err != nil {
			_ = conn.Close() // nothing more is read from it
		}
	}(ws)
	stop := context.AfterFunc(ctx, func() { _ = ws.Close() }) // ends the reads below
	defer stop()
	c.mu.Lock()
	h := protocol.Hello{
		T: protocol.TypeHello, V: protocol.Version, Number: c.ticket.Number, Code: c.ticket.Code,
		Device: c.device, Sitting: c.crowd.plan.Sitting, Last: c.last(),
	}
	c.mu.Unlock()
	text, err := json.Marshal(h)
	if err != nil {
		return nil, nil, 0, err
	}
	_ = ws.SetWriteDeadline(time.Now().Add(writeWait)) // the write reports
	if err := ws.WriteMessage(websocket.TextMessage, c.stamped(text)); err != nil {
		return nil, nil, 0, err
	}
	if buf, err = readAnswer(ws, release); err != nil {
		return nil, nil, 0, err
	}
	return c.answered(ctx, target, ws, buf)
}

// readAnswer reads what hello is answered with. Who is told to queue has left
// the door, and waits as long as the server says something.
func readAnswer(ws *websocket.Conn, release func()) (buf []byte, err error) {
	for {
		_ = ws.SetReadDeadline(time.Now().Add(helloWait)) // the read reports
		if buf, err = readFrame(ws, buf); err != nil || !isQueue(buf) {
			return buf, err
		}
		release()
	}
}

// answered reads the answer to hello.
func (c *candidate) answered(ctx context.Context, target string, ws *websocket.Conn, buf []byte) (*websocket.Conn, []byte, int, error) {
	var w protocol.Welcome
	if err := json.Unmarshal(buf, &w); err != nil {
		return nil, nil, 0, fmt.Errorf("welcome: %w", err)
	}
	if w.T == protocol.TypeError {
		var e protocol.Error
		if err := json.Unmarshal(buf, &e); err != nil {
			return nil, nil, 0, fmt.Errorf("error: %w", err)
		}
		c.mu.Lock()
		c.retry = time.Duration(e.RetryMS) * time.Millisecond
		c.trouble(e.Code)
		c.mu.Unlock()
		return nil, nil, protocol.CloseCode(e.Code), errors.New(string(e.Code))
	}
	if w.T != protocol.TypeWelcome {
		c.crowd.meter.fail("hello was answered with %q", w.T)
		return nil, nil, 0, errors.New("no welcome")
	}
	if err := c.getPaper(ctx, target, w); err != nil {
		c.crowd.meter.fail("%s", reason(err))
		return nil, nil, 0, err
	}
	pong := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		_ = ws.SetReadDeadline(time.Now().Add(silence)) // the next read reports
		return pong(data)
	})
	_ = ws.SetReadDeadline(time.Now().Add(silence)) // the next read reports
	c.welcome(ws, w)
	return ws, buf, 0, nil
}

// welcome takes over what the server holds and sends what it lacks.
func (c *candidate) welcome(ws *websocket.Conn, w protocol.Welcome) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.attempt == "" {
		c.attempt, c.first = w.Attempt, w.Saved+1
		c.acked, c.archived = w.Saved, w.Archived
		c.crowd.welcomed(now)
	} else {
		c.crowd.meter.reconnects.Add(1)
	}
	if w.Attempt != c.attempt {
		c.crowd.meter.fail("the ticket led to another attempt")
	}
	if c.vanished {
		_ = ws.Close() // while it was signing in
		return
	}
	c.crowd.meter.back.welcomed(c.connected, now)
	c.connected = now
	c.ws, c.moved, c.state, c.pulled = ws, time.Time{}, w.State, false
	c.mixing = c.mixing[:0] // they are sent again below
	c.grace = time.Duration(w.GraceMS) * time.Millisecond
	c.way = way{}
	c.told(&incoming{RemainingMS: w.RemainingMS, ServerMS: w.ServerMS}, now)
	c.acknowledge(w.Saved, now)
	c.archive(w.Archived, now)
	if w.State == protocol.StateSealed {
		c.seal(w.Saved, w.Receipt, now)
		return
	}
	c.open(w.Key)
	c.resend(w.Saved + 1)
	c.handInAgain()
	c.wake(now)
}
