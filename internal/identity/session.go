package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Session is a signed-in account. It belongs to one request; the zero Session
// is nobody and may nothing.
type Session struct {
	Account   Account
	IP        string // where this request came from
	ExpiresAt time.Time
	CSRF      string // what a request that changes something must repeat
	tokenHash [32]byte
	tree      *Tree
}

// NewSession returns a session as Authenticate makes it, for tests and
// programs that act for an account without a browser.
func NewSession(a Account, tree *Tree) Session { return Session{Account: a, tree: tree} }

// Actor is how the audit trail names the person.
func (s Session) Actor() exam.Actor {
	return exam.Actor{ID: s.Account.ID, Name: s.Account.FullName, IP: s.IP}
}

// Has reports whether the person holds one of the roles for any unit.
func (s Session) Has(roles ...exam.Role) bool {
	return slices.ContainsFunc(s.Account.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) })
}

// May reports whether the person holds one of the roles for unit, directly or
// through a unit above it.
func (s Session) May(roles []exam.Role, unit exam.UnitID) bool {
	if s.tree == nil {
		return false
	}
	return slices.ContainsFunc(s.Account.Grants, func(g Grant) bool {
		return slices.Contains(roles, g.Role) && s.tree.Within(unit, g.UnitID)
	})
}

// Require is May as an error: fault.Forbidden "unit.forbidden".
func (s Session) Require(roles []exam.Role, unit exam.UnitID) error {
	if !s.May(roles, unit) {
		return fault.New(fault.Forbidden, "unit.forbidden")
	}
	return nil
}

// Everywhere reports whether the person holds one of the roles for all units:
// for each that has none above it.
func (s Session) Everywhere(roles ...exam.Role) bool {
	if s.tree == nil {
		return false
	}
	for _, id := range s.tree.order {
		if s.tree.units[id].ParentID == "" && !s.May(roles, id) {
			return false
		}
	}
	return len(s.tree.order) > 0
}

// Scope returns the units for which the person holds one of the roles. What
// lies under them is theirs too; stores that filter by unit expand it. It is
// never nil, which stores take for all units: who holds none has an empty list.
func (s Session) Scope(roles ...exam.Role) []exam.UnitID {
	units := []exam.UnitID{}
	for _, g := range s.Account.Grants {
		if slices.Contains(roles, g.Role) && !slices.Contains(units, g.UnitID) {
			units = append(units, g.UnitID)
		}
	}
	return units
}

// Units returns every unit for which the person holds one of the roles,
// expanded.
func (s Session) Units(roles ...exam.Role) []Unit {
	if s.tree == nil {
		return nil
	}
	return s.tree.Under(s.Scope(roles...))
}

// Unit returns a unit by its id, whatever the person's roles.
func (s Session) Unit(id exam.UnitID) (Unit, bool) {
	if s.tree == nil {
		return Unit{}, false
	}
	return s.tree.Get(id)
}

// Token is the secret that a browser holds in its cookie.
type Token string

func newToken() Token {
	var b [32]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return Token(base64.RawURLEncoding.EncodeToString(b[:]))
}

// hash is what the store keeps of the token.
func (t Token) hash() [32]byte { return sha256.Sum256([]byte("session:" + string(t))) }

// csrf is derived from the token, which pages cannot read, and tells nothing
// about it.
func (t Token) csrf() string {
	sum := sha256.Sum256([]byte("csrf:" + string(t)))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}
