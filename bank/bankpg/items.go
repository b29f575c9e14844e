package bankpg

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type itemRow struct {
	ID        exam.ItemID    `db:"id"`
	Unit      exam.UnitID    `db:"unit_id"`
	Pool      string         `db:"pool"`
	State     bank.State     `db:"state"`
	Batch     string         `db:"batch_id"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
	VersionID exam.VersionID `db:"version_id"`
	No        int            `db:"version"`
	Hash      []byte         `db:"hash"`
	Body      []byte         `db:"body"`
	Sealed    []byte         `db:"sealed"`
	Vault     string         `db:"vault_id"`
	VersionAt time.Time      `db:"version_at"`
	VersionBy exam.AccountID `db:"version_by"`
}

const (
	itemSelect = `
	SELECT i.id, coalesce(i.unit_id, '') AS unit_id, i.pool, i.state, coalesce(i.batch_id, '') AS batch_id,
		i.created_at, i.created_by, v.id AS version_id, v.version, v.hash, v.body, v.sealed, coalesce(i.vault_id, '') AS vault_id,
		v.created_at AS version_at, v.created_by AS version_by`
	itemFrom     = ` FROM item i JOIN item_version v ON v.id = i.version_id`
	itemColumns  = itemSelect + itemFrom
	foundColumns = itemSelect + `, t.n, t.p, t.disc, t.uses, t.seen, t.last_used` + itemFrom + ` LEFT JOIN item_stat t ON t.item_id = i.id`
)

func (r itemRow) item() (bank.Item, error) {
	it := bank.Item{
		ID: r.ID, Unit: r.Unit, Pool: r.Pool, State: r.State, Batch: r.Batch, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy,
		Current: bank.Version{
			ID: r.VersionID, ItemID: r.ID, No: r.No, Hash: hex.EncodeToString(r.Hash), CreatedAt: r.VersionAt, CreatedBy: r.VersionBy,
			Sealed: sealedOf(r.Vault, r.Sealed),
		},
	}
	if err := json.Unmarshal(r.Body, &it.Current.Body); err != nil {
		return it, fmt.Errorf("body of version %s: %w", r.VersionID, err)
	}
	return it, nil
}

// sealedOf is nil for what is kept in the clear.
func sealedOf(vault string, bytes []byte) *bank.Sealed {
	if bytes == nil {
		return nil
	}
	return &bank.Sealed{Vault: vault, Bytes: bytes}
}

// Page sizes of List.
const (
	defaultLimit = 50
	maxLimit     = 500
)

// List returns a page of items, newest first, and counts them all.
func (s *Store) List(ctx context.Context, f bank.Filter) (bank.Page, error) {
	w, err := s.condition(ctx, f)
	if err != nil {
		return bank.Page{}, err
	}
	w = w.text(bank.ParseQuery(f.Text), false)
	total, err := list[int](ctx, s.q, `SELECT count(*) FROM item i`+w.sql(), w.args)
	if err != nil {
		return bank.Page{}, err
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	rows, err := list[itemRow](ctx, s.q, itemColumns+w.sql()+`
		ORDER BY i.created_at DESC, i.place, i.id
		LIMIT @limit OFFSET @offset`, w.with(pgx.StrictNamedArgs{"limit": min(f.Limit, maxLimit), "offset": max(0, f.Offset)}))
	if err != nil {
		return bank.Page{}, err
	}
	page := bank.Page{Total: total[0], Items: make([]bank.Item, len(rows))}
	for i, r := range rows {
		if page.Items[i], err = r.item(); err != nil {
			return bank.Page{}, err
		}
	}
	return page, nil
}

// Get returns an item with its history, or item.not_found.
func (s *Store) Get(ctx context.Context, id exam.ItemID) (bank.Item, error) {
	row, err := pgdb.One[itemRow](ctx, s.q, itemColumns+` WHERE i.id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return bank.Item{}, pgdb.Missing(err, "item.not_found", id)
	}
	it, err := row.item()
	if err != nil {
		return it, err
	}
	type versionRow struct {
		ID        exam.VersionID `db:"id"`
		No        int            `db:"version"`
		Hash      []byte         `db:"hash"`
		CreatedAt time.Time      `db:"created_at"`
	}
	rows, err := pgdb.List[versionRow](ctx, s.q, `
		SELECT id, version, hash, created_at FROM item_version WHERE item_id = @id ORDER BY version DESC`,
		pgx.StrictNamedArgs{"id": id})
	for _, r := range rows {
		it.History = append(it.History, bank.VersionSummary{ID: r.ID, No: r.No, Hash: hex.EncodeToString(r.Hash), CreatedAt: r.CreatedAt})
	}
	return it, err
}

// Create stores a new draft item.
func (s *Store) Create(ctx context.Context, who exam.Actor, home bank.Home, b bank.Body) (bank.Item, error) {
	b, err := ready(b)
	if err != nil {
		return bank.Item{}, err
	}
	return s.create(ctx, who, home, newItem{id: exam.ItemID(exam.NewID()), body: b})
}

func (s *Store) create(ctx context.Context, who exam.Actor, home bank.Home, it newItem) (bank.Item, error) {
	change := audit.Change{Who: who, Action: "item.create", Object: "item:" + string(it.id), Detail: map[string]any{"hash": it.body.Hash(), "pool": home.Pool}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		if err := checkMedia(ctx, tx, it.body.MediaIn()); err != nil {
			return err
		}
		return s.insertItems(ctx, tx, who, home, "", []newItem{it})
	})
	if err != nil {
		return bank.Item{}, err
	}
	return s.Get(ctx, it.id)
}

// Revise adds a version unless nothing changed.
func (s *Store) Revise(ctx context.Context, who exam.Actor, id exam.ItemID, b bank.Body) (bank.Item, error) {
	b, err := ready(b)
	if err != nil {
		return bank.Item{}, err
	}
	err = audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "item.revise", Object: "item:" + string(id), Detail: map[string]any{"hash": b.Hash()}}, func(tx pgx.Tx) error {
		if err := lockItems(ctx, tx, id); err != nil {
			return err
		}
		type nowRow struct {
			No   int  `db:"version"`
			Same bool `db:"same"`
			Live bool `db:"live"`
		}
		now, err := pgdb.One[nowRow](ctx, tx, `
			SELECT v.version, v.hash = decode(@hash, 'hex') AS same, `+live+` AS live
			FROM item i JOIN item_version v ON v.id = i.version_id WHERE i.id = @id`,
			pgx.StrictNamedArgs{"id": id, "hash": b.Hash()})
		if err != nil || now.Same {
			return pgdb.Missing(err, "item.not_found", id)
		}
		if now.Live {
			return fault.New(fault.Conflict, "item.live").With("items", []exam.ItemID{id})
		}
		if err := checkMedia(ctx, tx, b.MediaIn()); err != nil {
			return err
		}
		return s.addVersion(ctx, tx, who, id, now.No+1, b)
	})
	if err != nil {
		return bank.Item{}, err
	}
	return s.Get(ctx, id)
}

func (s *Store) addVersion(ctx context.Context, tx pgx.Tx, who exam.Actor, id exam.ItemID, no int, b bank.Body) error {
	r, err := s.keepAs(ctx, tx, string(id), b)
	if err != nil {
		return err
	}
	body, err := json.Marshal(r.body)
	if err != nil {
		return fmt.Errorf("encode item %s: %w", id, err)
	}
	version := exam.NewID()
	_, err = pgdb.Exec(ctx, tx, `
		INSERT INTO item_version (id, item_id, version, hash, kind, body, sealed, created_by)
		VALUES (@version, @id, @no, @hash, @kind, @body, @sealed, @by)`, pgx.StrictNamedArgs{
		"version": version, "id": id, "no": no, "hash": r.hash, "kind": string(b.Question.Kind), "body": string(body), "sealed": r.sealed, "by": who.ID,
	})
	if err != nil {
		return err
	}
	args := indexArgs(r)
	args["version"], args["id"] = version, id
	_, err = pgdb.Exec(ctx, tx, `UPDATE item SET version_id = @version, state = 'draft', `+indexSet+` WHERE id = @id`, args)
	return err
}

// Pools lists the pools of some units by name. It leaps from name to name in
// the index, for there are few and items are many.
func (s *Store) Pools(ctx context.Context, units []exam.UnitID) ([]string, error) {
	var under []string
	if units != nil {
		var err error
		if under, err = s.under(ctx, unitNames(units)); err != nil {
			return nil, err
		}
	}
	return list[string](ctx, s.q, `
		WITH RECURSIVE p AS (
			SELECT min(pool) AS pool FROM item
			UNION ALL
			SELECT (SELECT min(pool) FROM item WHERE pool > p.pool) FROM p WHERE p.pool IS NOT NULL)
		SELECT pool FROM p
		WHERE pool IS NOT NULL AND (@units::text[] IS NULL OR EXISTS (SELECT 1 FROM item i WHERE i.pool = p.pool AND i.unit_id = ANY(@units::text[])))
		ORDER BY pool`, pgx.StrictNamedArgs{"units": under})
}

// ready normalises a body and refuses one that not even a draft may be.
func ready(b bank.Body) (bank.Body, error) {
	b.Normalise()
	if problems := b.Check(); bank.Fatal(problems) {
		return b, fault.New(fault.Invalid, "item.invalid").With("problems", problems)
	}
	return b, nil
}

type newItem struct {
	id   exam.ItemID
	body bank.Body
}

// insertItems copies items with their first versions. version_id is checked
// when the transaction commits.
func (s *Store) insertItems(ctx context.Context, tx pgx.Tx, who exam.Actor, home bank.Home, batch string, items []newItem) error {
	versions, bodies := make([]string, len(items)), make([]bank.Body, len(items))
	for i := range items {
		versions[i], bodies[i] = exam.NewID(), items[i].body
	}
	rows, err := s.keepIn(ctx, tx, home, bodies...)
	if err != nil {
		return err
	}
	columns := append([]string{"id", "unit_id", "pool", "state", "batch_id", "place", "version_id", "vault_id", "created_by"}, indexColumns...)
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"item"}, columns, pgx.CopyFromSlice(len(items), func(i int) ([]any, error) {
		row := []any{string(items[i].id), nullable(home.Unit), home.Pool, string(bank.Draft), nullable(batch), i, versions[i], rows[i].vault, string(who.ID)}
		return append(row, indexValues(rows[i])...), nil
	}))
	if err != nil {
		return pgdb.MapError(err)
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"item_version"}, []string{
		"id", "item_id", "version", "hash", "kind", "body", "sealed", "created_by",
	}, pgx.CopyFromSlice(len(items), func(i int) ([]any, error) {
		r := rows[i]
		return []any{versions[i], string(items[i].id), 1, r.hash, string(r.body.Question.Kind), r.body, r.sealed, string(who.ID)}, nil
	}))
	return pgdb.MapError(err)
}
