package scoringpg

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

type keyRow struct {
	FormID     exam.FormID    `db:"form_id"`
	Version    int            `db:"version"`
	Key        []byte         `db:"key"`
	Reason     string         `db:"reason"`
	AuthorID   exam.AccountID `db:"author_id"`
	AuthorName string         `db:"author_name"`
	CreatedAt  time.Time      `db:"created_at"`
}

func (r keyRow) version() (scoring.KeyVersion, error) {
	key, err := scoring.ParseKey(r.Key)
	if err != nil {
		return scoring.KeyVersion{}, fmt.Errorf("key version %d of form %s: %w", r.Version, r.FormID, err)
	}
	key.Version = r.Version
	return scoring.KeyVersion{
		Form: r.FormID, Key: key, Reason: r.Reason, At: r.CreatedAt.UTC(), Author: exam.Actor{ID: r.AuthorID, Name: r.AuthorName},
	}, nil
}

// AddKey stores key as the next version; see scoring.KeyStore.
func (s *Store) AddKey(ctx context.Context, who exam.Actor, form exam.FormID, key scoring.Key, reason string) (scoring.KeyVersion, error) {
	if reason == "" {
		return scoring.KeyVersion{}, fault.New(fault.Invalid, "key.reason_missing")
	}
	if err := key.Validate(); err != nil {
		return scoring.KeyVersion{}, err
	}
	hash, err := key.Hash()
	if err != nil {
		return scoring.KeyVersion{}, err
	}
	var added scoring.KeyVersion
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		row, err := insertKey(ctx, tx, who, newKey{form, key, hash, reason})
		if err != nil {
			return err
		}
		if added, err = row.version(); err != nil {
			return err
		}
		return audit.Write(ctx, tx, who, "key.add", "form:"+string(form), map[string]any{
			"version": row.Version, "hash": fmt.Sprintf("%x", hash), "reason": reason,
		})
	})
	return added, err
}

type newKey struct {
	form   exam.FormID
	key    scoring.Key
	hash   []byte
	reason string
}

// insertKey adds the version after the newest one. Two at once: the second
// waits for the first and sees its version.
func insertKey(ctx context.Context, tx pgx.Tx, who exam.Actor, k newKey) (keyRow, error) {
	if err := pgdb.Lock(ctx, tx, "form_key", string(k.form)); err != nil {
		return keyRow{}, err
	}
	type newest struct {
		Version int    `db:"version"`
		Hash    []byte `db:"hash"`
	}
	last, err := pgdb.One[newest](ctx, tx, `
		SELECT version, hash FROM form_key WHERE form_id = @form ORDER BY version DESC LIMIT 1`,
		pgx.StrictNamedArgs{"form": k.form})
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return keyRow{}, err
	}
	if bytes.Equal(last.Hash, k.hash) {
		return keyRow{}, fault.New(fault.Conflict, "key.same").With("version", last.Version)
	}
	if k.key.Version != 0 && k.key.Version != last.Version+1 {
		return keyRow{}, fault.New(fault.Conflict, "key.version").With("newest", last.Version)
	}
	k.key.Version = last.Version + 1
	body, err := json.Marshal(k.key)
	if err != nil {
		return keyRow{}, fmt.Errorf("encode key: %w", err)
	}
	return pgdb.One[keyRow](ctx, tx, `
		INSERT INTO form_key (form_id, version, hash, key, reason, author_id, author_name)
		VALUES (@form, @version, @hash, @key, @reason, @author_id, @author_name)
		RETURNING form_id, version, key, reason, author_id, author_name, created_at`,
		pgx.StrictNamedArgs{
			"form": k.form, "version": k.key.Version, "hash": k.hash, "key": json.RawMessage(body), "reason": k.reason,
			"author_id": who.ID, "author_name": who.Name,
		})
}

// Key returns one version, the newest for version 0, or fault.NotFound.
func (s *Store) Key(ctx context.Context, form exam.FormID, version int) (scoring.KeyVersion, error) {
	row, err := pgdb.One[keyRow](ctx, s.q, `
		SELECT form_id, version, key, reason, author_id, author_name, created_at
		FROM form_key
		WHERE form_id = @form AND (@version = 0 OR version = @version)
		ORDER BY version DESC
		LIMIT 1`, pgx.StrictNamedArgs{"form": form, "version": version})
	if err != nil {
		return scoring.KeyVersion{}, pgdb.Missing(err, "key.not_found", form)
	}
	return row.version()
}

// KeyVersions lists all versions, the newest first.
func (s *Store) KeyVersions(ctx context.Context, form exam.FormID) ([]scoring.KeyVersion, error) {
	rows, err := pgdb.List[keyRow](ctx, s.q, `
		SELECT form_id, version, key, reason, author_id, author_name, created_at
		FROM form_key
		WHERE form_id = @form
		ORDER BY version DESC`, pgx.StrictNamedArgs{"form": form})
	if err != nil {
		return nil, err
	}
	out := make([]scoring.KeyVersion, len(rows))
	for i, r := range rows {
		if out[i], err = r.version(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
