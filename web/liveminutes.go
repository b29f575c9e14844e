package web

import (
	"context"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypdf"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// minutes collects what the minutes say, room by room.
func (d *liveDesk) minutes(ctx context.Context, s identity.Session, p *delivery.Sitting, e board.Exam, only exam.RoomID) ([]deliverypdf.Minutes, error) {
	attempts, err := d.SeatRecord.Attempts(ctx, p.ID, only)
	if err != nil {
		return nil, err
	}
	if len(attempts) == 0 {
		return nil, fault.New(fault.NotFound, "room.not_in_sitting").With("id", string(only))
	}
	live, err := d.readRoom(ctx, feedKey{p.ID, only}, nil)
	if err != nil {
		return nil, err
	}
	actions, err := d.SeatRecord.ListActions(ctx, p.ID, only)
	if err != nil {
		return nil, err
	}
	late, err := d.lateViews(ctx, p.ID, only)
	if err != nil {
		return nil, err
	}
	sounds, err := d.soundPlaces(ctx, actions, attempts)
	if err != nil {
		return nil, err
	}
	places, err := d.places(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	proofs, err := d.SeatRecord.ListProofs(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	answered, err := d.SeatRecord.Answered(ctx, p.ID, only)
	if err != nil {
		return nil, err
	}
	seats := make(map[string]*liveSeatView, len(live.Seats))
	for i := range live.Seats {
		v := &live.Seats[i]
		v.Answered = max(v.Answered, answered[exam.AttemptID(v.Attempt)]) // what is long sealed is no longer live
		seats[v.Attempt] = v
	}
	list := d.byRoom(attempts, seats)
	for i := range list {
		m := &list[i]
		d.complete(&m.Minutes, s, p, e)
		m.Place, m.Actions = places[m.room], deliverypdf.OfRoom(actions, m.room, m.has)
		m.Sounds, m.Late = sounds, latesOf(late, m.has)
		if len(proofs) > 0 {
			m.Proof = &proofs[0]
		}
	}
	out := make([]deliverypdf.Minutes, len(list))
	for i := range list {
		out[i] = list[i].Minutes
	}
	return out, nil
}

// roomMinutes are minutes with the ids that they are collected by.
type roomMinutes struct {
	deliverypdf.Minutes
	room exam.RoomID
	ids  map[exam.AttemptID]bool
}

func (m *roomMinutes) has(id exam.AttemptID) bool { return m.ids[id] }

// byRoom makes one set of minutes a room with its seats.
func (d *liveDesk) byRoom(attempts []delivery.Attempt, seats map[string]*liveSeatView) []roomMinutes {
	var list []roomMinutes
	for i := range attempts {
		a := &attempts[i]
		if len(list) == 0 || list[len(list)-1].room != a.RoomID { // they come room by room
			list = append(list, roomMinutes{room: a.RoomID, ids: map[exam.AttemptID]bool{}})
			list[len(list)-1].Room = a.Room
		}
		m := &list[len(list)-1]
		m.ids[a.ID] = true
		seat := deliverypdf.Seat{
			Number: a.Number, Name: a.Name, Seat: a.Seat, FormCode: a.FormCode, State: a.State, SealedAt: a.SealedAt,
			Receipt: a.Receipt,
		}
		if v := seats[string(a.ID)]; v != nil {
			seat.State, seat.SealedBy, seat.Voided = delivery.AttemptState(v.State), delivery.SealedBy(v.SealedBy), v.Voided
			seat.Answered, seat.Total, seat.Receipt = v.Answered, v.Total, v.Receipt
			seat.Extra = time.Duration(v.GrantedMS) * time.Millisecond
		}
		m.Seats = append(m.Seats, seat)
	}
	return list
}

// complete adds what all rooms of a sitting share.
func (d *liveDesk) complete(m *deliverypdf.Minutes, s identity.Session, p *delivery.Sitting, e board.Exam) {
	room := m.Room
	m.Heading = d.heading(s, p, e)
	m.Room = room
	m.Planned, m.Started, m.Duration, m.Made = p.Planned, p.Started, p.Duration, d.Now()
	if p.State != exam.SittingClosed {
		return
	}
	m.Ended = p.End
	var last time.Time // the room's last work, which may have been handed in long before
	for i := range m.Seats {
		if at := m.Seats[i].SealedAt; at.After(last) {
			last = at
		}
	}
	if !last.IsZero() {
		m.Ended = last
	}
}

// places says where the rooms of an exam are.
func (d *liveDesk) places(ctx context.Context, id exam.ExamID) (map[exam.RoomID]string, error) {
	rooms, err := d.Board.ListRooms(ctx, id)
	places := make(map[exam.RoomID]string, len(rooms))
	for i := range rooms {
		places[rooms[i].ID] = rooms[i].Place
	}
	return places, err
}

func latesOf(list []lateView, has func(exam.AttemptID) bool) []deliverypdf.Late {
	var out []deliverypdf.Late
	for i := range list {
		v := &list[i]
		if v.Flag || !has(exam.AttemptID(v.Attempt)) {
			continue
		}
		out = append(out, deliverypdf.Late{
			Number: v.Number, Name: v.Name, At: v.At, Shown: v.Shown, State: delivery.ActionKind(v.State),
			Place: deliverypdf.PlaceText(delivery.PaperPlace{Part: v.Part, No: v.No, Letter: v.Letter}),
		})
	}
	return out
}
