package workflowpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank/bankpg"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/analysis/analysispg"
	"khaothi/internal/audit"
	"khaothi/internal/board/boardpg"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/workflow"
	"khaothi/omr/omrpg"
	"khaothi/scoring/scoringpg"
)

// DB is workflow.DB on a pool.
type DB struct{ q pgdb.Querier }

var _ workflow.DB = (*DB)(nil)

// New returns a DB whose transactions begin on q.
func New(q pgdb.Querier) *DB { return &DB{q: q} }

// InTx implements workflow.DB.
func (db *DB) InTx(ctx context.Context, f func(tx workflow.Stores) error) error {
	return pgdb.InTx(ctx, db.q, func(tx pgx.Tx) error { return f(stores(tx)) })
}

// Read implements workflow.DB.
func (db *DB) Read() workflow.Stores { return stores(db.q) }

func stores(q pgdb.Querier) workflow.Stores {
	return workflow.Stores{
		Bank:     bankpg.New(q),
		Board:    boardpg.New(q),
		Scores:   scoringpg.New(q),
		Ledger:   ledger{deliverypg.New(q), q},
		Sheets:   omrpg.New(q),
		Practice: practice{q},
		Analyses: analysispg.New(q),
		Audit: func(ctx context.Context, who exam.Actor, action, object string, detail any) error {
			return audit.Write(ctx, q, who, action, object, detail)
		},
	}
}

// ledger is delivery's record and what waits to be scored.
type ledger struct {
	*deliverypg.Store
	q pgdb.Querier
}

// ToScore implements workflow.Ledger.
func (l ledger) ToScore(ctx context.Context, since time.Time) ([]workflow.ToScore, error) {
	return pgdb.List[workflow.ToScore](ctx, l.q, `
		SELECT d.id, d.rev, coalesce(c.at >= d.closed_at, false) AS corrected
		FROM delivery_sitting d
		LEFT JOIN LATERAL (
			SELECT max(done_at) AS at FROM delivery_action
			WHERE sitting_id = d.id AND kind IN ('void', 'unvoid', 'admit') AND outcome = 'done'
		) c ON true
		WHERE d.state = 'closed' AND NOT d.practice AND (d.closed_at >= @since OR c.at >= @since)
		ORDER BY d.closed_at`, pgx.StrictNamedArgs{"since": since})
}
