package bankpg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type unsavedRow struct {
	Key     string      `db:"key"`
	ItemID  exam.ItemID `db:"item_id"`
	Base    string      `db:"base"`
	Unit    exam.UnitID `db:"unit_id"`
	Pool    string      `db:"pool"`
	Body    []byte      `db:"body"`
	Rev     int         `db:"rev"`
	SavedAt time.Time   `db:"saved_at"`
}

const unsavedColumns = `
	SELECT key, coalesce(item_id, '') AS item_id, coalesce(encode(base, 'hex'), '') AS base, coalesce(unit_id, '') AS unit_id,
		pool, body, rev, saved_at
	FROM item_unsaved WHERE account_id = @who`

func (r unsavedRow) unsaved() (bank.Unsaved, error) {
	u := bank.Unsaved{Key: r.Key, ItemID: r.ItemID, Base: r.Base, Unit: r.Unit, Pool: r.Pool, Rev: r.Rev, SavedAt: r.SavedAt}
	if err := json.Unmarshal(r.Body, &u.Body); err != nil {
		return u, fmt.Errorf("unsaved %s: %w", r.Key, err)
	}
	return u, nil
}

// KeepUnsaved keeps what a person is writing.
func (s *Store) KeepUnsaved(ctx context.Context, who exam.Actor, u bank.Unsaved) (bank.Unsaved, error) {
	if err := u.Check(); err != nil {
		return u, err
	}
	body, err := json.Marshal(u.Body)
	if err != nil {
		return u, fmt.Errorf("encode unsaved %s: %w", u.Key, err)
	}
	hidden, err := pgdb.One[bool](ctx, s.q, `
		SELECT EXISTS (SELECT 1 FROM vault WHERE pool = @pool) OR EXISTS (SELECT 1 FROM item WHERE id = @item AND vault_id IS NOT NULL)`,
		pgx.StrictNamedArgs{"pool": u.Pool, "item": string(u.ItemID)})
	if err != nil {
		return u, err
	}
	if hidden {
		if err := s.DropUnsaved(ctx, who, u.Key); err != nil {
			return u, err
		}
		return u, fault.New(fault.Forbidden, "unsaved.vault")
	}
	type keptRow struct {
		Rev     int       `db:"rev"`
		SavedAt time.Time `db:"saved_at"`
	}
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		n, err := pgdb.One[int](ctx, tx, `SELECT count(*) FROM item_unsaved WHERE account_id = @who AND key <> @key`,
			pgx.StrictNamedArgs{"who": who.ID, "key": u.Key})
		if err != nil {
			return err
		}
		if n >= bank.MaxUnsaved {
			return fault.New(fault.Conflict, "unsaved.many").With("max", bank.MaxUnsaved)
		}
		kept, err := pgdb.List[keptRow](ctx, tx, `
			INSERT INTO item_unsaved AS d (account_id, key, item_id, base, unit_id, pool, body, rev, tab)
			VALUES (@who, @key, @item, decode(@base, 'hex'), @unit, @pool, @body, 1, @tab)
			ON CONFLICT (account_id, key) DO UPDATE
				SET base = EXCLUDED.base, unit_id = EXCLUDED.unit_id, pool = EXCLUDED.pool, body = EXCLUDED.body,
					rev = d.rev + 1, tab = EXCLUDED.tab, saved_at = now()
				WHERE d.tab = @tab OR d.rev = @rev
			RETURNING rev, saved_at`, pgx.StrictNamedArgs{
			"who": who.ID, "key": u.Key, "item": nullable(u.ItemID), "base": nullable(u.Base), "unit": nullable(u.Unit),
			"pool": u.Pool, "body": string(body), "tab": u.Tab, "rev": u.Rev,
		})
		if err != nil {
			return err
		}
		if len(kept) == 0 {
			return fault.New(fault.Conflict, "unsaved.other_tab")
		}
		u.Rev, u.SavedAt = kept[0].Rev, kept[0].SavedAt
		return nil
	})
	return u, err
}

// Unsaved returns what a person has under a key.
func (s *Store) Unsaved(ctx context.Context, who exam.Actor, key string) (bank.Unsaved, error) {
	row, err := pgdb.One[unsavedRow](ctx, s.q, unsavedColumns+` AND key = @key`, pgx.StrictNamedArgs{"who": who.ID, "key": key})
	if err != nil {
		return bank.Unsaved{}, pgdb.Missing(err, "unsaved.not_found", key)
	}
	return row.unsaved()
}

// UnsavedOf lists what a person has, the latest first.
func (s *Store) UnsavedOf(ctx context.Context, who exam.Actor) ([]bank.Unsaved, error) {
	rows, err := pgdb.List[unsavedRow](ctx, s.q, unsavedColumns+` ORDER BY saved_at DESC, key`, pgx.StrictNamedArgs{"who": who.ID})
	if err != nil {
		return nil, err
	}
	out := make([]bank.Unsaved, len(rows))
	for i, r := range rows {
		if out[i], err = r.unsaved(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// DropUnsaved forgets what a person has under a key.
func (s *Store) DropUnsaved(ctx context.Context, who exam.Actor, key string) error {
	_, err := pgdb.Exec(ctx, s.q, `DELETE FROM item_unsaved WHERE account_id = @who AND key = @key`, pgx.StrictNamedArgs{"who": who.ID, "key": key})
	return err
}

// CreateFrom is Create by someone who wrote the item under a key.
func (s *Store) CreateFrom(ctx context.Context, who exam.Actor, home bank.Home, key string, b bank.Body) (bank.Item, error) {
	said := b.Hash()
	b, err := ready(b)
	if err != nil {
		return bank.Item{}, err
	}
	var it bank.Item
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		inTx, id := New(tx).Keyed(s.mac), exam.ItemID(exam.NewID())
		n, err := pgdb.Exec(ctx, tx, `INSERT INTO item_once (account_id, key, item_id, said) VALUES (@who, @key, @id, decode(@said, 'hex')) ON CONFLICT DO NOTHING`,
			pgx.StrictNamedArgs{"who": who.ID, "key": key, "id": id, "said": said})
		switch {
		case err != nil:
			return err
		case n == 0:
			it, err = inTx.createAgain(ctx, who, home, key, said, b)
		default:
			it, err = inTx.create(ctx, who, home, newItem{id: id, body: b})
		}
		if err != nil {
			return err
		}
		return inTx.DropUnsaved(ctx, who, key)
	})
	return it, err
}

// createAgain is what CreateFrom does when the key has made an item before.
func (s *Store) createAgain(ctx context.Context, who exam.Actor, home bank.Home, key, said string, b bank.Body) (bank.Item, error) {
	type madeRow struct {
		ID   exam.ItemID `db:"item_id"`
		Unit exam.UnitID `db:"unit_id"`
		Pool string      `db:"pool"`
		Same bool        `db:"same"` // as it was sent before
		Hash string      `db:"hash"`
		No   int         `db:"version"`
	}
	made, err := pgdb.One[madeRow](ctx, s.q, `
		SELECT o.item_id, coalesce(i.unit_id, '') AS unit_id, i.pool, o.said = decode(@said, 'hex') AS same, encode(v.hash, 'hex') AS hash, v.version
		FROM item_once o JOIN item i ON i.id = o.item_id JOIN item_version v ON v.id = i.version_id
		WHERE o.account_id = @who AND o.key = @key
		FOR UPDATE OF o`, pgx.StrictNamedArgs{"who": who.ID, "key": key, "said": said})
	if err != nil {
		return bank.Item{}, err
	}
	at := made.Unit == home.Unit && made.Pool == home.Pool
	if at && made.Same {
		return s.Get(ctx, made.ID)
	}
	if !at || made.No > 1 {
		return bank.Item{}, fault.New(fault.Conflict, "item.made").With("id", string(made.ID))
	}
	if _, err := pgdb.Exec(ctx, s.q, `UPDATE item_once SET said = decode(@said, 'hex') WHERE account_id = @who AND key = @key`,
		pgx.StrictNamedArgs{"who": who.ID, "key": key, "said": said}); err != nil {
		return bank.Item{}, err
	}
	return s.ReviseFrom(ctx, who, made.ID, made.Hash, b)
}

// ReviseFrom is Revise by someone who started from the version base. Saying the
// same again after a lost answer is no conflict.
func (s *Store) ReviseFrom(ctx context.Context, who exam.Actor, id exam.ItemID, base string, b bank.Body) (bank.Item, error) {
	b.Normalise()
	var it bank.Item
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := lockItems(ctx, tx, id); err != nil {
			return err
		}
		now, err := pgdb.One[string](ctx, tx, `
			SELECT encode(v.hash, 'hex') FROM item i JOIN item_version v ON v.id = i.version_id WHERE i.id = @id`,
			pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return pgdb.Missing(err, "item.not_found", id)
		}
		if now != base && now != b.Hash() {
			return fault.New(fault.Conflict, "item.changed").With("hash", now)
		}
		inTx := New(tx).Keyed(s.mac)
		if it, err = inTx.Revise(ctx, who, id, b); err != nil {
			return err
		}
		return inTx.DropUnsaved(ctx, who, string(id))
	})
	return it, err
}

// Sit says that a person has an item open, and returns who else has.
func (s *Store) Sit(ctx context.Context, who exam.Actor, id exam.ItemID, tab string, editing bool) (bank.Presence, error) {
	type nowRow struct {
		Hash string `db:"hash"`
		No   int    `db:"version"`
	}
	now, err := pgdb.One[nowRow](ctx, s.q, `
		SELECT encode(v.hash, 'hex') AS hash, v.version FROM item i JOIN item_version v ON v.id = i.version_id WHERE i.id = @id`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return bank.Presence{}, pgdb.Missing(err, "item.not_found", id)
	}
	if _, err := pgdb.Exec(ctx, s.q, `
		INSERT INTO item_presence (item_id, account_id, tab, name, editing) VALUES (@id, @who, @tab, @name, @editing)
		ON CONFLICT (item_id, account_id, tab) DO UPDATE SET seen_at = now(), editing = EXCLUDED.editing`, pgx.StrictNamedArgs{
		"id": id, "who": who.ID, "tab": tab, "name": who.Name, "editing": editing,
	}); err != nil {
		return bank.Presence{}, err
	}
	forget := bank.PresenceFor.Seconds()
	if _, err := pgdb.Exec(ctx, s.q, `DELETE FROM item_presence WHERE seen_at < now() - make_interval(secs => @forget)`,
		pgx.StrictNamedArgs{"forget": forget}); err != nil {
		return bank.Presence{}, err
	}
	type sitterRow struct {
		Name    string    `db:"name"`
		Self    bool      `db:"self"`
		Editing bool      `db:"editing"`
		Since   time.Time `db:"since"`
	}
	rows, err := pgdb.List[sitterRow](ctx, s.q, `
		SELECT name, account_id = @who AS self, bool_or(editing) AS editing, min(since) AS since
		FROM item_presence WHERE item_id = @id AND NOT (account_id = @who AND tab = @tab)
		GROUP BY account_id, name ORDER BY min(since)`, pgx.StrictNamedArgs{"id": id, "who": who.ID, "tab": tab})
	out := bank.Presence{Hash: now.Hash, No: now.No, Others: make([]bank.Sitter, 0, len(rows))}
	for _, r := range rows {
		out.Others = append(out.Others, bank.Sitter(r))
	}
	return out, err
}

// Rise says that the tab was closed.
func (s *Store) Rise(ctx context.Context, who exam.Actor, id exam.ItemID, tab string) error {
	_, err := pgdb.Exec(ctx, s.q, `DELETE FROM item_presence WHERE item_id = @id AND account_id = @who AND tab = @tab`,
		pgx.StrictNamedArgs{"id": id, "who": who.ID, "tab": tab})
	return err
}
