package scoringpg

import (
	"bytes"
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// Kept returns every version of the results of a sitting, of one candidate if
// candidate is not empty, the newest of each first.
func (s *Store) Kept(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) ([]scoring.Kept, error) {
	type row struct {
		resultRow
		Digest []byte `db:"digest"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT `+resultColumns+`, detail, digest
		FROM result
		WHERE sitting_id = @sitting AND (@candidate = '' OR candidate_id = @candidate)
		ORDER BY candidate_id, version DESC`,
		pgx.StrictNamedArgs{"sitting": sitting, "candidate": string(candidate)})
	if err != nil {
		return nil, err
	}
	out := make([]scoring.Kept, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = scoring.Kept{
			Rule: r.Rule, KeyVersion: r.KeyVersion, Points: scoring.Points(r.Points), Max: scoring.Points(r.MaxPoints), Digest: r.Digest,
		}
		out[i].Stored, _ = r.stored() // what cannot be read is not what its digest says
	}
	return out, nil
}

// SoundKey says whether a version of a key is what its hash says that it was
// when it was stored.
func (s *Store) SoundKey(ctx context.Context, form exam.FormID, version int) (bool, error) {
	type row struct {
		Key  []byte `db:"key"`
		Hash []byte `db:"hash"`
	}
	r, err := pgdb.One[row](ctx, s.q, "SELECT key, hash FROM form_key WHERE form_id = @form AND version = @version",
		pgx.StrictNamedArgs{"form": form, "version": version})
	if err != nil {
		return false, pgdb.Missing(err, "key.not_found", form)
	}
	key, err := scoring.ParseKey(r.Key)
	if err != nil {
		return false, nil //nolint:nilerr // unreadable is not sound
	}
	hash, err := key.Hash()
	return err == nil && bytes.Equal(hash, r.Hash), err
}
