package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

const (
	// heartbeat is how often a stream says something, so that proxies keep it
	// and a browser that is gone is noticed.
	heartbeat = 10 * time.Second
	// streamWrite bounds one write: who does not read for so long is cut off.
	streamWrite = 10 * time.Second
	// readmitEvery is how often the session and the role behind a stream are
	// looked at again.
	readmitEvery = 15 * time.Second
)

// errStreamOver ends a stream whose browser is gone or may not watch any more.
var errStreamOver = errors.New("the stream is over")

// events makes a row that sends server-sent events until the browser goes, the
// session ends or h returns.
func events(path string, roles []exam.Role, summary string,
	h func(ctx context.Context, s identity.Session, r *http.Request, out *eventWriter) error,
) Route {
	row := Route{Method: http.MethodGet, Path: path, Roles: roles, Summary: summary}
	row.mount = func(a *App, row *Route) {
		a.raw(row, func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			go a.readmit(ctx, cancel, row, knockOf(r))
			out := &eventWriter{w: w, to: http.NewResponseController(w), now: a.deps.Now}
			err := h(ctx, s, r, out)
			if out.begun { // too late for an error answer
				return nil
			}
			return err
		})
		a.describe(row, nil, &huma.Response{
			Description: "server-sent events",
			Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: "string"}}},
		})
	}
	return row
}

// readmit asks the guard again and again, and ends the stream when it says no.
// A guard that cannot answer is not a no.
func (a *App) readmit(ctx context.Context, cancel context.CancelFunc, row *Route, k knock) {
	tick := time.NewTicker(a.readmitEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := a.admit(ctx, row, k); fault.KindOf(err) == fault.Forbidden {
				cancel()
				return
			}
		}
	}
}

// eventWriter writes server-sent events.
type eventWriter struct {
	w     http.ResponseWriter
	to    *http.ResponseController
	now   func() time.Time
	begun bool
}

// send writes one event with v as JSON.
func (e *eventWriter) send(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write event %s: %w", name, err)
	}
	return e.write("event: " + name + "\ndata: " + string(b) + "\n\n")
}

// beat says that the stream lives.
func (e *eventWriter) beat() error { return e.write("event: beat\ndata: 1\n\n") }

func (e *eventWriter) write(text string) error {
	if !e.begun {
		e.begun = true
		h := e.w.Header()
		h.Set("Content-Type", "text/event-stream")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // a proxy must not collect it
	}
	_ = e.to.SetWriteDeadline(e.now().Add(streamWrite)) // without one a dead browser is noticed later
	if _, err := e.w.Write([]byte(text)); err != nil {
		return errStreamOver
	}
	if err := e.to.Flush(); err != nil {
		return errStreamOver
	}
	return nil
}
