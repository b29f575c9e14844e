package web

import (
	"context"
	"net/http"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// sessionView is who is signed in, and what the page needs to work for them.
type sessionView struct {
	AccountID         string      `json:"account_id"`
	Username          string      `json:"username"`
	FullName          string      `json:"full_name"`
	Unit              unitView    `json:"unit"`
	Grants            []grantView `json:"grants"`
	PasswordTemporary bool        `json:"password_temporary" doc:"nothing but the password may be changed"`
	CSRF              string      `json:"csrf" doc:"to be sent as X-CSRF-Token with every change"`
	ExpiresAt         time.Time   `json:"expires_at"`
	ServerTime        time.Time   `json:"server_time"`
}

type grantView struct {
	Role     string `json:"role" enum:"admin,teacher,reviewer,board,invigilator,analyst,auditor"`
	UnitID   string `json:"unit_id"`
	UnitName string `json:"unit_name,omitempty" readOnly:"true"`
}

func viewSession(s identity.Session, now time.Time) sessionView {
	v := sessionView{
		AccountID: string(s.Account.ID), Username: s.Account.Username, FullName: s.Account.FullName,
		Grants: viewGrants(s, s.Account.Grants), PasswordTemporary: s.Account.PasswordTemporary,
		CSRF: s.CSRF, ExpiresAt: s.ExpiresAt, ServerTime: now.UTC(),
	}
	if u, ok := s.Unit(s.Account.UnitID); ok {
		v.Unit = viewUnit(u)
	}
	return v
}

func viewGrants(s identity.Session, grants []identity.Grant) []grantView {
	list := make([]grantView, 0, len(grants))
	for _, g := range grants {
		u, _ := s.Unit(g.UnitID) // a foreign key: it is there
		list = append(list, grantView{Role: string(g.Role), UnitID: string(g.UnitID), UnitName: u.Name})
	}
	return list
}

func grantsOf(views []grantView) []identity.Grant {
	grants := make([]identity.Grant, 0, len(views))
	for _, v := range views {
		grants = append(grants, identity.Grant{Role: exam.Role(v.Role), UnitID: exam.UnitID(v.UnitID)})
	}
	return grants
}

type noInput struct{}

type loginInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		Username string `json:"username" maxLength:"256"`
		Password string `json:"password" maxLength:"1024"`
	}
}

type loginOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      sessionView
}

type logoutInput struct {
	Body struct {
		Everywhere bool `json:"everywhere,omitempty" doc:"end every session of the account"`
	}
}

type logoutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

type passwordInput struct {
	Body struct {
		Old string `json:"old" maxLength:"1024"`
		New string `json:"new" maxLength:"1024"`
	}
}

func sessionRoutes(d Deps, cfg Config) []Route {
	login := func(ctx context.Context, s identity.Session, in *loginInput) (*loginOutput, error) {
		token, opened, err := d.Identity.Login(ctx, identity.LoginRequest{
			Username: in.Body.Username, Password: in.Body.Password, IP: s.IP, Agent: in.UserAgent,
		})
		if err != nil {
			return nil, err
		}
		return &loginOutput{SetCookie: cfg.cookie(string(token)), Body: viewSession(opened, d.Now())}, nil
	}
	logout := func(ctx context.Context, s identity.Session, in *logoutInput) (*logoutOutput, error) {
		end := d.Identity.Logout
		if in.Body.Everywhere {
			end = d.Identity.LogoutEverywhere
		}
		if err := end(ctx, s); err != nil {
			return nil, err
		}
		gone := cfg.cookie("")
		gone.MaxAge = -1
		return &logoutOutput{SetCookie: gone}, nil
	}
	return []Route{
		withHeaders(Route{Method: "POST", Path: "/api/session", Roles: anybody, Summary: "Sign in"}, login),
		get("/api/session", signedIn, "Who is signed in",
			func(_ context.Context, s identity.Session, _ *noInput) (sessionView, error) {
				return viewSession(s, d.Now()), nil
			}),
		withHeaders(Route{Method: "DELETE", Path: "/api/session", Roles: signedIn, Summary: "Sign out"}, logout),
		put("/api/session/password", signedIn, "Change one's own password",
			func(ctx context.Context, s identity.Session, in *passwordInput) (none, error) {
				return none{}, d.Identity.ChangePassword(ctx, s, in.Body.Old, in.Body.New)
			}),
	}
}

// cookie is the session's cookie. It ends with the browser; the server ends
// the session earlier.
func (cfg Config) cookie(token string) http.Cookie {
	return http.Cookie{
		Name: cookieName, Value: token, Path: "/", HttpOnly: true, Secure: cfg.SecureCookies,
		SameSite: http.SameSiteStrictMode,
	}
}
