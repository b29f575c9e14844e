package identitypg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/pgdb"
)

// accountColumns reads an account with its roles as two parallel arrays.
const accountColumns = `
	a.id, a.username, a.full_name, a.unit_id, a.password_temporary, a.disabled_at,
	ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role, r.unit_id) AS roles,
	ARRAY(SELECT r.unit_id FROM account_role r WHERE r.account_id = a.id ORDER BY r.role, r.unit_id) AS role_units`

type accountRow struct {
	ID                string     `db:"id"`
	Username          string     `db:"username"`
	FullName          string     `db:"full_name"`
	UnitID            string     `db:"unit_id"`
	PasswordTemporary bool       `db:"password_temporary"`
	DisabledAt        *time.Time `db:"disabled_at"`
	Roles             []string   `db:"roles"`
	RoleUnits         []string   `db:"role_units"`
}

func (r accountRow) account() identity.Account {
	a := identity.Account{
		ID: exam.AccountID(r.ID), Username: r.Username, FullName: r.FullName, UnitID: exam.UnitID(r.UnitID),
		PasswordTemporary: r.PasswordTemporary, Grants: make([]identity.Grant, 0, len(r.Roles)),
	}
	if r.DisabledAt != nil {
		a.DisabledAt = *r.DisabledAt
	}
	for i, role := range r.Roles {
		a.Grants = append(a.Grants, identity.Grant{Role: exam.Role(role), UnitID: exam.UnitID(r.RoleUnits[i])})
	}
	return a
}

// GetAccount returns one account.
func (s *Store) GetAccount(ctx context.Context, id exam.AccountID) (identity.Account, error) {
	row, err := pgdb.One[accountRow](ctx, s.q, `SELECT `+accountColumns+` FROM account a WHERE a.id = @id`,
		pgx.StrictNamedArgs{"id": string(id)})
	if fault.KindOf(err) == fault.NotFound {
		return identity.Account{}, fault.New(fault.NotFound, "account.not_found")
	}
	return row.account(), err
}

// AccountNames returns the names of people.
func (s *Store) AccountNames(ctx context.Context, ids []exam.AccountID) (map[exam.AccountID]string, error) {
	type nameRow struct {
		ID   exam.AccountID `db:"id"`
		Name string         `db:"name"`
	}
	list := make([]string, 0, len(ids))
	for _, id := range ids {
		list = append(list, string(id))
	}
	rows, err := pgdb.List[nameRow](ctx, s.q, `SELECT id, full_name AS name FROM account WHERE id = ANY(@ids)`, pgx.StrictNamedArgs{"ids": list})
	names := map[exam.AccountID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// ListAccounts returns the accounts that belong to one of the units.
func (s *Store) ListAccounts(ctx context.Context, units []exam.UnitID) ([]identity.Account, error) {
	ids := make([]string, 0, len(units))
	for _, u := range units {
		ids = append(ids, string(u))
	}
	rows, err := pgdb.List[accountRow](ctx, s.q, `
		SELECT `+accountColumns+`
		FROM account a
		WHERE a.unit_id = ANY(@units)
		ORDER BY a.username COLLATE "C"`, pgx.StrictNamedArgs{"units": ids})
	if err != nil {
		return nil, err
	}
	list := make([]identity.Account, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.account())
	}
	return list, nil
}

// CreateAccount adds an account with its roles.
func (s *Store) CreateAccount(ctx context.Context, who exam.Actor, a identity.Account, hash string) error {
	err := s.change(ctx, who, "account.create", "account:"+string(a.ID), detailOf(a), func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO account (id, username, full_name, unit_id, password_hash, password_temporary)
			VALUES (@id, @username, @name, @unit, @hash, @temporary)`,
			pgx.StrictNamedArgs{
				"id": string(a.ID), "username": a.Username, "name": a.FullName, "unit": string(a.UnitID),
				"hash": hash, "temporary": a.PasswordTemporary,
			})
		if err != nil {
			return err
		}
		return insertGrants(ctx, tx, a)
	})
	return mapAccount(err)
}

// UpdateAccount sets the name, the unit and the roles.
func (s *Store) UpdateAccount(ctx context.Context, who exam.Actor, a identity.Account) error {
	err := s.change(ctx, who, "account.update", "account:"+string(a.ID), detailOf(a), func(tx pgx.Tx) error {
		err := must(ctx, tx, "account.not_found", `UPDATE account SET full_name = @name, unit_id = @unit WHERE id = @id`,
			pgx.StrictNamedArgs{"id": string(a.ID), "name": a.FullName, "unit": string(a.UnitID)})
		if err != nil {
			return err
		}
		if _, err := pgdb.Exec(ctx, tx, `DELETE FROM account_role WHERE account_id = @id`,
			pgx.StrictNamedArgs{"id": string(a.ID)}); err != nil {
			return err
		}
		return insertGrants(ctx, tx, a)
	})
	return mapAccount(err)
}

func insertGrants(ctx context.Context, tx pgx.Tx, a identity.Account) error {
	var roles, units []string
	for _, g := range a.Grants {
		roles, units = append(roles, string(g.Role)), append(units, string(g.UnitID))
	}
	_, err := pgdb.Exec(ctx, tx, `
		INSERT INTO account_role (account_id, role, unit_id)
		SELECT @id, role, unit_id FROM unnest(@roles::text[], @units::text[]) AS g(role, unit_id)`,
		pgx.StrictNamedArgs{"id": string(a.ID), "roles": roles, "units": units})
	return err
}

func detailOf(a identity.Account) map[string]any {
	grants := make([]string, 0, len(a.Grants))
	for _, g := range a.Grants {
		grants = append(grants, string(g.Role)+"@"+string(g.UnitID))
	}
	return map[string]any{"username": a.Username, "full_name": a.FullName, "unit": a.UnitID, "roles": grants}
}

func mapAccount(err error) error {
	switch pgdb.Constraint(err) {
	case "account_username_key":
		return fault.New(fault.Conflict, "account.username_taken").Wrap(err)
	case "account_unit_id_fkey", "account_role_unit_id_fkey":
		return fault.New(fault.Invalid, "account.unit").Wrap(err)
	}
	return err
}

// SetPassword sets a hash and ends every session of the account but one.
func (s *Store) SetPassword(ctx context.Context, who exam.Actor, p identity.PasswordChange) error {
	action := "account.password"
	if p.Temporary {
		action = "account.password_reset"
	}
	return s.change(ctx, who, action, "account:"+string(p.AccountID), nil, func(tx pgx.Tx) error {
		err := must(ctx, tx, "account.not_found", `
			UPDATE account SET password_hash = @hash, password_temporary = @temporary WHERE id = @id`,
			pgx.StrictNamedArgs{"id": string(p.AccountID), "hash": p.Hash, "temporary": p.Temporary})
		if err != nil {
			return err
		}
		return endSessions(ctx, tx, p.AccountID, p.Keep)
	})
}

// DisableAccount stops the account and ends its sessions.
func (s *Store) DisableAccount(ctx context.Context, who exam.Actor, id exam.AccountID, at time.Time) error {
	return s.change(ctx, who, "account.disable", "account:"+string(id), nil, func(tx pgx.Tx) error {
		err := must(ctx, tx, "account.not_found", `
			UPDATE account SET disabled_at = coalesce(disabled_at, @at) WHERE id = @id`,
			pgx.StrictNamedArgs{"id": string(id), "at": at})
		if err != nil {
			return err
		}
		return endSessions(ctx, tx, id, [32]byte{})
	})
}

// EnableAccount lets the account sign in again.
func (s *Store) EnableAccount(ctx context.Context, who exam.Actor, id exam.AccountID) error {
	return s.change(ctx, who, "account.enable", "account:"+string(id), nil, func(tx pgx.Tx) error {
		return must(ctx, tx, "account.not_found", `UPDATE account SET disabled_at = NULL WHERE id = @id`,
			pgx.StrictNamedArgs{"id": string(id)})
	})
}
