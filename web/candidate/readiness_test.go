package candidate_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"khaothi/web/candidate"
)

const check = `{"machine":"Máy 07","verdict":"good","checks":{"screen":{"state":"good","value":"1366 × 768"}}}`

// send posts a check from an address.
func send(h http.Handler, address, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/candidate/readiness", strings.NewReader(body))
	r.RemoteAddr = address + ":5000"
	r.Header.Set("User-Agent", "Mozilla/5.0 \x01"+strings.Repeat("x", 500))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestTheCheckOfAMachineIsKept(t *testing.T) {
	t.Parallel()
	p := &papers{}
	if w := send(handler(p), "10.0.0.7", check); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	m := p.kept[0]
	if m.Machine != "Máy 07" || m.Address != "10.0.0.7" || m.Verdict != "good" || m.At.IsZero() ||
		string(m.Results) != `{"screen":{"state":"good","value":"1366 × 768"}}` {
		t.Errorf("kept %+v %s", m, m.Results)
	}
	if len(m.Browser) != 200 || strings.Contains(m.Browser, "\x01") {
		t.Errorf("browser %q", m.Browser)
	}
}

func TestABadCheckIsNotKept(t *testing.T) {
	t.Parallel()
	p := &papers{}
	h := handler(p)
	for _, body := range []string{"", "{", `{"machine":"x"}`, strings.Replace(check, "good", "fine", 1), check + strings.Repeat(" ", 9000), strings.Repeat("[", 9000)} {
		if w := send(h, "10.0.0.7", body); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "message.invalid") {
			t.Errorf("%.40s: %d %s", body, w.Code, w.Body)
		}
	}
	if len(p.kept) != 0 {
		t.Errorf("%d were kept", len(p.kept))
	}
}

func TestAFloodOfChecksIsLimitedPerAddress(t *testing.T) {
	t.Parallel()
	p := &papers{}
	now := time.Date(2026, 6, 25, 8, 0, 0, 0, time.UTC)
	h := candidate.New(node{}, p, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	for range 1000 {
		send(h, "10.0.0.7", check)
	}
	if len(p.kept) != 150 {
		t.Errorf("%d of a thousand were kept, want 150", len(p.kept))
	}
	if w := send(h, "10.0.0.7", check); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("over the limit: %d %v", w.Code, w.Header())
	}
	if w := send(h, "10.0.1.7", check); w.Code != http.StatusOK {
		t.Errorf("another room: %d", w.Code)
	}
	now = now.Add(6 * time.Second)
	if w := send(h, "10.0.0.7", check); w.Code != http.StatusOK {
		t.Errorf("a little later: %d", w.Code)
	}
}

func TestAFloodFromManyAddressesDoesNotFillTheMemory(t *testing.T) {
	t.Parallel()
	p := &papers{}
	now := time.Date(2026, 6, 25, 8, 0, 0, 0, time.UTC)
	h := candidate.New(node{}, p, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	for i := range 20_000 {
		if w := send(h, fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), check); w.Code != http.StatusOK {
			t.Fatalf("address %d: %d", i, w.Code)
		}
	}
	if n := candidate.Addresses(h); n > 4096 {
		t.Errorf("%d addresses are remembered", n)
	}
}

func TestClockAndSample(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_790_000_000_123)
	h := candidate.New(node{}, &papers{}, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/candidate/clock", nil))
	if w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"server_ms":1790000000123}` || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("clock: %d %s %v", w.Code, w.Body, w.Header())
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/candidate/sample", nil))
	if w.Code != 200 || w.Body.Len() != 1<<20 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("sample: %d, %d bytes", w.Code, w.Body.Len())
	}
}
