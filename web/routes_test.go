package web_test

import (
	"flag"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/web"
	"khaothi/web/webtest"
)

var update = flag.Bool("update", false, "write golden files anew")

var parameter = regexp.MustCompile(`\{[^}]+\}`)

// open reports whether a row needs no role.
func open(r web.Route) bool { return len(r.Roles) == 1 && (r.Roles[0] == "*" || r.Roles[0] == "+") }

func TestEveryRowNamesItsRoles(t *testing.T) {
	t.Parallel()
	app, err := web.New(web.Config{}, web.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range app.Routes() {
		name := r.Method + " " + r.Path
		if seen[name] {
			t.Errorf("%s stands twice in the table", name)
		}
		seen[name] = true
		if len(r.Roles) == 0 || r.Summary == "" || !strings.HasPrefix(r.Path, "/api/") {
			t.Errorf("%s: no role, no summary or not under /api/", name)
		}
		for _, role := range r.Roles {
			if !open(r) && !slices.Contains(identity.Roles(), role) {
				t.Errorf("%s: %q is no role", name, role)
			}
		}
	}
}

// publicRows are all that somebody who is not signed in can reach.
var publicRows = []string{"GET /api/openapi.json", "GET /api/docs", "POST /api/session"}

func TestTheTableHoldsForEachRoleAndForNobody(t *testing.T) {
	t.Parallel()
	app := webtest.New(t)
	nobody := app.Nobody()
	clients := map[exam.Role]*webtest.Client{}
	for _, role := range identity.Roles() {
		clients[role] = app.Login(t, role)
	}
	for _, row := range app.Web.Routes() {
		path := parameter.ReplaceAllString(row.Path, "x")
		name := row.Method + " " + row.Path
		isPublic := slices.Contains(publicRows, name)
		if got := nobody.Do(t, row.Method, path, nil); (got.Code() == "session.none") == isPublic {
			t.Errorf("%s as nobody: %d %s", name, got.Status, got.Body)
		}
		if name == "DELETE /api/session" {
			continue // would end the sessions that the rest of the walk needs
		}
		for role, client := range clients {
			got := client.Do(t, row.Method, path, nil)
			wantRefused := !open(row) && !slices.Contains(row.Roles, role)
			if refused := got.Status == http.StatusForbidden && got.Code() == "role.forbidden"; refused != wantRefused {
				t.Errorf("%s as %s: %d %s, want refused %v", name, role, got.Status, got.Body, wantRefused)
			}
			if got.Status == http.StatusUnauthorized && !isPublic {
				t.Errorf("%s as %s: not signed in", name, role)
			}
			if row.Method != http.MethodGet && !isPublic {
				client.WithoutCSRF().Do(t, row.Method, path, nil).WantCode(t, http.StatusForbidden, "csrf.token")
			}
		}
	}
}

func TestOpenAPIDocumentIsTheCommittedOne(t *testing.T) {
	t.Parallel()
	app, err := web.New(web.Config{}, web.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	const golden = "ui/openapi.json"
	if *update {
		if err := os.WriteFile(golden, app.OpenAPI(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(app.OpenAPI()) {
		t.Error("web/ui/openapi.json is not what the operations say: run go test ./web -run OpenAPI -update, then npm run generate in web/ui")
	}
}
