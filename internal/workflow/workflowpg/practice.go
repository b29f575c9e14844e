package workflowpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// practice is workflow.Practice.
type practice struct{ q pgdb.Querier }

// PracticeForm implements workflow.Practice.
func (p practice) PracticeForm(ctx context.Context, version string) (exam.FormID, error) {
	if _, err := pgdb.Exec(ctx, p.q, `SELECT pg_advisory_xact_lock(hashtext('practice_form'))`, nil); err != nil {
		return "", err
	}
	return pgdb.One[exam.FormID](ctx, p.q, `SELECT form_id FROM practice_form WHERE version = @version`,
		pgx.StrictNamedArgs{"version": version})
}

// KeepPracticeForm implements workflow.Practice.
func (p practice) KeepPracticeForm(ctx context.Context, version string, id exam.FormID) error {
	_, err := pgdb.Exec(ctx, p.q, `INSERT INTO practice_form (version, form_id) VALUES (@version, @id)`,
		pgx.StrictNamedArgs{"version": version, "id": id})
	return err
}
