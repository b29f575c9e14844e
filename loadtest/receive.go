package loadtest

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// receive reads one connection to its end and returns the close code, 0 for a
// connection that broke.
func (c *candidate) receive(ctx context.Context, ws *websocket.Conn, buf []byte) int {
	var moved time.Time // the deadline of reading, last
	for {
		if c.role.slow() {
			c.pauseReading(ctx)
			_ = ws.SetReadDeadline(time.Now().Add(silence)) // the read reports
		}
		var err error
		buf, err = readFrame(ws, buf)
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure { // which nobody sends: it says that no word came
				return closed.Code
			}
			return 0
		}
		now := time.Now()
		if now.Sub(moved) > deadlineStep {
			_ = ws.SetReadDeadline(now.Add(silence)) // the next read reports what is wrong
			moved = now
		}
		if n, ok := parseMark(buf, savedPrefix); ok {
			c.saved(n, now)
			continue
		}
		if n, ok := parseMark(buf, archivedPrefix); ok {
			c.take(ws, incoming{T: protocol.TypeArchived, Seq: n}, now)
			continue
		}
		var m incoming
		if err := json.Unmarshal(buf, &m); err != nil {
			c.crowd.meter.fail("a message that is not JSON")
			continue
		}
		c.take(ws, m, now)
	}
}

// saved is the busy path: in a closed loop the next answer leaves from here.
func (c *candidate) saved(n int64, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acknowledge(n, now)
	c.wake(now)
}

// take acts on any other message.
func (c *candidate) take(ws *websocket.Conn, m incoming, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch m.T {
	case protocol.TypeSaved:
		c.acknowledge(m.Seq, now)
		c.wake(now)
	case protocol.TypeArchived:
		c.archive(m.Seq, now)
	case protocol.TypeResend:
		c.resend(m.From)
		c.handInAgain()
	case protocol.TypeHave:
		c.resend(m.Seq + 1)
		c.handInAgain()
	case protocol.TypeConflict:
		c.crowd.meter.fail("conflict")
		_ = ws.Close() // and say hello again
	case protocol.TypeRefused:
		c.refused(m.Seq, m.Code)
		c.wake(now)
	case protocol.TypeLate:
		c.tooLate(m.Seq)
	case protocol.TypeStart:
		c.state = protocol.StateRunning
		c.told(&m, now)
		c.open(m.Key)
	case protocol.TypeTime:
		c.state = m.State
		c.told(&m, now)
		c.wake(now)
	case protocol.TypeSealed:
		c.seal(m.N, m.Receipt, now)
	case protocol.TypeError:
		c.retry = time.Duration(m.RetryMS) * time.Millisecond
		c.trouble(m.Code)
	default:
		c.crowd.meter.fail("unknown message %q", m.T)
	}
}

// trouble judges the reason of a close: what belongs to the plan is no error.
func (c *candidate) trouble(code protocol.Code) {
	switch code {
	case protocol.AttemptSealed, protocol.ServerBusy:
	case protocol.ServerRestart, protocol.ServerUnavailable, protocol.HolderBusy, protocol.ClientSlow:
		if !c.crowd.plan.Faulty && (code != protocol.ClientSlow || !c.role.slow()) {
			c.crowd.meter.fail("error: %s", code)
		}
	default:
		c.crowd.meter.fail("error: %s", code)
	}
}

// open decrypts the paper with the key and begins to work. mu is held.
func (c *candidate) open(key string) {
	if c.fields != nil || key == "" {
		return
	}
	fields, err := c.crowd.papers.fields(c.hash, c.blob, key)
	if err != nil {
		c.crowd.meter.fail("%v", err)
		return
	}
	c.fields, c.blob = fields, nil
	c.openedAt = time.Now()
	c.crowd.opened(c.openedAt)
	c.begin()
}

// handInAgain repeats a submit that the server answered with a question for
// more events. mu is held.
func (c *candidate) handInAgain() {
	if c.submitted && !c.sealed && c.ws != nil {
		c.sendSubmit()
	}
}

func (c *candidate) sendSubmit() {
	text, err := json.Marshal(protocol.Submit{T: protocol.TypeSubmit, N: c.last()})
	if err != nil {
		panic("loadtest: " + err.Error()) // a string and a number always marshal
	}
	c.send(text)
}
