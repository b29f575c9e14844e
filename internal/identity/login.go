package identity

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// LoginRequest is a try to sign in.
type LoginRequest struct {
	Username, Password string
	IP, Agent          string
}

// Tries of one user name: freeTries are free, then each waits twice as long as
// the one before, up to maxWait; after forgetAfter without a try all is
// forgotten. By name only: a school is one address.
const (
	freeTries   = 5
	firstWait   = 5 * time.Second
	maxWait     = 5 * time.Minute
	forgetAfter = time.Hour
)

// Try is how often a name was tried since its last right password.
type Try struct {
	Count  int
	LastAt time.Time
}

// next counts a try at now, or says how long the name has to rest first.
func (t Try) next(now time.Time) (Try, time.Duration) {
	if now.Sub(t.LastAt) >= forgetAfter {
		t.Count = 0
	}
	if t.Count >= freeTries {
		wait := min(maxWait, firstWait<<min(t.Count-freeTries, 10))
		if rest := wait - now.Sub(t.LastAt); rest > 0 {
			return t, rest
		}
	}
	return Try{Count: t.Count + 1, LastAt: now}, 0
}

// Login checks a password and starts a session. A wrong name and a wrong
// password are the same fault.Forbidden "login.wrong"; too many tries are
// fault.Unavailable "login.limited" with retry_s.
func (s *Service) Login(ctx context.Context, r LoginRequest) (Token, Session, error) {
	name := foldUsername(r.Username)
	if len(name) > 256 || len(r.Password) > maxPassword {
		return "", Session{}, errWrong()
	}
	key := sha256.Sum256([]byte(name))
	if err := s.countTry(ctx, key); err != nil {
		return "", Session{}, err
	}
	a, err := s.checkPassword(ctx, name, r)
	if err != nil {
		return "", Session{}, err
	}
	if err := s.store.ClearTries(ctx, key, s.now().Add(-24*time.Hour)); err != nil {
		return "", Session{}, fmt.Errorf("sign in %s: %w", a.ID, err)
	}
	return s.startSession(ctx, a, r)
}

func errWrong() error { return fault.New(fault.Forbidden, "login.wrong") }

// countTry refuses a name that has to wait, and counts this try otherwise,
// before the password is looked at: tries at the same time count each.
func (s *Service) countTry(ctx context.Context, key [32]byte) error {
	err := s.store.UpdateTry(ctx, key, func(t Try) (Try, error) {
		next, rest := t.next(s.now())
		if rest > 0 {
			return t, fault.New(fault.Unavailable, "login.limited").With("retry_s", int(rest/time.Second)+1)
		}
		return next, nil
	})
	if err != nil {
		return fmt.Errorf("count sign-in: %w", err)
	}
	return nil
}

// checkPassword returns the account if name and password belong together. It
// does the same work when there is no such account.
func (s *Service) checkPassword(ctx context.Context, name string, r LoginRequest) (Account, error) {
	a, hash, err := s.store.Credentials(ctx, name)
	known := err == nil
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Account{}, fmt.Errorf("sign in: %w", err)
	}
	if !known {
		hash = s.decoy
	}
	var ok, stale bool
	err = s.withHash(ctx, func() (err error) {
		ok, stale, err = verifyPassword(hash, r.Password)
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("sign in %s: %w", a.ID, err)
	}
	if !known {
		return Account{}, errWrong()
	}
	if !ok || a.Disabled() {
		who := exam.Actor{Name: a.FullName, IP: r.IP}
		return Account{}, errors.Join(s.store.RecordFailure(ctx, who, a.ID), errWrong())
	}
	if stale {
		err = s.rehash(ctx, a.ID, hash, r.Password)
	}
	return a, err
}

func (s *Service) rehash(ctx context.Context, id exam.AccountID, old, password string) error {
	return s.withHash(ctx, func() error { return s.store.ReplaceHash(ctx, id, old, hashPassword(password)) })
}

func (s *Service) startSession(ctx context.Context, a Account, r LoginRequest) (Token, Session, error) {
	token, now := newToken(), s.now()
	stored := StoredSession{
		TokenHash: token.hash(), AccountID: a.ID, CreatedAt: now, SeenAt: now,
		ExpiresAt: now.Add(min(s.cfg.Idle, s.cfg.Max)), IP: r.IP, Agent: clip(r.Agent, 200),
	}
	who := exam.Actor{ID: a.ID, Name: a.FullName, IP: r.IP}
	if err := s.store.CreateSession(ctx, who, stored); err != nil {
		return "", Session{}, fmt.Errorf("sign in %s: %w", a.ID, err)
	}
	session, err := s.open(ctx, token, stored, a, r.IP)
	return token, session, err
}

// clip shortens text from outside to n bytes of valid UTF-8.
func clip(text string, n int) string {
	return strings.ToValidUTF8(text[:min(len(text), n)], "")
}

// open makes a Session of what the store keeps.
func (s *Service) open(ctx context.Context, t Token, stored StoredSession, a Account, ip string) (Session, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return Session{}, err
	}
	return Session{
		Account: a, IP: ip, ExpiresAt: stored.ExpiresAt, CSRF: t.csrf(), tokenHash: stored.TokenHash, tree: tree,
	}, nil
}

// touchAfter is how old the record of the last use may get: one write a minute
// and session, not one a request.
const touchAfter = time.Minute

// Authenticate returns the session of a token. An unknown or ended one is
// fault.Forbidden "session.none".
func (s *Service) Authenticate(ctx context.Context, t Token, ip string) (Session, error) {
	none := fault.New(fault.Forbidden, "session.none")
	if len(t) != 43 {
		return Session{}, none
	}
	stored, a, err := s.store.GetSession(ctx, t.hash())
	if fault.KindOf(err) == fault.NotFound {
		return Session{}, none
	}
	if err != nil {
		return Session{}, fmt.Errorf("read session: %w", err)
	}
	now := s.now()
	if !now.Before(stored.ExpiresAt) || a.Disabled() {
		return Session{}, none
	}
	if now.Sub(stored.SeenAt) >= touchAfter {
		stored.ExpiresAt = now.Add(s.cfg.Idle)
		if end := stored.CreatedAt.Add(s.cfg.Max); stored.ExpiresAt.After(end) {
			stored.ExpiresAt = end
		}
		if err := s.store.TouchSession(ctx, stored.TokenHash, now, stored.ExpiresAt); err != nil {
			return Session{}, fmt.Errorf("touch session: %w", err)
		}
	}
	return s.open(ctx, t, stored, a, ip)
}

// Logout ends the session.
func (s *Service) Logout(ctx context.Context, in Session) error {
	return s.store.DeleteSession(ctx, in.Actor(), in.tokenHash)
}

// LogoutEverywhere ends every session of the person.
func (s *Service) LogoutEverywhere(ctx context.Context, in Session) error {
	return s.store.DeleteSessions(ctx, in.Actor(), in.Account.ID)
}

// ChangePassword sets the person's own password and ends their other sessions.
// A wrong old password counts as a try to sign in.
func (s *Service) ChangePassword(ctx context.Context, in Session, old, password string) error {
	if len(old) > maxPassword {
		return fault.New(fault.Invalid, "password.wrong")
	}
	if err := CheckPassword(in.Account.Username, password); err != nil {
		return err
	}
	if old == password {
		return fault.New(fault.Invalid, "password.same")
	}
	key := sha256.Sum256([]byte(in.Account.Username))
	if err := s.countTry(ctx, key); err != nil {
		return err
	}
	_, hash, err := s.store.Credentials(ctx, in.Account.Username)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	var next string
	err = s.withHash(ctx, func() error {
		ok, _, err := verifyPassword(hash, old)
		if err != nil || !ok {
			return errors.Join(err, fault.New(fault.Invalid, "password.wrong"))
		}
		next = hashPassword(password)
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.store.ClearTries(ctx, key, s.now().Add(-24*time.Hour)); err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	return s.store.SetPassword(ctx, in.Actor(), PasswordChange{
		AccountID: in.Account.ID, Hash: next, Keep: in.tokenHash,
	})
}
