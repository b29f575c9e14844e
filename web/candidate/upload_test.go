package candidate_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestUpload(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("0a", 32)
	h := handler(&papers{})
	for name, tt := range map[string]struct {
		ticket, field, bytes, file, body string
		status                           int
		code                             string
	}{
		"stored":             {"01:K7QF-2MXA-9RTD", "p9_1", "3", "bài.pdf", "abc", 200, hash + ":3:bài.pdf"},
		"another field":      {"01:K7QF-2MXA-9RTD", "p1_1", "3", "a.pdf", "abc", 400, "field.unknown"},
		"no ticket":          {"", "p9_1", "3", "a.pdf", "abc", 400, "message.invalid"},
		"a wrong ticket":     {"01:XXXX", "p9_1", "3", "a.pdf", "abc", 403, "ticket.wrong"},
		"a path":             {"01:K7QF-2MXA-9RTD", "p9_1", "3", "../a.pdf", "abc", 400, "message.invalid"},
		"more than it says":  {"01:K7QF-2MXA-9RTD", "p9_1", "2", "a.pdf", "abc", 400, "upload.differs"},
		"less than it says":  {"01:K7QF-2MXA-9RTD", "p9_1", "4", "a.pdf", "abc", 400, "upload.differs"},
		"far too large":      {"01:K7QF-2MXA-9RTD", "p9_1", "900000000", "a.pdf", "abc", 413, "upload.too_large"},
		"after the end":      {"01:K7QF-2MXA-9RTD", "p9_1", "3", "late.pdf", "abc", 409, "upload.closed"},
		"nobody can be told": {"03:K7QF-2MXA-9RTD", "p9_1", "3", "a.pdf", "abc", 503, "server.unavailable"},
	} {
		q := url.Values{"field": {tt.field}, "sha256": {hash}, "bytes": {tt.bytes}, "name": {tt.file}}
		r := httptest.NewRequest(http.MethodPost, "/api/candidate/upload?"+q.Encode(), strings.NewReader(tt.body))
		if tt.ticket != "" {
			r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(tt.ticket)))
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.code) {
			t.Errorf("%s: %d %s, want %d %s", name, w.Code, w.Body, tt.status, tt.code)
		}
	}
}
