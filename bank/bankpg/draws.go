package bankpg

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type drawRow struct {
	ID        string         `db:"id"`
	Blueprint string         `db:"blueprint_id"`
	Unit      exam.UnitID    `db:"unit_id"`
	Body      []byte         `db:"body"`
	State     bank.DrawState `db:"state"`
	Done      int            `db:"done"`
	Stage     []byte         `db:"stage"`
	Report    []byte         `db:"report"`
	Forms     []string       `db:"forms"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
}

func (r drawRow) draw() bank.Draw {
	d := bank.Draw{
		ID: r.ID, Blueprint: r.Blueprint, Unit: r.Unit, Body: r.Body, State: r.State, Done: r.Done, Stage: r.Stage, Report: r.Report,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Forms: []exam.FormID{},
	}
	for _, f := range r.Forms {
		d.Forms = append(d.Forms, exam.FormID(f))
	}
	return d
}

// drawColumns call a running draw that was not seen for a minute failed: the
// node that worked on it is gone.
const drawColumns = `
	SELECT id, blueprint_id, coalesce(unit_id, '') AS unit_id, body, done, stage, report, forms, created_at, created_by,
		CASE WHEN state = 'running' AND seen_at < now() - interval '1 minute' THEN 'failed' ELSE state END AS state
	FROM blueprint_draw`

// StartDraw notes that a draw is running.
func (s *Store) StartDraw(ctx context.Context, who exam.Actor, d bank.Draw) (bank.Draw, error) {
	d.ID = exam.NewID()
	change := audit.Change{Who: who, Action: "draw.start", Object: "draw:" + d.ID, Detail: map[string]any{"blueprint": d.Blueprint}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO blueprint_draw (id, blueprint_id, unit_id, body, state, created_by)
			VALUES (@id, @blueprint, @unit, @body, 'running', @by)`, pgx.StrictNamedArgs{
			"id": d.ID, "blueprint": d.Blueprint, "unit": nullable(d.Unit), "body": string(d.Body), "by": who.ID,
		})
		return err
	})
	if err != nil {
		return bank.Draw{}, err
	}
	return s.Draw(ctx, d.ID)
}

// Draw returns one draw, or draw.not_found.
func (s *Store) Draw(ctx context.Context, id string) (bank.Draw, error) {
	row, err := pgdb.One[drawRow](ctx, s.q, drawColumns+` WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.draw(), pgdb.Missing(err, "draw.not_found", id)
}

// Draws lists the last draws of a blueprint.
func (s *Store) Draws(ctx context.Context, blueprint string, limit int) ([]bank.Draw, error) {
	rows, err := pgdb.List[drawRow](ctx, s.q, drawColumns+` WHERE blueprint_id = @id ORDER BY created_at DESC, id LIMIT @limit`,
		pgx.StrictNamedArgs{"id": blueprint, "limit": limit})
	out := make([]bank.Draw, len(rows))
	for i, r := range rows {
		out[i] = r.draw()
	}
	return out, err
}

// SeeDraw notes how far a running draw is. One that is running no more counts
// as cancelled.
func (s *Store) SeeDraw(ctx context.Context, id string, done int, stage json.RawMessage) (bool, error) {
	type row struct {
		Cancel bool `db:"cancel"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		UPDATE blueprint_draw SET done = @done, stage = @stage, seen_at = now() WHERE id = @id AND state = 'running' RETURNING cancel`,
		pgx.StrictNamedArgs{"id": id, "done": done, "stage": string(stage)})
	return err == nil && (len(rows) == 0 || rows[0].Cancel), err
}

// CancelDraw asks a running draw to stop.
func (s *Store) CancelDraw(ctx context.Context, who exam.Actor, id string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "draw.cancel", Object: "draw:" + id}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `UPDATE blueprint_draw SET cancel = true WHERE id = @id AND state = 'running'`, pgx.StrictNamedArgs{"id": id})
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "draw.over")
		}
		return err
	})
}

// EndDraw ends a running draw and stores its forms.
func (s *Store) EndDraw(ctx context.Context, who exam.Actor, d bank.Draw, forms []bank.Form) (bank.Draw, error) {
	change := audit.Change{Who: who, Action: "draw.end", Object: "draw:" + d.ID, Detail: map[string]any{"state": d.State, "forms": len(forms)}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		in, ids := New(tx), []string{}
		for _, f := range forms {
			made, err := in.CreateForm(ctx, who, f)
			if err != nil {
				return err
			}
			ids = append(ids, string(made.ID))
		}
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE blueprint_draw SET state = @state, done = 100, report = @report, forms = @forms, seen_at = now()
			WHERE id = @id AND state = 'running' AND (@state = 'cancelled' OR NOT cancel)`, pgx.StrictNamedArgs{
			"id": d.ID, "state": string(d.State), "report": string(d.Report), "forms": ids,
		})
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "draw.over")
		}
		return err
	})
	if err != nil {
		return bank.Draw{}, err
	}
	return s.Draw(ctx, d.ID)
}
