package identitypg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/pgdb"
)

// Credentials returns the account with this user name and its hash.
func (s *Store) Credentials(ctx context.Context, username string) (identity.Account, string, error) {
	type row struct {
		accountRow
		Hash string `db:"password_hash"`
	}
	r, err := pgdb.One[row](ctx, s.q, `
		SELECT `+accountColumns+`, a.password_hash FROM account a WHERE a.username = @username`,
		pgx.StrictNamedArgs{"username": username})
	if fault.KindOf(err) == fault.NotFound {
		return identity.Account{}, "", fault.New(fault.NotFound, "account.not_found")
	}
	return r.account(), r.Hash, err
}

// UpdateTry replaces the tries of a name under a lock of its row.
func (s *Store) UpdateTry(ctx context.Context, name [32]byte, decide func(identity.Try) (identity.Try, error)) error {
	type row struct {
		Tries  int       `db:"tries"`
		LastAt time.Time `db:"last_at"`
	}
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO login_try (name_hash, tries, last_at) VALUES (@name, 0, 'epoch')
			ON CONFLICT (name_hash) DO NOTHING`, pgx.StrictNamedArgs{"name": name[:]})
		if err != nil {
			return err
		}
		r, err := pgdb.One[row](ctx, tx, `
			SELECT tries, last_at FROM login_try WHERE name_hash = @name FOR UPDATE`,
			pgx.StrictNamedArgs{"name": name[:]})
		if err != nil {
			return err
		}
		next, err := decide(identity.Try{Count: r.Tries, LastAt: r.LastAt})
		if err != nil {
			return err
		}
		_, err = pgdb.Exec(ctx, tx, `UPDATE login_try SET tries = @tries, last_at = @at WHERE name_hash = @name`,
			pgx.StrictNamedArgs{"name": name[:], "tries": next.Count, "at": next.LastAt})
		return err
	})
}

// ClearTries forgets the tries of a name and all that are older than before.
func (s *Store) ClearTries(ctx context.Context, name [32]byte, before time.Time) error {
	_, err := pgdb.Exec(ctx, s.q, `DELETE FROM login_try WHERE name_hash = @name OR last_at < @before`,
		pgx.StrictNamedArgs{"name": name[:], "before": before})
	return err
}

// ReplaceHash keeps a newer hash of the same password, unless the password
// was changed meanwhile.
func (s *Store) ReplaceHash(ctx context.Context, id exam.AccountID, old, hash string) error {
	_, err := pgdb.Exec(ctx, s.q, `UPDATE account SET password_hash = @hash WHERE id = @id AND password_hash = @old`,
		pgx.StrictNamedArgs{"id": string(id), "old": old, "hash": hash})
	return err
}

// CreateSession keeps a session and drops the ended ones of all accounts.
func (s *Store) CreateSession(ctx context.Context, who exam.Actor, in identity.StoredSession) error {
	return s.change(ctx, who, "session.login", "account:"+string(in.AccountID), nil, func(tx pgx.Tx) error {
		if _, err := pgdb.Exec(ctx, tx, `DELETE FROM login_session WHERE expires_at < @now`,
			pgx.StrictNamedArgs{"now": in.CreatedAt}); err != nil {
			return err
		}
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO login_session (token_hash, account_id, created_at, seen_at, expires_at, ip, agent)
			VALUES (@hash, @account, @created, @seen, @expires, @ip, @agent)`,
			pgx.StrictNamedArgs{
				"hash": in.TokenHash[:], "account": string(in.AccountID), "created": in.CreatedAt, "seen": in.SeenAt,
				"expires": in.ExpiresAt, "ip": in.IP, "agent": in.Agent,
			})
		return err
	})
}

// GetSession returns a session with its account.
func (s *Store) GetSession(ctx context.Context, tokenHash [32]byte) (identity.StoredSession, identity.Account, error) {
	type row struct {
		accountRow
		CreatedAt time.Time `db:"created_at"`
		SeenAt    time.Time `db:"seen_at"`
		ExpiresAt time.Time `db:"expires_at"`
	}
	r, err := pgdb.One[row](ctx, s.q, `
		SELECT `+accountColumns+`, s.created_at, s.seen_at, s.expires_at
		FROM login_session s JOIN account a ON a.id = s.account_id
		WHERE s.token_hash = @hash`, pgx.StrictNamedArgs{"hash": tokenHash[:]})
	if err != nil {
		return identity.StoredSession{}, identity.Account{}, err
	}
	return identity.StoredSession{
		TokenHash: tokenHash, AccountID: exam.AccountID(r.ID),
		CreatedAt: r.CreatedAt, SeenAt: r.SeenAt, ExpiresAt: r.ExpiresAt,
	}, r.account(), nil
}

// TouchSession records that the session was used.
func (s *Store) TouchSession(ctx context.Context, tokenHash [32]byte, seen, expires time.Time) error {
	_, err := pgdb.Exec(ctx, s.q, `
		UPDATE login_session SET seen_at = @seen, expires_at = @expires WHERE token_hash = @hash`,
		pgx.StrictNamedArgs{"hash": tokenHash[:], "seen": seen, "expires": expires})
	return err
}

// DeleteSession ends one session.
func (s *Store) DeleteSession(ctx context.Context, who exam.Actor, tokenHash [32]byte) error {
	return s.change(ctx, who, "session.logout", "account:"+string(who.ID), nil, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `DELETE FROM login_session WHERE token_hash = @hash`,
			pgx.StrictNamedArgs{"hash": tokenHash[:]})
		return err
	})
}

// DeleteSessions ends every session of an account.
func (s *Store) DeleteSessions(ctx context.Context, who exam.Actor, id exam.AccountID) error {
	return s.change(ctx, who, "session.logout_all", "account:"+string(id), nil, func(tx pgx.Tx) error {
		return endSessions(ctx, tx, id, [32]byte{})
	})
}

func endSessions(ctx context.Context, tx pgx.Tx, id exam.AccountID, keep [32]byte) error {
	_, err := pgdb.Exec(ctx, tx, `DELETE FROM login_session WHERE account_id = @id AND token_hash <> @keep`,
		pgx.StrictNamedArgs{"id": string(id), "keep": keep[:]})
	return err
}

// RecordFailure writes a wrong password into the audit trail.
func (s *Store) RecordFailure(ctx context.Context, who exam.Actor, id exam.AccountID) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		return audit.Write(ctx, tx, who, "session.login_failed", "account:"+string(id), nil)
	})
}
