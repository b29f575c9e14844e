package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
)

// maxList bounds one page of the trail.
const maxList = 1000

// Filter says which entries to list. An empty field does not restrict.
type Filter struct {
	Object string         // exactly this object
	Actor  exam.AccountID // done by this account
	Before int64          // only entries with a lower Seq: the next page
	Limit  int            // 1 to 1000; anything else is 100
}

// List returns entries, the newest first.
func List(ctx context.Context, q pgdb.Querier, f Filter) ([]Entry, error) {
	if f.Limit < 1 || f.Limit > maxList {
		f.Limit = 100
	}
	rows, err := pgdb.List[entryRow](ctx, q, `
		SELECT seq, at, actor_id, actor_name, actor_ip, action, object, detail::text AS detail, prev, hash
		FROM audit_log
		WHERE (@object = '' OR object = @object)
		  AND (@actor = '' OR actor_id = @actor)
		  AND (@before::bigint = 0 OR seq < @before)
		ORDER BY seq DESC
		LIMIT @limit`,
		pgx.StrictNamedArgs{"object": f.Object, "actor": string(f.Actor), "before": f.Before, "limit": f.Limit})
	if err != nil {
		return nil, fmt.Errorf("list the audit trail: %w", err)
	}
	return entries(rows), nil
}

// entryRow is a row of audit_log.
type entryRow struct {
	Seq       int64     `db:"seq"`
	At        time.Time `db:"at"`
	ActorID   string    `db:"actor_id"`
	ActorName string    `db:"actor_name"`
	ActorIP   string    `db:"actor_ip"`
	Action    string    `db:"action"`
	Object    string    `db:"object"`
	Detail    string    `db:"detail"`
	Prev      []byte    `db:"prev"`
	Hash      []byte    `db:"hash"`
}

func entries(rows []entryRow) []Entry {
	list := make([]Entry, len(rows))
	for i, r := range rows {
		list[i] = Entry{
			Seq: r.Seq, At: r.At.UTC(), Who: exam.Actor{ID: exam.AccountID(r.ActorID), Name: r.ActorName, IP: r.ActorIP},
			Action: r.Action, Object: r.Object, Detail: json.RawMessage(r.Detail),
			Prev: seal.Hash(r.Prev), Hash: seal.Hash(r.Hash),
		}
	}
	return list
}
