package identity

import (
	"context"
	"fmt"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

var adminOnly = []exam.Role{exam.RoleAdmin}

// ListAccounts returns the accounts of the units that the person administers.
func (s *Service) ListAccounts(ctx context.Context, in Session) ([]Account, error) {
	var ids []exam.UnitID
	for _, u := range in.Units(exam.RoleAdmin) {
		ids = append(ids, u.ID)
	}
	return s.store.ListAccounts(ctx, ids)
}

// Names returns the names of people as pages show them beside what they did;
// unknown ids are left out.
func (s *Service) Names(ctx context.Context, ids []exam.AccountID) (map[exam.AccountID]string, error) {
	return s.store.AccountNames(ctx, ids)
}

// CreateAccount makes an account with a temporary password, which is returned
// and shown nowhere else.
func (s *Service) CreateAccount(ctx context.Context, in Session, a Account) (Account, string, error) {
	a.ID = exam.AccountID(exam.NewID())
	a.Username = foldUsername(a.Username)
	a.PasswordTemporary = true
	if err := s.checkAccount(in, a); err != nil {
		return Account{}, "", err
	}
	password := NewTemporaryPassword()
	var hash string
	if err := s.withHash(ctx, func() error { hash = hashPassword(password); return nil }); err != nil {
		return Account{}, "", err
	}
	if err := s.store.CreateAccount(ctx, in.Actor(), a, hash); err != nil {
		return Account{}, "", fmt.Errorf("create account: %w", err)
	}
	return a, password, nil
}

// checkAccount refuses an account that is wrong in itself or reaches over the
// units that the person administers.
func (s *Service) checkAccount(in Session, a Account) error {
	if err := a.Validate(); err != nil {
		return err
	}
	if err := in.Require(adminOnly, a.UnitID); err != nil {
		return err
	}
	for _, g := range a.Grants {
		if err := in.Require(adminOnly, g.UnitID); err != nil {
			return err
		}
	}
	return nil
}

// governed returns an account if the person may administer all of it: its unit
// and every role that it holds. So nobody changes somebody above them.
func (s *Service) governed(ctx context.Context, in Session, id exam.AccountID) (Account, error) {
	a, err := s.store.GetAccount(ctx, id)
	if err != nil {
		return Account{}, err
	}
	return a, s.checkAccount(in, a)
}

// UpdateAccount sets name, unit and roles. Nobody changes their own roles.
func (s *Service) UpdateAccount(ctx context.Context, in Session, a Account) error {
	old, err := s.governed(ctx, in, a.ID)
	if err != nil {
		return err
	}
	if a.ID == in.Account.ID {
		return fault.New(fault.Forbidden, "account.self")
	}
	a.Username = old.Username
	if err := s.checkAccount(in, a); err != nil {
		return err
	}
	return s.store.UpdateAccount(ctx, in.Actor(), a)
}

// ResetPassword sets a temporary password, returns it, and ends the account's
// sessions.
func (s *Service) ResetPassword(ctx context.Context, in Session, id exam.AccountID) (string, error) {
	a, err := s.governed(ctx, in, id)
	if err != nil {
		return "", err
	}
	if a.ID == in.Account.ID {
		return "", fault.New(fault.Forbidden, "account.self")
	}
	password := NewTemporaryPassword()
	change := PasswordChange{AccountID: a.ID, Temporary: true}
	if err := s.withHash(ctx, func() error { change.Hash = hashPassword(password); return nil }); err != nil {
		return "", err
	}
	return password, s.store.SetPassword(ctx, in.Actor(), change)
}

// DisableAccount stops an account from signing in and ends its sessions.
func (s *Service) DisableAccount(ctx context.Context, in Session, id exam.AccountID) error {
	if id == in.Account.ID {
		return fault.New(fault.Forbidden, "account.self")
	}
	if _, err := s.governed(ctx, in, id); err != nil {
		return err
	}
	return s.store.DisableAccount(ctx, in.Actor(), id, s.now())
}

// EnableAccount lets an account sign in again.
func (s *Service) EnableAccount(ctx context.Context, in Session, id exam.AccountID) error {
	if _, err := s.governed(ctx, in, id); err != nil {
		return err
	}
	return s.store.EnableAccount(ctx, in.Actor(), id)
}

// CreateUnit adds a unit under one that the person administers.
func (s *Service) CreateUnit(ctx context.Context, in Session, u Unit) (Unit, error) {
	u.ID = exam.UnitID(exam.NewID())
	if err := s.checkUnit(in, u); err != nil {
		return Unit{}, err
	}
	if err := s.store.CreateUnit(ctx, in.Actor(), u); err != nil {
		return Unit{}, fmt.Errorf("create unit: %w", err)
	}
	_, err := s.readTree(ctx)
	return u, err
}

// UpdateUnit changes the code and the name of a unit. Its place and kind stay.
func (s *Service) UpdateUnit(ctx context.Context, in Session, u Unit) error {
	old, ok := in.Unit(u.ID)
	if !ok {
		return fault.New(fault.NotFound, "unit.not_found")
	}
	if err := in.Require(adminOnly, u.ID); err != nil {
		return err
	}
	u.ParentID, u.Kind = old.ParentID, old.Kind
	if err := u.Validate(); err != nil {
		return err
	}
	if err := s.store.UpdateUnit(ctx, in.Actor(), u); err != nil {
		return fmt.Errorf("update unit %s: %w", u.ID, err)
	}
	_, err := s.readTree(ctx)
	return err
}

// checkUnit refuses a new unit without a parent, and one that does not lie
// below the kind of its parent.
func (s *Service) checkUnit(in Session, u Unit) error {
	if err := u.Validate(); err != nil {
		return err
	}
	parent, ok := in.Unit(u.ParentID)
	if !ok || parent.Kind.rank() >= u.Kind.rank() {
		return fault.New(fault.Invalid, "unit.parent")
	}
	return in.Require(adminOnly, u.ParentID)
}
