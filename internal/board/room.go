package board

import "khaothi/internal/exam"

// Room is a phòng thi with its places.
type Room struct {
	ID       exam.RoomID
	ExamID   exam.ExamID
	Name     string
	Place    string // where it is: building, floor, address
	Capacity int
}

// maxRoomCapacity bounds a slip of the keyboard, not a regulation: the 24 of a
// graduation exam is a setting.
const maxRoomCapacity = 500

// Validate reports what is wrong with the room, or nil.
func (r Room) Validate() error {
	if !validName(r.Name, 100) {
		return invalid("room.name")
	}
	if len(r.Place) > 300 {
		return invalid("room.place")
	}
	if r.Capacity < 1 || r.Capacity > maxRoomCapacity {
		return invalid("room.capacity").With("capacity", r.Capacity)
	}
	return nil
}
