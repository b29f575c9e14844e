package identity

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// Units keeps the tree of units.
type Units interface {
	// ListUnits returns all units by code.
	ListUnits(ctx context.Context) ([]Unit, error)
	CreateUnit(ctx context.Context, who exam.Actor, u Unit) error
	UpdateUnit(ctx context.Context, who exam.Actor, u Unit) error
}

// Accounts keeps the accounts. A taken user name is fault.Conflict
// "account.username_taken".
type Accounts interface {
	GetAccount(ctx context.Context, id exam.AccountID) (Account, error)
	// ListAccounts returns the accounts that belong to one of the units, by
	// user name.
	ListAccounts(ctx context.Context, units []exam.UnitID) ([]Account, error)
	// AccountNames returns the names of people; unknown ids are left out.
	AccountNames(ctx context.Context, ids []exam.AccountID) (map[exam.AccountID]string, error)
	CreateAccount(ctx context.Context, who exam.Actor, a Account, passwordHash string) error
	// UpdateAccount sets the name, the unit and the roles.
	UpdateAccount(ctx context.Context, who exam.Actor, a Account) error
	// SetPassword also ends every session of the account but keep.
	SetPassword(ctx context.Context, who exam.Actor, p PasswordChange) error
	// DisableAccount also ends every session of the account.
	DisableAccount(ctx context.Context, who exam.Actor, id exam.AccountID, at time.Time) error
	EnableAccount(ctx context.Context, who exam.Actor, id exam.AccountID) error
}

// Logins keeps passwords, sessions and tries.
type Logins interface {
	// Credentials returns the account with this user name and its hash.
	Credentials(ctx context.Context, username string) (Account, string, error)
	// UpdateTry replaces the tries of a name by what decide makes of them,
	// or leaves them and returns decide's error. Calls for one name wait for
	// each other.
	UpdateTry(ctx context.Context, nameHash [32]byte, decide func(Try) (Try, error)) error
	// ClearTries forgets the tries of a name, and of every name that had none
	// since before.
	ClearTries(ctx context.Context, nameHash [32]byte, before time.Time) error
	// ReplaceHash keeps a hash of the same password with newer parameters.
	ReplaceHash(ctx context.Context, id exam.AccountID, old, hash string) error
	CreateSession(ctx context.Context, who exam.Actor, s StoredSession) error
	// GetSession returns a session with its account.
	GetSession(ctx context.Context, tokenHash [32]byte) (StoredSession, Account, error)
	TouchSession(ctx context.Context, tokenHash [32]byte, seen, expires time.Time) error
	DeleteSession(ctx context.Context, who exam.Actor, tokenHash [32]byte) error
	// DeleteSessions ends every session of an account.
	DeleteSessions(ctx context.Context, who exam.Actor, id exam.AccountID) error
	// RecordFailure writes a wrong password for an existing account into the
	// audit trail.
	RecordFailure(ctx context.Context, who exam.Actor, id exam.AccountID) error
}

// Store is all of them; identitypg.Store is one.
type Store interface {
	Units
	Accounts
	Logins
}

// StoredSession is what the store keeps of a session.
type StoredSession struct {
	TokenHash [32]byte
	AccountID exam.AccountID
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	IP, Agent string
}

// PasswordChange is a new hash for an account.
type PasswordChange struct {
	AccountID exam.AccountID
	Hash      string
	Temporary bool
	Keep      [32]byte // token hash of the session that goes on; zero for none
}
