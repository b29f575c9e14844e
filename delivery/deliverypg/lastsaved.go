package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// LastSaved says when the newest event in the record of each attempt of a
// sitting was stored, of one room if room is not empty. Attempts without an
// event are left out. The record is behind the truth by the drain's lag.
func (s *Store) LastSaved(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]time.Time, error) {
	type row struct {
		ID exam.AttemptID `db:"id"`
		At time.Time      `db:"at"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT a.id, l.at
		FROM attempt a
		JOIN answer_log l ON l.attempt = a.id AND l.seq = a.last_seq
		WHERE a.sitting_id = @sitting AND (@room = '' OR a.room_id = @room)`,
		pgx.StrictNamedArgs{"sitting": string(id), "room": string(room)})
	if err != nil {
		return nil, fmt.Errorf("last saved of sitting %s: %w", id, err)
	}
	at := make(map[exam.AttemptID]time.Time, len(rows))
	for _, r := range rows {
		at[r.ID] = r.At
	}
	return at, nil
}
