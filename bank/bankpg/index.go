package bankpg

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// indexed is the version of what bank.Index makes. Raise it when that changes:
// Reindex then makes it again for what is stored.
const indexed = 3

// reindexBatch is how many items Reindex takes at once: a second of work.
const reindexBatch = 1000

// Reindex makes what items are found by for those that older code stored, and
// returns how many; what a vault hides has nothing to be found by but its tags,
// which were indexed when it came in. It may run beside everything else, and on several nodes.
func (s *Store) Reindex(ctx context.Context) (int, error) {
	// The list is made once: a batch that looked for its items among all would
	// cost more the more there are, and the whole their square.
	old, err := pgdb.List[exam.ItemID](ctx, s.q, `
		SELECT i.id FROM item i JOIN item_version v ON v.id = i.version_id
		WHERE i.indexed < @indexed AND v.sealed IS NULL ORDER BY i.id`, pgx.StrictNamedArgs{"indexed": indexed})
	total := 0
	for batch := range slices.Chunk(old, reindexBatch) {
		n, err := s.reindex(ctx, batch)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, err
}

// reindex takes those of a batch that no other node has taken meanwhile.
func (s *Store) reindex(ctx context.Context, ids []exam.ItemID) (int, error) {
	type row struct {
		ID   exam.ItemID `db:"id"`
		Body []byte      `db:"body"`
	}
	n := 0
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		rows, err := pgdb.List[row](ctx, tx, `
			SELECT i.id, v.body FROM item i JOIN item_version v ON v.id = i.version_id
			WHERE i.id = ANY(@ids) AND i.indexed < @indexed AND v.sealed IS NULL ORDER BY i.id FOR UPDATE OF i SKIP LOCKED`,
			pgx.StrictNamedArgs{"ids": itemNames(ids), "indexed": indexed})
		if err != nil {
			return err
		}
		var batch pgx.Batch
		for _, r := range rows {
			var b bank.Body
			if err := json.Unmarshal(r.Body, &b); err != nil {
				return fmt.Errorf("body of item %s: %w", r.ID, err)
			}
			args := indexArgs(inClear(b))
			args["id"] = r.ID
			batch.Queue(`UPDATE item SET `+indexSet+` WHERE id = @id`, args)
		}
		n = len(rows)
		return pgdb.MapError(tx.SendBatch(ctx, &batch).Close())
	})
	return n, err
}

// indexColumns are the columns of item that repeat its body, in the order of
// indexValues.
var indexColumns = []string{
	"kind", "subject", "grade", "topic", "content", "outcome", "levels", "marks", "fingerprint", "search", "plain", "ready", "near", "indexed",
}

const indexSet = `kind = @kind, subject = @subject, grade = @grade, topic = @topic, content = @content, outcome = @outcome,
	levels = @levels, marks = @marks, fingerprint = @fingerprint, search = @search, plain = @plain, ready = @ready, near = @near, indexed = @indexed`

func indexValues(r kept) []any {
	ix := r.body.Index()
	marks := ix.Marks
	if marks == nil {
		marks = []string{}
	}
	return []any{
		string(r.body.Question.Kind), ix.Subject, ix.Grade, ix.Topic, ix.Content, ix.Outcome, ix.Levels, marks, r.fingerprint, ix.Folded, ix.Plain, r.ready, r.body.Sketch(), indexed,
	}
}

func indexArgs(r kept) pgx.StrictNamedArgs {
	args := pgx.StrictNamedArgs{}
	for i, v := range indexValues(r) {
		args[indexColumns[i]] = v
	}
	return args
}
