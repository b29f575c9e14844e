package web_test

import (
	"net/http"
	"strings"
	"testing"

	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	c := app.Login(t, exam.RoleTeacher)
	var me struct {
		Username string `json:"username"`
		Grants   []struct {
			Role     string `json:"role"`
			UnitName string `json:"unit_name"`
		} `json:"grants"`
	}
	c.Do(t, http.MethodGet, "/api/session", nil).Want(t, http.StatusOK, &me)
	if me.Username != "teacher" || len(me.Grants) != 1 || me.Grants[0].UnitName != "Sở GDĐT" {
		t.Errorf("session = %+v", me)
	}
	c.Do(t, http.MethodDelete, "/api/session", map[string]any{}).Want(t, http.StatusNoContent, nil)
	c.Do(t, http.MethodGet, "/api/session", nil).WantCode(t, http.StatusUnauthorized, "session.none")
}

func TestSessionCookieIsOutOfReach(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	res := app.Nobody().Do(t, http.MethodPost, "/api/session", map[string]string{"username": "admin", "password": webtest.Password})
	res.Want(t, http.StatusOK, nil)
	if len(res.Cookies) != 1 {
		t.Fatalf("cookies = %v", res.Cookies)
	}
	c := res.Cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure || c.Path != "/" {
		t.Errorf("cookie = %+v", c)
	}
	if strings.Contains(string(res.Body), c.Value) || strings.Contains(string(res.Body), "argon2") {
		t.Errorf("the answer says the token or a hash: %s", res.Body)
	}
}

func TestErrorsHaveOneShape(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	nobody, admin := app.Nobody(), app.Login(t, exam.RoleAdmin)
	for _, tt := range []struct {
		name   string
		res    *webtest.Response
		status int
		code   string
	}{
		{"wrong password", nobody.Do(t, "POST", "/api/session", map[string]string{"username": "admin", "password": "x"}), 401, "login.wrong"},
		{"a field is missing", nobody.Do(t, "POST", "/api/session", map[string]string{"username": "admin"}), 422, "request.invalid"},
		{"a field too many", nobody.Do(t, "POST", "/api/session", map[string]string{"username": "a", "password": "b", "c": "d"}), 422, "request.invalid"},
		{"not the right type", nobody.Do(t, "POST", "/api/session", []int{1}), 422, "request.invalid"},
		{"no such address", admin.Do(t, "GET", "/api/nothing", nil), 404, "address.unknown"},
		{"no such method", admin.Do(t, "PATCH", "/api/session", nil), 405, "method.unknown"},
		{"too large", nobody.Do(t, "POST", "/api/session", strings.Repeat("x", 3<<20)), 413, "request.too_large"},
		{"not there", admin.Do(t, "POST", "/api/accounts/x/disable", nil), 404, "account.not_found"},
		{"an enum", admin.Do(t, "GET", "/api/units?role=king", nil), 422, "request.invalid"},
	} {
		if tt.res.Status != tt.status || tt.res.Code() != tt.code || !strings.Contains(string(tt.res.Body), `"detail":{`) {
			t.Errorf("%s: %d %s, want %d %s", tt.name, tt.res.Status, tt.res.Body, tt.status, tt.code)
		}
	}
	res := nobody.Do(t, "POST", "/api/session", map[string]any{"username": 1, "password": "bí mật của tôi"})
	if strings.Contains(string(res.Body), "bí mật") {
		t.Errorf("the answer repeats a password: %s", res.Body)
	}
}

func TestOtherSitesMayNotAsk(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	for _, tt := range []struct {
		header, value string
		want          int
	}{
		{"Origin", "http://evil.example", http.StatusForbidden},
		{"Origin", "null", http.StatusForbidden},
		{"Origin", app.URL, http.StatusUnauthorized},
		{"Sec-Fetch-Site", "cross-site", http.StatusForbidden},
		{"Sec-Fetch-Site", "same-origin", http.StatusUnauthorized},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, app.URL+"/api/session",
			strings.NewReader(`{"username":"admin","password":"x"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set(tt.header, tt.value)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close() // not read
		if res.StatusCode != tt.want {
			t.Errorf("%s: %s gives %d, want %d", tt.header, tt.value, res.StatusCode, tt.want)
		}
	}
}

func TestTemporaryPasswordMustBeChangedFirst(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	admin := app.Login(t, exam.RoleAdmin)
	var made struct {
		Account  struct{ ID string }
		Password string
	}
	admin.Do(t, "POST", "/api/accounts", map[string]any{
		"username": "moi", "full_name": "Người Mới", "unit_id": webtest.UnitSo,
		"grants": []map[string]any{{"role": "auditor", "unit_id": webtest.UnitSo}},
	}).Want(t, http.StatusOK, &made)
	c := app.LoginAs(t, "moi", made.Password)
	c.Do(t, "GET", "/api/audit", nil).WantCode(t, http.StatusForbidden, "password.temporary")
	c.Do(t, "PUT", "/api/session/password", map[string]string{"old": made.Password, "new": "mật khẩu của riêng tôi"}).
		Want(t, http.StatusNoContent, nil)
	var trail struct {
		Entries []struct {
			Action string
			Detail any
		}
	}
	c.Do(t, "GET", "/api/audit?limit=1", nil).Want(t, http.StatusOK, &trail)
	if len(trail.Entries) != 1 || trail.Entries[0].Action != "account.password" {
		t.Errorf("trail = %+v", trail)
	}
	var verified struct {
		Intact bool
		Rows   int64
	}
	c.Do(t, "POST", "/api/audit/verify", nil).Want(t, http.StatusOK, &verified)
	if !verified.Intact || verified.Rows < 10 {
		t.Errorf("verify = %+v", verified)
	}
}

func TestSchoolAdministersOnlyItself(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	school := app.LoginAs(t, "school", webtest.Password)
	var out struct {
		Units []struct{ ID string }
	}
	school.Do(t, "GET", "/api/units?role=admin", nil).Want(t, http.StatusOK, &out)
	if len(out.Units) != 2 {
		t.Errorf("units of a school = %+v, want itself and its class", out.Units)
	}
	school.Do(t, "POST", "/api/units", map[string]any{"parent_id": webtest.UnitOther, "kind": "lop", "code": "X", "name": "X"}).
		WantCode(t, http.StatusForbidden, "unit.forbidden")
	school.Do(t, "POST", "/api/units", map[string]any{"parent_id": webtest.UnitSchool, "kind": "lop", "code": "X", "name": "X"}).
		Want(t, http.StatusOK, nil)
	school.Do(t, "POST", "/api/accounts/account-admin/password", nil).WantCode(t, http.StatusForbidden, "unit.forbidden")
}

// TestAUnitKeepsTheKindThatIsNotSaid: a change that leaves school_kind out does
// not clear it; an empty one does.
func TestAUnitKeepsTheKindThatIsNotSaid(t *testing.T) {
	t.Parallel()
	admin := webtest.New(t).LoginAs(t, "admin", webtest.Password)
	for _, tt := range []struct {
		name string
		body map[string]any
		want string
	}{
		{"said", map[string]any{"code": "TRUONG-A", "name": "Trường A", "school_kind": "gifted"}, "gifted"},
		{"left out", map[string]any{"code": "TRUONG-A", "name": "Trường A mới"}, "gifted"},
		{"empty", map[string]any{"code": "TRUONG-A", "name": "Trường A mới", "school_kind": ""}, ""},
	} {
		admin.Do(t, "PUT", "/api/units/"+string(webtest.UnitSchool), tt.body).Want(t, http.StatusNoContent, nil)
		var out struct {
			Units []struct {
				ID, Name string
				School   string `json:"school_kind"`
			}
		}
		admin.Do(t, "GET", "/api/units", nil).Want(t, http.StatusOK, &out)
		for _, u := range out.Units {
			if u.ID == string(webtest.UnitSchool) && (u.School != tt.want || u.Name != tt.body["name"]) {
				t.Errorf("%s: %+v, want the kind %q", tt.name, u, tt.want)
			}
		}
	}
	admin.Do(t, "PUT", "/api/units/none", map[string]any{"code": "X", "name": "X"}).WantCode(t, http.StatusNotFound, "unit.not_found")
}

func TestPagesCarryAStrictPolicy(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	for _, path := range []string{"/", "/thi", "/quan-tri/tai-khoan"} {
		res := app.Nobody().Do(t, http.MethodGet, path, nil)
		if res.Status == http.StatusServiceUnavailable {
			continue // the front end is not built here; make test builds it first
		}
		// Style attributes alone may stand in a page: formulas need them.
		policy := strings.Replace(res.Header.Get("Content-Security-Policy"), "style-src-attr 'unsafe-inline'; ", "", 1)
		if !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if strings.Contains(string(res.Body), "<script>") || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: an inline script, or sniffing allowed", path)
		}
	}
	docs := app.Nobody().Do(t, http.MethodGet, "/api/docs", nil)
	docs.Want(t, http.StatusOK, nil)
	if strings.Contains(string(docs.Body), "<script") || strings.Contains(string(docs.Body), "http") {
		t.Error("the page of the API loads something from outside")
	}
}

func TestAnAuditorOfASchoolDoesNotReadTheProvincesTrail(t *testing.T) {
	t.Parallel()
	c := webtest.New(t).Login(t, "school") // has every role, there
	c.Do(t, "GET", "/api/audit", nil).WantCode(t, http.StatusForbidden, "audit.whole")
	c.Do(t, "POST", "/api/audit/verify", nil).WantCode(t, http.StatusForbidden, "audit.whole")
}
