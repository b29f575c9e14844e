package deliveryws

import (
	"slices"
	"sync"
	"time"

	"khaothi/delivery/protocol"
)

const (
	// signInsAtOnce is how many sign-ins ask the database and Redis while both
	// answer quickly; more of them make each slower and all no faster.
	signInsAtOnce = 64
	// maxAtDoor bounds who waits, unless Options say otherwise; more are told to
	// come back (server.busy).
	maxAtDoor = 20_000
	// slowFlush is how long a flush to Redis takes when the door lets in only
	// half as many, verySlowFlush when an eighth: answers go before arrivals. Not
	// fewer: what takes long is the disk, and one fsync serves many.
	slowFlush     = 500 * time.Millisecond
	verySlowFlush = 2 * time.Second
	// doorTurn is how often places are told, at the front of the queue; those
	// behind nearPlace hear less often, and each at least every wordEvery.
	doorTurn  = time.Second
	nearPlace = 200
	farEvery  = 4 * time.Second
	wordEvery = 10 * time.Second
)

// door lets sign-ins in, first come, first served, as many at once as Redis and
// the database take. Who waits keeps the connection and hears the place.
type door struct {
	most int // who wait
	now  func() time.Time
	slow func() time.Duration // how long a flush takes now
	// waits takes how long each had to wait, signs how long a sign-in took.
	waits, signs func(time.Duration)

	mu      sync.Mutex
	atWork  int
	queue   []*guest
	each    time.Duration // one sign-in takes about so long
	stopped bool
}

// guest is who waits.
type guest struct {
	conn  *conn
	let   chan bool // true: come in; false: the server stops or the client is gone
	since time.Time
	place int // as told
	told  time.Time
}

// enter waits for the turn of c. If ok, the caller calls leave when it has
// signed in. full says that too many wait already.
func (d *door) enter(c *conn) (ok, full bool) {
	d.mu.Lock()
	if d.stopped {
		d.mu.Unlock()
		return false, false
	}
	if len(d.queue) == 0 && d.atWork < d.limit() {
		d.atWork++
		d.mu.Unlock()
		d.waits(0)
		return true, false
	}
	if len(d.queue) >= d.most {
		d.mu.Unlock()
		return false, true
	}
	g := &guest{conn: c, let: make(chan bool, 1), since: d.now()}
	d.queue = append(d.queue, g)
	c.atDoor.Store(true)
	d.tell(g, len(d.queue), g.since)
	d.mu.Unlock()
	ok = <-g.let
	c.atDoor.Store(false)
	c.seen.Store(d.now().UnixNano()) // it was not read from meanwhile
	d.waits(d.now().Sub(g.since))
	return ok, false
}

// leave makes room for the next.
func (d *door) leave(took time.Duration) {
	d.signs(took)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.atWork--
	d.each += (took - d.each) / 8
	d.letIn()
}

// letIn gives turns while there is room. mu is held.
func (d *door) letIn() {
	limit := d.limit()
	n := 0
	for n < len(d.queue) && d.atWork < limit {
		d.queue[n].let <- true
		d.atWork++
		n++
	}
	d.queue = slices.Delete(d.queue, 0, n)
}

// limit is how many may sign in at once, given how Redis does.
func (d *door) limit() int {
	switch slow := d.slow(); {
	case slow > verySlowFlush:
		return signInsAtOnce / 8
	case slow > slowFlush:
		return signInsAtOnce / 2
	}
	return signInsAtOnce
}

// turn sends away who is gone, tells the others their places, and lets in
// whoever may come in since Redis got quicker.
func (d *door) turn() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queue = slices.DeleteFunc(d.queue, func(g *guest) bool {
		gone := g.conn.sock != nil && g.conn.sock.hungUp() // with TLS nobody knows
		if gone {
			g.let <- false
		}
		return gone
	})
	d.letIn()
	now := d.now()
	for i, g := range d.queue {
		quiet := now.Sub(g.told)
		moved := i+1 != g.place && (i < nearPlace || quiet >= farEvery)
		if moved || quiet >= wordEvery {
			d.tell(g, i+1, now)
		}
	}
}

// tell says to g that place-1 are before it. mu is held.
func (d *door) tell(g *guest, place int, now time.Time) {
	g.place, g.told = place, now
	wait := time.Duration(place) * d.each / time.Duration(d.limit())
	g.conn.text(protocol.Encode(protocol.Queue{T: protocol.TypeQueue, Place: place, RetryMS: wait.Milliseconds()}))
}

// stop sends everybody away; nobody comes in any more.
func (d *door) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stopped = true
	for _, g := range d.queue {
		g.let <- false
	}
	d.queue = nil
}

// waiting is how many stand at the door.
func (d *door) waiting() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.queue)
}
