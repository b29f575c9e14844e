package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const repository = "../.."

// notOurs are folders that hold what was installed or built.
var notOurs = []string{".git", ".cache", "bin", "tmp", "node_modules", "dist", "coverage", "testdata"}

// file is one text file of the tree.
type file struct {
	path string
	text []byte
}

func (f file) ext() string  { return strings.TrimPrefix(filepath.Ext(f.path), ".") }
func (f file) test() bool   { return strings.HasSuffix(f.path, "_test.go") }
func (f file) lines() int   { return bytes.Count(f.text, []byte("\n")) }
func (f file) name() string { return filepath.ToSlash(filepath.Dir(f.path)) }

func tree(t *testing.T) []file {
	t.Helper()
	var all []file
	err := filepath.WalkDir(repository, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if slices.Contains(notOurs, d.Name()) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil // .git of a work tree is a file
		}
		if d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > 4<<20 {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Contains(text[:min(len(text), 8000)], []byte{0}) {
			rel, err := filepath.Rel(repository, path)
			if err != nil {
				return err
			}
			all = append(all, file{filepath.ToSlash(rel), text})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d files in the tree", len(all))
	}
	return all
}

func TestNoFileIsTooLong(t *testing.T) {
	t.Parallel()
	sources := []string{"go", "ts", "tsx", "css", "lua", "sql"}
	for _, f := range tree(t) {
		if slices.Contains(sources, f.ext()) && !strings.Contains(f.path, ".gen.") && f.lines() > 800 && f.path != "internal/pgdb/schema.sql" {
			t.Errorf("%s has %d lines; split it by noun (800 is the end)", f.path, f.lines())
		}
	}
}

var (
	skippedGo = regexp.MustCompile(`\b[tbf]b?\.(Skip|SkipNow|Skipf)\(`)
	skippedTS = regexp.MustCompile(`\b(it|test|describe|suite)\.(skip|only|todo|fails)\b|\bx(it|describe)\(`)
)

func TestNoTestIsSkipped(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		pattern := skippedTS
		switch f.ext() {
		case "go":
			pattern = skippedGo
		case "ts", "tsx", "js", "mjs":
		default:
			continue
		}
		if at := pattern.FindIndex(f.text); at != nil {
			t.Errorf("%s:%d: a test is skipped or singled out: %s", f.path, 1+bytes.Count(f.text[:at[0]], []byte("\n")), f.text[at[0]:at[1]])
		}
	}
}

// TestNoMachineInTheTree looks for paths of the machine that a file was
// written on, and for hosts of package registries: where packages come from is
// the business of the machine that installs them.
func TestNoMachineInTheTree(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(strings.Join([]string{
		`/` + `work/(main|shared|plan|steering|\.)`, `/` + `tmp/bash_jobs`, `/` + `root/`, `/home/` + `[a-z]+/`,
		`registry\.` + `(npmjs|yarnpkg)`, `proxy\.` + `golang\.org`, `sum\.` + `golang\.org`, `(deb|security)\.` + `debian\.org`,
	}, "|"))
	for _, f := range tree(t) {
		if at := words.FindIndex(f.text); at != nil {
			t.Errorf("%s:%d: %s", f.path, 1+bytes.Count(f.text[:at[0]], []byte("\n")), f.text[at[0]:at[1]])
		}
	}
}

func TestTopLevelIsTheLayout(t *testing.T) {
	t.Parallel()
	layout := []string{
		"cmd", "bank", "delivery", "scoring", "omr", "psychometrics", "web", "loadtest", "internal", "docs",
		"go.mod", "go.sum", "Makefile", "LICENSE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
	}
	entries, err := os.ReadDir(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(layout, name) && !slices.Contains(notOurs, name) {
			t.Errorf("%s stands at the top level and is not in the layout", name)
		}
	}
}

// TestTimeIsHandedIn finds calls of time.Now in production code outside the
// packages that may ask the clock.
func TestTimeIsHandedIn(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.ext() != "go" || f.test() || matchesAny(nowMay, f.name()) {
			continue
		}
		for _, line := range clockCalls(t, f) {
			t.Errorf("%s:%d: time.Now() is called; take now func() time.Time", f.path, line)
		}
	}
}

// clockCalls returns the lines that call time.Now without a nolint that names
// forbidigo and the reason.
func clockCalls(t *testing.T, f file) []int {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, f.path, f.text, parser.SkipObjectResolution)
	if err != nil {
		t.Errorf("parse: %v", err)
		return nil
	}
	lines := bytes.Split(f.text, []byte("\n"))
	var found []int
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || fun.Sel.Name != "Now" {
			return true
		}
		if x, ok := fun.X.(*ast.Ident); ok && x.Name == "time" {
			if line := set.Position(call.Pos()).Line; !bytes.Contains(lines[line-1], []byte("nolint:forbidigo //")) {
				found = append(found, line)
			}
		}
		return true
	})
	return found
}

func TestClockCallsFindsOne(t *testing.T) {
	t.Parallel()
	f := file{"x.go", []byte("package x\nimport \"time\"\nvar now = time.Now\nvar a = time.Now()\nvar b = time.Now() //nolint:forbidigo // a name\n")}
	if got := clockCalls(t, f); !slices.Equal(got, []int{4}) {
		t.Errorf("clockCalls = %v, want [4]", got)
	}
}
