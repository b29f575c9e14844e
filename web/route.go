package web

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// Route is one row of the table: who may do what, and what does it.
type Route struct {
	Method  string
	Path    string // pattern with {name} for parameters
	Roles   []exam.Role
	Summary string
	mount   func(a *App, row *Route)
}

// handler is a typed operation: I has path, query and Body fields with huma's
// tags, O is the body of the answer. in is checked before the call.
type handler[I, O any] func(ctx context.Context, s identity.Session, in *I) (O, error)

// none is the answer of operations that only do: 204 without a body.
type none struct{}

// get makes a row for a typed operation that changes nothing.
func get[I, O any](path string, roles []exam.Role, summary string, h handler[I, O]) Route {
	return typed(Route{Method: http.MethodGet, Path: path, Roles: roles, Summary: summary}, h)
}

// post makes a row for a typed operation that creates or does something.
func post[I, O any](path string, roles []exam.Role, summary string, h handler[I, O]) Route {
	return typed(Route{Method: http.MethodPost, Path: path, Roles: roles, Summary: summary}, h)
}

// put makes a row for a typed operation that replaces something.
func put[I, O any](path string, roles []exam.Role, summary string, h handler[I, O]) Route {
	return typed(Route{Method: http.MethodPut, Path: path, Roles: roles, Summary: summary}, h)
}

// del makes a row for a typed operation that removes something.
func del[I, O any](path string, roles []exam.Role, summary string, h handler[I, O]) Route {
	return typed(Route{Method: http.MethodDelete, Path: path, Roles: roles, Summary: summary}, h)
}

// typed completes a row with an operation whose answer is O as JSON.
func typed[I, O any](row Route, h handler[I, O]) Route {
	type output struct{ Body O }
	row.mount = func(a *App, row *Route) {
		op := a.operation(row)
		if _, ok := any(new(O)).(*none); ok {
			op.DefaultStatus = http.StatusNoContent
			huma.Register(a.api, op, func(ctx context.Context, in *I) (*struct{}, error) {
				_, err := h(ctx, sessionOf(ctx), in)
				return nil, a.fail(err, row)
			})
			return
		}
		huma.Register(a.api, op, func(ctx context.Context, in *I) (*output, error) {
			out, err := h(ctx, sessionOf(ctx), in)
			if err != nil {
				return nil, a.fail(err, row)
			}
			notNull(reflect.ValueOf(&out).Elem())
			return &output{Body: out}, nil
		})
	}
	return row
}

// withHeaders completes a row with an operation whose answer O is huma's
// struct of headers and Body.
func withHeaders[I, O any](row Route, h func(ctx context.Context, s identity.Session, in *I) (*O, error)) Route {
	row.mount = func(a *App, row *Route) {
		huma.Register(a.api, a.operation(row), func(ctx context.Context, in *I) (*O, error) {
			out, err := h(ctx, sessionOf(ctx), in)
			return out, a.fail(err, row)
		})
	}
	return row
}

// operation describes a row for huma, with the guard before it.
func (a *App) operation(row *Route) huma.Operation {
	return huma.Operation{
		OperationID: operationID(row), Method: row.Method, Path: row.Path, Summary: row.Summary,
		Description:  "Roles: " + roleNames(row.Roles) + ".",
		Tags:         []string{tagOf(row.Path)},
		Middlewares:  huma.Middlewares{a.guard(row)},
		MaxBodyBytes: maxBody,
	}
}

// fail maps the error of a handler and logs what is internal. nil stays nil.
func (a *App) fail(err error, row *Route) error {
	if err == nil {
		return nil
	}
	report(a.deps.Log, err, row.Method, row.Path)
	return toAPIError(err)
}

// guard is admit before a typed operation.
func (a *App) guard(row *Route) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		url := c.URL()
		k := knock{
			method: c.Method(), path: url.Path, host: c.Host(), remote: c.RemoteAddr(), csrf: c.Header(csrfHeader),
			origin: c.Header("Origin"), site: c.Header("Sec-Fetch-Site"),
		}
		if cookie, err := huma.ReadCookie(c, cookieName); err == nil {
			k.token = cookie.Value
		}
		s, err := a.admit(c.Context(), row, k)
		if err != nil {
			report(a.deps.Log, err, row.Method, row.Path)
			a.refuse(c, toAPIError(err))
			return
		}
		next(noDeadline{huma.WithValue(c, sessionKey{}, s)})
	}
}

// noDeadline ignores read deadlines: the body was read before Fiber, whose
// adaptor has no connection to set one on and panics.
type noDeadline struct{ inner }

// inner is huma.Context under a name that does not hide its method Context.
type inner huma.Context

// SetReadDeadline does nothing.
func (noDeadline) SetReadDeadline(time.Time) error { return nil }

// refuse answers before the operation ran.
func (a *App) refuse(c huma.Context, e *apiError) {
	c.SetHeader("Content-Type", "application/json")
	c.SetStatus(e.status)
	if err := a.api.Marshal(c.BodyWriter(), "application/json", e); err != nil {
		a.deps.Log.Error("write refusal", "err", err)
	}
}

// sessionKey carries the session over huma's way from guard to operation.
// typed takes it out again: handlers get it as an argument.
type sessionKey struct{}

func sessionOf(ctx context.Context) identity.Session {
	s, _ := ctx.Value(sessionKey{}).(identity.Session) // the guard put it there
	return s
}

func operationID(row *Route) string {
	id := strings.NewReplacer("/api/", "", "/", "-", "{", "by-", "}", "", ".", "-").Replace(row.Path)
	return strings.ToLower(row.Method) + "-" + id
}

// tagOf groups operations by the first word of their path.
func tagOf(path string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
	return word
}

func roleNames(roles []exam.Role) string {
	names := make([]string, 0, len(roles))
	for _, r := range roles {
		switch r {
		case anybody[0]:
			names = append(names, "anybody")
		case signedIn[0]:
			names = append(names, "anybody signed in")
		default:
			names = append(names, string(r))
		}
	}
	return strings.Join(names, ", ")
}

// notNull replaces nil slices in an answer by empty ones, so that a list in
// JSON is always a list.
func notNull(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			notNull(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				notNull(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if !flat(v.Type().Elem().Kind()) {
			for i := range v.Len() {
				notNull(v.Index(i))
			}
		}
	default: // the rest holds no list that pages read
	}
}

// flat kinds hold no list.
func flat(k reflect.Kind) bool { return k <= reflect.Complex128 || k == reflect.String }
