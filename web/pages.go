package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"

	"khaothi/web/ui"
)

// pages serves the front end: index.html for every address that is not a
// file, so that links into the staff pages work, and thi.html for candidates.
type pages struct {
	files fs.FS
	dev   bool // read from disk each time
	mu    sync.Mutex
	cache map[string]asset
}

// asset is a file of the front end, packed once.
type asset struct {
	plain, packed []byte // packed is nil where packing does not pay
	mediaType     string
}

func newPages(dir string) (*pages, error) {
	p := &pages{files: ui.Dist(), cache: map[string]asset{}}
	if dir != "" {
		if _, err := os.Stat(dir); err != nil {
			return nil, fmt.Errorf("front end on disk: %w", err)
		}
		p.files, p.dev = os.DirFS(dir), true
	}
	return p, nil
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case name == "thi" || strings.HasPrefix(name, "thi/"):
		p.page(w, r, "thi.html")
	case strings.HasPrefix(name, "assets/"), name == "favicon.svg":
		p.asset(w, r, name)
	default:
		p.page(w, r, "index.html")
	}
}

// nonceMark stands in index.html where the nonce of the answer goes.
var nonceMark = []byte("__CSP_NONCE__")

// page sends an HTML page with a fresh nonce and its security policy.
func (p *pages) page(w http.ResponseWriter, r *http.Request, name string) {
	a, err := p.load(name)
	if err != nil {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("Giao diện chưa được dựng (the front end is not built): make ui\n")) // the browser is gone
		return
	}
	nonce := newNonce()
	h := w.Header()
	h.Set("Content-Security-Policy", policy(nonce, r.Host))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", a.mediaType)
	_, _ = w.Write(bytes.ReplaceAll(a.plain, nonceMark, []byte(nonce))) // the browser is gone
}

// plainHost is a host name and port that may stand in a policy.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.\-\[\]:]{1,260}$`)

// policy allows our own files, styles that carry the nonce (antd makes some
// while it runs), and pictures and fonts that came inside a paper. Older
// browsers do not count websockets as 'self'.
func policy(nonce, host string) string {
	connect := "'self'"
	if plainHost.MatchString(host) {
		connect += " ws://" + host + " wss://" + host
	}
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; " +
		"style-src-attr 'unsafe-inline'; " + // KaTeX sizes roots and arrows with style attributes; content has none
		"img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; connect-src " + connect +
		"; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

func newNonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return base64.RawStdEncoding.EncodeToString(b[:])
}

// asset sends a script, a style or a font. Their names change with their
// content, so browsers keep them for good.
func (p *pages) asset(w http.ResponseWriter, r *http.Request, name string) {
	a, err := p.load(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Vary", "Accept-Encoding")
	if strings.HasPrefix(name, "assets/") && !p.dev {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := a.plain
	if a.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	_, _ = w.Write(body) // the browser is gone
}

// load reads a file, packs it, and remembers it unless it may change on disk.
func (p *pages) load(name string) (asset, error) {
	p.mu.Lock()
	a, ok := p.cache[name]
	p.mu.Unlock()
	if ok {
		return a, nil
	}
	plain, err := fs.ReadFile(p.files, name)
	if err != nil {
		return asset{}, err
	}
	a = asset{plain: plain, mediaType: mediaTypeOf(name)}
	if packed := pack(plain); len(packed) < len(plain)*9/10 {
		a.packed = packed
	}
	if !p.dev {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.cache[name] = a
	}
	return a, nil
}

func pack(plain []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(plain) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// mediaTypeOf does not ask the system's tables, which differ.
func mediaTypeOf(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
