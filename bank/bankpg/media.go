package bankpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Media returns the pictures with the given hashes.
func (s *Store) Media(ctx context.Context, hashes []string) (map[string]bank.Media, error) {
	type mediaRow struct {
		Hash  string `db:"hash"`
		MIME  string `db:"mime"`
		Bytes []byte `db:"bytes"`
	}
	rows, err := pgdb.List[mediaRow](ctx, s.q, `SELECT hash, mime, bytes FROM media WHERE hash = ANY(@hashes)`,
		pgx.StrictNamedArgs{"hashes": hashes})
	out := make(map[string]bank.Media, len(rows))
	for _, r := range rows {
		out[r.Hash] = bank.Media{Hash: r.Hash, MIME: r.MIME, Bytes: r.Bytes}
	}
	return out, err
}

// PutMedia stores pictures under the hash of their bytes. It writes no audit
// row: a picture alone is seen by nobody.
func (s *Store) PutMedia(ctx context.Context, media ...bank.Media) error {
	return putMedia(ctx, s.q, media)
}

func putMedia(ctx context.Context, q pgdb.Querier, media []bank.Media) error {
	batch := &pgx.Batch{}
	for _, m := range media {
		if bank.MediaHash(m.Bytes) != m.Hash {
			return fault.New(fault.Invalid, "media.hash").With("hash", m.Hash)
		}
		batch.Queue(`INSERT INTO media (hash, mime, bytes) VALUES (@hash, @mime, @bytes) ON CONFLICT (hash) DO NOTHING`,
			pgx.StrictNamedArgs{"hash": m.Hash, "mime": m.MIME, "bytes": m.Bytes})
	}
	if batch.Len() == 0 {
		return nil
	}
	return pgdb.MapError(q.SendBatch(ctx, batch).Close())
}

// checkFormMedia refuses a form whose pictures and sounds are not all stored, are
// not of the kind that its texts take them for, or are too much for one paper.
func checkFormMedia(ctx context.Context, q pgdb.Querier, f bank.Form) error {
	hashes := f.MediaIn()
	if err := checkMedia(ctx, q, hashes); err != nil || len(hashes) == 0 {
		return err
	}
	type mediaRow struct {
		Hash string `db:"hash"`
		MIME string `db:"mime"`
		Size int64  `db:"size"`
	}
	rows, err := pgdb.List[mediaRow](ctx, q, `
		SELECT hash, mime, octet_length(bytes)::bigint AS size FROM media WHERE hash = ANY(@hashes)`,
		pgx.StrictNamedArgs{"hashes": hashes})
	if err != nil {
		return err
	}
	sounds, err := f.Listenings()
	if err != nil {
		return err
	}
	var size int64
	for _, r := range rows {
		if _, sound := sounds[r.Hash]; sound != bank.IsAudio(r.MIME) {
			return fault.New(fault.Invalid, "form.media_kind").With("media", r.Hash)
		}
		if size += r.Size; size > bank.MaxFormMedia {
			return fault.New(fault.Invalid, "form.media_too_large").With("max_mb", bank.MaxFormMedia>>20)
		}
	}
	return nil
}

// checkMedia refuses a body that shows a picture which is not stored.
func checkMedia(ctx context.Context, q pgdb.Querier, hashes []string) error {
	if len(hashes) == 0 {
		return nil
	}
	missing, err := pgdb.List[string](ctx, q, `
		SELECT h FROM unnest(@hashes::text[]) AS h WHERE NOT EXISTS (SELECT 1 FROM media WHERE hash = h)`,
		pgx.StrictNamedArgs{"hashes": hashes})
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "media.missing").With("hashes", missing)
	}
	return nil
}
