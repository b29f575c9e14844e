package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// LastAnswers returns the newest event of each field of an attempt that is in
// the record, flags and counters included.
func (s *Store) LastAnswers(ctx context.Context, id exam.AttemptID) ([]delivery.LastAnswer, error) {
	type row struct {
		Field string    `db:"field"`
		Value string    `db:"value"`
		Seq   int64     `db:"seq"`
		At    time.Time `db:"at"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT DISTINCT ON (field) field, value, seq, at
		FROM answer_log
		WHERE attempt = @id
		ORDER BY field, seq DESC`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("last answers of attempt %s: %w", id, err)
	}
	list := make([]delivery.LastAnswer, len(rows))
	for i, r := range rows {
		list[i] = delivery.LastAnswer{Field: r.Field, Value: r.Value, Seq: r.Seq, At: r.At}
	}
	return list, nil
}

// NotePrint writes into the audit trail that who printed p.
func (s *Store) NotePrint(ctx context.Context, who exam.Actor, p delivery.Print) error {
	detail := map[string]any{"what": p.What, "sha256": p.SHA256}
	if p.Room != "" {
		detail["room"] = p.Room
	}
	if p.Attempt != "" {
		detail["attempt"] = p.Attempt
	}
	return audit.Write(ctx, s.q, who, "sitting.print", "sitting:"+string(p.Sitting), detail)
}

// Answered counts the fields that hold an answer in the record, of each attempt
// of a sitting, of one room if room is not empty. Flags and counters are no
// answers.
func (s *Store) Answered(ctx context.Context, id exam.SittingID, room exam.RoomID) (map[exam.AttemptID]int, error) {
	type row struct {
		Attempt exam.AttemptID `db:"attempt"`
		N       int            `db:"n"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT attempt, count(*) FILTER (WHERE value <> '' AND field NOT LIKE '%:%') AS n
		FROM (
			SELECT DISTINCT ON (l.attempt, l.field) l.attempt, l.field, l.value
			FROM attempt a
			JOIN answer_log l ON l.attempt = a.id
			WHERE a.sitting_id = @id AND (@room = '' OR a.room_id = @room)
			ORDER BY l.attempt, l.field, l.seq DESC
		) last
		GROUP BY attempt`,
		pgx.StrictNamedArgs{"id": string(id), "room": string(room)})
	if err != nil {
		return nil, fmt.Errorf("answered fields of sitting %s: %w", id, err)
	}
	counts := make(map[exam.AttemptID]int, len(rows))
	for _, r := range rows {
		counts[r.Attempt] = r.N
	}
	return counts, nil
}
