package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

const (
	// outageEvery is how often a node looks at rooms that it has a suspicion of.
	outageEvery = 2 * time.Second
	// outageShare and outageLeast say what nearly a whole room is.
	outageShare = 0.8
	outageLeast = 3
	// outageWithin is how far apart the last signs of life of one outage lie: a
	// page that says nothing is heard of every 10 seconds.
	outageWithin = 20 * time.Second
	// outageMemory is for how long who was heard of counts as connected, and a
	// departure as a suspicion.
	outageMemory = 90 * time.Second
)

// roomKey is a room in a sitting.
type roomKey struct {
	sitting exam.SittingID
	room    exam.RoomID
}

// departures remembers when connections of a room broke without this node
// having closed them.
type departures struct {
	mu   sync.Mutex
	last map[roomKey]time.Time
}

func (d *departures) note(k roomKey, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.last == nil {
		d.last = map[roomKey]time.Time{}
	}
	d.last[k] = at
}

// recent returns the rooms with a departure since a time, and forgets others.
func (d *departures) recent(since time.Time) map[roomKey]bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	rooms := map[roomKey]bool{}
	for k, at := range d.last {
		if at.Before(since) {
			delete(d.last, k)
			continue
		}
		rooms[k] = true
	}
	return rooms
}

// watchRooms looks at the rooms of which this node lost somebody, and writes
// down those that fell silent as a whole.
func (n *Node) watchRooms(ctx context.Context) error {
	now := n.cfg.Now()
	rooms := n.departed.recent(now.Add(-outageMemory))
	for _, h := range n.allHolders() {
		if now.Sub(time.Unix(0, h.seen.Load())) > n.cfg.Silence {
			rooms[roomKey{h.sitting, h.place.Room}] = true
		}
	}
	for k := range rooms {
		s := n.sitting(k.sitting)
		if s == nil || s.State != exam.SittingRunning || k.room == "" {
			continue
		}
		if err := n.watchRoom(ctx, s, k.room); err != nil {
			return fmt.Errorf("look at room %s: %w", k.room, err)
		}
	}
	return nil
}

// watchRoom decides by what Live knows, which is the same on every node.
func (n *Node) watchRoom(ctx context.Context, s *Sitting, room exam.RoomID) error {
	attempts, err := n.cfg.Register.Attempts(ctx, s.ID, room)
	if err != nil {
		return err
	}
	ops, err := n.lookAt(ctx, attempts)
	if err != nil {
		return err
	}
	var seen []time.Time
	var now time.Time
	for _, op := range ops {
		r := &op.Result
		now = later(now, r.Now)
		if r.Status == StatusOK && r.State == LiveRunning && r.Epoch > 0 && r.Now.Sub(r.Seen) < outageMemory {
			seen = append(seen, r.Seen)
		}
	}
	since, lost, found := outageOf(seen, now, n.cfg.Silence)
	// After an interruption of ours everybody is silent for a moment.
	if !found || !since.After(n.upSince()) {
		return nil
	}
	n.cfg.Log.Error("a room fell silent", slog.String("sitting", string(s.ID)), slog.String("room", string(room)),
		slog.Int("lost", lost), slog.Int("of", len(seen)), slog.Time("since", since))
	reason := fmt.Sprintf("mất liên lạc với %d trong %d máy của phòng", lost, len(seen))
	return n.noteOutage(ctx, s, Action{Room: room, At: since, Reason: reason}, s.Outage == OutagePause)
}

// outageOf says whether nearly all of those who were last seen at these times
// fell silent together, since when at the latest all of them were there, and
// how many they are.
func outageOf(seen []time.Time, now time.Time, silence time.Duration) (since time.Time, lost int, found bool) {
	slices.SortFunc(seen, func(a, b time.Time) int { return b.Compare(a) })
	var silent []time.Time
	for _, t := range seen {
		if now.Sub(t) > silence && (len(silent) == 0 || silent[0].Sub(t) <= outageWithin) {
			silent = append(silent, t)
		}
	}
	if len(silent) < outageLeast || float64(len(silent)) < outageShare*float64(len(seen)) {
		return time.Time{}, 0, false
	}
	return silent[len(silent)-1], len(silent), true
}

// upSince is when the last interruption of Live or a node was over.
func (n *Node) upSince() (last time.Time) {
	for _, s := range n.shards {
		s.mu.Lock()
		last = later(last, s.since)
		s.mu.Unlock()
	}
	return last
}

// noteOutage writes an outage of a room, or of the whole sitting, down once,
// whichever nodes notice it, and with stop lets its clocks stand.
func (n *Node) noteOutage(ctx context.Context, s *Sitting, of Action, stop bool) error {
	fresh, err := n.cfg.Register.ListActions(ctx, s.ID, of.Room)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(fresh, func(a Action) bool {
		return a.Kind == ActionRoomOutage && a.Room == of.Room && a.At.Sub(of.At).Abs() < outageMemory
	})
	if at >= 0 {
		of = fresh[at]
	} else {
		of.ID = fmt.Sprintf("outage-%s-%s-%d", s.ID, of.Room, of.At.UnixMilli())
		of.Kind, of.Sitting, of.Who = ActionRoomOutage, s.ID, exam.System()
		if of, err = n.act(ctx, of); fault.KindOf(err) == fault.Conflict {
			return nil // another node was faster
		}
		if err != nil {
			return err
		}
	}
	if !stop {
		return nil
	}
	return n.pauseForOutage(ctx, s, fresh, &of)
}

// pauseForOutage stops the clocks from the moment of the outage on, unless
// somebody has paused or resumed there after it was noticed.
func (n *Node) pauseForOutage(ctx context.Context, s *Sitting, actions []Action, outage *Action) error {
	for i := range actions {
		a := &actions[i]
		touches := a.Kind == ActionPause || a.Kind == ActionResume
		if touches && a.Room == outage.Room && a.Attempt == "" && !a.Created.Before(outage.At) {
			return nil
		}
	}
	_, err := n.act(ctx, Action{
		ID: outage.ID + "-pause", Kind: ActionPause, Sitting: s.ID, Room: outage.Room, At: outage.At, Reason: outage.Reason, Who: exam.System(),
	})
	if fault.KindOf(err) == fault.Conflict {
		return nil // another node, or a person, was faster
	}
	return err
}
