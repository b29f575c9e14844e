package scoringpg

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// newRow is an entry made ready for the table.
type newRow struct {
	entry         *scoring.Entry
	parts, detail []byte
	digest        []byte
	version       int
	state         scoring.State
}

// Record adds a version for every entry that differs from the candidate's
// newest one; see scoring.ResultStore.
func (s *Store) Record(ctx context.Context, who exam.Actor, b scoring.Batch) (scoring.Recorded, error) {
	rows, err := prepare(b)
	if err != nil {
		return scoring.Recorded{}, err
	}
	var done scoring.Recorded
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		done = scoring.Recorded{}
		if err := pgdb.Lock(ctx, tx, "result", string(b.Sitting)); err != nil {
			return err
		}
		add, err := against(ctx, tx, b.Sitting, rows, &done)
		if err != nil || len(add) == 0 {
			return err
		}
		if err := copyRows(ctx, tx, who, b, add); err != nil {
			return fmt.Errorf("record results of sitting %s: %w", b.Sitting, err)
		}
		return audit.Write(ctx, tx, who, "result.record", "sitting:"+string(b.Sitting), map[string]any{
			"new": done.New, "changed": done.Changed, "unchanged": done.Unchanged, "reason": b.Reason, "keys": keysOf(b),
		})
	})
	return done, err
}

func prepare(b scoring.Batch) ([]newRow, error) {
	rows := make([]newRow, len(b.Entries))
	seen := make(map[exam.CandidateID]bool, len(rows))
	for i := range b.Entries {
		e := &b.Entries[i]
		if seen[e.Candidate] {
			return nil, fault.New(fault.Invalid, "result.candidate_twice").With("candidate", e.Candidate)
		}
		seen[e.Candidate] = true
		detail, digest, err := e.Digest()
		if err != nil {
			return nil, err
		}
		parts, err := json.Marshal(e.Result.Parts())
		if err != nil {
			return nil, fmt.Errorf("encode parts of %s: %w", e.Candidate, err)
		}
		rows[i] = newRow{entry: e, parts: parts, detail: detail, digest: digest}
	}
	return rows, nil
}

// against leaves the rows that differ from what is stored, with their versions.
func against(ctx context.Context, tx pgx.Tx, sitting exam.SittingID, rows []newRow, done *scoring.Recorded) ([]newRow, error) {
	type newest struct {
		Candidate exam.CandidateID `db:"candidate_id"`
		Version   int              `db:"version"`
		Digest    []byte           `db:"digest"`
		State     scoring.State    `db:"state"`
	}
	list, err := pgdb.List[newest](ctx, tx, `
		SELECT DISTINCT ON (candidate_id) candidate_id, version, digest, state
		FROM result
		WHERE sitting_id = @sitting
		ORDER BY candidate_id, version DESC`, pgx.StrictNamedArgs{"sitting": sitting})
	if err != nil {
		return nil, err
	}
	stored := make(map[exam.CandidateID]newest, len(list))
	for _, n := range list {
		stored[n.Candidate] = n
	}
	var add []newRow
	for _, r := range rows {
		was, ok := stored[r.entry.Candidate]
		switch {
		case !ok:
			done.New++
		case bytes.Equal(was.Digest, r.digest):
			done.Unchanged++
			continue
		default:
			done.Changed++
		}
		r.version, r.state = was.Version+1, scoring.Scored
		if was.State == scoring.Withdrawn {
			r.state = scoring.Withdrawn
		}
		add = append(add, r)
	}
	return add, nil
}

func copyRows(ctx context.Context, tx pgx.Tx, who exam.Actor, b scoring.Batch, rows []newRow) error {
	now, err := pgdb.One[nowRow](ctx, tx, `SELECT now() AS now`, nil)
	if err != nil {
		return err
	}
	columns := []string{
		"id", "sitting_id", "candidate_id", "version", "attempt_id", "form_id", "form_code", "key_version", "rule",
		"points", "max_points", "parts", "detail", "digest", "state", "reason", "author_id", "author_name", "withdrawn_at",
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"result"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := &rows[i]
		e := r.entry
		var withdrawn any
		if r.state == scoring.Withdrawn {
			withdrawn = now.Now
		}
		return []any{
			exam.NewID(), string(b.Sitting), string(e.Candidate), r.version, string(e.Attempt), string(e.Form), e.FormCode,
			e.Result.KeyVersion, e.Result.Rule, int64(e.Result.Points), int64(e.Result.Max),
			json.RawMessage(r.parts), json.RawMessage(r.detail), r.digest, string(r.state), b.Reason,
			string(who.ID), who.Name, withdrawn,
		}, nil
	}))
	return pgdb.MapError(err)
}

// keysOf counts the entries by form and key version, for the audit trail.
func keysOf(b scoring.Batch) map[string]int {
	out := map[string]int{}
	for i := range b.Entries {
		out[fmt.Sprintf("%s v%d", b.Entries[i].Form, b.Entries[i].Result.KeyVersion)]++
	}
	return out
}
