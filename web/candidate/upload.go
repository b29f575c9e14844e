package candidate

import (
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"khaothi/delivery"
	"khaothi/internal/fault"
)

// Bounds of handing a file in: how many at once on one node, and how long one
// may take on a slow network.
const (
	uploadsAtOnce = 64
	uploadTime    = 5 * time.Minute
)

// upload takes a file that an answer will name: see "Files" in docs/protocol.md.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) {
	claim, ok := claimOf(r)
	q := r.URL.Query()
	u, err := delivery.ParseUpload(q.Get("sha256") + ":" + q.Get("bytes") + ":" + q.Get("name"))
	if !ok || err != nil {
		writeError(w, http.StatusBadRequest, "message.invalid", 0)
		return
	}
	if u.Bytes > delivery.MaxUpload {
		writeError(w, http.StatusRequestEntityTooLarge, delivery.ErrUploadLarge.Code, 0)
		return
	}
	select {
	case h.uploading <- struct{}{}:
		defer func() { <-h.uploading }()
	default:
		writeError(w, http.StatusServiceUnavailable, "server.busy", 2000)
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(h.now().Add(uploadTime)) // not every writer has one
	body := http.MaxBytesReader(w, r.Body, u.Bytes+1)
	if err := h.node.Receive(r.Context(), claim, q.Get("field"), u, body); err != nil {
		h.refuseUpload(w, err)
		return
	}
	writeJSON(w, http.StatusOK, struct {
		Value string `json:"value"`
	}{u.String()})
}

// claimOf reads the ticket from the header; a number may hold a colon, a code
// does not.
func claimOf(r *http.Request) (*delivery.Claim, bool) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Basic ")
	b, err := base64.StdEncoding.DecodeString(text)
	cut := strings.LastIndexByte(string(b), ':')
	if !ok || err != nil || cut < 1 {
		return nil, false
	}
	return &delivery.Claim{Number: string(b[:cut]), Code: string(b[cut+1:])}, true
}

func (h *Handler) refuseUpload(w http.ResponseWriter, err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		h.log.Warn("upload", slog.Any("err", err))
		writeError(w, http.StatusServiceUnavailable, "server.unavailable", 0)
		return
	}
	switch f.Code {
	case delivery.ErrUploadLarge.Code:
		writeError(w, http.StatusRequestEntityTooLarge, f.Code, 0)
	case delivery.ErrUploadClosed.Code:
		writeError(w, http.StatusConflict, f.Code, 0)
	default:
		h.refuse(w, err)
	}
}

// uploadRoute is where files come in.
const uploadRoute = "POST /api/candidate/upload"
