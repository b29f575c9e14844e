package webtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/identity/identitypg"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/web"
)

// Password is that of every account that New makes.
const Password = "mật khẩu thử nghiệm"

// The units that New makes: a Sở, a Phòng under it with a school and a class,
// and a second school beside.
const (
	UnitSo     exam.UnitID = "unit-so"
	UnitPhong  exam.UnitID = "unit-phong"
	UnitSchool exam.UnitID = "unit-truong-a"
	UnitOther  exam.UnitID = "unit-truong-b"
	UnitClass  exam.UnitID = "unit-lop"
)

// App is the app behind a test server.
type App struct {
	URL string
	Web *web.App
	DB  pgdb.Querier
	// Identity is the service behind the app.
	Identity *identity.Service
}

// New starts the app on a database of the test's own, with the units above and
// one account for each role at the Sở, named after the role, and "school" with
// every role at UnitSchool only. with completes the dependencies.
func New(t testing.TB, with ...func(db pgdb.Querier, d *web.Deps)) *App {
	t.Helper()
	pool := testenv.Postgres(t)
	deps := web.Deps{
		Log: slog.New(slog.NewTextHandler(logWriter{t}, nil)), Now: time.Now,
		Identity: identity.New(identitypg.New(pool), identity.DefaultConfig(), time.Now),
		Trail:    audit.NewTrail(pool),
	}
	for _, f := range with {
		f(pool, &deps)
	}
	seed(t, deps.Identity)
	app, err := web.New(web.Config{}, deps)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(app.Close) // before the server's: streams have no end of their own
	return &App{URL: server.URL, Web: app, DB: pool, Identity: deps.Identity}
}

// seed makes the units and the accounts.
func seed(t testing.TB, s *identity.Service) {
	t.Helper()
	units := []identity.Unit{
		{ID: UnitSo, Kind: identity.UnitSo, Code: "SO", Name: "Sở GDĐT"},
		{ID: UnitPhong, ParentID: UnitSo, Kind: identity.UnitPhong, Code: "PHONG", Name: "Phòng GDĐT"},
		{ID: UnitSchool, ParentID: UnitPhong, Kind: identity.UnitTruong, Code: "TRUONG-A", Name: "Trường A"},
		{ID: UnitOther, ParentID: UnitSo, Kind: identity.UnitTruong, Code: "TRUONG-B", Name: "Trường B"},
		{ID: UnitClass, ParentID: UnitSchool, Kind: identity.UnitLop, Code: "LOP", Name: "12A1"},
	}
	school := identity.Account{ID: "account-school", Username: "school", FullName: "Người của trường", UnitID: UnitSchool}
	var accounts []identity.Account
	for _, role := range identity.Roles() {
		accounts = append(accounts, identity.Account{
			ID: exam.AccountID("account-" + role), Username: string(role), FullName: "Người " + string(role), UnitID: UnitSo,
			Grants: []identity.Grant{{Role: role, UnitID: UnitSo}},
		})
		school.Grants = append(school.Grants, identity.Grant{Role: role, UnitID: UnitSchool})
	}
	err := s.Seed(t.Context(), units, append(accounts, school), func(identity.Account) string { return Password })
	if err != nil {
		t.Fatalf("seed accounts: %v", err)
	}
}

// logWriter sends the app's log to the test's.
type logWriter struct{ t testing.TB }

func (w logWriter) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// Client is a browser, signed in or not.
type Client struct {
	app    *App
	cookie *http.Cookie
	csrf   string
	ctx    context.Context //nolint:containedctx // of the streams that it opens; nil: the test's
}

// Nobody is a browser that is not signed in.
func (a *App) Nobody() *Client { return &Client{app: a} }

// Login is a browser in which the account of a role (or "school") is signed in.
func (a *App) Login(t testing.TB, role exam.Role) *Client {
	t.Helper()
	return a.LoginAs(t, string(role), Password)
}

// LoginAs is a browser in which somebody signed in.
func (a *App) LoginAs(t testing.TB, username, password string) *Client {
	t.Helper()
	c := a.Nobody()
	res := c.Do(t, http.MethodPost, "/api/session", map[string]string{"username": username, "password": password})
	var session struct {
		CSRF string `json:"csrf"`
	}
	res.Want(t, http.StatusOK, &session)
	for _, cookie := range res.Cookies {
		if cookie.Name == "kt_session" {
			c.cookie, c.csrf = cookie, session.CSRF
		}
	}
	if c.cookie == nil || c.csrf == "" {
		t.Fatalf("sign in %s: no cookie or no CSRF token", username)
	}
	return c
}

// WithoutCSRF is the same browser as another site would make it ask.
func (c *Client) WithoutCSRF() *Client { return &Client{app: c.app, cookie: c.cookie} }

// WithContext is the same browser, whose streams end with ctx.
func (c *Client) WithContext(ctx context.Context) *Client {
	with := *c
	with.ctx = ctx
	return &with
}

// Open asks for a stream, which ends with the test at the latest.
func (c *Client) Open(t testing.TB, path string) *http.Response {
	t.Helper()
	ctx := c.ctx
	if ctx == nil {
		ctx = t.Context()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.app.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.cookie != nil {
		req.AddCookie(c.cookie)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() }) // the test is over
	return res
}

// Response is an answer with its body read.
type Response struct {
	Status  int
	Header  http.Header
	Cookies []*http.Cookie
	Body    []byte
	what    string
}

// Do sends body as JSON, unless it is nil, and reads the answer.
func (c *Client) Do(t testing.TB, method, path string, body any) *Response {
	t.Helper()
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(b)
	}
	return c.send(t, method, path, "application/json", in)
}

// Upload sends a file as the browser does, with fields before it.
func (c *Client) Upload(t testing.TB, path, name string, data []byte, fields map[string]string) *Response {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := form.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data) // a buffer takes everything
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return c.send(t, http.MethodPost, path, form.FormDataContentType(), &b)
}

func (c *Client) send(t testing.TB, method, path, mediaType string, body io.Reader) *Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, c.app.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", mediaType)
	}
	if c.csrf != "" {
		req.Header.Set("X-CSRF-Token", c.csrf)
	}
	if c.cookie != nil {
		req.AddCookie(c.cookie)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }() // read to its end
	out, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &Response{
		Status: res.StatusCode, Header: res.Header, Cookies: res.Cookies(), Body: out, what: method + " " + path,
	}
}

// Want fails the test unless the status is status, and reads the body into
// out, unless that is nil.
func (r *Response) Want(t testing.TB, status int, out any) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("%s: %d, want %d: %s", r.what, r.Status, status, r.Body)
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal(r.Body, out); err != nil {
		t.Fatalf("%s: %v in %s", r.what, err, r.Body)
	}
}

// Code is the code of an error answer, or "".
func (r *Response) Code() string {
	var e struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(r.Body, &e) != nil {
		return ""
	}
	return e.Code
}

// WantCode fails the test unless the answer is this error.
func (r *Response) WantCode(t testing.TB, status int, code string) {
	t.Helper()
	if r.Status != status || r.Code() != code {
		t.Errorf("%s: %d %s, want %d %s", r.what, r.Status, r.Body, status, code)
	}
}
