package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// rawHandler is a plain net/http handler behind the guard, for what is large
// or streamed. An error that it returns before its first write is sent as any
// other; path parameters are r.PathValue's.
type rawHandler func(w http.ResponseWriter, r *http.Request, s identity.Session) error

// download makes a row that sends a file or a stream of the given media type.
func download(path string, roles []exam.Role, summary, mediaType string, h rawHandler) Route {
	row := Route{Method: http.MethodGet, Path: path, Roles: roles, Summary: summary}
	row.mount = func(a *App, row *Route) {
		a.raw(row, h)
		a.describe(row, nil, &huma.Response{
			Description: "OK",
			Content:     map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
		})
	}
	return row
}

// Upload is a file that came as multipart/form-data in the part "file", with
// the small fields that stood before it.
type Upload struct {
	Name   string // base name as the browser says it; never a path
	Data   []byte
	Fields map[string]string
}

// maxField bounds a field beside an uploaded file.
const maxField = 16 << 10

// upload makes a row that takes one file of at most limit bytes and answers
// with O as JSON. Fields must stand before the file in the form.
func upload[O any](path string, roles []exam.Role, summary string, limit int64,
	h func(ctx context.Context, s identity.Session, r *http.Request, file Upload) (O, error),
) Route {
	row := Route{Method: http.MethodPost, Path: path, Roles: roles, Summary: summary}
	row.mount = func(a *App, row *Route) {
		a.raw(row, func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
			file, err := readUpload(w, r, limit)
			if err != nil {
				return err
			}
			out, err := h(r.Context(), s, r, file)
			if err != nil {
				return err
			}
			notNull(reflect.ValueOf(&out).Elem())
			writeJSON(w, http.StatusOK, out)
			return nil
		})
		schema := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[O](), true, operationID(row)+"-answer")
		a.describe(row, uploadBody(), &huma.Response{
			Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}},
		})
	}
	return row
}

func uploadBody() *huma.RequestBody {
	file := &huma.Schema{Type: "object", Required: []string{"file"}, Properties: map[string]*huma.Schema{
		"file": {Type: "string", Format: "binary"},
	}}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: file}}}
}

// readUpload reads the form up to and with its file.
func readUpload(w http.ResponseWriter, r *http.Request, limit int64) (Upload, error) {
	r.Body = http.MaxBytesReader(w, r.Body, limit+64<<10) // the file, the fields and the borders
	form, err := r.MultipartReader()
	if err != nil {
		return Upload{}, fault.New(fault.Invalid, "request.malformed").Wrap(err)
	}
	up := Upload{Fields: map[string]string{}}
	for {
		part, err := form.NextPart()
		if err != nil {
			return Upload{}, fault.New(fault.Invalid, "upload.no_file").Wrap(err)
		}
		if part.FormName() != "file" {
			value, err := io.ReadAll(io.LimitReader(part, maxField+1))
			if err != nil || len(value) > maxField || len(up.Fields) >= 20 {
				return Upload{}, fault.New(fault.Invalid, "request.malformed").With("field", part.FormName())
			}
			up.Fields[part.FormName()] = string(value)
			continue
		}
		up.Name = baseName(part.FileName())
		up.Data, err = io.ReadAll(io.LimitReader(part, limit+1))
		if err != nil {
			return Upload{}, fault.New(fault.Invalid, "request.malformed").Wrap(err)
		}
		if int64(len(up.Data)) > limit {
			return Upload{}, fault.New(fault.Invalid, "request.too_large").With("max_bytes", limit)
		}
		return up, nil
	}
}

// baseName is the last element of a name from outside, of bounded length.
func baseName(name string) string {
	name = filepath.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	for len(name) > 200 {
		_, n := utf8.DecodeRuneInString(name)
		name = name[n:]
	}
	return name
}

// attach sets the headers of a file that the browser saves.
func attach(w http.ResponseWriter, name, mediaType string) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
}

// raw puts a net/http handler behind the guard and on the mux.
func (a *App) raw(row *Route, h rawHandler) {
	a.mux.HandleFunc(row.Method+" "+row.Path, func(w http.ResponseWriter, r *http.Request) {
		s, err := a.admit(r.Context(), row, knockOf(r))
		if err == nil {
			err = h(w, r, s)
		}
		if err != nil {
			report(a.deps.Log, err, row.Method, row.Path)
			writeError(w, err)
		}
	})
}

// describe adds a row that huma does not serve to the OpenAPI document.
func (a *App) describe(row *Route, body *huma.RequestBody, ok *huma.Response) {
	op := &huma.Operation{
		OperationID: operationID(row), Method: row.Method, Path: row.Path, Summary: row.Summary,
		Description: "Roles: " + roleNames(row.Roles) + ".", Tags: []string{tagOf(row.Path)},
		RequestBody: body, Responses: map[string]*huma.Response{"200": ok},
	}
	for part := range strings.SplitSeq(row.Path, "/") {
		if name, found := strings.CutPrefix(part, "{"); found {
			op.Parameters = append(op.Parameters, &huma.Param{
				Name: strings.TrimSuffix(name, "}"), In: "path", Required: true, Schema: &huma.Schema{Type: "string"},
			})
		}
	}
	a.api.OpenAPI().AddOperation(op)
}
