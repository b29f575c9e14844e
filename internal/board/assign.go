package board

import (
	"cmp"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/vi"
)

// SeatPlan is what seats are assigned from: sittings of one exam, its numbered
// candidates and its rooms in the order in which they fill.
type SeatPlan struct {
	Sittings     []Sitting
	Candidates   []Candidate
	Rooms        []Room
	RoomSubjects int // most subjects in one room in one shift
}

// place is one candidate who needs a seat in one sitting.
type place struct {
	candidate Candidate
	sitting   Sitting
}

// AssignSeats fills the rooms in their order. Sittings that overlap in time are
// one shift and share the rooms: within it candidates go by sitting, then by
// number, and a room takes no more people than its capacity and no more
// subjects than the plan allows. The same plan always gives the same seats.
func AssignSeats(p SeatPlan) ([]Seat, error) {
	if err := checkNumbered(p); err != nil {
		return nil, err
	}
	byNumber := slices.Clone(p.Candidates)
	slices.SortFunc(byNumber, func(a, b Candidate) int { return cmp.Compare(a.Number, b.Number) })
	var seats []Seat
	for _, shift := range shifts(p.Sittings) {
		places, err := shiftPlaces(shift, byNumber)
		if err != nil {
			return nil, err
		}
		filled, err := fillRooms(places, p.Rooms, p.RoomSubjects)
		if err != nil {
			return nil, err
		}
		seats = append(seats, filled...)
	}
	return seats, nil
}

// checkNumbered wants a number on everybody who sits one of the sittings.
func checkNumbered(p SeatPlan) error {
	missing := 0
	for _, c := range p.Candidates {
		sits := slices.ContainsFunc(p.Sittings, func(s Sitting) bool { return c.Sits(s.Subject) })
		if c.Number == "" && sits {
			missing++
		}
	}
	if missing > 0 {
		return fault.New(fault.Conflict, "candidate.unnumbered").With("candidates", missing)
	}
	return nil
}

// shifts groups sittings that overlap in time, the earliest first.
func shifts(sittings []Sitting) [][]Sitting {
	sorted := slices.Clone(sittings)
	slices.SortFunc(sorted, func(a, b Sitting) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), vi.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	var out [][]Sitting
	for _, s := range sorted {
		if n := len(out); n > 0 && slices.ContainsFunc(out[n-1], s.Overlaps) {
			out[n-1] = append(out[n-1], s)
			continue
		}
		out = append(out, []Sitting{s})
	}
	return out
}

// shiftPlaces lists who needs a seat in the shift. Nobody can sit two sittings
// at the same time.
func shiftPlaces(shift []Sitting, byNumber []Candidate) ([]place, error) {
	var places []place
	taken := map[exam.CandidateID][]Sitting{}
	for _, s := range shift {
		for _, c := range byNumber {
			if !c.Sits(s.Subject) {
				continue
			}
			for _, other := range taken[c.ID] {
				if other.Overlaps(s) {
					return nil, fault.New(fault.Conflict, "seat.clash").With("number", c.Number).
						With("sittings", []string{other.Name, s.Name})
				}
			}
			taken[c.ID] = append(taken[c.ID], s)
			places = append(places, place{c, s})
		}
	}
	return places, nil
}

// fillRooms seats the places in order.
func fillRooms(places []place, rooms []Room, roomSubjects int) ([]Seat, error) {
	seats := make([]Seat, 0, len(places))
	room, used := 0, 0
	subjects := map[string]bool{}
	for _, p := range places {
		full := room < len(rooms) && used == rooms[room].Capacity
		if full || !subjects[p.sitting.Subject] && len(subjects) == roomSubjects {
			room, used = room+1, 0
			clear(subjects)
		}
		if room >= len(rooms) {
			return nil, fault.New(fault.Conflict, "seat.rooms_short").
				With("candidates", len(places)).With("seated", len(seats)).With("rooms", len(rooms))
		}
		used++
		subjects[p.sitting.Subject] = true
		seats = append(seats, Seat{
			SittingID: p.sitting.ID, CandidateID: p.candidate.ID, RoomID: rooms[room].ID, SeatNo: used,
		})
	}
	return seats, nil
}
