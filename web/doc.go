// Package web is what staff reach over HTTP: the JSON API, files in and out,
// and the embedded front end.
//
// Every operation is a row of the table in routes.go: method, path, roles and
// handler. One guard stands before all of them, whether they are typed
// operations (huma on Fiber, described in /api/openapi.json) or plain net/http
// handlers for what is large or streamed. A handler gets the session as an
// argument, asks Session.May for the unit that the object belongs to, calls
// one method of a part, and returns what the page shows. Errors leave as
// {"code","message","detail"} with a status from the table in errors.go.
//
// Each noun has a file with its views (what the JSON says), its handlers and
// its rows. To add one: a field in Deps, a file noun.go with a function
// nounRoutes(d Deps) []Route, a line in routes.go, then
//
//	go test ./web -run OpenAPI -update   # writes web/ui/openapi.json
//	cd web/ui && npm run generate        # the types of the front end
//
// Rows are made with get, post, put, del (typed, JSON), upload (one file in)
// and download (a file or a stream out).
package web

//go:generate go test -run TestOpenAPI -update .
