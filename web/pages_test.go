package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// frontEnd is an app that serves a small front end from a folder.
func frontEnd(t *testing.T) http.Handler {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html":       `<meta name="csp-nonce" content="__CSP_NONCE__"><title>staff</title>`,
		"thi.html":         `<title>candidate</title>`,
		"assets/app-1.js":  strings.Repeat("let x = 1;\n", 500),
		"assets/tiny-1.js": "1",
		"../secret.txt":    "outside",
	} {
		file := filepath.Join(dir, "dist", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	app, err := New(Config{UIDir: filepath.Join(dir, "dist")}, Deps{})
	if err != nil {
		t.Fatal(err)
	}
	return app.Handler()
}

func fetch(t *testing.T, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var nonceIn = regexp.MustCompile(`content="([^"]+)"`)

func TestEachPageHasANonceOfItsOwn(t *testing.T) {
	t.Parallel()
	h := frontEnd(t)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/quan-tri/don-vi", "/ky-thi/../", "/index.html"} {
		w := fetch(t, h, path)
		m := nonceIn.FindStringSubmatch(w.Body.String())
		if w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently {
			continue // the mux cleans addresses first
		}
		if m == nil || seen[m[1]] || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+m[1]+"'") {
			t.Errorf("%s: page %q with policy %q", path, w.Body, w.Header().Get("Content-Security-Policy"))
			continue
		}
		seen[m[1]] = true
	}
	if len(seen) < 3 {
		t.Errorf("%d nonces for at least three pages", len(seen))
	}
}

func TestCandidatesHaveTheirOwnPage(t *testing.T) {
	t.Parallel()
	h := frontEnd(t)
	for _, path := range []string{"/thi", "/thi/01000001"} {
		if w := fetch(t, h, path); !strings.Contains(w.Body.String(), "candidate") {
			t.Errorf("%s serves %q", path, w.Body)
		}
	}
	policy := fetch(t, h, "/thi", "X", "y").Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "ws://example.com") {
		t.Errorf("older browsers need the websocket's address in %q", policy)
	}
}

func TestAssetsArePackedAndStayInTheirFolder(t *testing.T) {
	t.Parallel()
	h := frontEnd(t)
	w := fetch(t, h, "/assets/app-1.js", "Accept-Encoding", "gzip, br")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || len(text) != 5500 {
		t.Errorf("%d bytes after unpacking, %v", len(text), err)
	}
	if w := fetch(t, h, "/assets/app-1.js"); w.Header().Get("Content-Encoding") != "" || w.Body.Len() != 5500 {
		t.Errorf("a browser without gzip got %v", w.Header())
	}
	if w := fetch(t, h, "/assets/tiny-1.js", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("one byte was packed")
	}
	if w := fetch(t, h, "/assets/none.js"); w.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d %q", w.Code, w.Body)
	}
	for _, path := range []string{"/assets/..%2f..%2fsecret.txt", "/..%2fsecret.txt", "/assets/"} {
		if w := fetch(t, h, path); !strings.Contains(w.Body.String(), "<title>staff") {
			t.Errorf("%s: %d %q, want the staff page", path, w.Code, w.Body)
		}
	}
}

func TestHostsThatCannotStandInAPolicyStayOut(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"192.168.1.5:8080": true, "[::1]:80": true, "thi.sogddt.vn": true,
		"x; script-src *": false, "a'b": false, "": false,
	} {
		if got := strings.Contains(policy("n", host), "ws://"); got != want {
			t.Errorf("policy for host %q names it: %v, want %v", host, got, want)
		}
	}
}

func TestNotNullMakesEmptyLists(t *testing.T) {
	t.Parallel()
	type inner struct{ List []string }
	v := struct {
		A []inner
		B *inner
		C inner
		D []byte
	}{A: []inner{{}}, B: &inner{}}
	notNull(reflect.ValueOf(&v))
	if v.A[0].List == nil || v.B.List == nil || v.C.List == nil {
		t.Errorf("a list stayed null: %+v", v)
	}
	if v.D != nil {
		t.Error("bytes are text in JSON and stay as they are")
	}
}
