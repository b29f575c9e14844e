//go:build shared

package bankimport_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/bank/bankimport"
	"khaothi/bank/banktest"
)

// questionFolders are the folders of samples that hold files of questions.
var questionFolders = []string{
	"moodle", "gift", "aiken", "ex_test", "word", "word-conventions-docs", "qti21", "qti22", "qti30", "qti21-tests", "qti30-tests", "qti-invalid", "qti-packages", "common-cartridge", "omml",
}

// Bounds of one file: far above what any of them takes, far below what a
// teacher would wait for or a small server could spare.
const (
	maxFileTime  = 5 * time.Second
	maxFileAlloc = 1 << 30 // all that was ever allocated, so an upper bound of what was held
)

// coverage is what became of one file.
type coverage struct {
	path, format               string
	found, good, ready, errors int
	reason                     string // the first error
}

// Every file of samples is read, or refused with a reason that a person can act
// on: no crash, bounded time and memory. -update writes the counts to
// docs/import-coverage.md.
func TestSharedCoverage(t *testing.T) {
	root := filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples")
	var all []coverage
	for _, folder := range questionFolders {
		_ = filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "MANIFEST.md" {
				return nil //nolint:nilerr // a folder that is not there has no files
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, cover(t, path, filepath.ToSlash(name)))
			return nil
		})
	}
	if len(all) < 100 {
		t.Fatalf("only %d files under %s", len(all), root)
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(filepath.Join("..", "..", "docs", "import-coverage.md"), []byte(coverageText(all)), 0o644); err != nil { //nolint:gosec // a document
			t.Fatal(err)
		}
	}
}

func cover(t *testing.T, path, name string) coverage {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var in bank.Imported
	took := banktest.CPU(func() { in = bankimport.Read(name, data, bankimport.Auto) })
	runtime.ReadMemStats(&after)
	if took > maxFileTime {
		t.Errorf("%s took %v", name, took)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > maxFileAlloc {
		t.Errorf("%s allocated %d MB", name, n>>20)
	}
	c := coverage{path: name, format: in.Format, found: in.Found, good: len(in.Items), errors: in.Report.Errors()}
	if c.found == 0 && c.errors == 0 {
		t.Errorf("%s: nothing was found and nothing is wrong", name)
	}
	for _, d := range in.Items {
		if d.Body.Ready() {
			c.ready++
		}
		if p := d.Body.Check(); bank.Fatal(p) {
			t.Errorf("%s %s: %+v", name, d.Where, p)
		}
	}
	for _, r := range in.Report.Rows {
		if r.Where == "" || r.Code == "" || r.Message == "" || r.Severity == bank.Error && r.Fix == "" {
			t.Errorf("%s: nobody can act on %+v", name, r)
		}
		if r.Severity == bank.Error && c.reason == "" {
			c.reason = r.Code
		}
	}
	return c
}

func coverageText(all []coverage) string {
	var b strings.Builder
	b.WriteString(`# What becomes of the sample files

Written by ` + "`KHAOTHI_SHARED=DIR go test -tags shared -run TestSharedCoverage ./bank/bankimport -update`" + `; ` + "`make check-shared SHARED=DIR`" + ` runs the
same reading. *Found* are questions seen, *read* those that can be kept, *ready* those of them that lack nothing; the rest of
what was read are drafts (no key in the file, a figure that only LaTeX draws, scoring that a person has to set).
A file without questions is one of another kind, refused with the code that stands last.

| folder | files | with questions | found | read | ready |
|---|---:|---:|---:|---:|---:|
`)
	for _, folder := range questionFolders {
		sum, files, with := coverage{}, 0, 0
		for _, c := range all {
			if !strings.HasPrefix(c.path, folder+"/") {
				continue
			}
			files++
			if c.found > 0 {
				with++
			}
			sum.found, sum.good, sum.ready = sum.found+c.found, sum.good+c.good, sum.ready+c.ready
		}
		if files > 0 {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", folder, files, with, sum.found, sum.good, sum.ready)
		}
	}
	b.WriteString("\n## File by file\n\n| file | format | found | read | ready | errors | first error |\n|---|---|---:|---:|---:|---:|---|\n")
	slices.SortFunc(all, func(a, b coverage) int { return strings.Compare(a.path, b.path) })
	for _, c := range all {
		if c.found == 0 && (c.format == "" || c.reason == "format.unknown") {
			continue // a picture, a style sheet: no file of questions
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %d | %s |\n", c.path, c.format, c.found, c.good, c.ready, c.errors, c.reason)
	}
	return b.String()
}
