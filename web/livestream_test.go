package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

// roomEvent is one event "room" of a stream.
type roomEvent struct {
	Full    bool
	Sitting *struct{ State string }
	Seats   []liveSeat
	Ledger  *struct{ Actions []action }
	Trouble string
}

// watch opens the stream of a room. Events come on the channel, which is
// closed when the stream ends.
func watch(t *testing.T, c *webtest.Client, room string) <-chan roomEvent {
	t.Helper()
	res := c.Open(t, "/api/live/sittings/sitting-1/stream?room="+room)
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("stream: %d %s", res.StatusCode, got)
	}
	out := make(chan roomEvent, 100)
	go func() {
		defer close(out)
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		name := ""
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = n
			}
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok || name != "room" {
				continue
			}
			var u roomEvent
			if err := json.Unmarshal([]byte(data), &u); err != nil {
				t.Errorf("%v in %s", err, data)
				return
			}
			out <- u
		}
	}()
	return out
}

// next returns the first event that fits.
func next(t *testing.T, events <-chan roomEvent, fits func(roomEvent) bool) roomEvent {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case u, open := <-events:
			if !open {
				t.Fatal("the stream ended")
			}
			if fits(u) {
				return u
			}
		case <-late:
			t.Fatal("no such event in 20 s")
		}
	}
}

func TestStreamSendsTheRoomAndThenWhatChanges(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	pages := app.sit(t, "01000001", "01000002")
	c := app.Login(t, exam.RoleInvigilator)
	events := watch(t, c, "room-P01")
	first := next(t, events, func(roomEvent) bool { return true })
	if !first.Full || first.Sitting == nil || first.Sitting.State != "running" || len(first.Seats) != 2 || first.Ledger == nil {
		t.Fatalf("the first event = %+v", first)
	}
	do(t, c, body{"kind": "pause", "scope": "candidate", "attempts": of(pages["01000002"]), "reason": "Lý do y tế"})
	paused := next(t, events, func(u roomEvent) bool { return len(u.Seats) > 0 && u.Seats[0].Paused })
	if paused.Full || len(paused.Seats) != 1 || paused.Seats[0].Number != "01000002" || paused.Sitting != nil {
		t.Errorf("the event of a pause = %+v", paused)
	}
	if paused.Ledger == nil {
		paused = next(t, events, func(u roomEvent) bool { return u.Ledger != nil })
	}
	if l := paused.Ledger.Actions; len(l) != 1 || l[0].Reason != "Lý do y tế" {
		t.Errorf("the ledger = %+v", l)
	}
}

func TestStreamEndsWithTheSession(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	app.Web.ReadmitEvery(50 * time.Millisecond)
	c := app.Login(t, exam.RoleInvigilator)
	events := watch(t, c, "room-P01")
	next(t, events, func(roomEvent) bool { return true })
	c.Do(t, http.MethodDelete, "/api/session", body{}).Want(t, http.StatusNoContent, nil)
	for end := time.After(10 * time.Second); ; {
		select {
		case _, open := <-events:
			if !open {
				return
			}
		case <-end:
			t.Fatal("who signed out still watches")
		}
	}
}

func TestAllViewersOfARoomShareOneReader(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	c := app.Login(t, exam.RoleInvigilator)
	before := app.Web.Watched()
	ctx, leave := context.WithCancel(t.Context())
	for range 3 {
		events := watch(t, c.WithContext(ctx), "room-P01")
		next(t, events, func(roomEvent) bool { return true })
	}
	next(t, watch(t, c.WithContext(ctx), ""), func(u roomEvent) bool { return len(u.Seats) == 3 })
	if n := app.Web.Watched(); n != before+2 {
		t.Errorf("%d readers for one room and all rooms", n-before)
	}
	leave()
	soon(t, func() bool { return app.Web.Watched() == before })
}
