package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type sittingRow struct {
	ID           exam.SittingID    `db:"id"`
	ExamID       exam.ExamID       `db:"exam_id"`
	Name         string            `db:"name"`
	Subject      string            `db:"subject"`
	State        exam.SittingState `db:"state"`
	StartsAt     *time.Time        `db:"starts_at"`
	StartedAt    *time.Time        `db:"started_at"`
	EndsAt       *time.Time        `db:"ends_at"`
	DurationS    int64             `db:"duration_s"`
	GraceS       int64             `db:"grace_s"`
	LateLimitS   int64             `db:"late_limit_s"`
	SubmitAfterS int64             `db:"submit_after_s"`
	Practice     bool              `db:"practice"`
	CutAt        *time.Time        `db:"cut_at"`
	Outage       string            `db:"outage"`
	Rev          int64             `db:"rev"`
}

const sittingColumns = `id, exam_id, name, subject, state, starts_at, started_at, ends_at, duration_s, grace_s,
	late_limit_s, submit_after_s, practice, cut_at, outage, rev`

func (r *sittingRow) sitting() delivery.Sitting {
	s := delivery.Sitting{
		ID: r.ID, ExamID: r.ExamID, Name: r.Name, Subject: r.Subject, State: r.State, Practice: r.Practice, Rev: r.Rev,
		Duration: time.Duration(r.DurationS) * time.Second, Grace: time.Duration(r.GraceS) * time.Second,
		LateLimit: time.Duration(r.LateLimitS) * time.Second, SubmitAfter: time.Duration(r.SubmitAfterS) * time.Second,
	}
	s.Planned, s.Started, s.End, s.Cut = orZero(r.StartsAt), orZero(r.StartedAt), orZero(r.EndsAt), orZero(r.CutAt)
	s.Outage = delivery.OutagePolicy(r.Outage)
	return s
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// Sittings implements delivery.Register.
func (s *Store) Sittings(ctx context.Context) ([]delivery.Sitting, error) {
	rows, err := pgdb.List[sittingRow](ctx, s.q, `
		SELECT `+sittingColumns+`
		FROM delivery_sitting d
		WHERE state <> 'closed' OR closed_at > now() - interval '1 hour'
			OR EXISTS (SELECT 1 FROM delivery_action x WHERE x.sitting_id = d.id AND x.outcome = '')`, nil)
	if err != nil {
		return nil, fmt.Errorf("list sittings: %w", err)
	}
	list := make([]delivery.Sitting, len(rows))
	for i := range rows {
		list[i] = rows[i].sitting()
	}
	return list, nil
}

// Sitting implements delivery.Register.
func (s *Store) Sitting(ctx context.Context, id exam.SittingID) (*delivery.Sitting, error) {
	row, err := pgdb.One[sittingRow](ctx, s.q, "SELECT "+sittingColumns+" FROM delivery_sitting WHERE id = @id",
		pgx.StrictNamedArgs{"id": string(id)})
	if fault.KindOf(err) == fault.NotFound {
		return nil, delivery.ErrSittingNotFound.Wrap(err)
	}
	if err != nil {
		return nil, fmt.Errorf("sitting %s: %w", id, err)
	}
	sitting := row.sitting()
	return &sitting, nil
}

// Attempt implements delivery.Register.
func (s *Store) Attempt(ctx context.Context, id exam.AttemptID) (*delivery.Attempt, error) {
	row, err := pgdb.One[attemptRow](ctx, s.q, "SELECT "+attemptColumns+" FROM attempt a WHERE a.id = @id",
		pgx.StrictNamedArgs{"id": string(id)})
	if fault.KindOf(err) == fault.NotFound {
		return nil, delivery.ErrAttemptNotFound.Wrap(err)
	}
	if err != nil {
		return nil, fmt.Errorf("attempt %s: %w", id, err)
	}
	a := row.attempt()
	return &a, nil
}

type attemptRow struct {
	ID          exam.AttemptID        `db:"id"`
	SittingID   exam.SittingID        `db:"sitting_id"`
	CandidateID exam.CandidateID      `db:"candidate_id"`
	Number      string                `db:"number"`
	Name        string                `db:"name"`
	BirthDate   string                `db:"birth_date"`
	FormCode    string                `db:"form_code"`
	PaperHash   string                `db:"paper_hash"`
	TicketMAC   []byte                `db:"ticket_mac"`
	RoomID      exam.RoomID           `db:"room_id"`
	Room        string                `db:"room"`
	Seat        string                `db:"seat"`
	ExtraS      int64                 `db:"extra_s"`
	Display     delivery.Display      `db:"display"`
	State       delivery.AttemptState `db:"state"`
	Epoch       int64                 `db:"epoch"`
	StartedAt   *time.Time            `db:"started_at"`
	Deadline    *time.Time            `db:"deadline"`
	SealedAt    *time.Time            `db:"sealed_at"`
	SealedN     *int64                `db:"sealed_n"`
	SealedBy    string                `db:"sealed_by"`
	Paused      bool                  `db:"paused"`
	Machine     string                `db:"machine"`
	Round       int                   `db:"round"`
	VoidedAt    *time.Time            `db:"voided_at"`
	Receipt     string                `db:"receipt"`
	LastSeq     int64                 `db:"last_seq"`
}

const attemptColumns = `a.id, a.sitting_id, a.candidate_id, a.number, a.name, coalesce(a.birth_date::text, '') AS birth_date,
	a.form_code, a.paper_hash, a.ticket_mac, a.room_id, a.room, a.seat, a.extra_s, a.display, a.state, a.epoch, a.started_at,
	a.deadline, a.sealed_at, a.sealed_n, coalesce(a.sealed_by, '') AS sealed_by, a.paused, a.machine, a.round, a.voided_at,
	a.receipt, a.last_seq`

func (r *attemptRow) attempt() delivery.Attempt {
	a := delivery.Attempt{
		ID: r.ID, Sitting: r.SittingID, Candidate: r.CandidateID, Number: r.Number, Name: r.Name, BirthDate: r.BirthDate,
		FormCode: r.FormCode, Paper: r.PaperHash, TicketMAC: r.TicketMAC, RoomID: r.RoomID, Room: r.Room, Seat: r.Seat,
		Extra: time.Duration(r.ExtraS) * time.Second, Display: r.Display.OrPlain(), State: r.State, Epoch: r.Epoch,
		Receipt: r.Receipt, LastSeq: r.LastSeq, SealedBy: delivery.SealedBy(r.SealedBy), Paused: r.Paused, Machine: r.Machine,
		Round: r.Round,
	}
	a.Started, a.Deadline, a.SealedAt = orZero(r.StartedAt), orZero(r.Deadline), orZero(r.SealedAt)
	a.VoidedAt = orZero(r.VoidedAt)
	if r.SealedN != nil {
		a.SealedN = *r.SealedN
	}
	return a
}

func attemptsOf(rows []attemptRow) []delivery.Attempt {
	list := make([]delivery.Attempt, len(rows))
	for i := range rows {
		list[i] = rows[i].attempt()
	}
	return list
}

// ByNumber implements delivery.Register.
func (s *Store) ByNumber(ctx context.Context, number string) ([]delivery.Attempt, error) {
	rows, err := pgdb.List[attemptRow](ctx, s.q, `
		SELECT `+attemptColumns+`
		FROM attempt a
		JOIN delivery_sitting d ON d.id = a.sitting_id
		WHERE a.number = @number AND (d.state <> 'closed' OR d.closed_at > now() - interval '1 hour')
		ORDER BY d.starts_at, a.id
		LIMIT 50`,
		pgx.StrictNamedArgs{"number": number})
	if err != nil {
		return nil, fmt.Errorf("attempts of a number: %w", err)
	}
	return attemptsOf(rows), nil
}

// Paper implements delivery.Register.
func (s *Store) Paper(ctx context.Context, hash string) (*delivery.PaperInfo, error) {
	type row struct {
		SittingID  exam.SittingID  `db:"sitting_id"`
		Size       int64           `db:"size"`
		KeyWrapped []byte          `db:"key_wrapped"`
		Fields     delivery.Fields `db:"fields"`
	}
	r, err := pgdb.One[row](ctx, s.q, `
		SELECT sitting_id, octet_length(blob)::bigint AS size, key_wrapped, fields
		FROM paper
		WHERE hash = @hash`,
		pgx.StrictNamedArgs{"hash": hash})
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", hash, err)
	}
	return &delivery.PaperInfo{Hash: hash, Sitting: r.SittingID, Size: r.Size, Wrapped: r.KeyWrapped, Fields: r.Fields}, nil
}

// PaperBytes implements delivery.Register.
func (s *Store) PaperBytes(ctx context.Context, hash string) ([]byte, error) {
	b, err := pgdb.One[[]byte](ctx, s.q, "SELECT blob FROM paper WHERE hash = @hash", pgx.StrictNamedArgs{"hash": hash})
	if err != nil {
		return nil, fmt.Errorf("bytes of paper %s: %w", hash, err)
	}
	return b, nil
}

// MarkRunning implements delivery.Register.
func (s *Store) MarkRunning(ctx context.Context, id exam.SittingID, at time.Time) error {
	_, err := pgdb.Exec(ctx, s.q, `
		UPDATE delivery_sitting SET
			state = 'running', started_at = @at,
			ends_at = @at::timestamptz + make_interval(secs => duration_s + @slack::int), rev = rev + 1
		WHERE id = @id AND state = 'open'`,
		pgx.StrictNamedArgs{"id": id, "at": at, "slack": int(delivery.ReleaseSlack.Seconds())})
	if err != nil {
		return fmt.Errorf("mark sitting %s running: %w", id, err)
	}
	return nil
}

// CloseFinished implements delivery.Register.
func (s *Store) CloseFinished(ctx context.Context) ([]exam.SittingID, error) {
	ids, err := pgdb.List[exam.SittingID](ctx, s.q, `
		UPDATE delivery_sitting d SET state = 'closed', closed_at = now(), rev = rev + 1
		WHERE state = 'running' AND least(ends_at, cut_at) < now()
			AND NOT EXISTS (
				SELECT 1 FROM attempt a WHERE a.sitting_id = d.id AND a.sealed_at IS NULL)
		RETURNING id`, nil)
	if err != nil {
		return nil, fmt.Errorf("close finished sittings: %w", err)
	}
	return ids, nil
}

type dueRow struct {
	ID        exam.AttemptID `db:"id"`
	SittingID exam.SittingID `db:"sitting_id"`
	RoomID    exam.RoomID    `db:"room_id"`
	ExtraS    int64          `db:"extra_s"`
	Waiting   bool           `db:"waiting"`
	LastSeq   int64          `db:"last_seq"`
}

func dueOf(rows []dueRow) []delivery.DueAttempt {
	list := make([]delivery.DueAttempt, len(rows))
	for i, r := range rows {
		list[i] = delivery.DueAttempt{
			ID: r.ID, Sitting: r.SittingID, Room: r.RoomID, Extra: time.Duration(r.ExtraS) * time.Second, Waiting: r.Waiting, Last: r.LastSeq,
		}
	}
	return list
}

// Due implements delivery.Register.
func (s *Store) Due(ctx context.Context, now time.Time, after exam.AttemptID, limit int) ([]delivery.DueAttempt, error) {
	rows, err := pgdb.List[dueRow](ctx, s.q, `
		SELECT a.id, a.sitting_id, a.room_id, a.extra_s, a.state = 'waiting' AS waiting, a.last_seq
		FROM attempt a
		JOIN delivery_sitting d ON d.id = a.sitting_id
		WHERE d.state = 'running' AND a.sealed_at IS NULL AND NOT a.paused AND a.id > @after
			AND coalesce(a.deadline, least(d.ends_at, d.cut_at) + make_interval(secs => a.extra_s))
				+ make_interval(secs => d.grace_s) < @now
		ORDER BY a.id
		LIMIT @limit`,
		pgx.StrictNamedArgs{"now": now, "after": string(after), "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("list attempts to seal: %w", err)
	}
	return dueOf(rows), nil
}

// Open implements delivery.Register.
func (s *Store) Open(ctx context.Context, id exam.SittingID) ([]delivery.DueAttempt, error) {
	rows, err := pgdb.List[dueRow](ctx, s.q, `
		SELECT id, sitting_id, room_id, extra_s, state = 'waiting' AS waiting, last_seq
		FROM attempt
		WHERE sitting_id = @id AND sealed_at IS NULL`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("list open attempts of sitting %s: %w", id, err)
	}
	return dueOf(rows), nil
}
