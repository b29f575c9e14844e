package boardpg

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Store is board.Store on a pool or a transaction.
type Store struct{ q pgdb.Querier }

var _ board.Store = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// taken gives the violation of a constraint a code that the page has a
// sentence for.
func taken(err error, constraint, code string) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Detail["constraint"] == constraint {
		return fault.New(fault.Conflict, code).Wrap(err)
	}
	return err
}

// lockExam makes changes of one exam's plan wait for each other and reports
// whether one of its sittings was opened. Practice changes with the plan.
func lockExam(ctx context.Context, q pgdb.Querier, id exam.ExamID) (frozen bool, err error) {
	_, err = pgdb.One[string](ctx, q, `SELECT id FROM exam WHERE id = @id FOR NO KEY UPDATE`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return false, pgdb.Missing(err, "exam.not_found", id)
	}
	return pgdb.One[bool](ctx, q, `
		SELECT EXISTS (SELECT FROM sitting WHERE exam_id = @id AND opened_at IS NOT NULL AND NOT practice)`,
		pgx.StrictNamedArgs{"id": id})
}

// errFrozen says that a sitting of the exam was opened.
func errFrozen(id exam.ExamID) error {
	return fault.New(fault.Conflict, "exam.frozen").With("id", id)
}
