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

// ListSeats returns the seats of a sitting by room and seat.
func (s *Store) ListSeats(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]board.Seated, error) {
	type seatRow struct {
		candidateRow
		SittingID exam.SittingID `db:"sitting_id"`
		RoomID    exam.RoomID    `db:"room_id"`
		RoomName  string         `db:"room_name"`
		SeatNo    int            `db:"seat_no"`
	}
	rows, err := pgdb.List[seatRow](ctx, s.q, `
		SELECT c.id, c.exam_id, c.roster_no, c.number, c.family_name, c.given_name, c.birth_date, c.gender,
			c.pupil_code, c.citizen_id, c.school_code, c.school_name, c.class_code, c.subjects,
			c.extra_min, c.extra_percent, c.type_scale, c.contrast, c.accommodation_note,
			t.sitting_id, t.room_id, r.name AS room_name, t.seat_no
		FROM seat t
		JOIN candidate c ON c.id = t.candidate_id
		JOIN room r ON r.id = t.room_id
		WHERE t.sitting_id = @id AND (@room = '' OR t.room_id = @room)`,
		pgx.StrictNamedArgs{"id": id, "room": room})
	if err != nil {
		return nil, err
	}
	out := make([]board.Seated, len(rows))
	for i, r := range rows {
		out[i] = board.Seated{
			Seat:      board.Seat{SittingID: r.SittingID, CandidateID: r.ID, RoomID: r.RoomID, SeatNo: r.SeatNo},
			Candidate: r.candidate(),
			RoomName:  r.RoomName,
		}
	}
	board.SortSeated(out)
	return out, nil
}

// ReplaceSeats sets the seats of the sittings, which must be of one exam and
// not opened.
func (s *Store) ReplaceSeats(ctx context.Context, who exam.Actor, sittings []exam.SittingID, seats []board.Seat) error {
	detail := map[string]any{"sittings": sittings, "seats": len(seats)}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "seat.assign", Object: "sitting:" + join(sittings), Detail: detail}, func(tx pgx.Tx) error {
		if err := lockPlans(ctx, tx, sittings); err != nil {
			return err
		}
		if err := dropSeats(ctx, tx, sittings); err != nil {
			return err
		}
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"seat"}, []string{"sitting_id", "candidate_id", "room_id", "seat_no"},
			pgx.CopyFromSlice(len(seats), func(i int) ([]any, error) {
				t := seats[i]
				return []any{string(t.SittingID), string(t.CandidateID), string(t.RoomID), t.SeatNo}, nil
			}))
		if err != nil {
			return pgdb.MapError(err)
		}
		return checkSeats(ctx, tx, sittings)
	})
}

// lockPlans locks the exam of the sittings and refuses frozen ones.
func lockPlans(ctx context.Context, tx pgx.Tx, sittings []exam.SittingID) error {
	exams, err := pgdb.List[exam.ExamID](ctx, tx, `SELECT DISTINCT exam_id FROM sitting WHERE id = ANY(@ids)`,
		pgx.StrictNamedArgs{"ids": sittings})
	if err != nil {
		return err
	}
	if len(exams) != 1 {
		return fault.New(fault.Invalid, "seat.exam").With("exams", len(exams))
	}
	if _, err := lockExam(ctx, tx, exams[0]); err != nil {
		return err
	}
	frozen, err := pgdb.List[exam.SittingID](ctx, tx, `
		SELECT id FROM sitting WHERE id = ANY(@ids) AND opened_at IS NOT NULL`,
		pgx.StrictNamedArgs{"ids": sittings})
	if err == nil && len(frozen) > 0 {
		return fault.New(fault.Conflict, "sitting.frozen").With("id", frozen[0])
	}
	return err
}

func dropSeats(ctx context.Context, q pgdb.Querier, sittings []exam.SittingID) error {
	_, err := pgdb.Exec(ctx, q, `DELETE FROM seat WHERE sitting_id = ANY(@ids)`, pgx.StrictNamedArgs{"ids": sittings})
	return err
}

// checkSeats refuses seats whose candidate or room is of another exam, or whose
// number is above the room's capacity.
func checkSeats(ctx context.Context, q pgdb.Querier, sittings []exam.SittingID) error {
	wrong, err := pgdb.One[int](ctx, q, `
		SELECT count(*)
		FROM seat t
		JOIN sitting s ON s.id = t.sitting_id
		JOIN candidate c ON c.id = t.candidate_id
		JOIN room r ON r.id = t.room_id
		WHERE t.sitting_id = ANY(@ids)
			AND (c.exam_id <> s.exam_id OR r.exam_id <> s.exam_id OR t.seat_no > r.capacity)`,
		pgx.StrictNamedArgs{"ids": sittings})
	if err == nil && wrong > 0 {
		return fault.New(fault.Invalid, "seat.invalid").With("seats", wrong)
	}
	return err
}

// join names many sittings in one audit object.
func join(ids []exam.SittingID) string {
	s := ""
	for i, id := range ids {
		if i > 0 {
			s += ","
		}
		s += string(id)
	}
	return s
}
