package web

import (
	"context"
	"sync"
	"time"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// SeatRecord is what the record says of sittings and seats; deliverypg.Store
// does it.
type SeatRecord interface {
	// Sittings lists what is open or running, or was closed within the hour.
	Sittings(ctx context.Context) ([]delivery.Sitting, error)
	// Sitting returns one sitting, however long ago it was closed.
	Sitting(ctx context.Context, id exam.SittingID) (*delivery.Sitting, error)
	Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.Attempt, error)
	Paper(ctx context.Context, hash string) (*delivery.PaperInfo, error)
	// LastSaved says when the newest event of each attempt was stored.
	LastSaved(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]time.Time, error)
	// LastAnswers returns the newest event of each field that is in the record.
	LastAnswers(ctx context.Context, id exam.AttemptID) ([]delivery.LastAnswer, error)
	// Answered counts the fields that hold an answer in the record.
	Answered(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]int, error)
	// NotePrint writes into the audit trail that who printed p.
	NotePrint(ctx context.Context, who exam.Actor, p delivery.Print) error
	ListActions(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.Action, error)
	LateEvents(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.LateEvent, error)
	// ListProofs returns the signed roots of a closed sitting, the newest first.
	ListProofs(ctx context.Context, id exam.SittingID) ([]delivery.Proof, error)
}

// Watch says how the seats of a room stand now, or of all rooms if room is "".
type Watch func(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.SeatStatus, error)

// Outline opens a paper and says where its fields stand. It is called for
// papers of sittings that have started.
type Outline func(ctx context.Context, hash string) (*delivery.Outline, error)

// liveSittingView is a sitting as the live room shows it: its clock, and whether it counts.
type liveSittingView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Subject  string    `json:"subject"`
	ExamName string    `json:"exam_name"`
	State    string    `json:"state" enum:"open,running,closed"`
	StartsAt time.Time `json:"starts_at" doc:"the zero time where it is started by hand"`
	EndsAt   time.Time `json:"ends_at" doc:"the zero time before it has an end"`
	Practice bool      `json:"practice" doc:"trains, and is never scored"`
}

type liveSittingsView struct {
	Sittings []liveSittingView `json:"sittings"`
}

type liveRoomView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Seats int    `json:"seats"`
}

type liveRoomsView struct {
	Rooms []liveRoomView `json:"rooms"`
}

// liveDesk serves the live room.
type liveDesk struct {
	Deps
	feeds    *feeds
	mu       sync.Mutex
	sizes    map[string]paperSize         // of a paper by its hash, which never change
	outlines map[string]*delivery.Outline // as sizes
}

func newLiveDesk(d Deps) *liveDesk {
	desk := &liveDesk{Deps: d, sizes: map[string]paperSize{}, outlines: map[string]*delivery.Outline{}}
	desk.feeds = newFeeds(desk.readRoom, d.Now, d.Log)
	return desk
}

func liveRoutes(desk *liveDesk) []Route {
	return []Route{
		get("/api/live/sittings", watchRoles, "The sittings that can be watched now", desk.sittings),
		get("/api/live/sittings/{id}/rooms", watchRoles, "The rooms of a sitting", desk.rooms),
		get("/api/live/sittings/{id}/seats", watchRoles, "How the seats of a room stand now", desk.seats),
		events("/api/live/sittings/{id}/stream", watchRoles,
			"How the seats of a room stand (?room=, default all), and what changes, as events", desk.stream),
		get("/api/live/sittings/{id}/powers", watchRoles, "What I may do in a sitting", desk.powers),
		get("/api/live/sittings/{id}/actions", watchRoles, "What was done in a sitting, and why", desk.actions),
		post("/api/live/sittings/{id}/actions", watchRoles, "Do something to candidates, a room or a sitting", desk.act),
		get("/api/live/sittings/{id}/attempts/{attempt}/sounds", watchRoles,
			"The sounds of a candidate's paper whose starts are limited", desk.sounds),
		get("/api/live/sittings/{id}/late", watchRoles, "What came too late to count", desk.late),
		printed("/api/live/sittings/{id}/minutes.pdf", watchRoles,
			"Print the minutes of a sitting's rooms (?room=, default all)", desk.printMinutes),
		printed("/api/live/sittings/{id}/attempts/{attempt}/transcript.pdf", watchRoles,
			"Print what a candidate has answered so far", desk.printTranscript),
	}
}

func (d *liveDesk) sittings(ctx context.Context, s identity.Session, _ *noInput) (liveSittingsView, error) {
	list, err := d.SeatRecord.Sittings(ctx)
	if err != nil {
		return liveSittingsView{}, err
	}
	var out liveSittingsView
	exams := map[exam.ExamID]board.Exam{}
	for i := range list {
		id := list[i].ExamID
		if _, ok := exams[id]; !ok {
			// Few exams run at once: a handful of look-ups, not one a sitting.
			e, err := d.Board.GetExam(ctx, id)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return liveSittingsView{}, err
			}
			exams[id] = e
		}
		if e := exams[id]; s.May(watchRoles, e.UnitID) {
			out.Sittings = append(out.Sittings, viewLiveSitting(&list[i], e, d.Now()))
		}
	}
	return out, nil
}

func viewLiveSitting(p *delivery.Sitting, e board.Exam, now time.Time) liveSittingView {
	v := liveSittingView{
		ID: string(p.ID), Name: p.Name, Subject: p.Subject, ExamName: e.Name, State: string(p.State),
		StartsAt: p.Planned, EndsAt: p.End, Practice: p.Practice,
	}
	if p.Running(now) {
		v.State = string(exam.SittingRunning)
	}
	if !p.Started.IsZero() {
		v.StartsAt = p.Started
	}
	if v.EndsAt.IsZero() && !v.StartsAt.IsZero() {
		v.EndsAt = v.StartsAt.Add(p.Duration)
	}
	return v
}

// sitting returns a sitting that the person may watch, as delivery has it, and
// its exam.
func (d *liveDesk) sitting(ctx context.Context, s identity.Session, id string) (*delivery.Sitting, board.Exam, error) {
	unknown := fault.New(fault.NotFound, "sitting.not_live").With("id", id)
	p, err := d.SeatRecord.Sitting(ctx, exam.SittingID(id))
	if fault.KindOf(err) == fault.NotFound {
		return nil, board.Exam{}, unknown
	}
	if err != nil {
		return nil, board.Exam{}, err
	}
	e, err := d.examFor(ctx, s, string(p.ExamID), watchRoles)
	if fault.KindOf(err) == fault.NotFound {
		// An exam of others does not exist for them, and nor do its sittings.
		return nil, board.Exam{}, unknown
	}
	return p, e, err
}

func (d *liveDesk) rooms(ctx context.Context, s identity.Session, in *sittingPath) (liveRoomsView, error) {
	if _, _, err := d.sitting(ctx, s, in.ID); err != nil {
		return liveRoomsView{}, err
	}
	attempts, err := d.SeatRecord.Attempts(ctx, exam.SittingID(in.ID), "")
	if err != nil {
		return liveRoomsView{}, err
	}
	var out liveRoomsView
	place := map[exam.RoomID]int{}
	for i := range attempts {
		a := &attempts[i]
		at, ok := place[a.RoomID]
		if !ok {
			at = len(out.Rooms)
			place[a.RoomID] = at
			out.Rooms = append(out.Rooms, liveRoomView{ID: string(a.RoomID), Name: a.Room})
		}
		out.Rooms[at].Seats++
	}
	return out, nil
}
