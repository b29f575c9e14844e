package loadtest

import (
	"sync/atomic"
	"time"
)

// comeback times how long after a fault the work goes on. Times are
// nanoseconds since 1970, 0 for not yet.
type comeback struct {
	fault    atomic.Int64 // when it was made
	from     atomic.Int64 // when what it broke began to come up
	acked    atomic.Int64 // the first answer made after the fault was acknowledged
	archived atomic.Int64 // and archived
	all      atomic.Int64 // the last candidate so far whose connection broke was welcomed again
}

// broken notes the fault; mends says that its end is its beginning.
func (b *comeback) broken(at time.Time, mends bool) {
	if mends {
		b.from.Store(at.UnixNano())
	}
	b.fault.Store(at.UnixNano())
}

func (b *comeback) mendingFrom(at time.Time) { b.from.Store(at.UnixNano()) }

// after reports whether something made at this time was made after the fault:
// what was on its way proves nothing.
func (b *comeback) after(made time.Time) bool {
	at := b.fault.Load()
	return at != 0 && made.UnixNano() > at
}

// acknowledged notes the acknowledgement of an answer.
func (b *comeback) acknowledged(made, now time.Time) {
	if b.acked.Load() == 0 && b.after(made) {
		b.acked.CompareAndSwap(0, now.UnixNano())
	}
}

// archive notes that an answer is in the record, as its candidate was told
// once what was broken came up.
func (b *comeback) archive(made, now time.Time) {
	if from := b.from.Load(); b.archived.Load() == 0 && from != 0 && now.UnixNano() > from && b.after(made) {
		b.archived.CompareAndSwap(0, now.UnixNano())
	}
}

// welcomed notes that somebody is back whose connection was made before the
// fault.
func (b *comeback) welcomed(lastConnected, now time.Time) {
	if at := b.fault.Load(); at != 0 && lastConnected.UnixNano() < at {
		b.all.Store(max(b.all.Load(), now.UnixNano()))
	}
}

// times are what was noted so far.
func (b *comeback) times() Comeback {
	return Comeback{Acked: b.acked.Load(), Archived: b.archived.Load(), All: b.all.Load()}
}

// Comeback is what a comeback noted, in nanoseconds since 1970.
type Comeback struct {
	Acked, Archived, All int64
	Since                bool // somebody made an answer after the fault
}

// add takes what another crowd noted: the first of the firsts, the last of the
// lasts.
func (b *Comeback) add(o Comeback) {
	b.Acked, b.Archived = earliest(b.Acked, o.Acked), earliest(b.Archived, o.Archived)
	b.All = max(b.All, o.All)
	b.Since = b.Since || o.Since
}

// through reports whether an answer got through after the fault.
func (b *Comeback) through() bool { return b.Acked != 0 && b.Archived != 0 }

// seconds returns the time to the first answer that was acknowledged and
// archived, and to the last candidate who came back, both from when what was
// broken came up.
func (b *Comeback) seconds(from time.Time) (first, all float64) {
	since := func(at int64) float64 { return max(time.Duration(at-from.UnixNano()).Seconds(), 0) }
	return since(max(b.Acked, b.Archived)), since(b.All)
}
