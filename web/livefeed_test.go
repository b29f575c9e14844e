package web

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"khaothi/internal/fault"
)

var noon = time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)

func seatAt(second int, change func(v *liveSeatView)) *liveSeatView {
	v := &liveSeatView{
		Attempt: "t", State: "open", Connected: true, Answered: 3, SavedAgeMS: int64(second) * 1000,
		IdleMS: 1000, RemainingMS: 600_000 - int64(second)*1000, at: noon.Add(time.Duration(second) * time.Second),
	}
	if change != nil {
		change(v)
	}
	return v
}

func TestClocksThatGoOnAreNoNews(t *testing.T) {
	t.Parallel()
	from := seatAt(0, nil)
	for name, c := range map[string]struct {
		next *liveSeatView
		want bool
	}{
		"a second later":       {seatAt(1, nil), false},
		"a minute later":       {seatAt(60, func(v *liveSeatView) { v.IdleMS = 61_000 }), false},
		"a sign of life":       {seatAt(3, nil), false},
		"a sign after a while": {seatAt(30, nil), true},
		"one more answer":      {seatAt(1, func(v *liveSeatView) { v.Answered = 4 }), true},
		"more time":            {seatAt(1, func(v *liveSeatView) { v.RemainingMS += 60_000 }), true},
		"paused":               {seatAt(1, func(v *liveSeatView) { v.Paused = true }), true},
		"gone":                 {seatAt(1, func(v *liveSeatView) { v.Connected = false }), true},
		"the first answer":     {seatAt(1, func(v *liveSeatView) { v.SavedAgeMS = -1 }), true},
	} {
		if got := moved(from, c.next); got != c.want {
			t.Errorf("%s: news is %v, want %v", name, got, c.want)
		}
	}
	stands := seatAt(0, func(v *liveSeatView) { v.Paused = true })
	later := seatAt(60, func(v *liveSeatView) { v.Paused, v.RemainingMS, v.IdleMS = true, stands.RemainingMS, 61_000 })
	if moved(stands, later) {
		t.Error("a clock that stands is news")
	}
}

func TestAFeedTellsEachViewerWhatIsNewToThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int64
		var broken atomic.Bool
		read := func(context.Context, feedKey, *liveRoom) (*liveRoom, error) {
			n := int(reads.Add(1))
			if broken.Load() {
				return nil, fault.New(fault.Unavailable, "server.unavailable").Wrap(errors.New("no Redis"))
			}
			a, b := *seatAt(n, nil), *seatAt(n, func(v *liveSeatView) { v.Attempt = "u"; v.Answered = n })
			return &liveRoom{Sitting: liveSittingView{ID: "s"}, Seats: []liveSeatView{a, b}}, nil
		}
		f := newFeeds(read, time.Now, slog.New(slog.DiscardHandler))
		room, leave, err := f.join(feedKey{"s", "r"})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		u, seen, _ := room.since(0)
		if u == nil || !u.Full || len(u.Seats) != 2 || u.Sitting == nil || u.Ledger == nil {
			t.Fatalf("the first update = %+v", u)
		}
		if u, _, _ := room.since(seen); u != nil {
			t.Fatalf("news without a change: %+v", u)
		}
		time.Sleep(3500 * time.Millisecond) //nolint:forbidigo // the clock of the bubble, not of the wall
		synctest.Wait()
		u, seen, _ = room.since(seen)
		if u.Full || len(u.Seats) != 1 || u.Seats[0].Attempt != "u" || u.Seats[0].Answered != 4 || u.Sitting != nil {
			t.Errorf("three readings later: %+v", u)
		}
		broken.Store(true)
		time.Sleep(2 * time.Second) //nolint:forbidigo // the clock of the bubble, not of the wall
		synctest.Wait()
		u, seen, _ = room.since(seen)
		if u.Trouble != "server.unavailable" {
			t.Errorf("trouble = %+v", u)
		}
		broken.Store(false)
		time.Sleep(2 * time.Second) //nolint:forbidigo // the clock of the bubble, not of the wall
		synctest.Wait()
		if u, _, _ = room.since(seen); u.Trouble != "" || len(u.Seats) != 1 {
			t.Errorf("after the trouble = %+v", u)
		}
		leave()
		before := reads.Load()
		time.Sleep(10 * time.Second) //nolint:forbidigo // the clock of the bubble, not of the wall
		if reads.Load() != before {
			t.Error("a room that nobody watches is read")
		}
		f.close()
		if _, _, err := f.join(feedKey{"s", "r"}); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a feed of a server that stops: %v", err)
		}
	})
}

func TestASlowReadingRestsLonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int64
		f := newFeeds(func(context.Context, feedKey, *liveRoom) (*liveRoom, error) {
			reads.Add(1)
			time.Sleep(time.Second) //nolint:forbidigo // the clock of the bubble, not of the wall
			return &liveRoom{}, nil
		}, time.Now, slog.New(slog.DiscardHandler))
		_, leave, err := f.join(feedKey{"s", ""})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(30500 * time.Millisecond) //nolint:forbidigo // the clock of the bubble, not of the wall
		if n := reads.Load(); n != 4 {
			t.Errorf("%d readings of a second each in 30 s, want 4", n)
		}
		leave()
		f.close()
	})
}
