package loadtest

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// event is one answer as a candidate keeps it: until the end of the run, since
// the log of events and the watermark are what the record is compared with.
type event struct {
	field, value string
	at           int64 // nanoseconds from the start of the run to when it was made
}

// candidate is one simulated person. mu guards everything below it; it is held
// while writing, so that events leave in the order of their numbers.
type candidate struct {
	crowd  *crowd
	index  int // among the candidates of all crowds
	tries  int // connections so far
	ticket Ticket
	device string
	rng    *rand.Rand
	role   role

	mu       sync.Mutex
	ws       *websocket.Conn // nil while there is no connection, or before its welcome
	moved    time.Time       // the deadline of writing to ws, last
	out      []byte
	attempt  string
	grace    time.Duration
	hash     string // of the paper
	blob     []byte
	fields   []field
	state    protocol.State
	deadline time.Time
	way      way // of this connection

	// The log. events[i] has the number first+i; first is 1 unless the ticket
	// was used before this run.
	events   []event
	first    int64
	acked    int64 // highest number that was acknowledged
	archived int64
	late     int64 // how many of the events came too late
	lateFrom int64 // the first of them, 0 for none

	vanished  bool      // its machine has lost the power
	connected time.Time // when the connection was made, or the last one
	openedAt  time.Time

	// The profile exam: what is still to be done, and the time that it is a
	// share of.
	deeds    []deed
	workFrom time.Time
	workFor  time.Duration

	// The faults of clients.
	mixing   []int64 // events that were not sent yet
	mixer    *time.Timer
	stallEnd time.Time // when it reads again
	caught   bool      // it has caught up since

	sampleSeq int64 // drain lag is sampled: one event at a time
	sampleAt  time.Time

	timer     *time.Timer
	submitted bool
	sealed    bool
	sealedN   int64
	sealedAt  time.Time
	receipt   string
	pulled    bool // it has cut its connection itself
	over      bool // no connection will be made any more
	retry     time.Duration
}

func (c *candidate) last() int64 { return c.first + int64(len(c.events)) - 1 }

func (c *candidate) eventOf(seq int64) event { return c.events[seq-c.first] }

// mayAnswer reports whether the page would take input now.
func (c *candidate) mayAnswer(now time.Time) bool {
	return c.fields != nil && !c.vanished && c.state == protocol.StateRunning && !c.sealed && !c.submitted && c.lateFrom == 0 && c.inTime(now)
}

// answer makes one event of the profiles that do not think. mu is held.
func (c *candidate) answer(now time.Time) {
	f := c.fields[c.rng.IntN(len(c.fields))]
	name, value := f.name, c.thought(f)
	switch c.rng.IntN(40) {
	case 0:
		value = "" // takes the answer back
	case 1:
		name, value = "flag:"+f.name, "1"
	}
	c.note(now, name, value)
}

// thought is what the candidate knows of a field, or else any answer.
func (c *candidate) thought(f field) string {
	if know := c.crowd.plan.Know; know != nil {
		if v := know(c.ticket.Number, f.name); v != "" {
			return v
		}
	}
	return f.values[c.rng.IntN(len(f.values))]
}

// note keeps one event and sends it if there is a connection; without one the
// candidate goes on working, as a person does. mu is held.
func (c *candidate) note(now time.Time, field, value string) {
	c.events = append(c.events, event{field: field, value: value, at: int64(now.Sub(c.crowd.began))})
	if c.ws != nil {
		c.deliver(c.last())
	}
}

// write sends one event. A connection that cannot be written to is closed; the
// reader notices and makes the next. mu is held.
func (c *candidate) write(seq int64) bool {
	e := c.eventOf(seq)
	c.out = c.stamped(appendAnswer(c.out[:0], seq, e.field, e.value))
	return c.send(c.out)
}

func (c *candidate) send(text []byte) bool {
	switch now := time.Now(); {
	case c.role.slow(): // it is held back while it does not read
		_ = c.ws.SetWriteDeadline(now.Add(slowWriteWait)) // the write below reports what is wrong
	case now.Sub(c.moved) > deadlineStep:
		_ = c.ws.SetWriteDeadline(now.Add(writeWait)) // as above
		c.moved = now
	}
	if err := c.ws.WriteMessage(websocket.TextMessage, text); err != nil {
		c.heldBack()
		_ = c.ws.Close() // it is broken already
		c.ws = nil
		return false
	}
	return true
}

// resend sends every event from seq on again, in order. mu is held.
func (c *candidate) resend(seq int64) {
	for n := max(seq, c.first); n <= c.last() && c.ws != nil; n++ {
		if !c.write(n) {
			return
		}
	}
}

// acknowledge takes the watermark saved=n. mu is held.
func (c *candidate) acknowledge(n int64, now time.Time) {
	if n > c.last() {
		c.crowd.meter.fail("saved names an event that was never sent")
		n = c.last()
	}
	if n <= c.acked {
		c.caughtUp(now)
		return
	}
	ack := &c.crowd.meter.slow
	if !c.role.slow() {
		ack = &c.crowd.meter.series.at(now).ack
	}
	for seq := max(c.acked+1, c.first); seq <= n; seq++ {
		sent := c.crowd.began.Add(time.Duration(c.eventOf(seq).at))
		ack.Record(now.Sub(sent))
		c.crowd.meter.back.acknowledged(sent, now)
	}
	c.crowd.meter.acked.Add(n - max(c.acked, c.first-1))
	c.acked = n
	c.caughtUp(now)
	if c.sampleSeq == 0 {
		c.sampleSeq, c.sampleAt = n, now
	}
}

// archive takes the watermark archived=n. mu is held.
func (c *candidate) archive(n int64, now time.Time) {
	c.archived = max(c.archived, n)
	if n >= c.first && n <= c.last() {
		c.crowd.meter.back.archive(c.crowd.began.Add(time.Duration(c.eventOf(n).at)), now)
	}
	if c.sampleSeq != 0 && n >= c.sampleSeq {
		c.crowd.meter.drain.Record(now.Sub(c.sampleAt))
		c.sampleSeq = 0
	}
}

// refused drops an event that the server will not store; its number goes to
// the next one, and all after it move up. mu is held.
func (c *candidate) refused(seq int64, code protocol.Code) {
	c.crowd.meter.fail("refused: %s", code)
	if code == protocol.SubmitTooEarly {
		c.submitted = false
	}
	if seq < c.first || seq > c.last() || seq <= c.acked {
		return
	}
	i := seq - c.first
	c.events = append(c.events[:i], c.events[i+1:]...)
	c.resend(seq)
}

// told takes the server's word on the time that is left. mu is held.
func (c *candidate) told(m *incoming, now time.Time) {
	c.deadline = now.Add(c.way.remaining(now.Sub(c.crowd.began), m))
}

// tooLate notes an event that the server took as evidence only. mu is held.
func (c *candidate) tooLate(seq int64) {
	c.late++
	c.crowd.meter.late.Add(1)
	if c.lateFrom == 0 || seq < c.lateFrom {
		c.lateFrom = seq
	}
	if seq <= c.acked {
		c.crowd.meter.fail("late names an event that was acknowledged")
	}
}

// seal takes the end of the work. mu is held.
func (c *candidate) seal(n int64, receipt string, now time.Time) {
	if receipt == "" {
		c.crowd.meter.fail("sealed without a receipt")
	}
	if c.sealed {
		if receipt != c.receipt {
			c.crowd.meter.fail("the receipt changed after the seal")
		}
		return
	}
	c.sealed, c.sealedN, c.sealedAt, c.receipt = true, n, now, receipt
	c.state = protocol.StateSealed
	c.crowd.meter.sealed.Add(1)
	if n < c.acked {
		c.crowd.meter.fail("sealed with fewer events than were acknowledged")
	}
	c.stopClocks()
}

// stopClocks lets nothing happen by itself any more. mu is held.
func (c *candidate) stopClocks() {
	for _, t := range []*time.Timer{c.timer, c.mixer} {
		if t != nil {
			t.Stop()
		}
	}
}
