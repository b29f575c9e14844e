package deliverypg

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// columns are events column by column, for unnest.
type columns struct {
	attempts, fields, values []string
	seqs, epochs             []int64
	ats                      []time.Time
	prevs, hashes            [][]byte
}

func columnsOf(events []*delivery.Event) *columns {
	c := &columns{}
	for _, e := range events {
		c.attempts, c.fields, c.values = append(c.attempts, string(e.Attempt)), append(c.fields, e.Field), append(c.values, e.Value)
		c.seqs, c.epochs, c.ats = append(c.seqs, e.Seq), append(c.epochs, e.Epoch), append(c.ats, e.At)
		c.prevs, c.hashes = append(c.prevs, e.Prev[:]), append(c.hashes, e.Hash[:])
	}
	return c
}

func (c *columns) args() pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"attempts": c.attempts, "seqs": c.seqs, "fields": c.fields, "values": c.values, "ats": c.ats,
		"epochs": c.epochs, "prevs": c.prevs, "hashes": c.hashes,
	}
}

type eventKey struct {
	attempt exam.AttemptID
	seq     int64
}

// compareRepeats looks at events whose number the record holds already. The
// same entry read twice is nothing. The same content chained anew (Redis was
// lost between the two) is kept beside the first, so that the chain can be
// followed; another content is an alarm. The first stands in every case.
func (p *plan) compareRepeats(ctx context.Context, tx pgx.Tx) error {
	if len(p.repeats) == 0 {
		return nil
	}
	c := columnsOf(p.repeats)
	type row struct {
		Attempt exam.AttemptID `db:"attempt"`
		Seq     int64          `db:"seq"`
		Field   string         `db:"field"`
		Value   string         `db:"value"`
		Hash    []byte         `db:"hash"`
	}
	rows, err := pgdb.List[row](ctx, tx, `
		SELECT l.attempt, l.seq, l.field, l.value, l.hash
		FROM answer_log l
		JOIN (SELECT DISTINCT attempt, seq FROM unnest(@attempts::text[], @seqs::bigint[]) AS u (attempt, seq)) u
		USING (attempt, seq)`,
		pgx.StrictNamedArgs{"attempts": c.attempts, "seqs": c.seqs})
	if err != nil {
		return err
	}
	stored := make(map[eventKey]row, len(rows))
	for _, r := range rows {
		stored[eventKey{r.Attempt, r.Seq}] = r
	}
	for _, e := range p.repeats {
		r, ok := stored[eventKey{e.Attempt, e.Seq}]
		switch {
		case !ok || slices.Equal(r.Hash, e.Hash[:]):
			p.done.Repeated++
		case r.Field == e.Field && r.Value == e.Value:
			p.done.Repeated++
			p.incidents = append(p.incidents, incidentOfEvent("rechained", e))
		default:
			p.done.Conflicts++
			p.incidents = append(p.incidents, incidentOfEvent("diverged", e))
		}
	}
	return nil
}
