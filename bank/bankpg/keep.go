package bankpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// kept is what the tables keep of a body: all of it in the clear, or in a vault
// a husk and what is sealed.
type kept struct {
	body        bank.Body
	hash        []byte
	fingerprint string
	ready       bool
	vault       *string
	sealed      []byte
}

// vaultRow is what sealing needs to know of a vault.
type vaultRow struct {
	ID     string `db:"id"`
	Public string `db:"public"`
}

// keepIn makes bodies ready for a pool: those of a vault are sealed, with their
// pictures, which then are nowhere in the clear.
func (s *Store) keepIn(ctx context.Context, tx pgx.Tx, home bank.Home, bodies ...bank.Body) ([]kept, error) {
	vaults, err := pgdb.List[vaultRow](ctx, tx, `SELECT id, public FROM vault WHERE unit_id = @unit AND pool = @pool`,
		pgx.StrictNamedArgs{"unit": string(home.Unit), "pool": home.Pool})
	if err != nil {
		return nil, err
	}
	return s.keep(ctx, tx, vaults, bodies)
}

// keepAs makes a new version of an item ready, in the vault where the item is.
func (s *Store) keepAs(ctx context.Context, tx pgx.Tx, item string, b bank.Body) (kept, error) {
	vaults, err := pgdb.List[vaultRow](ctx, tx, `SELECT v.id, v.public FROM item i JOIN vault v ON v.id = i.vault_id WHERE i.id = @id`,
		pgx.StrictNamedArgs{"id": item})
	if err != nil {
		return kept{}, err
	}
	out, err := s.keep(ctx, tx, vaults, []bank.Body{b})
	if err != nil {
		return kept{}, err
	}
	return out[0], nil
}

func (s *Store) keep(ctx context.Context, tx pgx.Tx, vaults []vaultRow, bodies []bank.Body) ([]kept, error) {
	if len(vaults) > 0 && len(s.mac) == 0 {
		return nil, fault.New(fault.Unavailable, "vault.no_key")
	}
	out := make([]kept, len(bodies))
	var pictures []string
	for i, b := range bodies {
		hash, err := fromHex(b.Hash())
		if err != nil {
			return nil, err
		}
		out[i] = inClear(b)
		out[i].hash = hash
		if len(vaults) == 0 {
			continue
		}
		if out[i].sealed, err = sealed(ctx, tx, b, vaults[0].Public); err != nil {
			return nil, err
		}
		out[i].vault, out[i].body = &vaults[0].ID, b.Husk(s.mac)
		out[i].fingerprint = bank.MAC(s.mac, b.Fingerprint())
		pictures = append(pictures, b.MediaIn()...)
	}
	return out, dropClear(ctx, tx, pictures)
}

// inClear is a body outside of vaults, without its hash.
func inClear(b bank.Body) kept {
	return kept{body: b, fingerprint: b.Fingerprint(), ready: b.Ready()}
}

func sealed(ctx context.Context, tx pgx.Tx, b bank.Body, public string) ([]byte, error) {
	media, err := New(tx).Media(ctx, b.MediaIn())
	if err != nil {
		return nil, err
	}
	list := make([]bank.Media, 0, len(media))
	for _, h := range b.MediaIn() {
		list = append(list, media[h])
	}
	return bank.SealBody(b, list, public)
}

// dropClear deletes pictures that only sealed questions show. It reads every
// body, which is slow in a large bank: sealing is rare, and leaving them behind
// would show what the vault hides.
func dropClear(ctx context.Context, tx pgx.Tx, hashes []string) error {
	if len(hashes) == 0 {
		return nil
	}
	_, err := pgdb.Exec(ctx, tx, `
		DELETE FROM media m WHERE m.hash = ANY(@hashes)
			AND NOT EXISTS (SELECT 1 FROM item_version v WHERE v.sealed IS NULL AND v.body::text LIKE '%' || m.hash || '%')
			AND NOT EXISTS (SELECT 1 FROM form f WHERE f.parts::text LIKE '%' || m.hash || '%')`,
		pgx.StrictNamedArgs{"hashes": hashes})
	return err
}

// prints are the fingerprints of questions as they stand in the tables, in the
// clear and in vaults, with the one that each stands for.
func (s *Store) prints(fingerprints []string) map[string]string {
	out := make(map[string]string, len(fingerprints))
	for _, f := range fingerprints {
		out[f] = f
		if len(s.mac) > 0 {
			out[bank.MAC(s.mac, f)] = f
		}
	}
	return out
}
