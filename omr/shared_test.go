//go:build shared

package omr_test

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/pages"
)

func sharedDir() string { return filepath.Join(os.Getenv("KHAOTHI_SHARED"), "omr") }

// redrawn reads the layout of the form that the synthetic sheets are drawn on,
// measured on forms/redrawn-2025-b.jpg.
func redrawn(t *testing.T) *layout.Layout {
	t.Helper()
	b, err := os.ReadFile("testdata/layouts/redrawn-2025-b.json")
	if err != nil {
		t.Fatal(err)
	}
	l, err := layout.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// truthRow is a row of synthetic/truth.csv, one column a cell.
type truthRow map[string]string

func (r truthRow) field(f layout.Field) string {
	cells := make([]string, len(f.Cells))
	for i := range cells {
		switch {
		case f.Kind == layout.Digits:
			cells[i] = r[fmt.Sprintf("%s%d", map[string]string{"sbd": "sbd", "form_code": "md"}[f.Name], i+1)]
		case strings.HasPrefix(f.Name, "p1_"):
			cells[i] = r["q"+f.Name[3:]]
		case strings.HasPrefix(f.Name, "p2_"):
			cells[i] = r["t"+f.Name[3:]]
		default:
			cells[i] = r[fmt.Sprintf("s%s_%d", f.Name[3:], i+1)]
		}
	}
	return f.Value(cells)
}

func truthOf(t *testing.T) map[string]truthRow {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedDir(), "synthetic", "truth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]truthRow{}
	for _, r := range table[1:] {
		row := truthRow{}
		for i, name := range table[0] {
			row[name] = r[i]
		}
		rows[row["file"]] = row
	}
	return rows
}

// Every field of the synthetic sheets is as it was filled; exactly the faint
// and double ones are in doubt.
func TestSharedSyntheticSheets(t *testing.T) {
	t.Parallel()
	reader := omr.NewReader(redrawn(t))
	fields := reader.Layout().Fields()
	for file, truth := range truthOf(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			r := reader.Read(sharedPage(t, filepath.Join("synthetic", file)))
			for _, f := range fields {
				if got, want := r.Cells[f.Name], truth.field(f); got != want {
					t.Errorf("%s: %q, want %q", f.Name, got, want)
				}
			}
			notes := len(strings.Fields(truth["kind_notes"]))
			if len(r.Doubts) != notes {
				t.Errorf("%d doubts (%s), want %d (%s)", len(r.Doubts), omr.Reasons(r.Doubts), notes, truth["kind_notes"])
			}
		})
	}
}

func sharedPage(t *testing.T, name string) *pages.Page {
	t.Helper()
	f, err := pages.Open(filepath.Join(sharedDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	p, err := f.Page(1)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The empty official and 2017 forms have no mark; nothing is read into them.
func TestSharedEmptyForms(t *testing.T) {
	t.Parallel()
	r := omr.NewReader(builtin(t, "thptqg-2025")).Read(sharedPage(t, "forms/official-2025-a4-300dpi.jpg"))
	if r.Status != omr.StatusBlank || omr.Reasons(r.Doubts) != "page:unfilled" {
		t.Errorf("the official form: %s %s", r.Status, omr.Reasons(r.Doubts))
	}
	r = omr.NewReader(redrawn(t)).Read(sharedPage(t, "forms/redrawn-2025-b.jpg"))
	if r.Status != omr.StatusBlank {
		t.Errorf("the redrawn form: %s %s", r.Status, omr.Reasons(r.Doubts))
	}
}

// What is not a sheet of the layout is refused: phone photos, scans of other
// forms, other variants of this one.
func TestSharedForeignPagesAreRefused(t *testing.T) {
	t.Parallel()
	reader := omr.NewReader(builtin(t, "thptqg-2025"))
	n := 0
	for _, dir := range []string{"omrchecker", "pyomrx", "synthetic"} {
		err := filepath.WalkDir(filepath.Join(sharedDir(), dir), func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !slices.Contains([]string{".jpg", ".png", ".tif"}, filepath.Ext(name)) {
				return err
			}
			f, err := pages.Open(name)
			if err != nil {
				return err
			}
			defer f.Close() //nolint:errcheck // only read
			for page := 1; page <= f.Pages; page++ {
				p, err := f.Page(page)
				if err != nil {
					return err
				}
				n++
				if r := reader.Read(p); r.Status != omr.StatusRejected || len(r.Doubts) != 1 || len(r.Cells) > 0 {
					t.Errorf("%s, page %d: %s %s", name, page, r.Status, omr.Reasons(r.Doubts))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 40 {
		t.Errorf("%d pictures, want at least 40", n)
	}
}
