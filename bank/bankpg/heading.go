package bankpg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Heading returns the heading of a form. One that has none yet gets that of the
// newest form of its unit, without the name of that exam.
func (s *Store) Heading(ctx context.Context, id exam.FormID) (bank.Heading, error) {
	type headingRow struct {
		Form    exam.FormID `db:"form_id"`
		Heading []byte      `db:"heading"`
	}
	row, err := pgdb.One[headingRow](ctx, s.q, `
		SELECT h.form_id, h.heading
		FROM form_heading h JOIN form f ON f.id = h.form_id
		WHERE h.form_id = @id OR f.unit_id = (SELECT unit_id FROM form WHERE id = @id)
		ORDER BY h.form_id = @id DESC, h.changed_at DESC
		LIMIT 1`, pgx.StrictNamedArgs{"id": id})
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.NotFound {
		return bank.Heading{}, nil
	}
	if err != nil {
		return bank.Heading{}, err
	}
	var h bank.Heading
	if err := json.Unmarshal(row.Heading, &h); err != nil {
		return h, fmt.Errorf("heading of form %s: %w", row.Form, err)
	}
	if row.Form != id {
		h.Exam, h.Subject, h.Grade = "", "", ""
	}
	return h, nil
}

// PutHeading sets the heading of a form, locked or not.
func (s *Store) PutHeading(ctx context.Context, who exam.Actor, id exam.FormID, h bank.Heading) error {
	h.Normalise()
	if err := h.Check(); err != nil {
		return err
	}
	data, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("heading of form %s: %w", id, err)
	}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "form.heading", Object: "form:" + string(id)}, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO form_heading (form_id, heading) VALUES (@id, @heading)
			ON CONFLICT (form_id) DO UPDATE SET heading = excluded.heading, changed_at = now()`,
			pgx.StrictNamedArgs{"id": id, "heading": data})
		return err
	})
}
