package scoringpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type nowRow struct {
	Now time.Time `db:"now"`
}

// newestOf names the newest version of every candidate of a sitting.
const newestOf = `
	WITH newest AS (
		SELECT DISTINCT ON (candidate_id) id
		FROM result
		WHERE sitting_id = @sitting
		ORDER BY candidate_id, version DESC)`

// Publish publishes the newest versions; see scoring.ResultStore.
func (s *Store) Publish(ctx context.Context, who exam.Actor, sitting exam.SittingID, candidates []exam.CandidateID) (int, error) {
	return s.turn(ctx, who, turn{
		action: "result.publish", sitting: sitting, candidates: candidates, whole: true,
		sql: newestOf + `
		UPDATE result SET state = 'published', published_at = now(), withdrawn_at = NULL, state_reason = ''
		WHERE id IN (SELECT id FROM newest)
			AND (state = 'scored' OR state = 'withdrawn' AND NOT @all)
			AND (@all OR candidate_id = ANY(@candidates))`,
	})
}

// Withdraw takes the newest versions back; see scoring.ResultStore.
func (s *Store) Withdraw(ctx context.Context, who exam.Actor, sitting exam.SittingID, candidates []exam.CandidateID, reason string) (int, error) {
	if reason == "" {
		return 0, fault.New(fault.Invalid, "result.reason_missing")
	}
	if len(candidates) == 0 {
		return 0, fault.New(fault.Invalid, "result.candidates_missing")
	}
	return s.turn(ctx, who, turn{
		action: "result.withdraw", sitting: sitting, candidates: candidates, reason: reason,
		sql: newestOf + `
		UPDATE result SET state = 'withdrawn', withdrawn_at = now(), state_reason = @reason
		WHERE id IN (SELECT id FROM newest) AND state <> 'withdrawn' AND NOT @all AND candidate_id = ANY(@candidates)`,
	})
}

// turn is one change of the state of results.
type turn struct {
	action     string
	sitting    exam.SittingID
	candidates []exam.CandidateID
	reason     string
	whole      bool // refused where works of these results are not marked yet
	sql        string
}

// refusePending says how many of the results to be published are not final.
func refusePending(ctx context.Context, tx pgx.Tx, args pgx.StrictNamedArgs) error {
	type row struct {
		N int `db:"n"`
	}
	r, err := pgdb.One[row](ctx, tx, newestOf+`
		SELECT count(*) AS n FROM result
		WHERE id IN (SELECT id FROM newest) AND pending > 0
			AND (state = 'scored' OR state = 'withdrawn' AND NOT @all)
			AND (@all OR candidate_id = ANY(@candidates))`, args)
	if err != nil || r.N == 0 {
		return err
	}
	return fault.New(fault.Conflict, "result.pending").With("results", r.N)
}

func (s *Store) turn(ctx context.Context, who exam.Actor, t turn) (int, error) {
	names := make([]string, len(t.candidates))
	for i, c := range t.candidates {
		names[i] = string(c)
	}
	args := pgx.StrictNamedArgs{"sitting": t.sitting, "candidates": names, "all": len(names) == 0}
	detail := map[string]any{"candidates": names}
	if t.reason != "" {
		args["reason"] = t.reason
		detail["reason"] = t.reason
	}
	var n int64
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := pgdb.Lock(ctx, tx, "result", string(t.sitting)); err != nil {
			return err
		}
		var err error
		if t.whole {
			if err = refusePending(ctx, tx, args); err != nil {
				return err
			}
		}
		if n, err = pgdb.Exec(ctx, tx, t.sql, args); err != nil || n == 0 {
			return err
		}
		detail["changed"] = n
		return audit.Write(ctx, tx, who, t.action, "sitting:"+string(t.sitting), detail)
	})
	return int(n), err
}
