package web

import (
	"context"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type roomView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Place    string `json:"place"`
	Capacity int    `json:"capacity"`
}

type roomsView struct {
	Rooms []roomView `json:"rooms"`
}

func viewRooms(rooms []board.Room) roomsView {
	var out roomsView
	for _, r := range rooms {
		out.Rooms = append(out.Rooms, roomView{ID: string(r.ID), Name: r.Name, Place: r.Place, Capacity: r.Capacity})
	}
	return out
}

type roomBody struct {
	Name     string `json:"name" maxLength:"100"`
	Place    string `json:"place" maxLength:"300"`
	Capacity int    `json:"capacity" minimum:"1"`
}

type newRoomsInput struct {
	ID   string `path:"id"`
	Body struct {
		Rooms []roomBody `json:"rooms" minItems:"1" maxItems:"500"`
	}
}

type roomPath struct {
	ID     string `path:"id"`
	RoomID string `path:"room_id"`
}

type roomInput struct {
	ID     string `path:"id"`
	RoomID string `path:"room_id"`
	Body   roomBody
}

type seatsInput struct {
	ID   string `path:"id"`
	Body struct {
		SittingIDs []string `json:"sitting_ids" minItems:"1" maxItems:"200"`
	}
}

type assignedView struct {
	Seats int `json:"seats"`
}

func roomRoutes(d Deps) []Route {
	return []Route{
		get("/api/exams/{id}/rooms", planRoles, "The rooms of an exam",
			func(ctx context.Context, s identity.Session, in *examPath) (roomsView, error) {
				if _, err := d.examFor(ctx, s, in.ID, planRoles); err != nil {
					return roomsView{}, err
				}
				rooms, err := d.Board.ListRooms(ctx, exam.ExamID(in.ID))
				return viewRooms(rooms), err
			}),
		post("/api/exams/{id}/rooms", boardRoles, "Add rooms, all or none", d.createRooms),
		put("/api/exams/{id}/rooms/{room_id}", boardRoles, "Change a room",
			func(ctx context.Context, s identity.Session, in *roomInput) (none, error) {
				if _, err := d.examFor(ctx, s, in.ID, boardRoles); err != nil {
					return none{}, err
				}
				return none{}, d.Board.UpdateRoom(ctx, s.Actor(), board.Room{
					ID: exam.RoomID(in.RoomID), ExamID: exam.ExamID(in.ID),
					Name: in.Body.Name, Place: in.Body.Place, Capacity: in.Body.Capacity,
				})
			}),
		del("/api/exams/{id}/rooms/{room_id}", boardRoles, "Remove a room in which nobody has a seat",
			func(ctx context.Context, s identity.Session, in *roomPath) (none, error) {
				if _, err := d.examFor(ctx, s, in.ID, boardRoles); err != nil {
					return none{}, err
				}
				return none{}, d.Board.DeleteRoom(ctx, s.Actor(), exam.ExamID(in.ID), exam.RoomID(in.RoomID))
			}),
		post("/api/exams/{id}/seats", boardRoles, "Seat the candidates of some sittings, filling rooms by number", d.assignSeats),
	}
}

func (d Deps) createRooms(ctx context.Context, s identity.Session, in *newRoomsInput) (roomsView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return roomsView{}, err
	}
	rooms := make([]board.Room, len(in.Body.Rooms))
	for i, r := range in.Body.Rooms {
		rooms[i] = board.Room{ExamID: e.ID, Name: r.Name, Place: r.Place, Capacity: r.Capacity}
	}
	rooms, err = d.Board.CreateRooms(ctx, s.Actor(), rooms)
	return viewRooms(rooms), err
}

// assignSeats seats the candidates of the sittings and drops the seats that
// these sittings had. Sittings that are not named keep their seats: those that
// overlap in time with a named one must be named with it.
func (d Deps) assignSeats(ctx context.Context, s identity.Session, in *seatsInput) (assignedView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return assignedView{}, err
	}
	sittings, err := d.wholeShifts(ctx, e.ID, in.Body.SittingIDs)
	if err != nil {
		return assignedView{}, err
	}
	page, err := d.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
	if err != nil {
		return assignedView{}, err
	}
	rooms, err := d.Board.ListRooms(ctx, e.ID)
	if err != nil {
		return assignedView{}, err
	}
	seats, err := board.AssignSeats(board.SeatPlan{
		Sittings: sittings, Candidates: page.Candidates, Rooms: rooms, RoomSubjects: e.Settings.RoomSubjects,
	})
	if err != nil {
		return assignedView{}, err
	}
	ids := make([]exam.SittingID, len(sittings))
	for i, p := range sittings {
		ids[i] = p.ID
	}
	return assignedView{Seats: len(seats)}, d.Board.ReplaceSeats(ctx, s.Actor(), ids, seats)
}

// wholeShifts returns the named sittings of an exam. One that overlaps with
// them and is not named would share their rooms unseen: it is refused, unless
// it has no seats.
func (d Deps) wholeShifts(ctx context.Context, id exam.ExamID, names []string) ([]board.Sitting, error) {
	all, err := d.Board.ListSittings(ctx, id)
	if err != nil {
		return nil, err
	}
	wanted := map[exam.SittingID]bool{}
	for _, name := range names {
		wanted[exam.SittingID(name)] = true
	}
	var chosen []board.Sitting
	for _, p := range all {
		if wanted[p.ID] {
			chosen = append(chosen, p.Sitting)
		}
	}
	if len(chosen) != len(wanted) {
		return nil, fault.New(fault.NotFound, "sitting.not_found")
	}
	for _, p := range all {
		if wanted[p.ID] || p.Seated == 0 || p.Practice {
			continue
		}
		for _, c := range chosen {
			if c.Overlaps(p.Sitting) {
				return nil, fault.New(fault.Conflict, "seat.shift").With("sitting", p.Name).With("with", c.Name)
			}
		}
	}
	return chosen, nil
}
