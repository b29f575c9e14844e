package web

import (
	"context"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

type accountView struct {
	ID                string      `json:"id"`
	Username          string      `json:"username"`
	FullName          string      `json:"full_name"`
	UnitID            string      `json:"unit_id"`
	UnitName          string      `json:"unit_name"`
	Grants            []grantView `json:"grants"`
	Disabled          bool        `json:"disabled"`
	PasswordTemporary bool        `json:"password_temporary"`
}

func viewAccount(s identity.Session, a identity.Account) accountView {
	u, _ := s.Unit(a.UnitID) // a foreign key: it is there
	return accountView{
		ID: string(a.ID), Username: a.Username, FullName: a.FullName, UnitID: string(a.UnitID), UnitName: u.Name,
		Grants: viewGrants(s, a.Grants), Disabled: a.Disabled(), PasswordTemporary: a.PasswordTemporary,
	}
}

type accountsView struct {
	Accounts []accountView `json:"accounts"`
}

// newAccountView holds the only copy of the temporary password.
type newAccountView struct {
	Account  accountView `json:"account"`
	Password string      `json:"password" doc:"temporary; shown once"`
}

type temporaryPasswordView struct {
	Password string `json:"password" doc:"temporary; shown once"`
}

type newAccountInput struct {
	Body struct {
		Username string      `json:"username" maxLength:"64"`
		FullName string      `json:"full_name" maxLength:"150"`
		UnitID   string      `json:"unit_id"`
		Grants   []grantView `json:"grants" maxItems:"50"`
	}
}

type accountInput struct {
	ID   string `path:"id"`
	Body struct {
		FullName string      `json:"full_name" maxLength:"150"`
		UnitID   string      `json:"unit_id"`
		Grants   []grantView `json:"grants" maxItems:"50"`
	}
}

type accountIDInput struct {
	ID string `path:"id"`
}

func accountRoutes(d Deps) []Route {
	return []Route{
		get("/api/accounts", adminRoles, "The accounts of one's units", d.listAccounts),
		post("/api/accounts", adminRoles, "Add an account", d.createAccount),
		put("/api/accounts/{id}", adminRoles, "Change an account's name, unit and roles",
			func(ctx context.Context, s identity.Session, in *accountInput) (none, error) {
				return none{}, d.Identity.UpdateAccount(ctx, s, identity.Account{
					ID: exam.AccountID(in.ID), FullName: in.Body.FullName, UnitID: exam.UnitID(in.Body.UnitID),
					Grants: grantsOf(in.Body.Grants),
				})
			}),
		post("/api/accounts/{id}/password", adminRoles, "Set a temporary password",
			func(ctx context.Context, s identity.Session, in *accountIDInput) (temporaryPasswordView, error) {
				password, err := d.Identity.ResetPassword(ctx, s, exam.AccountID(in.ID))
				return temporaryPasswordView{Password: password}, err
			}),
		post("/api/accounts/{id}/disable", adminRoles, "Stop an account from signing in",
			func(ctx context.Context, s identity.Session, in *accountIDInput) (none, error) {
				return none{}, d.Identity.DisableAccount(ctx, s, exam.AccountID(in.ID))
			}),
		post("/api/accounts/{id}/enable", adminRoles, "Let an account sign in again",
			func(ctx context.Context, s identity.Session, in *accountIDInput) (none, error) {
				return none{}, d.Identity.EnableAccount(ctx, s, exam.AccountID(in.ID))
			}),
	}
}

func (d Deps) listAccounts(ctx context.Context, s identity.Session, _ *noInput) (accountsView, error) {
	list, err := d.Identity.ListAccounts(ctx, s)
	var out accountsView
	for _, a := range list {
		out.Accounts = append(out.Accounts, viewAccount(s, a))
	}
	return out, err
}

func (d Deps) createAccount(ctx context.Context, s identity.Session, in *newAccountInput) (newAccountView, error) {
	a, password, err := d.Identity.CreateAccount(ctx, s, identity.Account{
		Username: in.Body.Username, FullName: in.Body.FullName, UnitID: exam.UnitID(in.Body.UnitID),
		Grants: grantsOf(in.Body.Grants),
	})
	return newAccountView{Account: viewAccount(s, a), Password: password}, err
}
