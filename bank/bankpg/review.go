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

// live is true for an item that stands in a locked form of a sitting that is
// not over: what candidates have before them, or will have.
const live = `EXISTS (
		SELECT 1 FROM form_pin p
			JOIN item_version pv ON pv.id = p.version_id
			JOIN form f ON f.id = p.form_id AND f.state = 'locked'
			JOIN sitting s ON s.form_id = f.id
			LEFT JOIN delivery_sitting d ON d.id = s.id
		WHERE pv.item_id = i.id AND NOT s.practice AND coalesce(d.state, 'planned') <> 'closed')`

type standingRow struct {
	ID     exam.ItemID    `db:"id"`
	State  bank.State     `db:"state"`
	Ready  bool           `db:"ready"`
	Author exam.AccountID `db:"author"`
	Live   bool           `db:"live"`
	No     int            `db:"version"`
}

// Decide takes a step with items, all or none.
func (s *Store) Decide(ctx context.Context, who exam.Actor, d bank.Decision) (int, error) {
	move, err := d.Check()
	if err != nil {
		return 0, err
	}
	ids := itemNames(d.IDs())
	change := audit.Change{Who: who, Action: "item." + string(d.Step), Object: "bank", Detail: map[string]any{"items": d.Items, "note": d.Note}}
	err = audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		if err := lockItems(ctx, tx, d.IDs()...); err != nil {
			return err
		}
		rows, err := pgdb.List[standingRow](ctx, tx, `
			SELECT i.id, i.state, i.ready, v.created_by AS author, v.version, `+live+` AS live
			FROM item i JOIN item_version v ON v.id = i.version_id
			WHERE i.id = ANY(@ids) ORDER BY i.id`, pgx.StrictNamedArgs{"ids": ids})
		if err != nil {
			return err
		}
		if len(rows) != len(ids) {
			return fault.New(fault.NotFound, "item.not_found").With("missing", len(ids)-len(rows))
		}
		if err := checkSeen(ctx, tx, d.Items); err != nil {
			return err
		}
		for _, r := range rows {
			if err := move.Allows(who, bank.Standing{ID: r.ID, State: r.State, Ready: r.Ready, Author: r.Author, Live: r.Live}); err != nil {
				return err
			}
		}
		if _, err := pgdb.Exec(ctx, tx, `UPDATE item SET state = @state WHERE id = ANY(@ids)`, pgx.StrictNamedArgs{"ids": ids, "state": string(move.To)}); err != nil {
			return err
		}
		return noteSteps(ctx, tx, who, d, rows)
	})
	if err != nil {
		return 0, err
	}
	return len(ids), nil
}

// checkSeen refuses a decision about items of which another version is current
// now than the one that was read. The items are locked.
func checkSeen(ctx context.Context, tx pgx.Tx, items []bank.Seen) error {
	type changedRow struct {
		ID   exam.ItemID `db:"id"`
		Seen int         `db:"seen"`
		No   int         `db:"version"`
		Hash string      `db:"hash"`
		At   time.Time   `db:"created_at"`
		Tags bool        `db:"tags"`
	}
	hashes := make([]string, len(items))
	for i, it := range items {
		hashes[i] = it.Hash
	}
	rows, err := pgdb.List[changedRow](ctx, tx, `
		SELECT i.id, coalesce(o.version, 0) AS seen, now.version, encode(now.hash, 'hex') AS hash, now.created_at,
			o.version IS NOT NULL AND `+sameText("o.version", "now.version")+` AS tags
		FROM unnest(@ids::text[], @hashes::text[]) AS w (id, hash)
			JOIN item i ON i.id = w.id
			JOIN item_version now ON now.id = i.version_id
			LEFT JOIN LATERAL (SELECT max(version) AS version FROM item_version v WHERE v.item_id = i.id AND encode(v.hash, 'hex') = w.hash) o ON true
		WHERE encode(now.hash, 'hex') <> w.hash
		ORDER BY i.id`, pgx.StrictNamedArgs{"ids": itemNames(bank.Decision{Items: items}.IDs()), "hashes": hashes})
	if err != nil {
		return err
	}
	changed := make([]bank.Changed, len(rows))
	for i, r := range rows {
		changed[i] = bank.Changed(r)
	}
	return bank.ChangedSince(changed)
}

func noteSteps(ctx context.Context, tx pgx.Tx, who exam.Actor, d bank.Decision, rows []standingRow) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"item_step"}, []string{"id", "item_id", "version", "step", "note", "by_id", "by_name"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			return []any{exam.NewID(), string(rows[i].ID), rows[i].No, string(d.Step), d.Note, string(who.ID), who.Name}, nil
		}))
	return pgdb.MapError(err)
}

// Steps lists what was decided about an item, newest first.
func (s *Store) Steps(ctx context.Context, id exam.ItemID) ([]bank.Taken, error) {
	type stepRow struct {
		Step    bank.Step `db:"step"`
		Version int       `db:"version"`
		Note    string    `db:"note"`
		By      string    `db:"by_name"`
		At      time.Time `db:"at"`
	}
	rows, err := pgdb.List[stepRow](ctx, s.q, `
		SELECT step, version, note, by_name, at FROM item_step WHERE item_id = @id ORDER BY at DESC, id DESC`,
		pgx.StrictNamedArgs{"id": id})
	out := make([]bank.Taken, len(rows))
	for i, r := range rows {
		out[i] = bank.Taken(r)
	}
	return out, err
}

type commentRow struct {
	ID         string     `db:"id"`
	Version    int        `db:"version"`
	Place      string     `db:"place"`
	Text       string     `db:"text"`
	By         string     `db:"by_name"`
	At         time.Time  `db:"at"`
	ResolvedBy string     `db:"resolved_by"`
	ResolvedAt *time.Time `db:"resolved_at"`
}

const commentColumns = `SELECT id, version, place, text, by_name, at, coalesce(resolved_by, '') AS resolved_by, resolved_at FROM item_comment`

// Comments lists what was said about an item, oldest first.
func (s *Store) Comments(ctx context.Context, id exam.ItemID) ([]bank.Comment, error) {
	rows, err := pgdb.List[commentRow](ctx, s.q, commentColumns+` WHERE item_id = @id ORDER BY at, id`, pgx.StrictNamedArgs{"id": id})
	out := make([]bank.Comment, len(rows))
	for i, r := range rows {
		out[i] = bank.Comment(r)
	}
	return out, err
}

// Say adds a comment to the current version.
func (s *Store) Say(ctx context.Context, who exam.Actor, id exam.ItemID, place, text string) (bank.Comment, error) {
	place, text, err := bank.CheckComment(place, text)
	if err != nil {
		return bank.Comment{}, err
	}
	comment := exam.NewID()
	err = audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "item.comment", Object: "item:" + string(id), Detail: map[string]any{"comment": comment}}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			INSERT INTO item_comment (id, item_id, version, place, text, by_id, by_name)
			SELECT @comment, i.id, v.version, @place, @text, @by, @name
			FROM item i JOIN item_version v ON v.id = i.version_id WHERE i.id = @id`, pgx.StrictNamedArgs{
			"comment": comment, "id": id, "place": place, "text": text, "by": who.ID, "name": who.Name,
		})
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "item.not_found").With("id", string(id))
		}
		return err
	})
	if err != nil {
		return bank.Comment{}, err
	}
	row, err := pgdb.One[commentRow](ctx, s.q, commentColumns+` WHERE id = @id`, pgx.StrictNamedArgs{"id": comment})
	return bank.Comment(row), err
}

// Resolve marks a comment as dealt with; again is no change.
func (s *Store) Resolve(ctx context.Context, who exam.Actor, id exam.ItemID, comment string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "item.resolve", Object: "item:" + string(id), Detail: map[string]any{"comment": comment}}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE item_comment SET resolved_by = coalesce(resolved_by, @name), resolved_at = coalesce(resolved_at, now())
			WHERE id = @comment AND item_id = @id`, pgx.StrictNamedArgs{"comment": comment, "id": id, "name": who.Name})
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "comment.not_found")
		}
		return err
	})
}

// Version returns one version of an item by its number.
func (s *Store) Version(ctx context.Context, id exam.ItemID, no int) (bank.Version, error) {
	type versionRow struct {
		ID   exam.VersionID `db:"id"`
		Hash []byte         `db:"hash"`
		Body []byte         `db:"body"`
		Seal []byte         `db:"sealed"`
		In   string         `db:"vault_id"`
		At   time.Time      `db:"created_at"`
		By   exam.AccountID `db:"created_by"`
	}
	r, err := pgdb.One[versionRow](ctx, s.q, `
		SELECT v.id, v.hash, v.body, v.sealed, coalesce(i.vault_id, '') AS vault_id, v.created_at, v.created_by
		FROM item_version v JOIN item i ON i.id = v.item_id WHERE v.item_id = @id AND v.version = @no`,
		pgx.StrictNamedArgs{"id": id, "no": no})
	if err != nil {
		return bank.Version{}, pgdb.Missing(err, "version.not_found", id)
	}
	v := bank.Version{ID: r.ID, ItemID: id, No: no, Hash: hex.EncodeToString(r.Hash), CreatedAt: r.At, CreatedBy: r.By, Sealed: sealedOf(r.In, r.Seal)}
	if err := json.Unmarshal(r.Body, &v.Body); err != nil {
		return v, fmt.Errorf("body of version %s: %w", r.ID, err)
	}
	return v, nil
}

// Uses lists where an item stood, the latest first. Candidates are those whose
// attempt has begun.
func (s *Store) Uses(ctx context.Context, id exam.ItemID) ([]bank.Use, error) {
	type useRow struct {
		Form       exam.FormID    `db:"form_id"`
		FormName   string         `db:"form_name"`
		Version    int            `db:"version"`
		Part       int            `db:"part"`
		No         int            `db:"no"`
		Sitting    exam.SittingID `db:"sitting_id"`
		Name       string         `db:"sitting_name"`
		StartsAt   *time.Time     `db:"starts_at"`
		State      string         `db:"state"`
		Locked     bool           `db:"locked"`
		Candidates int            `db:"candidates"`
	}
	rows, err := pgdb.List[useRow](ctx, s.q, `
		SELECT f.id AS form_id, f.name AS form_name, v.version, p.part, p.no, coalesce(s.id, '') AS sitting_id, coalesce(s.name, '') AS sitting_name,
			s.starts_at, CASE WHEN s.id IS NULL THEN '' ELSE coalesce(d.state, 'planned') END AS state, f.state = 'locked' AS locked,
			(SELECT count(*) FROM attempt a WHERE a.sitting_id = s.id AND a.started_at IS NOT NULL) AS candidates
		FROM form_pin p
			JOIN item_version v ON v.id = p.version_id
			JOIN form f ON f.id = p.form_id
			LEFT JOIN sitting s ON s.form_id = f.id AND NOT s.practice
			LEFT JOIN delivery_sitting d ON d.id = s.id
		WHERE v.item_id = @id
		ORDER BY s.starts_at DESC NULLS LAST, f.created_at DESC, p.part, p.no
		LIMIT 500`, pgx.StrictNamedArgs{"id": id})
	out := make([]bank.Use, len(rows))
	for i, r := range rows {
		out[i] = bank.Use{
			Form: r.Form, FormName: r.FormName, Version: r.Version, Field: bank.Field(r.Part, r.No),
			Sitting: r.Sitting, Name: r.Name, StartsAt: r.StartsAt, State: r.State, Locked: r.Locked, Candidates: r.Candidates,
		}
	}
	return out, err
}
