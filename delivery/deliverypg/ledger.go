package deliverypg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// CreateSitting implements delivery.Ledger.
func (s *Store) CreateSitting(
	ctx context.Context, sitting *delivery.Sitting, papers []delivery.StoredPaper, attempts []delivery.Attempt,
) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := insertSitting(ctx, tx, sitting); err != nil {
			return err
		}
		if err := insertPapers(ctx, tx, sitting.ID, papers); err != nil {
			return err
		}
		return insertAttempts(ctx, tx, sitting, attempts)
	})
}

func insertSitting(ctx context.Context, tx pgx.Tx, s *delivery.Sitting) error {
	var starts, ends *time.Time
	if !s.Planned.IsZero() {
		starts = &s.Planned
		end := s.Planned.Add(s.Duration + delivery.ReleaseSlack)
		ends = &end
	}
	_, err := pgdb.Exec(ctx, tx, `
		INSERT INTO delivery_sitting (id, exam_id, name, subject, state, starts_at, ends_at, duration_s, grace_s,
			late_limit_s, submit_after_s, practice, outage)
		VALUES (@id, @exam_id, @name, @subject, 'open', @starts_at, @ends_at, @duration_s, @grace_s,
			@late_limit_s, @submit_after_s, @practice, @outage)`,
		pgx.StrictNamedArgs{
			"id": s.ID, "exam_id": s.ExamID, "name": s.Name, "subject": s.Subject, "starts_at": starts, "ends_at": ends,
			"duration_s": seconds(s.Duration), "grace_s": seconds(s.Grace), "late_limit_s": seconds(s.LateLimit),
			"submit_after_s": seconds(s.SubmitAfter), "practice": s.Practice, "outage": string(s.Outage),
		})
	return err
}

// seconds rounds up: nobody loses time to rounding.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

func insertPapers(ctx context.Context, tx pgx.Tx, id exam.SittingID, papers []delivery.StoredPaper) error {
	batch := &pgx.Batch{}
	for i := range papers {
		p := &papers[i]
		fields, err := json.Marshal(p.Fields)
		if err != nil {
			return fmt.Errorf("fields of paper %s: %w", p.FormCode, err)
		}
		batch.Queue(`
			INSERT INTO paper (hash, sitting_id, form_code, blob, key_wrapped, fields)
			VALUES (@hash, @sitting_id, @form_code, @blob, @key_wrapped, @fields)`,
			pgx.StrictNamedArgs{
				"hash": p.Blob.Hash, "sitting_id": id, "form_code": p.FormCode, "blob": p.Blob.Bytes,
				"key_wrapped": p.Wrapped, "fields": fields,
			})
	}
	return tx.SendBatch(ctx, batch).Close()
}

func insertAttempts(ctx context.Context, tx pgx.Tx, s *delivery.Sitting, attempts []delivery.Attempt) error {
	columns := []string{
		"id", "sitting_id", "candidate_id", "number", "name", "birth_date", "form_code", "paper_hash",
		"room_id", "room", "seat", "extra_s", "accommodated_s", "display", "grace_s",
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"attempt"}, columns,
		pgx.CopyFromSlice(len(attempts), func(i int) ([]any, error) {
			a := &attempts[i]
			birth, err := dateOrNil(a.BirthDate)
			if err != nil {
				return nil, err
			}
			return []any{
				string(a.ID), string(a.Sitting), string(a.Candidate), a.Number, a.Name, birth, a.FormCode, a.Paper,
				string(a.RoomID), a.Room, a.Seat, int32(seconds(a.Extra)), int32(seconds(a.Extra)), a.Display, int32(seconds(s.Grace)),
			}, nil
		}))
	return err
}

func dateOrNil(s string) (any, error) {
	if s == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, fmt.Errorf("birth date %q: %w", s, err)
	}
	return t, nil
}

// Cut implements delivery.Ledger.
func (s *Store) Cut(ctx context.Context, id exam.SittingID, at time.Time) error {
	_, err := pgdb.Exec(ctx, s.q, `
		UPDATE delivery_sitting SET cut_at = @at, rev = rev + 1
		WHERE id = @id AND state = 'running' AND cut_at IS NULL`,
		pgx.StrictNamedArgs{"id": id, "at": at})
	if err != nil {
		return fmt.Errorf("close sitting %s: %w", id, err)
	}
	return nil
}

// SetTickets implements delivery.Ledger.
func (s *Store) SetTickets(ctx context.Context, macs map[exam.AttemptID][]byte) error {
	ids := make([]string, 0, len(macs))
	values := make([][]byte, 0, len(macs))
	for id, mac := range macs {
		ids, values = append(ids, string(id)), append(values, mac)
	}
	_, err := pgdb.Exec(ctx, s.q, `
		UPDATE attempt AS a SET ticket_mac = u.mac
		FROM unnest(@ids::text[], @macs::bytea[]) AS u (id, mac)
		WHERE a.id = u.id`,
		pgx.StrictNamedArgs{"ids": ids, "macs": values})
	return err
}

// Attempts implements delivery.Ledger.
func (s *Store) Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.Attempt, error) {
	rows, err := pgdb.List[attemptRow](ctx, s.q, `
		SELECT `+attemptColumns+`
		FROM attempt a
		WHERE a.sitting_id = @sitting AND (@room = '' OR a.room_id = @room)
		ORDER BY a.room, a.number`,
		pgx.StrictNamedArgs{"sitting": id, "room": string(room)})
	if err != nil {
		return nil, fmt.Errorf("attempts of sitting %s: %w", id, err)
	}
	return attemptsOf(rows), nil
}

// Works implements delivery.Ledger: the last value of each field is the one
// with the highest number.
func (s *Store) Works(ctx context.Context, id exam.SittingID) ([]delivery.Work, error) {
	type row struct {
		ID          exam.AttemptID        `db:"id"`
		CandidateID exam.CandidateID      `db:"candidate_id"`
		Number      string                `db:"number"`
		FormCode    string                `db:"form_code"`
		State       delivery.AttemptState `db:"state"`
		SealedAt    *time.Time            `db:"sealed_at"`
		SealedBy    string                `db:"sealed_by"`
		Voided      bool                  `db:"voided"`
		N           int64                 `db:"n"`
		Receipt     string                `db:"receipt"`
		Fields      []string              `db:"fields"`
		Values      []string              `db:"values"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT a.id, a.candidate_id, a.number, a.form_code, a.state, a.sealed_at, coalesce(a.sealed_by, '') AS sealed_by,
			a.voided_at IS NOT NULL AS voided, coalesce(a.sealed_n, a.last_seq) AS n,
			a.receipt, coalesce(l.fields, '{}') AS fields, coalesce(l.values, '{}') AS values
		FROM attempt a
		LEFT JOIN LATERAL (
			SELECT array_agg(field ORDER BY seq) AS fields, array_agg(value ORDER BY seq) AS values
			FROM answer_log
			WHERE attempt = a.id
		) l ON true
		WHERE a.sitting_id = @id
		ORDER BY a.number`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("works of sitting %s: %w", id, err)
	}
	works := make([]delivery.Work, len(rows))
	for i, r := range rows {
		works[i] = delivery.Work{
			Attempt: r.ID, Candidate: r.CandidateID, Number: r.Number, FormCode: r.FormCode, State: r.State,
			SealedAt: orZero(r.SealedAt), SealedBy: delivery.SealedBy(r.SealedBy), Voided: r.Voided, N: r.N, Receipt: r.Receipt, Values: exam.Responses{},
		}
		for j, f := range r.Fields {
			works[i].Values[f] = r.Values[j]
		}
	}
	return works, nil
}

// States implements delivery.Ledger.
func (s *Store) States(ctx context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error) {
	type row struct {
		ID    exam.SittingID    `db:"id"`
		State exam.SittingState `db:"state"`
	}
	rows, err := pgdb.List[row](ctx, s.q, "SELECT id, state FROM delivery_sitting WHERE id = ANY(@ids)",
		pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("states of sittings: %w", err)
	}
	states := make(map[exam.SittingID]exam.SittingState, len(rows))
	for _, r := range rows {
		states[r.ID] = r.State
	}
	return states, nil
}

// FixShards makes sure that the data is spread over want shards. The first to
// ask writes it down; whoever asks for another number is refused, since the
// place of what is in Redis follows from it.
func (s *Store) FixShards(ctx context.Context, want int) error {
	_, err := pgdb.Exec(ctx, s.q, `
		INSERT INTO setting (name, value) VALUES ('delivery.shards', to_jsonb(@want::int))
		ON CONFLICT (name) DO NOTHING`,
		pgx.StrictNamedArgs{"want": want})
	if err != nil {
		return fmt.Errorf("fix the number of shards: %w", err)
	}
	n, err := pgdb.One[int](ctx, s.q, "SELECT value::int FROM setting WHERE name = 'delivery.shards'", nil)
	if err != nil {
		return fmt.Errorf("number of shards: %w", err)
	}
	if n != want {
		return fault.New(fault.Conflict, "delivery.shards_differ").With("recorded", n).With("asked", want)
	}
	return nil
}
