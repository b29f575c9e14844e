package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	fiberrecover "github.com/gofiber/fiber/v2/middleware/recover"

	"khaothi/internal/fault"
)

// maxBody bounds the body of a typed operation. Larger ones are uploads.
const maxBody = 2 << 20

// App is the staff pages and their API.
type App struct {
	cfg    Config
	deps   Deps
	fiber  *fiber.App
	api    huma.API
	mux    *http.ServeMux
	live   *liveDesk
	drawer *drawer
	routes []Route
	spec   []byte

	readmitEvery time.Duration
}

// New builds the app. It reads nothing from the parts in deps yet.
func New(cfg Config, deps Deps) (*App, error) {
	tuneHuma()
	a := &App{cfg: cfg, deps: deps.withDefaults(), mux: http.NewServeMux(), readmitEvery: readmitEvery}
	a.fiber = fiber.New(fiber.Config{
		Immutable: true, UnescapePath: true, CaseSensitive: true, StrictRouting: true,
		DisableStartupMessage: true, ErrorHandler: a.fiberError,
	})
	a.fiber.Use(fiberrecover.New(fiberrecover.Config{EnableStackTrace: true, StackTraceHandler: a.logPanic}))
	a.api = humafiber.New(a.fiber, humaConfig())
	a.live = newLiveDesk(a.deps)
	a.drawer = newDrawer(a.deps)
	a.routes = routes(a.deps, a)
	for i := range a.routes {
		a.routes[i].mount(a, &a.routes[i])
	}
	spec, err := json.MarshalIndent(a.api.OpenAPI(), "", " ")
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	a.spec = append(spec, '\n')
	pages, err := newPages(cfg.UIDir)
	if err != nil {
		return nil, err
	}
	for pattern, h := range a.deps.Mount {
		a.mux.Handle(pattern, h)
	}
	a.mux.Handle("/api/", a.bounded(adaptor.FiberApp(a.fiber)))
	a.mux.Handle("/", pages)
	return a, nil
}

func humaConfig() huma.Config {
	cfg := huma.DefaultConfig("Khảo thí", "1")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", "" // rows of our own table
	cfg.CreateHooks = nil                                       // no $schema in answers
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	return cfg
}

// schemaName is the name of a type in the document: those of an analysis have
// names that other parts have too.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Name() != "" && strings.HasSuffix(t.PkgPath(), "/internal/analysis") {
		return "Analysis" + name
	}
	return name
}

// Handler is everything on one port.
func (a *App) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if a.cfg.SecureCookies {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		}
		defer a.recoverRaw(w, r)
		a.mux.ServeHTTP(w, r)
	})
}

// Close ends the streams and the draws, so that the server can stop. It may be
// called twice.
func (a *App) Close() {
	a.live.feeds.close()
	a.drawer.jobs.Close()
}

// ReadmitEvery sets how often the session behind a stream is looked at again;
// it is for tests, before the first stream.
func (a *App) ReadmitEvery(d time.Duration) { a.readmitEvery = d }

// Watched is how many rooms are read for somebody now.
func (a *App) Watched() int {
	a.live.feeds.mu.Lock()
	defer a.live.feeds.mu.Unlock()
	return len(a.live.feeds.open)
}

// OpenAPI is the document that /api/openapi.json serves.
func (a *App) OpenAPI() []byte { return bytes.Clone(a.spec) }

// Routes are the rows of the table, for tests and documents.
func (a *App) Routes() []Route { return append([]Route(nil), a.routes...) }

// bounded reads a body of at most maxBody before Fiber does: its adaptor has
// no limit of its own.
func (a *App) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			writeError(w, err)
			return
		case err != nil:
			writeError(w, fault.New(fault.Invalid, "request.malformed").Wrap(err))
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// fiberError answers what no operation did: unknown addresses and panics.
func (a *App) fiberError(c *fiber.Ctx, err error) error {
	status := http.StatusInternalServerError
	var known *fiber.Error
	if errors.As(err, &known) {
		status = known.Code
	}
	e := &apiError{status: status, Code: "internal", Message: messages[status], Detail: map[string]any{}}
	switch status {
	case http.StatusNotFound:
		e.Code = "address.unknown"
	case http.StatusMethodNotAllowed:
		e.Code = "method.unknown"
	}
	return c.Status(status).JSON(e)
}

func (a *App) logPanic(c *fiber.Ctx, e any) {
	a.deps.Log.Error("panic", "method", c.Method(), "path", c.Path(), "panic", fmt.Sprint(e), "stack", string(debug.Stack()))
}

// recoverRaw answers for a net/http handler that panicked.
func (a *App) recoverRaw(w http.ResponseWriter, r *http.Request) {
	e := recover()
	if e == nil {
		return
	}
	if e == http.ErrAbortHandler { //nolint:errorlint // what a panic carries is not wrapped
		panic(e) // the agreed way to drop a connection
	}
	a.deps.Log.Error("panic", "method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(e), "stack", string(debug.Stack()))
	writeError(w, errors.New("panic"))
}
