package candidate

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/protocol"
)

// A room is one address: 50 machines that are checked a few times in ten
// minutes, and then one in 5 seconds.
const (
	checksAtOnce = 150
	checkEvery   = 5 * time.Second
	maxAddresses = 4096
)

// sampleSize is that of a paper with pictures.
const sampleSize = 1 << 20

// maxBrowser bounds what is kept of a browser's own name, in bytes.
const maxBrowser = 200

// readiness keeps what a machine says of itself. Nobody signs in for it, so it
// is bounded in size and in number, and believed by nobody but the table that
// a board looks at.
func (h *Handler) readiness(w http.ResponseWriter, r *http.Request) {
	address := addressOf(r)
	if wait := h.checks.wait(address, h.now()); wait > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt(int64(wait/time.Second)+1, 10))
		writeError(w, http.StatusTooManyRequests, "readiness.limited", wait.Milliseconds())
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, protocol.MaxReadiness))
	if err != nil {
		writeError(w, http.StatusBadRequest, "message.invalid", 0)
		return
	}
	in, err := protocol.ParseReadiness(body)
	if err != nil {
		writeError(w, http.StatusBadRequest, "message.invalid", 0)
		return
	}
	results, err := json.Marshal(in.Checks)
	if err == nil {
		err = h.machines.KeepMachine(r.Context(), &delivery.MachineCheck{
			Machine: in.Machine, Address: address, Verdict: delivery.Verdict(in.Verdict), Results: results,
			Browser: browserOf(r), At: h.now(),
		})
	}
	if err != nil {
		h.log.Warn("readiness", slog.Any("err", err))
		writeError(w, http.StatusServiceUnavailable, "server.unavailable", 0)
		return
	}
	writeJSON(w, http.StatusOK, struct{}{})
}

// clock says what the server's clock says, to be compared over a few round
// trips.
func (h *Handler) clock(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, struct {
		ServerMS int64 `json:"server_ms"`
	}{h.now().UnixMilli()})
}

// sampleBytes are random, so that nothing on the way makes them smaller.
var sampleBytes = sync.OnceValue(func() []byte {
	b := make([]byte, sampleSize)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return b
})

// sample is as large as a paper, to see how fast one would come.
func (h *Handler) sample(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", strconv.Itoa(sampleSize))
	_, _ = w.Write(sampleBytes()) // the client is gone
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// browserOf is what the browser calls itself, as printable ASCII.
func browserOf(r *http.Request) string {
	name := []byte(r.UserAgent())
	name = name[:min(len(name), maxBrowser)]
	for i, c := range name {
		if c < 0x20 || c > 0x7e {
			name[i] = '?'
		}
	}
	return string(name)
}

// throttle lets each address have checksAtOnce, then one each checkEvery.
type throttle struct {
	mu  sync.Mutex
	due map[string]time.Time // when the address would have used up nothing
}

// wait takes one for the address, or says how long it has to wait.
func (t *throttle) wait(address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.due == nil || len(t.due) >= maxAddresses {
		t.forget(now)
	}
	due := t.due[address]
	if due.Before(now) {
		due = now
	}
	if wait := due.Sub(now) - (checksAtOnce-1)*checkEvery; wait > 0 {
		return wait
	}
	t.due[address] = due.Add(checkEvery)
	return 0
}

// forget drops the addresses that have used up nothing, and all of them where
// that is not enough.
func (t *throttle) forget(now time.Time) {
	for address, due := range t.due {
		if due.Before(now) {
			delete(t.due, address)
		}
	}
	if t.due == nil || len(t.due) >= maxAddresses {
		t.due = map[string]time.Time{}
	}
}
