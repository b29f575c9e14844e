package archtest

import (
	"path"
	"strings"
)

const module = "khaothi"

// matches reports whether the package name fits the pattern: `...` is any,
// `x/...` is x and all below it, and otherwise the rules of path.Match.
func matches(pattern, name string) bool {
	if pattern == "..." {
		return true
	}
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == root || strings.HasPrefix(name, root+"/")
	}
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}

func matchesAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if matches(p, name) {
			return true
		}
	}
	return false
}

// rowOf finds the first row that fits a package.
func rowOf(table []row, name string) (row, bool) {
	for _, r := range table {
		if matches(r.pkg, name) {
			return r, true
		}
	}
	return row{}, false
}

// ours returns the name of a package relative to the module.
func ours(importPath string) (string, bool) { return strings.CutPrefix(importPath, module+"/") }

// partOf is the folder that a package and its neighbours share: "delivery" of
// delivery/deliverypg, "internal/board" of internal/board/boardpg.
func partOf(name string) string {
	elements := strings.Split(name, "/")
	if elements[0] == "internal" && len(elements) > 1 {
		return path.Join(elements[0], elements[1])
	}
	return elements[0]
}
