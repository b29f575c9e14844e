package identity

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Grant is a role held for a unit and every unit under it.
type Grant struct {
	Role   exam.Role
	UnitID exam.UnitID
}

// Account is a member of staff.
type Account struct {
	ID                exam.AccountID
	Username          string // lower case
	FullName          string
	UnitID            exam.UnitID
	Grants            []Grant
	PasswordTemporary bool      // set by somebody else; its owner must change it first
	DisabledAt        time.Time // zero while it may sign in
}

// Disabled reports whether the account may no longer sign in.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

var usernameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,63}$`)

// Roles are all roles in the order of the menus.
func Roles() []exam.Role {
	return []exam.Role{
		exam.RoleAdmin, exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard,
		exam.RoleInvigilator, exam.RoleAnalyst, exam.RoleAuditor,
	}
}

// Validate reports what is wrong with the account.
func (a Account) Validate() error {
	if !usernameForm.MatchString(a.Username) {
		return fault.New(fault.Invalid, "account.username")
	}
	if name := strings.TrimSpace(a.FullName); name == "" || len(name) > 150 {
		return fault.New(fault.Invalid, "account.full_name")
	}
	if a.UnitID == "" {
		return fault.New(fault.Invalid, "account.unit")
	}
	for i, g := range a.Grants {
		if !slices.Contains(Roles(), g.Role) || g.UnitID == "" {
			return fault.New(fault.Invalid, "account.role")
		}
		if slices.Contains(a.Grants[:i], g) {
			return fault.New(fault.Invalid, "account.role").With("role", string(g.Role))
		}
	}
	return nil
}

// foldUsername is the form in which user names are compared and kept.
func foldUsername(name string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))
}
