package boardpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type roomRow struct {
	ID       exam.RoomID `db:"id"`
	ExamID   exam.ExamID `db:"exam_id"`
	Name     string      `db:"name"`
	Place    string      `db:"place"`
	Capacity int         `db:"capacity"`
}

// ListRooms returns the rooms of an exam by name as a person counts: Phòng 2
// before Phòng 10.
func (s *Store) ListRooms(ctx context.Context, id exam.ExamID) ([]board.Room, error) {
	rows, err := pgdb.List[roomRow](ctx, s.q, `
		SELECT id, exam_id, name, place, capacity
		FROM room
		WHERE exam_id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, err
	}
	out := make([]board.Room, len(rows))
	for i, r := range rows {
		out[i] = board.Room(r)
	}
	board.SortRooms(out)
	return out, nil
}

// CreateRooms stores the rooms of one exam under new ids, all or none.
func (s *Store) CreateRooms(ctx context.Context, who exam.Actor, rooms []board.Room) ([]board.Room, error) {
	if len(rooms) == 0 {
		return nil, nil
	}
	rooms = append([]board.Room(nil), rooms...)
	for i := range rooms {
		if err := rooms[i].Validate(); err != nil {
			return nil, err
		}
		if rooms[i].ExamID != rooms[0].ExamID {
			return nil, fault.New(fault.Invalid, "room.exam")
		}
		rooms[i].ID = exam.RoomID(exam.NewID())
	}
	id := rooms[0].ExamID
	detail := map[string]any{"rooms": len(rooms), "first": rooms[0].Name}
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "room.create", Object: "exam:" + string(id), Detail: detail}, func(tx pgx.Tx) error {
		if _, err := lockExam(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"room"}, []string{"id", "exam_id", "name", "place", "capacity"},
			pgx.CopyFromSlice(len(rooms), func(i int) ([]any, error) {
				r := rooms[i]
				return []any{string(r.ID), string(r.ExamID), r.Name, r.Place, r.Capacity}, nil
			}))
		return taken(pgdb.MapError(err), "room_exam_id_name_key", "room.name_taken")
	})
	return rooms, err
}

// UpdateRoom stores name, place and capacity. A room in which somebody already
// has a seat above the new capacity refuses it.
func (s *Store) UpdateRoom(ctx context.Context, who exam.Actor, r board.Room) error {
	if err := r.Validate(); err != nil {
		return err
	}
	detail := map[string]any{"name": r.Name, "capacity": r.Capacity}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "room.update", Object: "room:" + string(r.ID), Detail: detail}, func(tx pgx.Tx) error {
		if _, err := lockExam(ctx, tx, r.ExamID); err != nil {
			return err
		}
		taken1, err := pgdb.One[int](ctx, tx, `SELECT COALESCE(max(seat_no), 0) FROM seat WHERE room_id = @id`,
			pgx.StrictNamedArgs{"id": r.ID})
		if err != nil {
			return err
		}
		if taken1 > r.Capacity {
			return fault.New(fault.Conflict, "room.in_use").With("seats", taken1)
		}
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE room SET name = @name, place = @place, capacity = @capacity
			WHERE id = @id AND exam_id = @exam_id`,
			pgx.StrictNamedArgs{
				"id": r.ID, "exam_id": r.ExamID, "name": r.Name, "place": r.Place, "capacity": r.Capacity,
			})
		return touched(n, taken(err, "room_exam_id_name_key", "room.name_taken"), "room.not_found", r.ID)
	})
}

// DeleteRoom removes a room without seats.
func (s *Store) DeleteRoom(ctx context.Context, who exam.Actor, id exam.ExamID, room exam.RoomID) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "room.delete", Object: "room:" + string(room)}, func(tx pgx.Tx) error {
		if _, err := lockExam(ctx, tx, id); err != nil {
			return err
		}
		n, err := pgdb.Exec(ctx, tx, `DELETE FROM room WHERE id = @id AND exam_id = @exam_id`,
			pgx.StrictNamedArgs{"id": room, "exam_id": id})
		return touched(n, taken(err, "seat_room_id_fkey", "room.in_use"), "room.not_found", room)
	})
}

// touched turns a write that found no row into fault.NotFound.
func touched(n int64, err error, code string, id any) error {
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, code).With("id", id)
	}
	return err
}
