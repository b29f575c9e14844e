package bankpg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type batchRow struct {
	ID        string         `db:"id"`
	Unit      exam.UnitID    `db:"unit_id"`
	Pool      string         `db:"pool"`
	File      string         `db:"file"`
	Format    string         `db:"format"`
	SHA256    string         `db:"sha256"`
	Items     int            `db:"items"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
	UndoneAt  *time.Time     `db:"undone_at"`
}

const batchColumns = `
	SELECT id, coalesce(unit_id, '') AS unit_id, pool, file, format, sha256, items, created_at, created_by, undone_at
	FROM import_batch`

func (r batchRow) batch() bank.Batch {
	return bank.Batch{
		ID: r.ID, Unit: r.Unit, Pool: r.Pool, File: r.File, Format: r.Format, SHA256: r.SHA256, Items: r.Items,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, UndoneAt: r.UndoneAt,
	}
}

// Known looks for the same bytes and the same questions.
func (s *Store) Known(ctx context.Context, sha256 string, fingerprints []string) (bank.Known, error) {
	known := bank.Known{Duplicates: map[string]exam.ItemID{}}
	batches, err := pgdb.List[batchRow](ctx, s.q, batchColumns+`
		WHERE sha256 = @sha256 AND undone_at IS NULL ORDER BY created_at DESC LIMIT 1`, pgx.StrictNamedArgs{"sha256": sha256})
	if err != nil {
		return known, err
	}
	if len(batches) > 0 {
		b := batches[0].batch()
		known.Batch = &b
	}
	prints := s.prints(fingerprints)
	type same struct {
		Fingerprint string      `db:"fingerprint"`
		ID          exam.ItemID `db:"id"`
	}
	rows, err := pgdb.List[same](ctx, s.q, `
		SELECT DISTINCT ON (fingerprint) fingerprint, id FROM item WHERE fingerprint = ANY(@prints) ORDER BY fingerprint, id`,
		pgx.StrictNamedArgs{"prints": slices.Collect(maps.Keys(prints))})
	for _, r := range rows {
		known.Duplicates[prints[r.Fingerprint]] = r.ID
	}
	return known, err
}

// maxAlike bounds the items that a file is compared with.
const maxAlike = 3000

// Alike returns the items under units that share a band with a file.
func (s *Store) Alike(ctx context.Context, units []exam.UnitID, bands []int32) ([]bank.AlikeItem, error) {
	type row struct {
		ID   exam.ItemID `db:"id"`
		Body []byte      `db:"body"`
	}
	if len(bands) == 0 {
		return nil, nil
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT i.id, v.body FROM item i JOIN item_version v ON v.id = i.version_id
		WHERE i.near && @bands AND v.sealed IS NULL AND `+underUnits+` ORDER BY i.created_at DESC, i.id LIMIT @limit`,
		pgx.StrictNamedArgs{"bands": bands, "units": unitNames(units), "limit": maxAlike})
	if err != nil {
		return nil, err
	}
	out := make([]bank.AlikeItem, len(rows))
	for i, r := range rows {
		out[i].ID = r.ID
		if err := json.Unmarshal(r.Body, &out[i].Body); err != nil {
			return nil, fmt.Errorf("body of item %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// Import stores all items of a file in one transaction.
func (s *Store) Import(ctx context.Context, who exam.Actor, home bank.Home, in bank.Imported) (bank.Batch, error) {
	if n := in.Report.Errors(); n > 0 || len(in.Items) == 0 {
		return bank.Batch{}, fault.New(fault.Invalid, "import.has_errors").With("errors", n)
	}
	id := exam.NewID()
	detail := map[string]any{"file": in.File, "sha256": in.SHA256, "items": len(in.Items), "left_out": in.Found - len(in.Items), "pool": home.Pool}
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "import.create", Object: "import:" + id, Detail: detail}, func(tx pgx.Tx) error {
		if err := putMedia(ctx, tx, mediaOf(in)); err != nil {
			return err
		}
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO import_batch (id, unit_id, pool, file, format, sha256, items, created_by)
			VALUES (@id, @unit, @pool, @file, @format, @sha256, @items, @by)`, pgx.StrictNamedArgs{
			"id": id, "unit": nullable(home.Unit), "pool": home.Pool, "file": in.File, "format": in.Format, "sha256": in.SHA256,
			"items": len(in.Items), "by": who.ID,
		})
		if err := sameFile(err); err != nil {
			return err
		}
		items, pictures := make([]newItem, len(in.Items)), []string{}
		for i, d := range in.Items {
			b, err := ready(d.Body)
			if err != nil {
				return err
			}
			items[i] = newItem{id: exam.ItemID(exam.NewID()), body: b}
			pictures = append(pictures, b.MediaIn()...)
		}
		if err := checkMedia(ctx, tx, pictures); err != nil {
			return err
		}
		return s.insertItems(ctx, tx, who, home, id, items)
	})
	if err != nil {
		return bank.Batch{}, err
	}
	return s.Batch(ctx, id)
}

// sameFile gives the second import of the same bytes its code.
func sameFile(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Detail["constraint"] == "import_batch_once" {
		return fault.New(fault.Conflict, "import.same_file").Wrap(err)
	}
	return err
}

func mediaOf(in bank.Imported) []bank.Media {
	out := make([]bank.Media, 0, len(in.Media))
	for _, m := range in.Media {
		out = append(out, m)
	}
	return out
}

// Batch returns one import.
func (s *Store) Batch(ctx context.Context, id string) (bank.Batch, error) {
	row, err := pgdb.One[batchRow](ctx, s.q, batchColumns+` WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.batch(), pgdb.Missing(err, "import.not_found", id)
}

// Batches lists the last imports, newest first.
func (s *Store) Batches(ctx context.Context, units []exam.UnitID, limit int) ([]bank.Batch, error) {
	rows, err := pgdb.List[batchRow](ctx, s.q, batchColumns+`
		WHERE `+underUnits+` ORDER BY created_at DESC, id LIMIT @limit`,
		pgx.StrictNamedArgs{"units": unitNames(units), "limit": limit})
	out := make([]bank.Batch, len(rows))
	for i, r := range rows {
		out[i] = r.batch()
	}
	return out, err
}

// Undo deletes the items of a batch unless one of them is in use.
func (s *Store) Undo(ctx context.Context, who exam.Actor, batch string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "import.undo", Object: "import:" + batch}, func(tx pgx.Tx) error {
		row, err := pgdb.One[batchRow](ctx, tx, batchColumns+` WHERE id = @id FOR UPDATE`, pgx.StrictNamedArgs{"id": batch})
		if err != nil {
			return pgdb.Missing(err, "import.not_found", batch)
		}
		if row.UndoneAt != nil {
			return fault.New(fault.Conflict, "import.undone")
		}
		used, err := pgdb.One[int](ctx, tx, `
			SELECT count(DISTINCT i.id)
			FROM item i JOIN item_version v ON v.item_id = i.id
			WHERE i.batch_id = @id AND (v.version > 1 AND NOT v.retag OR EXISTS (SELECT 1 FROM form_pin p WHERE p.version_id = v.id))`,
			pgx.StrictNamedArgs{"id": batch})
		if err != nil {
			return err
		}
		if used > 0 {
			return fault.New(fault.Conflict, "import.used").With("items", used)
		}
		if _, err := pgdb.Exec(ctx, tx, `DELETE FROM item WHERE batch_id = @id`, pgx.StrictNamedArgs{"id": batch}); err != nil {
			return err
		}
		_, err = pgdb.Exec(ctx, tx, `UPDATE import_batch SET undone_at = now() WHERE id = @id`, pgx.StrictNamedArgs{"id": batch})
		return err
	})
}
