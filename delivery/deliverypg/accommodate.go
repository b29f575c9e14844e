package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

var _ delivery.Accommodations = (*Store)(nil)

// OpenAttempts implements delivery.Accommodations.
func (s *Store) OpenAttempts(ctx context.Context, id exam.CandidateID) ([]delivery.OpenAttempt, error) {
	type row struct {
		ID            exam.AttemptID `db:"id"`
		SittingID     exam.SittingID `db:"sitting_id"`
		DurationS     int64          `db:"duration_s"`
		AccommodatedS int64          `db:"accommodated_s"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT a.id, a.sitting_id, d.duration_s, a.accommodated_s
		FROM attempt a
		JOIN delivery_sitting d ON d.id = a.sitting_id
		WHERE a.candidate_id = @id AND d.state IN ('open', 'running') AND a.sealed_at IS NULL
		ORDER BY a.id
		FOR NO KEY UPDATE OF a`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("open attempts of candidate %s: %w", id, err)
	}
	out := make([]delivery.OpenAttempt, len(rows))
	for i, r := range rows {
		out[i] = delivery.OpenAttempt{
			ID: r.ID, Sitting: r.SittingID, Duration: time.Duration(r.DurationS) * time.Second,
			Accommodated: time.Duration(r.AccommodatedS) * time.Second,
		}
	}
	return out, nil
}

// Accommodate implements delivery.Accommodations.
func (s *Store) Accommodate(ctx context.Context, id exam.AttemptID, d delivery.Display, given time.Duration) error {
	if err := d.Check(); err != nil {
		return err
	}
	_, err := pgdb.Exec(ctx, s.q, `UPDATE attempt SET display = @display, accommodated_s = @given WHERE id = @id`,
		pgx.StrictNamedArgs{"id": id, "display": d, "given": seconds(given)})
	if err != nil {
		return fmt.Errorf("accommodate attempt %s: %w", id, err)
	}
	return nil
}
