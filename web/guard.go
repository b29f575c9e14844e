package web

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// cookieName is the cookie of a staff session.
const cookieName = "kt_session"

// csrfHeader must repeat what /api/session told, in each request that changes
// something.
const csrfHeader = "X-CSRF-Token"

// knock is what the guard looks at, from Fiber or from net/http.
type knock struct {
	method, path, host, remote string
	token, csrf, origin, site  string
}

func knockOf(r *http.Request) knock {
	k := knock{
		method: r.Method, path: r.URL.Path, host: r.Host, remote: r.RemoteAddr, csrf: r.Header.Get(csrfHeader),
		origin: r.Header.Get("Origin"), site: r.Header.Get("Sec-Fetch-Site"),
	}
	if c, err := r.Cookie(cookieName); err == nil {
		k.token = c.Value
	}
	return k
}

// admit decides whether who knocks may use a row. The errors, in this order:
// another site asks (403 csrf.origin), nobody is signed in (401 session.none),
// the CSRF token is missing (403 csrf.token), a temporary password was not
// changed yet (403 password.temporary), no role of the row (403
// role.forbidden).
func (a *App) admit(ctx context.Context, row *Route, k knock) (identity.Session, error) {
	changes := k.method != http.MethodGet && k.method != http.MethodHead
	if changes && !a.sameSite(k) {
		return identity.Session{}, fault.New(fault.Forbidden, "csrf.origin")
	}
	if slices.Equal(row.Roles, anybody) {
		return identity.Session{IP: hostOf(k.remote)}, nil
	}
	s, err := a.deps.Identity.Authenticate(ctx, identity.Token(k.token), hostOf(k.remote))
	if err != nil {
		return identity.Session{}, err
	}
	if changes && subtle.ConstantTimeCompare([]byte(k.csrf), []byte(s.CSRF)) != 1 {
		return identity.Session{}, fault.New(fault.Forbidden, "csrf.token")
	}
	if slices.Equal(row.Roles, signedIn) {
		return s, nil
	}
	if s.Account.PasswordTemporary {
		return identity.Session{}, fault.New(fault.Forbidden, "password.temporary")
	}
	if !s.Has(row.Roles...) {
		return identity.Session{}, fault.New(fault.Forbidden, "role.forbidden")
	}
	return s, nil
}

// sameSite reports whether a browser's request comes from our own pages. Who
// sends neither header is no browser; the cookie is SameSite as well.
func (a *App) sameSite(k knock) bool {
	if k.origin == "" {
		return k.site == "" || k.site == "same-origin" || k.site == "none"
	}
	u, err := url.Parse(k.origin)
	return err == nil && u.Host != "" && (u.Host == k.host || slices.Contains(a.cfg.Hosts, u.Host))
}

// hostOf drops the port of a remote address.
func hostOf(addr string) string {
	if host, _, err := net.SplitHostPort(addr); err == nil {
		return host
	}
	return addr
}

// The roles of rows that need none. They are never granted, so a row that
// holds one beside a real role is refused by the test of the table.
var (
	anybody  = []exam.Role{"*"} // signed in or not
	signedIn = []exam.Role{"+"} // any account, also with a temporary password
)
