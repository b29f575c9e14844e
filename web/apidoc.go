package web

import (
	"html/template"
	"net/http"

	"khaothi/internal/identity"
)

// docPage lists the table. It needs no script, from here or elsewhere.
var docPage = template.Must(template.New("api").Parse(`<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Khảo thí · API</title>
<h1>Khảo thí · API</h1>
<p><a href="/api/openapi.json">OpenAPI 3.1</a></p>
<table border="1" cellpadding="6"><tr><th>Method<th>Path<th>Roles<th>What</tr>
{{range .}}<tr><td>{{.Method}}<td><code>{{.Path}}</code><td>{{.Roles}}<td>{{.Summary}}</tr>
{{end}}</table></html>
`))

func docRoutes(a *App) []Route {
	return []Route{
		download("/api/openapi.json", anybody, "This document", "application/openapi+json",
			func(w http.ResponseWriter, _ *http.Request, _ identity.Session) error {
				w.Header().Set("Content-Type", "application/openapi+json")
				_, err := w.Write(a.spec)
				return err
			}),
		download("/api/docs", anybody, "The operations on one page", "text/html",
			func(w http.ResponseWriter, _ *http.Request, _ identity.Session) error {
				type line struct{ Method, Path, Roles, Summary string }
				lines := make([]line, 0, len(a.routes))
				for _, r := range a.routes {
					lines = append(lines, line{r.Method, r.Path, roleNames(r.Roles), r.Summary})
				}
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				return docPage.Execute(w, lines)
			}),
	}
}
