package audit

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
)

// Break is the first place where the chain does not hold.
type Break struct {
	Seq    int64
	Reason string // "missing": the number is absent; "prev": it does not follow the row before; "hash": the row was changed
}

// Verified is what Verify found: the chain as far as it holds, and the first
// break, if any. Rows cut off at the end leave no break: compare Rows and Last
// with a copy kept elsewhere, such as printed minutes.
type Verified struct {
	Rows  int64
	Last  seal.Hash
	Break *Break
}

// verifyBatch is how many rows are held at once.
const verifyBatch = 1000

// Verify walks the whole chain.
func Verify(ctx context.Context, q pgdb.Querier) (Verified, error) {
	var v Verified
	for {
		rows, err := pgdb.List[entryRow](ctx, q, `
			SELECT seq, at, actor_id, actor_name, actor_ip, action, object, detail::text AS detail, prev, hash
			FROM audit_log
			WHERE seq > @after
			ORDER BY seq
			LIMIT @limit`,
			pgx.StrictNamedArgs{"after": v.Rows, "limit": verifyBatch})
		if err != nil {
			return v, fmt.Errorf("verify the audit trail: %w", err)
		}
		for _, e := range entries(rows) {
			if v.Break = v.follow(e); v.Break != nil {
				return v, nil
			}
		}
		if len(rows) < verifyBatch {
			return v, nil
		}
	}
}

// follow moves v over e, or says why e does not follow.
func (v *Verified) follow(e Entry) *Break {
	switch {
	case e.Seq != v.Rows+1:
		return &Break{Seq: v.Rows + 1, Reason: "missing"}
	case e.Prev != v.Last:
		return &Break{Seq: e.Seq, Reason: "prev"}
	case e.Hash != e.link():
		return &Break{Seq: e.Seq, Reason: "hash"}
	}
	v.Rows, v.Last = e.Seq, e.Hash
	return nil
}
