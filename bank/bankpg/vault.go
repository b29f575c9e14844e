package bankpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// PutKey stores the key of a person who has none.
func (s *Store) PutKey(ctx context.Context, who exam.Actor, k bank.PersonKey) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "vault.key", Object: "account:" + string(k.Account), Detail: map[string]any{"public": k.Public}}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			INSERT INTO vault_person (account_id, name, public, locked) VALUES (@id, @name, @public, @locked)
			ON CONFLICT (account_id) DO NOTHING`, pgx.StrictNamedArgs{"id": k.Account, "name": k.Name, "public": k.Public, "locked": k.Locked})
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "vault.key_exists")
		}
		return err
	})
}

// Keys returns the keys of some people; those without one are left out.
func (s *Store) Keys(ctx context.Context, accounts []exam.AccountID) ([]bank.PersonKey, error) {
	type keyRow struct {
		Account exam.AccountID `db:"account_id"`
		Name    string         `db:"name"`
		Public  string         `db:"public"`
		Locked  []byte         `db:"locked"`
	}
	ids := make([]string, len(accounts))
	for i, a := range accounts {
		ids[i] = string(a)
	}
	rows, err := pgdb.List[keyRow](ctx, s.q, `
		SELECT account_id, name, public, locked FROM vault_person WHERE @ids::text[] IS NULL OR account_id = ANY(@ids::text[]) ORDER BY name, account_id`,
		pgx.StrictNamedArgs{"ids": nilIfNone(ids, accounts == nil)})
	out := make([]bank.PersonKey, len(rows))
	for i, r := range rows {
		out[i] = bank.PersonKey(r)
	}
	return out, err
}

func nilIfNone(ids []string, all bool) []string {
	if all {
		return nil
	}
	return ids
}

// CreateVault stores a vault. A pool that has items already is vault.pool_used.
func (s *Store) CreateVault(ctx context.Context, who exam.Actor, v bank.NewVaultRow) error {
	change := audit.Change{Who: who, Action: "vault.create", Object: "vault:" + v.Vault.ID, Detail: map[string]any{"pool": v.Vault.Pool, "unit": v.Vault.Unit, "keepers": v.Vault.Keepers}}
	return audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		used, err := pgdb.One[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM item WHERE unit_id = @unit AND pool = @pool)
			OR EXISTS (SELECT 1 FROM vault WHERE unit_id = @unit AND pool = @pool)`,
			pgx.StrictNamedArgs{"unit": string(v.Vault.Unit), "pool": v.Vault.Pool})
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.Conflict, "vault.pool_used").With("pool", v.Vault.Pool)
		}
		_, err = pgdb.Exec(ctx, tx, `
			INSERT INTO vault (id, unit_id, pool, public, escrow, escrow_sealed, created_by)
			VALUES (@id, @unit, @pool, @public, @escrow, @sealed, @by)`, pgx.StrictNamedArgs{
			"id": v.Vault.ID, "unit": string(v.Vault.Unit), "pool": v.Vault.Pool, "public": v.Vault.Public, "escrow": v.Vault.Escrow, "sealed": v.Escrow, "by": who.ID,
		})
		if err != nil {
			return err
		}
		for account, sealed := range v.Sealed {
			if err := putKeeper(ctx, tx, who, v.Vault.ID, account, sealed); err != nil {
				return err
			}
		}
		return nil
	})
}

func putKeeper(ctx context.Context, tx pgx.Tx, who exam.Actor, vault string, account exam.AccountID, sealed []byte) error {
	_, err := pgdb.Exec(ctx, tx, `
		INSERT INTO vault_keeper (vault_id, account_id, sealed, added_by) VALUES (@vault, @account, @sealed, @by)
		ON CONFLICT (vault_id, account_id) DO UPDATE SET sealed = excluded.sealed`,
		pgx.StrictNamedArgs{"vault": vault, "account": string(account), "sealed": sealed, "by": who.ID})
	return err
}

// AddKeeper lets one more person open a vault.
func (s *Store) AddKeeper(ctx context.Context, who exam.Actor, vault string, k bank.PersonKey, sealed []byte) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "vault.keeper", Object: "vault:" + vault, Detail: map[string]any{"account": k.Account, "name": k.Name}}, func(tx pgx.Tx) error {
		return putKeeper(ctx, tx, who, vault, k.Account, sealed)
	})
}

// RemoveKeeper takes a person from a vault; the last two stay.
func (s *Store) RemoveKeeper(ctx context.Context, who exam.Actor, vault string, account exam.AccountID) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "vault.unkeeper", Object: "vault:" + vault, Detail: map[string]any{"account": account}}, func(tx pgx.Tx) error {
		rows, err := pgdb.List[string](ctx, tx, `SELECT account_id FROM vault_keeper WHERE vault_id = @vault FOR UPDATE`, pgx.StrictNamedArgs{"vault": vault})
		if err != nil {
			return err
		}
		if len(rows) <= bank.MinKeepers {
			return fault.New(fault.Conflict, "vault.keepers").With("min", bank.MinKeepers)
		}
		n, err := pgdb.Exec(ctx, tx, `DELETE FROM vault_keeper WHERE vault_id = @vault AND account_id = @account`,
			pgx.StrictNamedArgs{"vault": vault, "account": string(account)})
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "vault.not_keeper")
		}
		return err
	})
}

// Vaults lists the vaults of some units with their keepers.
func (s *Store) Vaults(ctx context.Context, units []exam.UnitID) ([]bank.Vault, error) {
	type row struct {
		ID        string         `db:"id"`
		Unit      exam.UnitID    `db:"unit_id"`
		Pool      string         `db:"pool"`
		Public    string         `db:"public"`
		Escrow    string         `db:"escrow"`
		Items     int            `db:"items"`
		CreatedAt time.Time      `db:"created_at"`
		CreatedBy exam.AccountID `db:"created_by"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT id, unit_id, pool, public, escrow, created_at, created_by, (SELECT count(*) FROM item i WHERE i.vault_id = vault.id) AS items
		FROM vault WHERE `+underUnits+` ORDER BY pool, id`, pgx.StrictNamedArgs{"units": unitNames(units)})
	if err != nil {
		return nil, err
	}
	type keeperRow struct {
		Vault   string         `db:"vault_id"`
		Account exam.AccountID `db:"account_id"`
		Name    string         `db:"name"`
		AddedAt time.Time      `db:"added_at"`
	}
	keepers, err := pgdb.List[keeperRow](ctx, s.q, `
		SELECT k.vault_id, k.account_id, p.name, k.added_at FROM vault_keeper k JOIN vault_person p USING (account_id) ORDER BY p.name, k.account_id`, nil)
	out := make([]bank.Vault, len(rows))
	for i, r := range rows {
		out[i] = bank.Vault{
			ID: r.ID, Unit: r.Unit, Pool: r.Pool, Public: r.Public, Escrow: r.Escrow, Items: r.Items, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy,
			Keepers: []bank.Keeper{},
		}
		for _, k := range keepers {
			if k.Vault == r.ID {
				out[i].Keepers = append(out[i].Keepers, bank.Keeper{Account: k.Account, Name: k.Name, AddedAt: k.AddedAt})
			}
		}
	}
	return out, err
}

// SealedFor is the secret of a vault as it is sealed for one keeper.
func (s *Store) SealedFor(ctx context.Context, vault string, account exam.AccountID) ([]byte, error) {
	sealed, err := pgdb.One[[]byte](ctx, s.q, `SELECT sealed FROM vault_keeper WHERE vault_id = @vault AND account_id = @account`,
		pgx.StrictNamedArgs{"vault": vault, "account": string(account)})
	return sealed, pgdb.Missing(err, "vault.not_keeper", vault)
}

// EscrowOf is the secret of a vault as it is sealed for its escrow.
func (s *Store) EscrowOf(ctx context.Context, vault string) ([]byte, error) {
	sealed, err := pgdb.One[[]byte](ctx, s.q, `SELECT escrow_sealed FROM vault WHERE id = @vault`, pgx.StrictNamedArgs{"vault": vault})
	return sealed, pgdb.Missing(err, "vault.not_found", vault)
}

// NoteVault writes what somebody did with a vault that changes no row: opened it,
// was refused, closed it.
func (s *Store) NoteVault(ctx context.Context, who exam.Actor, vault, action, reason string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "vault." + action, Object: "vault:" + vault, Detail: map[string]any{"reason": reason}}, func(pgx.Tx) error { return nil })
}
