// Package ui holds the built front end. The folder dist is made by
// `npm run build`; without it the embedded tree has only .gitkeep.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the built front end: index.html, thi.html, assets/.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // the name is a constant and valid: not reached
	}
	return sub
}
