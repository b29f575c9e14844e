package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestInvariantsNameTests fails when docs/invariants.md or docs/exam-day.md names
// a test that is not there.
func TestInvariantsNameTests(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	known := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "node_modules" || e.Name() == ".git" || e.Name() == "tmp"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".test.ts"):
			known[e.Name()] = true
		case strings.HasSuffix(path, "_test.go"):
			text, err := os.ReadFile(path) //nolint:gosec // a file of ours
			if err != nil {
				return err
			}
			for _, m := range declared.FindAllSubmatch(text, -1) {
				known[string(m[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+|\\w+\\.test\\.ts)`")
	for _, name := range []string{"invariants.md", "exam-day.md"} {
		page, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		names := named.FindAllSubmatch(page, -1)
		if len(names) < 30 {
			t.Errorf("docs/%s names %d tests, that is not the page", name, len(names))
		}
		for _, m := range names {
			if !known[string(m[1])] {
				t.Errorf("docs/%s names %s, which is not there", name, m[1])
			}
		}
	}
}
