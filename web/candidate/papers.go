package candidate

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"khaothi/internal/fault"
)

// maxCache bounds the papers kept in memory, in bytes. Beyond it the cache
// starts anew: a sitting has few papers, and the waiting room of one fits.
const maxCache = 256 << 20

// paperCache asks the record once per paper, however many candidates wait.
type paperCache struct {
	from Papers
	mu   sync.Mutex
	size int
	all  map[string]*cachedPaper
}

type cachedPaper struct {
	done chan struct{} // closed when blob or err stands
	blob []byte
	err  error
}

func newPaperCache(from Papers) *paperCache {
	return &paperCache{from: from, all: map[string]*cachedPaper{}}
}

// get returns the bytes of a paper. What could not be read is asked for anew
// by the next.
func (c *paperCache) get(ctx context.Context, hash string) ([]byte, error) {
	c.mu.Lock()
	p, ok := c.all[hash]
	if !ok {
		p = &cachedPaper{done: make(chan struct{})}
		c.all[hash] = p
	}
	c.mu.Unlock()
	if !ok {
		c.load(context.WithoutCancel(ctx), hash, p)
	}
	select {
	case <-p.done:
		return p.blob, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *paperCache) load(ctx context.Context, hash string, p *cachedPaper) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	p.blob, p.err = c.from.PaperBytes(ctx, hash)
	c.mu.Lock()
	defer c.mu.Unlock()
	close(p.done)
	if p.err != nil {
		delete(c.all, hash)
		return
	}
	if c.size += len(p.blob); c.size > maxCache {
		c.all, c.size = map[string]*cachedPaper{hash: p}, len(p.blob)
	}
}

// paper serves the bytes of an encrypted paper. Its name is its hash: it never
// changes, and needs no credentials, since it cannot be read without the key.
func (h *Handler) paper(w http.ResponseWriter, r *http.Request) {
	hash := r.PathValue("hash")
	if strings.Trim(hash, "0123456789abcdef") != "" { // PostgreSQL need not see what is no hash
		writeError(w, http.StatusNotFound, "paper.not_found", 0)
		return
	}
	blob, err := h.papers.get(r.Context(), hash)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		writeError(w, http.StatusNotFound, "paper.not_found", 0)
		return
	case err != nil:
		h.log.Warn("paper", slog.String("hash", hash), slog.Any("err", err))
		writeError(w, http.StatusServiceUnavailable, "server.unavailable", 0)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("ETag", `"`+hash+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(blob))
}
