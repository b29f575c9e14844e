package word

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each fixture is a document in the language of docx_test.go above the line and
// what is read of it below.
const ruled = "\n-----\n"

func TestConventions(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, c := range Conventions() {
		known[c.Name+".txt"] = true
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		delete(known, filepath.Base(path))
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			fixture(t, path)
		})
	}
	for name := range known {
		t.Errorf("a convention without a fixture: %s", name)
	}
}

func fixture(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	input, want, _ := strings.Cut(string(data), ruled)
	got := describe(Read("x.docx", docx(t, bodyXML(input, whole))))
	if *update {
		if err := os.WriteFile(path, []byte(strings.TrimRight(input, "\n")+ruled+got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("says\n%s\nwant\n%s", got, want)
	}
	// Where Word cuts its runs changes nothing.
	letters := func(s string) []string { return strings.Split(s, "") }
	if cut := describe(Read("x.docx", docx(t, bodyXML(input, letters)))); cut != got {
		t.Errorf("with every letter a run of its own:\n%s\nwant\n%s", cut, got)
	}
}

// Every convention is told to teachers.
func TestConventionsAreDocumented(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../docs/word-import.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Conventions() {
		if !strings.Contains(string(data), "`"+c.Name+"`") {
			t.Errorf("docs/word-import.md does not name %s", c.Name)
		}
	}
}
