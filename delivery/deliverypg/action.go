package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// AddAction implements delivery.Actions. The sitting's row is locked from the
// new revision on: actions of a sitting have one order.
func (s *Store) AddAction(ctx context.Context, a *delivery.Action) error {
	change := audit.Change{Who: a.Who, Action: "delivery." + string(a.Kind), Object: objectOf(a), Detail: detailOf(a)}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		rev, err := pgdb.One[int64](ctx, tx, `
			UPDATE delivery_sitting SET rev = rev + 1 WHERE id = @id RETURNING rev`,
			pgx.StrictNamedArgs{"id": string(a.Sitting)})
		if err != nil {
			return err
		}
		a.Rev = rev
		return insertAction(ctx, tx, a)
	})
	switch pgdb.Constraint(err) {
	case "":
	case "delivery_action_decided":
		return delivery.ErrProposalDecided.Wrap(err)
	case "delivery_action_two_people":
		return delivery.ErrSamePerson.Wrap(err)
	}
	if err != nil {
		return fmt.Errorf("write down action %s of sitting %s: %w", a.Kind, a.Sitting, err)
	}
	return nil
}

func insertAction(ctx context.Context, tx pgx.Tx, a *delivery.Action) error {
	_, err := pgdb.Exec(ctx, tx, `
		INSERT INTO delivery_action (id, sitting_id, rev, kind, room_id, attempt, at, amount_ms, sound, incidents, reason,
			who_id, who_name, who_ip, proposal, proposer_id, created_at)
		VALUES (@id, @sitting_id, @rev, @kind, @room_id, @attempt, @at, @amount_ms, @sound, @incidents, @reason,
			@who_id, @who_name, @who_ip, nullif(@proposal, ''),
			(SELECT who_id FROM delivery_action WHERE id = @proposal AND kind = 'admit_ask'), @created_at)`,
		pgx.StrictNamedArgs{
			"id": a.ID, "sitting_id": string(a.Sitting), "rev": a.Rev, "kind": string(a.Kind), "room_id": string(a.Room),
			"attempt": string(a.Attempt), "at": a.At, "amount_ms": a.Amount.Milliseconds(), "sound": a.Sound, "incidents": nonNil(a.Incidents),
			"reason": a.Reason, "who_id": string(a.Who.ID), "who_name": a.Who.Name, "who_ip": a.Who.IP,
			"proposal": a.Proposal, "created_at": a.Created,
		})
	return err
}

// nonNil is list, which PostgreSQL must not take for NULL.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// objectOf names what an action is of, for the trail.
func objectOf(a *delivery.Action) string {
	switch {
	case a.Attempt != "":
		return "attempt:" + string(a.Attempt)
	case a.Room != "":
		return "room:" + string(a.Room)
	}
	return "sitting:" + string(a.Sitting)
}

// detailOf is what the trail keeps of an action. Late events are named by
// their incidents, never by their values.
func detailOf(a *delivery.Action) map[string]any {
	d := map[string]any{"id": a.ID, "sitting": a.Sitting, "at": a.At, "reason": a.Reason}
	if a.Amount > 0 {
		d["amount_s"] = a.Amount.Seconds()
	}
	if a.Sound != "" {
		d["sound"] = a.Sound
	}
	if len(a.Incidents) > 0 {
		d["incidents"] = a.Incidents
	}
	if a.Proposal != "" {
		d["proposal"] = a.Proposal
	}
	return d
}

type actionRow struct {
	ID            string         `db:"id"`
	SittingID     exam.SittingID `db:"sitting_id"`
	Rev           int64          `db:"rev"`
	Kind          string         `db:"kind"`
	RoomID        exam.RoomID    `db:"room_id"`
	Attempt       exam.AttemptID `db:"attempt"`
	At            time.Time      `db:"at"`
	AmountMS      int64          `db:"amount_ms"`
	Sound         string         `db:"sound"`
	Incidents     []int64        `db:"incidents"`
	Reason        string         `db:"reason"`
	WhoID         exam.AccountID `db:"who_id"`
	WhoName       string         `db:"who_name"`
	WhoIP         string         `db:"who_ip"`
	Proposal      string         `db:"proposal"`
	CreatedAt     time.Time      `db:"created_at"`
	Outcome       string         `db:"outcome"`
	ReceiptBefore string         `db:"receipt_before"`
	ReceiptAfter  string         `db:"receipt_after"`
	RoomName      string         `db:"room_name"`
	Number        string         `db:"number"`
	Name          string         `db:"name"`
}

// actionQuery selects actions with the names of their room and candidate.
const actionQuery = `
	SELECT x.id, x.sitting_id, x.rev, x.kind, x.room_id, x.attempt, x.at, x.amount_ms, x.sound, x.incidents, x.reason,
		x.who_id, x.who_name, x.who_ip, coalesce(x.proposal, '') AS proposal, x.created_at, x.outcome,
		x.receipt_before, x.receipt_after, coalesce(a.room, r.room, '') AS room_name,
		coalesce(a.number, '') AS number, coalesce(a.name, '') AS name
	FROM delivery_action x
	LEFT JOIN attempt a ON a.id = x.attempt
	LEFT JOIN LATERAL (
		SELECT room FROM attempt WHERE sitting_id = x.sitting_id AND room_id = x.room_id LIMIT 1
	) r ON x.room_id <> ''`

func (r *actionRow) action() delivery.Action {
	return delivery.Action{
		ID: r.ID, Kind: delivery.ActionKind(r.Kind), Sitting: r.SittingID, Room: r.RoomID, Attempt: r.Attempt, At: r.At,
		Amount: time.Duration(r.AmountMS) * time.Millisecond, Sound: r.Sound, Incidents: r.Incidents, Proposal: r.Proposal, Reason: r.Reason,
		Who: exam.Actor{ID: r.WhoID, Name: r.WhoName, IP: r.WhoIP}, Outcome: r.Outcome, Rev: r.Rev,
		Receipts: [2]string{r.ReceiptBefore, r.ReceiptAfter}, RoomName: r.RoomName, Number: r.Number, Name: r.Name,
		Created: r.CreatedAt,
	}
}

// ListActions implements delivery.Actions.
func (s *Store) ListActions(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.Action, error) {
	rows, err := pgdb.List[actionRow](ctx, s.q, actionQuery+`
		WHERE x.sitting_id = @id
			AND (@room = '' OR x.room_id = @room OR a.room_id = @room OR (x.room_id = '' AND x.attempt = ''))
		ORDER BY x.rev`,
		pgx.StrictNamedArgs{"id": string(id), "room": string(room)})
	if err != nil {
		return nil, fmt.Errorf("actions of sitting %s: %w", id, err)
	}
	list := make([]delivery.Action, len(rows))
	for i := range rows {
		list[i] = rows[i].action()
	}
	return list, nil
}

// GetAction implements delivery.Actions.
func (s *Store) GetAction(ctx context.Context, id string) (delivery.Action, error) {
	row, err := pgdb.One[actionRow](ctx, s.q, actionQuery+" WHERE x.id = @id", pgx.StrictNamedArgs{"id": id})
	if fault.KindOf(err) == fault.NotFound {
		return delivery.Action{}, delivery.ErrActionNotFound.Wrap(err)
	}
	if err != nil {
		return delivery.Action{}, fmt.Errorf("action %s: %w", id, err)
	}
	return row.action(), nil
}

// FinishAction implements delivery.Actions.
func (s *Store) FinishAction(ctx context.Context, a *delivery.Action, outcome string) error {
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		n, err := finish(ctx, tx, a.ID, outcome, [2]string{})
		if err != nil || n == 0 || outcome != delivery.OutcomeDone {
			return err
		}
		switch a.Kind {
		case delivery.ActionVoid:
			return void(ctx, tx, a, &a.Created)
		case delivery.ActionUnvoid:
			return void(ctx, tx, a, nil)
		default:
			return nil
		}
	})
	if err != nil {
		return fmt.Errorf("finish action %s: %w", a.ID, err)
	}
	return nil
}

// void marks the attempt of a as void since at, or as counting again, and its
// sitting as changed.
func void(ctx context.Context, tx pgx.Tx, a *delivery.Action, at *time.Time) error {
	if _, err := pgdb.Exec(ctx, tx, "UPDATE attempt SET voided_at = @at WHERE id = @id",
		pgx.StrictNamedArgs{"id": string(a.Attempt), "at": at}); err != nil {
		return err
	}
	return changed(ctx, tx, a.Sitting)
}

// changed raises the revision, so that who scores and who proves look again.
func changed(ctx context.Context, tx pgx.Tx, id exam.SittingID) error {
	_, err := pgdb.Exec(ctx, tx, "UPDATE delivery_sitting SET rev = rev + 1 WHERE id = @id", pgx.StrictNamedArgs{"id": string(id)})
	return err
}

// finish writes the outcome of a pending action; 0 rows: somebody did it.
func finish(ctx context.Context, tx pgx.Tx, id, outcome string, receipts [2]string) (int64, error) {
	return pgdb.Exec(ctx, tx, `
		UPDATE delivery_action SET outcome = @outcome, done_at = now(), receipt_before = @before, receipt_after = @after
		WHERE id = @id AND outcome = ''`,
		pgx.StrictNamedArgs{"id": id, "outcome": outcome, "before": receipts[0], "after": receipts[1]})
}

// LateEvents implements delivery.Actions.
func (s *Store) LateEvents(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.LateEvent, error) {
	type row struct {
		ID       int64          `db:"id"`
		Attempt  exam.AttemptID `db:"attempt"`
		Seq      int64          `db:"seq"`
		Field    string         `db:"field"`
		Value    string         `db:"value"`
		At       time.Time      `db:"at"`
		State    string         `db:"state"`
		Proposal string         `db:"proposal"`
		TypedAt  *time.Time     `db:"typed_at"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT i.id, i.attempt, i.seq, i.field, i.value, i.at, i.typed_at, coalesce(x.kind, '') AS state,
			coalesce(x.proposal, x.id, '') AS proposal
		FROM incident i
		JOIN attempt a ON a.id = i.attempt
		LEFT JOIN LATERAL (
			SELECT id, kind, proposal FROM delivery_action
			WHERE attempt = i.attempt AND outcome IN ('', 'done') AND i.id = ANY(incidents)
			ORDER BY rev DESC LIMIT 1
		) x ON true
		WHERE i.kind = 'late' AND a.sitting_id = @id AND (@room = '' OR a.room_id = @room)
		ORDER BY a.number, i.at, i.seq, i.id`,
		pgx.StrictNamedArgs{"id": string(id), "room": string(room)})
	if err != nil {
		return nil, fmt.Errorf("late events of sitting %s: %w", id, err)
	}
	list := make([]delivery.LateEvent, len(rows))
	for i, r := range rows {
		list[i] = delivery.LateEvent{
			Incident: r.ID, Attempt: r.Attempt, Seq: r.Seq, Field: r.Field, Value: r.Value, At: r.At, State: r.State, Proposal: r.Proposal,
			Typed: orZero(r.TypedAt),
		}
	}
	return list, nil
}
