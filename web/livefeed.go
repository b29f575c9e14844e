package web

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// feedEvery is the shortest time between two readings of a room.
const feedEvery = time.Second

// feedShare bounds what watching costs: a reading that took t is followed by a
// rest of at least feedShare times t.
const feedShare = 9

// feedKey is what is watched: a room of a sitting, or all of it if Room is "".
type feedKey struct {
	Sitting exam.SittingID
	Room    exam.RoomID
}

// readRoom reads how a room stands. last is what it returned before, or nil.
type readRoom func(ctx context.Context, key feedKey, last *liveRoom) (*liveRoom, error)

// feeds are the rooms that somebody watches: each is read once, for all.
type feeds struct {
	read readRoom
	log  *slog.Logger
	now  func() time.Time

	mu     sync.Mutex
	open   map[feedKey]*feed
	closed bool
	work   sync.WaitGroup
}

func newFeeds(read readRoom, now func() time.Time, log *slog.Logger) *feeds {
	return &feeds{read: read, now: now, log: log, open: map[feedKey]*feed{}}
}

// join returns the feed of a room and starts it for the first viewer. leave
// must be called once; after the last one the feed ends.
func (f *feeds) join(key feedKey) (joined *feed, leave func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, nil, fault.New(fault.Unavailable, "server.stopping")
	}
	room := f.open[key]
	if room == nil {
		ctx, stop := context.WithCancel(context.Background())
		room = &feed{news: make(chan struct{}), ended: ctx.Done(), stop: stop, seats: map[exam.AttemptID]*seatNews{}}
		f.open[key] = room
		f.work.Go(func() { f.run(ctx, key, room) })
	}
	room.viewers++
	return room, func() { f.leave(key, room) }, nil
}

func (f *feeds) leave(key feedKey, room *feed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	room.viewers--
	if room.viewers == 0 {
		room.stop()
		if f.open[key] == room {
			delete(f.open, key)
		}
	}
}

// close ends all feeds and waits for their readers. Viewers see ended.
func (f *feeds) close() {
	f.mu.Lock()
	f.closed = true
	for _, room := range f.open {
		room.stop()
	}
	f.mu.Unlock()
	f.work.Wait()
}

// run reads the room again and again until ctx ends.
func (f *feeds) run(ctx context.Context, key feedKey, room *feed) {
	var last *liveRoom
	for {
		began := f.now()
		next, err := f.readOnce(ctx, key, last)
		if err != nil && ctx.Err() == nil {
			f.log.Warn("watch a room", "sitting", string(key.Sitting), "err", err)
			room.fail(fault.CodeOf(err))
		}
		if err == nil {
			room.publish(next)
			last = next
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(feedEvery, feedShare*f.now().Sub(began))):
		}
	}
}

// feedTimeout bounds one reading, so that a store that hangs shows as trouble.
const feedTimeout = 10 * time.Second

func (f *feeds) readOnce(ctx context.Context, key feedKey, last *liveRoom) (*liveRoom, error) {
	ctx, cancel := context.WithTimeout(ctx, feedTimeout)
	defer cancel()
	return f.read(ctx, key, last)
}

// feed is one room as it was read last, with the turn in which each of its
// members changed. Viewers remember the turn that they have seen; so a slow
// one misses states between, and never the last one.
type feed struct {
	ended   <-chan struct{}
	stop    context.CancelFunc
	viewers int // under feeds.mu

	mu       sync.Mutex
	news     chan struct{} // closed and replaced at each change
	turn     int64
	room     *liveRoom
	seats    map[exam.AttemptID]*seatNews
	sitting  int64 // the turn in which the sitting changed, and so on
	ledger   int64
	trouble  string
	troubled int64
}

// seatNews is a seat and when it changed.
type seatNews struct {
	view liveSeatView
	turn int64
}

// publish takes over what was read and wakes the viewers if anything changed.
func (f *feed) publish(next *liveRoom) {
	f.mu.Lock()
	defer f.mu.Unlock()
	turn, changed := f.turn+1, false
	for i := range next.Seats {
		v := &next.Seats[i]
		id := exam.AttemptID(v.Attempt)
		known := f.seats[id]
		if known == nil || moved(&known.view, v) {
			f.seats[id] = &seatNews{view: *v, turn: turn}
			changed = true
		}
	}
	if f.room == nil || f.room.Sitting != next.Sitting {
		f.sitting, changed = turn, true
	}
	if f.room == nil || !slices.Equal(f.room.Actions, next.Actions) || f.room.Late != next.Late {
		f.ledger, changed = turn, true
	}
	if f.trouble != "" {
		f.trouble, f.troubled, changed = "", turn, true
	}
	f.room = next
	f.wake(turn, changed)
}

// fail tells the viewers that the room could not be read.
func (f *feed) fail(code string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed := f.trouble != code
	if changed {
		f.trouble, f.troubled = code, f.turn+1
	}
	f.wake(f.turn+1, changed)
}

func (f *feed) wake(turn int64, changed bool) {
	if !changed {
		return
	}
	f.turn = turn
	close(f.news)
	f.news = make(chan struct{})
}

// since returns what changed after turn seen, the turn up to which that goes,
// and a channel that is closed at the next change. nil means nothing yet.
func (f *feed) since(seen int64) (*liveUpdate, int64, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.turn <= seen {
		return nil, seen, f.news
	}
	u := &liveUpdate{Trouble: f.trouble}
	if f.room == nil {
		return u, f.turn, f.news
	}
	u.Full, u.At = seen == 0, f.room.At
	if f.sitting > seen {
		u.Sitting = &f.room.Sitting
	}
	if f.ledger > seen {
		u.Ledger = &liveLedger{Actions: f.room.Actions, Late: f.room.Late}
	}
	for i := range f.room.Seats { // in the order of the room
		if n := f.seats[exam.AttemptID(f.room.Seats[i].Attempt)]; n.turn > seen {
			u.Seats = append(u.Seats, f.room.Seats[i])
		}
	}
	return u, f.turn, f.news
}

// What may drift between two readings without being news: clocks go on by
// themselves on the page.
const (
	clockDriftMS = 1500
	idleDriftMS  = 8000
)

// moved says whether the page must hear of a seat again. Spans are compared as
// the moments that they stand for.
func moved(a, b *liveSeatView) bool {
	passed := b.at.Sub(a.at).Milliseconds()
	same := *a
	same.at, same.IdleMS, same.RemainingMS, same.SavedAgeMS = b.at, b.IdleMS, b.RemainingMS, b.SavedAgeMS
	if same != *b {
		return true
	}
	if (a.SavedAgeMS < 0) != (b.SavedAgeMS < 0) {
		return true
	}
	clock := a.RemainingMS
	if b.ticking() {
		clock = max(0, clock-passed)
	}
	return apart(clock, b.RemainingMS, clockDriftMS) || apart(a.IdleMS+passed, b.IdleMS, idleDriftMS)
}

func apart(a, b, limit int64) bool { return a-b > limit || b-a > limit }
