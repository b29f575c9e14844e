package bankpg

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// retagRow is an item as a change of tags finds it.
type retagRow struct {
	ID        exam.ItemID    `db:"id"`
	Pool      string         `db:"pool"`
	State     bank.State     `db:"state"`
	VersionID exam.VersionID `db:"version_id"`
	No        int            `db:"version"`
	Author    exam.AccountID `db:"author"`
	Body      []byte         `db:"body"`
	Sealed    bool           `db:"sealed"`
}

// retagging is one item with what it becomes.
type retagging struct {
	row     retagRow
	body    bank.Body
	pool    string
	version exam.VersionID // the new one, or the present one if only the pool changes
	fresh   bool           // version is new
}

// Retag changes the tags of items in one transaction.
func (s *Store) Retag(ctx context.Context, who exam.Actor, ids []exam.ItemID, r bank.Retag, dry bool) (bank.Retagged, error) {
	if r.Empty() {
		return bank.Retagged{}, fault.New(fault.Invalid, "retag.empty")
	}
	if len(ids) > bank.MaxRetag {
		return bank.Retagged{}, fault.New(fault.Invalid, "filter.too_many").With("limit", bank.MaxRetag)
	}
	if r.Pool != nil {
		pool := bank.NormText(*r.Pool)
		if r.Pool = &pool; pool == "" {
			return bank.Retagged{}, fault.New(fault.Invalid, "item.pool")
		}
	}
	if dry {
		work, done, err := plan(ctx, s.q, ids, r)
		done.Changed = len(work)
		return done, err
	}
	var done bank.Retagged
	id := exam.NewID()
	change := audit.Change{Who: who, Action: "items.retag", Object: "retag:" + id, Detail: map[string]any{"retag": r, "items": len(ids)}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		if err := lockItems(ctx, tx, ids...); err != nil {
			return err
		}
		work, planned, err := plan(ctx, tx, ids, r)
		if err != nil {
			return err
		}
		done = planned
		done.Changed = len(work)
		if len(work) == 0 {
			return fault.New(fault.Conflict, "retag.nothing")
		}
		done.ID = id
		if err := saveRetag(ctx, tx, who, id, r, work); err != nil {
			return err
		}
		return retagItems(ctx, tx, work)
	})
	return done, err
}

// plan reads the items and says what becomes of them.
func plan(ctx context.Context, q pgdb.Querier, ids []exam.ItemID, r bank.Retag) ([]retagging, bank.Retagged, error) {
	done := bank.Retagged{Items: len(ids), Skipped: []bank.Skipped{}}
	rows, err := pgdb.List[retagRow](ctx, q, `
		SELECT i.id, i.pool, i.state, i.version_id, v.version, v.created_by AS author, v.body, v.sealed IS NOT NULL AS sealed FROM item i JOIN item_version v ON v.id = i.version_id
		WHERE i.id = ANY(@ids) ORDER BY i.id`, pgx.StrictNamedArgs{"ids": itemNames(ids)})
	if err != nil {
		return nil, done, err
	}
	var work []retagging
	for _, row := range rows {
		w, code, err := retagOne(row, r)
		switch {
		case err != nil:
			return nil, done, err
		case code != "":
			done.Skipped = append(done.Skipped, bank.Skipped{ID: row.ID, Code: code})
		case !w.fresh && w.pool == row.Pool:
			done.Unchanged++
		default:
			work = append(work, w)
		}
	}
	return work, done, nil
}

// retagOne says what an item becomes, or by a code why it is left alone.
func retagOne(row retagRow, r bank.Retag) (retagging, string, error) {
	w := retagging{row: row, pool: row.Pool, version: row.VersionID}
	if row.Sealed { // its hash covers what nobody here can read
		return w, "retag.sealed", nil
	}
	if r.Pool != nil {
		w.pool = *r.Pool
	}
	var b bank.Body
	if err := json.Unmarshal(row.Body, &b); err != nil {
		return w, "", fmt.Errorf("body of item %s: %w", row.ID, err)
	}
	w.body = r.Apply(b)
	if w.body.Hash() == b.Hash() {
		return w, "", nil
	}
	w.fresh, w.version = true, exam.VersionID(exam.NewID())
	if bank.Fatal(w.body.Check()) && !bank.Fatal(b.Check()) {
		return w, "retag.invalid", nil
	}
	if (row.State == bank.InReview || row.State == bank.Approved) && !w.body.Ready() {
		return w, "retag.not_ready", nil
	}
	return w, "", nil
}

func saveRetag(ctx context.Context, tx pgx.Tx, who exam.Actor, id string, r bank.Retag, work []retagging) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode change %s: %w", id, err)
	}
	_, err = pgdb.Exec(ctx, tx, `INSERT INTO retag (id, retag, items, created_by) VALUES (@id, @retag, @items, @by)`,
		pgx.StrictNamedArgs{"id": id, "retag": string(data), "items": len(work), "by": who.ID})
	if err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"retag_item"}, []string{"retag_id", "item_id", "from_id", "to_id", "from_pool", "to_pool"},
		pgx.CopyFromSlice(len(work), func(i int) ([]any, error) {
			w := work[i]
			return []any{id, string(w.row.ID), string(w.row.VersionID), string(w.version), w.row.Pool, w.pool}, nil
		}))
	return pgdb.MapError(err)
}

// retagItems writes the new versions and lets the items repeat them. The state
// stays, for nothing changes of what was reviewed, and so does the author of the
// version: whoever sets tags has not written the question, and who wrote it
// still does not approve it.
func retagItems(ctx context.Context, tx pgx.Tx, work []retagging) error {
	fresh := make([]retagging, 0, len(work))
	for _, w := range work {
		if w.fresh {
			fresh = append(fresh, w)
		}
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"item_version"}, []string{"id", "item_id", "version", "hash", "kind", "body", "created_by", "retag"},
		pgx.CopyFromSlice(len(fresh), func(i int) ([]any, error) {
			w := fresh[i]
			hash, err := fromHex(w.body.Hash())
			return []any{string(w.version), string(w.row.ID), w.row.No + 1, hash, string(w.body.Question.Kind), w.body, string(w.row.Author), true}, err
		}))
	if err != nil {
		return pgdb.MapError(err)
	}
	var batch pgx.Batch
	for _, w := range work {
		args := pgx.StrictNamedArgs{"id": w.row.ID, "pool": w.pool}
		if !w.fresh {
			batch.Queue(`UPDATE item SET pool = @pool WHERE id = @id`, args)
			continue
		}
		maps.Copy(args, indexArgs(inClear(w.body)))
		args["version"] = w.version
		batch.Queue(`UPDATE item SET version_id = @version, pool = @pool, `+indexSet+` WHERE id = @id`, args)
	}
	return pgdb.MapError(tx.SendBatch(ctx, &batch).Close())
}

type changeRow struct {
	ID        string         `db:"id"`
	Retag     []byte         `db:"retag"`
	Items     int            `db:"items"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
	UndoneAt  *time.Time     `db:"undone_at"`
}

const changeColumns = `SELECT id, retag, items, created_at, created_by, undone_at FROM retag`

func (r changeRow) change() (bank.Change, error) {
	c := bank.Change{ID: r.ID, Items: r.Items, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, UndoneAt: r.UndoneAt}
	if err := json.Unmarshal(r.Retag, &c.Retag); err != nil {
		return c, fmt.Errorf("change %s: %w", r.ID, err)
	}
	return c, nil
}

// Change returns one change of tags and the items it touched.
func (s *Store) Change(ctx context.Context, id string) (bank.Change, []exam.ItemID, error) {
	row, err := pgdb.One[changeRow](ctx, s.q, changeColumns+` WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return bank.Change{}, nil, pgdb.Missing(err, "change.not_found", id)
	}
	c, err := row.change()
	if err != nil {
		return c, nil, err
	}
	ids, err := pgdb.List[exam.ItemID](ctx, s.q, `SELECT item_id FROM retag_item WHERE retag_id = @id ORDER BY item_id`, pgx.StrictNamedArgs{"id": id})
	return c, ids, err
}

// Changes lists the last changes of a person.
func (s *Store) Changes(ctx context.Context, who exam.AccountID, limit int) ([]bank.Change, error) {
	rows, err := pgdb.List[changeRow](ctx, s.q, changeColumns+` WHERE created_by = @who ORDER BY created_at DESC, id LIMIT @limit`,
		pgx.StrictNamedArgs{"who": who, "limit": limit})
	out := make([]bank.Change, 0, len(rows))
	for _, r := range rows {
		c, err := r.change()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, err
}

// UndoRetag gives items their tags and pool of before the change, by a version
// of its own. An item that was changed since is left as it is and named.
func (s *Store) UndoRetag(ctx context.Context, who exam.Actor, id string) (bank.Retagged, error) {
	done := bank.Retagged{ID: id, Skipped: []bank.Skipped{}}
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "items.retag_undo", Object: "retag:" + id}, func(tx pgx.Tx) error {
		row, err := pgdb.One[changeRow](ctx, tx, changeColumns+` WHERE id = @id FOR UPDATE`, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return pgdb.Missing(err, "change.not_found", id)
		}
		if row.UndoneAt != nil {
			return fault.New(fault.Conflict, "change.undone")
		}
		done.Items = row.Items
		work, err := undoing(ctx, tx, id, &done)
		if err != nil {
			return err
		}
		done.Changed = len(work)
		if err := retagItems(ctx, tx, work); err != nil {
			return err
		}
		_, err = pgdb.Exec(ctx, tx, `UPDATE retag SET undone_at = now() WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		return err
	})
	return done, err
}

func undoing(ctx context.Context, tx pgx.Tx, id string, done *bank.Retagged) ([]retagging, error) {
	type undoRow struct {
		retagRow
		From     []byte         `db:"from_body"`
		FromID   exam.VersionID `db:"from_id"`
		ToID     exam.VersionID `db:"to_id"`
		FromPool string         `db:"from_pool"`
		ToPool   string         `db:"to_pool"`
	}
	ids, err := pgdb.List[exam.ItemID](ctx, tx, `SELECT item_id FROM retag_item WHERE retag_id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, err
	}
	if err := lockItems(ctx, tx, ids...); err != nil {
		return nil, err
	}
	rows, err := pgdb.List[undoRow](ctx, tx, `
		SELECT i.id, i.pool, i.state, i.version_id, v.version, v.created_by AS author, v.body, v.sealed IS NOT NULL AS sealed, r.from_id, r.to_id, r.from_pool, r.to_pool, o.body AS from_body
		FROM retag_item r JOIN item i ON i.id = r.item_id JOIN item_version v ON v.id = i.version_id JOIN item_version o ON o.id = r.from_id
		WHERE r.retag_id = @id ORDER BY i.id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, err
	}
	var work []retagging
	for _, r := range rows {
		if r.VersionID != r.ToID || r.Pool != r.ToPool {
			done.Skipped = append(done.Skipped, bank.Skipped{ID: r.ID, Code: "retag.changed_since"})
			continue
		}
		w := retagging{row: r.retagRow, pool: r.FromPool, version: r.VersionID}
		if r.FromID != r.ToID {
			w.fresh, w.version = true, exam.VersionID(exam.NewID())
			if err := json.Unmarshal(r.From, &w.body); err != nil {
				return nil, fmt.Errorf("body of item %s: %w", r.ID, err)
			}
		}
		work = append(work, w)
	}
	return work, nil
}
