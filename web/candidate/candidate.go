package candidate

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/protocol"
	"khaothi/internal/fault"
)

// maxBody bounds the body of a request, in bytes.
const maxBody = 4 << 10

// Identifier says whose ticket it is, and takes files: a delivery.Node.
type Identifier interface {
	Identify(ctx context.Context, c *delivery.Claim) (*delivery.Attempt, *delivery.Sitting, error)
	Receive(ctx context.Context, c *delivery.Claim, field string, u delivery.Upload, r io.Reader) error
}

// Papers reads encrypted papers: a delivery.Register.
type Papers interface {
	PaperBytes(ctx context.Context, hash string) ([]byte, error)
}

// Record is what of the record candidates reach: a deliverypg.Store.
type Record interface {
	Papers
	// KeepMachine is that of delivery.Machines.
	KeepMachine(ctx context.Context, m *delivery.MachineCheck) error
}

// Handler serves what is under /api/candidate/, and GET /papers/{hash}.
type Handler struct {
	mux      *http.ServeMux
	node     Identifier
	papers   *paperCache
	machines Record
	checks   throttle
	now      func() time.Time
	log      *slog.Logger

	uploading chan struct{} // a place for each file that is coming in
}

// New returns a Handler.
func New(node Identifier, record Record, now func() time.Time, log *slog.Logger) *Handler {
	h := &Handler{mux: http.NewServeMux(), node: node, papers: newPaperCache(record), machines: record, now: now, log: log}
	h.uploading = make(chan struct{}, uploadsAtOnce)
	h.mux.HandleFunc(uploadRoute, h.upload)
	h.mux.HandleFunc("POST /api/candidate/identify", h.identify)
	h.mux.HandleFunc("POST /api/candidate/readiness", h.readiness)
	h.mux.HandleFunc("GET /api/candidate/clock", h.clock)
	h.mux.HandleFunc("GET /api/candidate/sample", h.sample)
	h.mux.HandleFunc("GET /papers/{hash}", h.paper)
	return h
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// identity is what the candidate is asked to confirm.
type identity struct {
	Number    string `json:"number"`
	Name      string `json:"name"`
	BirthDate string `json:"birth_date"`
	Sitting   string `json:"sitting"`
	Title     string `json:"sitting_name"`
	Subject   string `json:"subject"`
	Room      string `json:"room"`
	Seat      string `json:"seat"`
	State     string `json:"state"`
	StartsIn  int64  `json:"starts_in_ms"`
	Paper     string `json:"paper"`
	Practice  bool   `json:"practice"`
}

func (h *Handler) identify(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		writeError(w, http.StatusBadRequest, "message.invalid", 0)
		return
	}
	in, err := protocol.ParseIdentify(body)
	if err != nil {
		writeError(w, http.StatusBadRequest, "message.invalid", 0)
		return
	}
	a, s, err := h.node.Identify(r.Context(), &delivery.Claim{Number: in.Number, Code: in.Code})
	if err == nil && in.Sitting != "" && in.Sitting != string(a.Sitting) {
		err = delivery.ErrTicketOtherSitting
	}
	if err != nil {
		h.refuse(w, err)
		return
	}
	now := h.now()
	out := identity{
		Number: a.Number, Name: a.Name, BirthDate: a.BirthDate, Sitting: string(s.ID), Title: s.Name, Subject: s.Subject,
		Room: a.Room, Seat: a.Seat, State: stateOf(a, s, now), Paper: a.Paper,
		Practice: s.Practice,
	}
	if out.State == "waiting" && s.Planned.After(now) {
		out.StartsIn = s.Planned.Sub(now).Milliseconds()
	}
	writeJSON(w, http.StatusOK, out)
}

func stateOf(a *delivery.Attempt, s *delivery.Sitting, now time.Time) string {
	switch {
	case a.Sealed():
		return "sealed"
	case s.Running(now):
		return "running"
	}
	return "waiting"
}

func (h *Handler) refuse(w http.ResponseWriter, err error) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Unavailable {
		h.log.Warn("identify", slog.Any("err", err))
		writeError(w, http.StatusServiceUnavailable, "server.unavailable", 0)
		return
	}
	retry, _ := f.Detail["retry_ms"].(int64)
	status := http.StatusForbidden
	if f.Kind == fault.Invalid {
		status = http.StatusBadRequest
	}
	if retry > 0 {
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.FormatInt((retry+999)/1000, 10))
	}
	writeError(w, status, f.Code, retry)
}

func writeError(w http.ResponseWriter, status int, code string, retryMS int64) {
	writeJSON(w, status, struct {
		Code    string `json:"code"`
		RetryMS int64  `json:"retry_ms"`
	}{code, retryMS})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client is gone
}
