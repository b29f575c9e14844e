package identity

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Config are the lengths of sessions.
type Config struct {
	Idle time.Duration // a session that does nothing ends after this
	Max  time.Duration // and every session after this
}

// DefaultConfig suits an office: a working day, and a lunch break.
func DefaultConfig() Config { return Config{Idle: 2 * time.Hour, Max: 14 * time.Hour} }

// treeAge is how long another node may not see a new unit.
const treeAge = 5 * time.Second

// Service is what pages and commands use.
type Service struct {
	store Store
	cfg   Config
	now   func() time.Time
	decoy string
	hash  chan struct{} // bounds hashes at work: each takes 19 MB and a core

	mu     sync.Mutex
	tree   *Tree
	treeAt time.Time
}

// New returns a service on a store.
func New(store Store, cfg Config, now func() time.Time) *Service {
	return &Service{
		store: store, cfg: cfg, now: now, decoy: decoyHash(),
		hash: make(chan struct{}, max(2, runtime.NumCPU())),
	}
}

// Tree returns the units, at most a few seconds old.
func (s *Service) Tree(ctx context.Context) (*Tree, error) {
	s.mu.Lock()
	tree, at := s.tree, s.treeAt
	s.mu.Unlock()
	if tree != nil && s.now().Sub(at) < treeAge {
		return tree, nil
	}
	return s.readTree(ctx)
}

// readTree reads the units and remembers them.
func (s *Service) readTree(ctx context.Context) (*Tree, error) {
	at := s.now()
	units, err := s.store.ListUnits(ctx)
	if err != nil {
		return nil, fmt.Errorf("read units: %w", err)
	}
	tree := NewTree(units)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tree, s.treeAt = tree, at
	return tree, nil
}

// withHash runs f when a hash may start, or gives up with ctx.
func (s *Service) withHash(ctx context.Context, f func() error) error {
	select {
	case s.hash <- struct{}{}:
		defer func() { <-s.hash }()
		return f()
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "login.busy").Wrap(ctx.Err())
	}
}

// Account returns an account by its user name, for commands that run on the
// server itself (--as USER).
func (s *Service) Account(ctx context.Context, username string) (Session, error) {
	a, _, err := s.store.Credentials(ctx, foldUsername(username))
	if err != nil {
		return Session{}, err
	}
	if a.Disabled() {
		return Session{}, fault.New(fault.Forbidden, "account.disabled")
	}
	tree, err := s.readTree(ctx)
	if err != nil {
		return Session{}, err
	}
	return Session{Account: a, tree: tree}, nil
}

// Seed creates a unit or an account on behalf of the system: the first
// administrator, the demonstration. The account's password is not temporary.
func (s *Service) Seed(ctx context.Context, units []Unit, accounts []Account, password func(Account) string) error {
	for _, u := range units {
		if err := u.Validate(); err != nil {
			return err
		}
		if err := s.store.CreateUnit(ctx, exam.System(), u); err != nil {
			return fmt.Errorf("create unit %s: %w", u.Code, err)
		}
	}
	for _, a := range accounts {
		if err := s.seedAccount(ctx, a, password(a)); err != nil {
			return fmt.Errorf("create account %s: %w", a.Username, err)
		}
	}
	return nil
}

func (s *Service) seedAccount(ctx context.Context, a Account, password string) error {
	if err := a.Validate(); err != nil {
		return err
	}
	if err := CheckPassword(a.Username, password); err != nil {
		return err
	}
	return s.store.CreateAccount(ctx, exam.System(), a, hashPassword(password))
}
