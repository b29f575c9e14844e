package loadtest

import (
	"strconv"
	"time"
)

// ClientFault is trouble that candidates make for the server.
type ClientFault string

// The faults of clients.
const (
	// ClientClock: two thirds of the candidates have a wall clock 3 hours off,
	// and tell it wherever a client can. A few of them also work by it.
	ClientClock ClientFault = "client-clock"
	// DupReorder: each event is sent twice, out of order, and old ones again
	// after they were acknowledged.
	DupReorder ClientFault = "dup-reorder"
	// SlowReader: a tenth of the candidates stops reading for half of the work
	// and goes on writing; some of these flood the server meanwhile.
	SlowReader ClientFault = "slow-reader"
)

// ClientFaults lists them in the order of the help text.
var ClientFaults = []ClientFault{ClientClock, DupReorder, SlowReader}

// role is what one candidate does of a fault.
type role uint8

const (
	rolePlain    role = iota
	roleAhead         // its clock is ahead; it works as docs/protocol.md says, so that does not matter
	roleBehind        // its clock is behind
	roleEarly         // its clock is ahead and it trusts it: to it the time is over from the start
	roleOvertime      // its clock is behind and it trusts it: it answers until it is told that it is sealed
	roleDouble
	roleSlow
	roleFlood // slow, and it floods
)

// clockOff is how wrong the clocks are.
const clockOff = 3 * time.Hour

// roleOf hands out the roles of a fault by the index of a candidate, so that
// they do not depend on how the candidates are spread over processes.
func roleOf(f ClientFault, index int) role {
	switch f {
	case ClientClock:
		switch index % 30 {
		case 1:
			return roleEarly
		case 2:
			return roleOvertime
		}
		return [3]role{rolePlain, roleAhead, roleBehind}[index%3]
	case DupReorder:
		return roleDouble
	case SlowReader:
		switch {
		case index%floodEach == 0:
			return roleFlood
		case index%slowEach == 0:
			return roleSlow
		}
	}
	return rolePlain
}

// One candidate in slowEach does not read, one in floodEach floods as well.
const (
	slowEach  = 10
	floodEach = 200
)

// slow reports whether the candidate is one of those that stop reading.
func (r role) slow() bool { return r == roleSlow || r == roleFlood }

// off is how far the candidate's wall clock is ahead of the true time.
func (r role) off() time.Duration {
	switch r {
	case roleAhead, roleEarly:
		return clockOff
	case roleBehind, roleOvertime:
		return -clockOff
	case rolePlain, roleDouble, roleSlow, roleFlood:
	}
	return 0
}

// inTime reports whether the candidate believes that the deadline has not
// passed. Those who trust their wall clock reckon with it.
func (c *candidate) inTime(now time.Time) bool {
	if c.role == roleEarly || c.role == roleOvertime {
		now = now.Add(c.role.off())
	}
	return now.Before(c.deadline)
}

// stamped adds the candidate's wrong time to a message, in a member that the
// protocol does not know: the server must not look at it.
func (c *candidate) stamped(text []byte) []byte {
	off := c.role.off()
	if off == 0 || len(text) == 0 {
		return text
	}
	text = append(text[:len(text)-1], `,"at":`...)
	text = strconv.AppendInt(text, time.Now().Add(off).UnixMilli(), 10)
	return append(text, '}')
}

// The window in which events of a duplicating candidate are mixed.
const (
	mixAtMost = 4
	mixWait   = 40 * time.Millisecond
)

// deliver sends an event, or keeps it for a moment to mix it with the next
// ones. mu is held.
func (c *candidate) deliver(seq int64) {
	if c.role != roleDouble {
		c.write(seq)
		return
	}
	c.mixing = append(c.mixing, seq)
	if len(c.mixing) >= mixAtMost {
		c.mix()
		return
	}
	if len(c.mixing) == 1 {
		c.mixer = time.AfterFunc(mixWait, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.mix()
		})
	}
}

// mix sends what is kept, each twice and in any order, and now and then an old
// event again that was acknowledged long ago. mu is held.
func (c *candidate) mix() {
	list := append(c.mixing, c.mixing...)
	c.mixing = c.mixing[:0]
	if c.acked >= c.first && c.rng.IntN(3) == 0 {
		list = append(list, c.first+c.rng.Int64N(c.acked-c.first+1))
	}
	c.rng.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	for _, seq := range list {
		if c.ws == nil || seq > c.last() || !c.write(seq) {
			return // it is sent again behind the next welcome
		}
	}
}
