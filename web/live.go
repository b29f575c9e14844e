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
	Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.Attempt, error)
	Paper(ctx context.Context, hash string) (*delivery.PaperInfo, error)
	// LastSaved says when the newest event of each attempt was stored.
	LastSaved(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]time.Time, error)
}

// Watch says how the seats of a room stand now, or of all rooms if room is "".
type Watch func(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.SeatStatus, error)

type liveSittingView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Subject  string    `json:"subject"`
	ExamName string    `json:"exam_name"`
	State    string    `json:"state" enum:"open,running,closed"`
	StartsAt time.Time `json:"starts_at" doc:"the zero time where it is started by hand"`
	EndsAt   time.Time `json:"ends_at" doc:"the zero time before it has an end"`
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

// liveSeatView is one seat as the invigilator sees it.
type liveSeatView struct {
	Attempt     string `json:"attempt"`
	Number      string `json:"number"`
	Name        string `json:"name"`
	Room        string `json:"room"`
	Seat        string `json:"seat"`
	State       string `json:"state" enum:"waiting,open,sealed,incomplete,absent"`
	Connected   bool   `json:"connected"`
	LostFocus   bool   `json:"lost_focus" doc:"the page is not in front"`
	Answered    int    `json:"answered"`
	Total       int    `json:"total" doc:"fields that can be answered"`
	Saved       int64  `json:"saved" doc:"events that are durable"`
	Archived    int64  `json:"archived" doc:"events that are in the record"`
	SavedAgeMS  int64  `json:"saved_age_ms" doc:"since the last answer was saved; -1 if none was"`
	IdleMS      int64  `json:"idle_ms" doc:"since the last sign of life; 0 if there was none"`
	RemainingMS int64  `json:"remaining_ms"`
	Receipt     string `json:"receipt"`
}

type liveSeatsView struct {
	Sitting liveSittingView `json:"sitting"`
	Seats   []liveSeatView  `json:"seats"`
	At      time.Time       `json:"at"`
}

type liveSeatsInput struct {
	ID   string `path:"id"`
	Room string `query:"room" maxLength:"40" doc:"id of a room; all rooms without it"`
}

// liveDesk serves the live room.
type liveDesk struct {
	Deps
	mu     sync.Mutex
	totals map[string]int // fields of a paper by its hash, which never change
}

func liveRoutes(d Deps) []Route {
	desk := &liveDesk{Deps: d, totals: map[string]int{}}
	return []Route{
		get("/api/live/sittings", watchRoles, "The sittings that can be watched now", desk.sittings),
		get("/api/live/sittings/{id}/rooms", watchRoles, "The rooms of a sitting", desk.rooms),
		get("/api/live/sittings/{id}/seats", watchRoles, "How the seats of a room stand now", desk.seats),
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
		StartsAt: p.Planned, EndsAt: p.End,
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

// sitting returns a sitting that the person may watch, as delivery has it.
func (d *liveDesk) sitting(ctx context.Context, s identity.Session, id string) (liveSittingView, error) {
	list, err := d.SeatRecord.Sittings(ctx)
	if err != nil {
		return liveSittingView{}, err
	}
	for i := range list {
		if string(list[i].ID) != id {
			continue
		}
		e, err := d.examFor(ctx, s, string(list[i].ExamID), watchRoles)
		if err != nil {
			break // an exam of others does not exist for them, and nor do its sittings
		}
		return viewLiveSitting(&list[i], e, d.Now()), nil
	}
	return liveSittingView{}, fault.New(fault.NotFound, "sitting.not_live").With("id", id)
}

func (d *liveDesk) rooms(ctx context.Context, s identity.Session, in *sittingPath) (liveRoomsView, error) {
	if _, err := d.sitting(ctx, s, in.ID); err != nil {
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

func (d *liveDesk) seats(ctx context.Context, s identity.Session, in *liveSeatsInput) (liveSeatsView, error) {
	sitting, err := d.sitting(ctx, s, in.ID)
	if err != nil {
		return liveSeatsView{}, err
	}
	id, room := exam.SittingID(in.ID), exam.RoomID(in.Room)
	seats, err := d.Watch(ctx, id, room)
	if err != nil {
		return liveSeatsView{}, err
	}
	saved, err := d.SeatRecord.LastSaved(ctx, id, room)
	if err != nil {
		return liveSeatsView{}, err
	}
	totals, err := d.totalsOf(ctx, id, room)
	if err != nil {
		return liveSeatsView{}, err
	}
	now := d.Now()
	out := liveSeatsView{Sitting: sitting, At: now.UTC()}
	for i := range seats {
		v := viewLiveSeat(&seats[i])
		v.Total = totals[seats[i].Attempt]
		if at, ok := saved[seats[i].Attempt]; ok {
			v.SavedAgeMS = max(0, now.Sub(at).Milliseconds())
		}
		out.Seats = append(out.Seats, v)
	}
	return out, nil
}

func viewLiveSeat(s *delivery.SeatStatus) liveSeatView {
	return liveSeatView{
		Attempt: string(s.Attempt), Number: s.Number, Name: s.Name, Room: s.Room, Seat: s.Seat, State: string(s.State),
		Connected: s.Connected, LostFocus: s.Lost, Answered: s.Answered, Saved: s.Saved, Archived: s.Archived,
		SavedAgeMS: -1, IdleMS: s.Idle.Milliseconds(), RemainingMS: s.Remaining.Milliseconds(), Receipt: s.Receipt,
	}
}

// totalsOf says how many fields the paper of each attempt has.
func (d *liveDesk) totalsOf(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]int, error) {
	attempts, err := d.SeatRecord.Attempts(ctx, id, room)
	if err != nil {
		return nil, err
	}
	totals := make(map[exam.AttemptID]int, len(attempts))
	for i := range attempts {
		n, err := d.total(ctx, attempts[i].Paper)
		if err != nil {
			return nil, err
		}
		totals[attempts[i].ID] = n
	}
	return totals, nil
}

// maxTotals bounds what is remembered of papers: two years of a province.
const maxTotals = 10_000

func (d *liveDesk) total(ctx context.Context, hash string) (int, error) {
	d.mu.Lock()
	n, ok := d.totals[hash]
	d.mu.Unlock()
	if ok {
		return n, nil
	}
	p, err := d.SeatRecord.Paper(ctx, hash)
	if err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.totals) >= maxTotals {
		clear(d.totals)
	}
	d.totals[hash] = len(p.Fields)
	return len(p.Fields), nil
}
