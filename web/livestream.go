package web

import (
	"context"
	"net/http"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// liveUpdate is one event "room" of a stream: the first is all of the room,
// each later one what changed since. What did not change is left out.
type liveUpdate struct {
	Full    bool             `json:"full"`
	Sitting *liveSittingView `json:"sitting,omitempty"`
	Seats   []liveSeatView   `json:"seats,omitempty"`
	Ledger  *liveLedger      `json:"ledger,omitempty"`
	Trouble string           `json:"trouble,omitempty"` // code of why the room cannot be read now
	At      time.Time        `json:"at"`
}

// liveLedger is the ledger of actions as the page shows it.
type liveLedger struct {
	Actions []liveActionView `json:"actions"`
	Late    int              `json:"late"`
}

// stream sends a room as it is and then what changes, at most once a second.
func (d *liveDesk) stream(ctx context.Context, s identity.Session, r *http.Request, out *eventWriter) error {
	id, room := r.PathValue("id"), r.URL.Query().Get("room")
	if _, _, err := d.sitting(ctx, s, id); err != nil {
		return err
	}
	joined, leave, err := d.feeds.join(feedKey{exam.SittingID(id), exam.RoomID(room)})
	if err != nil {
		return err
	}
	defer leave()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if err := out.beat(); err != nil { // the headers, before the first reading is done
		return err
	}
	var seen int64
	for {
		update, turn, news := joined.since(seen)
		if update != nil {
			if err := out.send("room", update); err != nil {
				return err
			}
			seen = turn
		}
		select {
		case <-ctx.Done():
			return nil
		case <-joined.ended:
			return nil
		case <-news:
		case <-beat.C:
			if err := out.beat(); err != nil {
				return err
			}
		}
	}
}
