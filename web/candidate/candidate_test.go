package candidate_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/web/candidate"
)

// node knows one ticket, and is asked too often for another number.
type node struct{}

func (node) Identify(_ context.Context, c *delivery.Claim) (*delivery.Attempt, *delivery.Sitting, error) {
	switch {
	case c.Number == "02":
		return nil, nil, delivery.ErrTicketLimited.With("retry_ms", int64(1500))
	case c.Number == "03":
		return nil, nil, delivery.ErrUnavailable
	case c.Number == "04\x00":
		return nil, nil, delivery.ErrMessageInvalid
	case c.Code != "K7QF-2MXA-9RTD":
		return nil, nil, delivery.ErrTicketWrong
	}
	a := &delivery.Attempt{ID: "a1", Sitting: "s1", Number: "01", Name: "An", BirthDate: "2008-02-29", Room: "P01", Seat: "3", Paper: "h"}
	return a, &delivery.Sitting{ID: "s1", Name: "Ca 1", Subject: "Toán", State: exam.SittingOpen}, nil
}

func (n node) Receive(ctx context.Context, c *delivery.Claim, field string, u delivery.Upload, r io.Reader) error {
	if _, _, err := n.Identify(ctx, c); err != nil {
		return err
	}
	b, err := io.ReadAll(r)
	switch {
	case err != nil:
		return err
	case field != "p9_1":
		return delivery.ErrFieldUnknown
	case int64(len(b)) != u.Bytes:
		return delivery.ErrUploadDiffer
	case u.Name == "late.pdf":
		return delivery.ErrUploadClosed
	}
	return nil
}

// papers counts how often it is asked, and keeps the checks of machines.
type papers struct {
	asked int
	kept  []*delivery.MachineCheck
}

func (p *papers) KeepMachine(_ context.Context, m *delivery.MachineCheck) error {
	p.kept = append(p.kept, m)
	return nil
}

func (p *papers) PaperBytes(_ context.Context, hash string) ([]byte, error) {
	p.asked++
	if hash != "abc" {
		return nil, fault.New(fault.NotFound, "row.not_found")
	}
	return []byte("ciphertext"), nil
}

func handler(p *papers) http.Handler {
	return candidate.New(node{}, p, time.Now, slog.New(slog.DiscardHandler))
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body   string
		status int
		want   string
	}{
		{`{"number":"01","code":"K7QF-2MXA-9RTD"}`, 200, `"name":"An"`},
		{`{"number":"01","code":"K7QF-2MXA-9RTD"}`, 200, `"state":"waiting"`},
		{`{"number":"01","code":"AAAA"}`, 403, `"code":"ticket.wrong"`},
		{`{"number":"01","code":"K7QF-2MXA-9RTD","sitting":"s2"}`, 403, `"code":"ticket.other_sitting"`},
		{`{"number":"02","code":"AAAA"}`, 429, `"retry_ms":1500`},
		{`{"number":"03","code":"AAAA"}`, 503, `"code":"server.unavailable"`},
		{`{"number":"04\u0000","code":"AAAA"}`, 400, `"code":"message.invalid"`},
		{`{"Number":"01","Code":"K7QF-2MXA-9RTD"}`, 400, `"code":"message.invalid"`},
		{`{"number":"01","CODE":"K7QF-2MXA-9RTD"}`, 400, `"code":"message.invalid"`},
		{`{"number":"01","Number":"02","code":"K7QF-2MXA-9RTD","CODE":"AAAA"}`, 200, `"name":"An"`},
		{`{"number":"01","number":"01","code":"K7QF-2MXA-9RTD"}`, 400, `"code":"message.invalid"`},
		{`{"number":"01","code":null}`, 400, `"code":"message.invalid"`},
		{`{"number":"01","code":"K7QF-2MXA-9RTD","sitting":null}`, 200, `"name":"An"`},
		{`{"number":"01","code":"K7QF-2MXA-9RTD"}{}`, 400, `"code":"message.invalid"`},
		{"{\"number\":\"01\",\"code\":\"\xff\"}", 400, `"code":"message.invalid"`},
		{`{"number":1}`, 400, `"code":"message.invalid"`},
		{`{"number":"` + strings.Repeat("1", 5000) + `"}`, 400, `"code":"message.invalid"`},
	} {
		w := httptest.NewRecorder()
		handler(&papers{}).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/candidate/identify", strings.NewReader(tt.body)))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%.60s: %d %s, want %d %s", tt.body, w.Code, w.Body, tt.status, tt.want)
		}
	}
}

func TestPapersAreReadOnceAndNeverChange(t *testing.T) {
	t.Parallel()
	p := &papers{}
	h := handler(p)
	for range 3 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/papers/abc", nil))
		if w.Code != 200 || w.Body.String() != "ciphertext" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("paper: %d %v", w.Code, w.Header())
		}
	}
	if p.asked != 1 {
		t.Errorf("the record was asked %d times", p.asked)
	}
	r := httptest.NewRequest(http.MethodGet, "/papers/abc", nil)
	r.Header.Set("If-None-Match", `"abc"`)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusNotModified {
		t.Errorf("the paper that the browser has: %d", w.Code)
	}
	for _, name := range []string{"abd", "xyz", "ab%00", "%ff"} {
		w = httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/papers/"+name, nil))
		if w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("no such paper %s: %d %v", name, w.Code, w.Header())
		}
	}
	if p.asked != 2 {
		t.Errorf("the record was asked %d times, for names that are no hash too", p.asked)
	}
}
