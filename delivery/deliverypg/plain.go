package deliverypg

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// readPlain reads the attempts of which a batch holds nothing but answers, which
// is nearly all of them nearly always, and returns the ids of the others. They
// are not locked: only an Append changes last_seq, and the lease of the shard,
// which is locked, lets no other one in.
func (p *plan) readPlain(ctx context.Context, tx pgx.Tx, batch []delivery.ShardEntries) (others []string, err error) {
	onlyAnswers := map[exam.AttemptID]bool{}
	for _, b := range batch {
		for i := range b.Entries {
			e := &b.Entries[i]
			before, seen := onlyAnswers[e.Attempt]
			onlyAnswers[e.Attempt] = e.Kind == delivery.EntryAnswer && (before || !seen)
		}
	}
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(onlyAnswers)) { // whoever changes many attempts goes by id
		plain := onlyAnswers[id]
		p.attempts[id] = nil
		if plain {
			ids = append(ids, string(id))
		} else {
			others = append(others, string(id))
		}
	}
	type row struct {
		ID      exam.AttemptID `db:"id"`
		LastSeq int64          `db:"last_seq"`
	}
	rows, err := pgdb.List[row](ctx, tx, "SELECT id, last_seq FROM attempt WHERE id = ANY(@ids)",
		pgx.StrictNamedArgs{"ids": ids})
	for _, r := range rows {
		p.attempts[r.ID] = &change{id: r.ID, last: r.LastSeq, plain: true}
	}
	return others, err
}

// updatePlain moves the watermarks of those.
func (p *plan) updatePlain(ctx context.Context, tx pgx.Tx) error {
	var ids []string
	var lasts []int64
	for _, id := range slices.Sorted(maps.Keys(p.attempts)) {
		if c := p.attempts[id]; c != nil && c.plain {
			ids, lasts = append(ids, string(c.id)), append(lasts, c.last)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := pgdb.Exec(ctx, tx, `
		UPDATE attempt AS a SET last_seq = u.last_seq
		FROM unnest(@ids::text[], @lasts::bigint[]) AS u (id, last_seq)
		WHERE a.id = u.id`, pgx.StrictNamedArgs{"ids": ids, "lasts": lasts})
	return err
}
