package web

import (
	"context"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// liveSeatView is one seat as the invigilator sees it.
type liveSeatView struct {
	Attempt     string `json:"attempt"`
	Number      string `json:"number"`
	Name        string `json:"name"`
	Room        string `json:"room"`
	Seat        string `json:"seat"`
	State       string `json:"state" enum:"waiting,open,sealed,incomplete,absent"`
	Connected   bool   `json:"connected"`
	Paused      bool   `json:"paused" doc:"the clock stands"`
	Machine     string `json:"machine" doc:"the computer's own name, where it has told one"`
	LostFocus   bool   `json:"lost_focus" doc:"the page is not in front"`
	Answered    int    `json:"answered"`
	Total       int    `json:"total" doc:"fields that can be answered"`
	Sounds      int    `json:"sounds" doc:"sounds that may be started a limited number of times"`
	Saved       int64  `json:"saved" doc:"events that are durable"`
	Archived    int64  `json:"archived" doc:"events that are in the record"`
	SavedAgeMS  int64  `json:"saved_age_ms" doc:"since the last answer was saved; -1 if none was"`
	IdleMS      int64  `json:"idle_ms" doc:"since the last sign of life; 0 if there was none"`
	RemainingMS int64  `json:"remaining_ms"`
	GrantedMS   int64  `json:"granted_ms" doc:"all grants so far: personal, of the room, of the sitting"`
	Receipt     string `json:"receipt"`
	SealedBy    string `json:"sealed_by" doc:"deadline, submit, invigilator, paper, void; empty while open"`
	Voided      bool   `json:"voided" doc:"the work does not count"`
	Round       int    `json:"round" doc:"how often the attempt was reopened"`

	at time.Time // when it was read
}

// ticking says whether the seat's clock goes.
func (v *liveSeatView) ticking() bool { return v.State == string(delivery.AttemptOpen) && !v.Paused }

// liveRoom is all that the page of a room shows.
type liveRoom struct {
	Sitting liveSittingView  `json:"sitting"`
	Seats   []liveSeatView   `json:"seats"`
	Actions []liveActionView `json:"actions" doc:"what was done, in its order"`
	Late    int              `json:"late" doc:"late events that nobody has decided on"`
	At      time.Time        `json:"at"`

	rev   int64     // of the sitting, when Actions were read
	asked time.Time // when Actions were read
}

type liveSeatsInput struct {
	ID   string `path:"id"`
	Room string `query:"room" maxLength:"40" doc:"id of a room; all rooms without it"`
}

// seats answers with all of a room at once: for the first look, and for pages
// to which no stream gets through.
func (d *liveDesk) seats(ctx context.Context, s identity.Session, in *liveSeatsInput) (liveRoom, error) {
	if _, _, err := d.sitting(ctx, s, in.ID); err != nil {
		return liveRoom{}, err
	}
	room, err := d.readRoom(ctx, feedKey{exam.SittingID(in.ID), exam.RoomID(in.Room)}, nil)
	if err != nil {
		return liveRoom{}, err
	}
	return *room, nil
}

// readRoom reads a room; who may see it was asked before.
func (d *liveDesk) readRoom(ctx context.Context, key feedKey, last *liveRoom) (*liveRoom, error) {
	p, err := d.SeatRecord.Sitting(ctx, key.Sitting)
	if err != nil {
		return nil, err
	}
	e, err := d.Board.GetExam(ctx, p.ExamID)
	if err != nil {
		return nil, err
	}
	seats, err := d.Watch(ctx, key.Sitting, key.Room)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	room := &liveRoom{Sitting: viewLiveSitting(p, e, now), At: now.UTC()}
	for i := range seats {
		room.Seats = append(room.Seats, viewLiveSeat(&seats[i], now))
	}
	if err := d.completeSeats(ctx, key, room, last); err != nil {
		return nil, err
	}
	return room, d.readLedger(ctx, key, p.Rev, room, last)
}

// completeSeats adds what only the record knows: the size of each paper, and
// when its last answer was saved. Both are read once; later a number of events
// that rose says that something was saved just now.
func (d *liveDesk) completeSeats(ctx context.Context, key feedKey, room, last *liveRoom) error {
	if last == nil || len(last.Seats) != len(room.Seats) {
		return d.readTotals(ctx, key, room)
	}
	known := make(map[string]*liveSeatView, len(last.Seats))
	for i := range last.Seats {
		known[last.Seats[i].Attempt] = &last.Seats[i]
	}
	for i := range room.Seats {
		v := &room.Seats[i]
		old := known[v.Attempt]
		if old == nil {
			return d.readTotals(ctx, key, room)
		}
		v.Total, v.Sounds = old.Total, old.Sounds
		switch {
		case v.Saved > old.Saved:
			v.SavedAgeMS = 0
		case old.SavedAgeMS >= 0:
			v.SavedAgeMS = old.SavedAgeMS + v.at.Sub(old.at).Milliseconds()
		}
	}
	return nil
}

func (d *liveDesk) readTotals(ctx context.Context, key feedKey, room *liveRoom) error {
	saved, err := d.SeatRecord.LastSaved(ctx, key.Sitting, key.Room)
	if err != nil {
		return err
	}
	sizes, err := d.sizesOf(ctx, key, room.Sitting.State != string(exam.SittingOpen))
	if err != nil {
		return err
	}
	for i := range room.Seats {
		v := &room.Seats[i]
		size := sizes[exam.AttemptID(v.Attempt)]
		v.Total, v.Sounds = size.fields, size.sounds
		if at, ok := saved[exam.AttemptID(v.Attempt)]; ok {
			v.SavedAgeMS = max(0, v.at.Sub(at).Milliseconds())
		}
	}
	return nil
}

func viewLiveSeat(s *delivery.SeatStatus, now time.Time) liveSeatView {
	return liveSeatView{
		Attempt: string(s.Attempt), Number: s.Number, Name: s.Name, Room: s.Room, Seat: s.Seat, State: string(s.State),
		Connected: s.Connected, LostFocus: s.Lost, Answered: s.Answered, Saved: s.Saved, Archived: s.Archived,
		SavedAgeMS: -1, IdleMS: s.Idle.Milliseconds(), RemainingMS: s.Remaining.Milliseconds(), Receipt: s.Receipt,
		Paused: s.Paused, Machine: s.Machine, SealedBy: string(s.SealedBy), Voided: s.Voided,
		GrantedMS: s.Granted.Milliseconds(), Round: s.Round, at: now,
	}
}

// paperSize is what one candidate can do on a paper.
type paperSize struct {
	fields int
	sounds int // that are limited
}

// sizesOf says how large the paper of each attempt is.
func (d *liveDesk) sizesOf(ctx context.Context, key feedKey, started bool) (map[exam.AttemptID]paperSize, error) {
	attempts, err := d.SeatRecord.Attempts(ctx, key.Sitting, key.Room)
	if err != nil {
		return nil, err
	}
	sizes := make(map[exam.AttemptID]paperSize, len(attempts))
	for i := range attempts {
		if sizes[attempts[i].ID], err = d.size(ctx, attempts[i].Paper, started); err != nil {
			return nil, err
		}
	}
	return sizes, nil
}

// maxSizes bounds what is remembered of papers: two years of a province.
const maxSizes = 10_000

// size counts what one candidate can answer. Of several tracks a candidate
// does one, which only the paper itself tells; before the start all count.
func (d *liveDesk) size(ctx context.Context, hash string, started bool) (paperSize, error) {
	d.mu.Lock()
	size, ok := d.sizes[hash]
	d.mu.Unlock()
	if ok {
		return size, nil
	}
	p, err := d.SeatRecord.Paper(ctx, hash)
	if err != nil {
		return size, err
	}
	n, tracks := p.Fields.Answerable()
	size = paperSize{n, p.Fields.LimitedSounds()}
	if tracks && !started {
		return size, nil
	}
	if tracks {
		o, err := d.outline(ctx, hash)
		if err != nil {
			return size, err
		}
		size.fields = o.Size()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.sizes) >= maxSizes {
		clear(d.sizes)
	}
	d.sizes[hash] = size
	return size, nil
}
