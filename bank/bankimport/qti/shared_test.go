//go:build shared

package qti_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
)

// samples is the folder of files written by others.
func samples(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("KHAOTHI_SHARED")
	if dir == "" {
		t.Fatal("KHAOTHI_SHARED names no folder")
	}
	return filepath.Join(dir, "samples")
}

// tally is what became of the items of one folder.
type tally struct {
	files, items, counterpart, imported, ready int
	refused                                    map[string]int
}

func TestSharedItems(t *testing.T) {
	t.Parallel()
	total := tally{}
	for _, folder := range []string{"qti21", "qti22", "qti30", "qti21-tests", "qti30-tests"} {
		n := tally{refused: map[string]int{}}
		err := filepath.WalkDir(filepath.Join(samples(t), folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".xml") {
				return err
			}
			n.files++
			n.file(t, path)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: files %d, items %d, with a counterpart %d, imported %d, of these ready %d", folder, n.files, n.items, n.counterpart, n.imported, n.ready)
		var lines []string
		for why, count := range n.refused {
			lines = append(lines, fmt.Sprintf("%4d %s", count, why))
		}
		sort.Strings(lines)
		t.Log("\n" + strings.Join(lines, "\n"))
		total.counterpart += n.counterpart
		total.imported += n.imported
	}
	if total.imported*100 < total.counterpart*95 {
		t.Errorf("%d of %d items with a counterpart are imported: below 95 %%", total.imported, total.counterpart)
	}
	t.Logf("%d of %d", total.imported, total.counterpart)
}

func (n *tally) file(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	in := qti.Read(filepath.Base(path), data)
	for _, r := range in.Report.Rows {
		if r.Message == "" || r.Where == "" || r.Code == "" || r.Severity == bank.Error && r.Fix == "" {
			t.Errorf("%s: a row without words: %+v", path, r)
		}
	}
	if len(in.Items) == 0 && in.Report.Errors() == 0 {
		t.Errorf("%s: nothing and no reason", path)
	}
	plain := naive(data)
	if plain == nil || plain.name != "assessmentItem" {
		return
	}
	n.items++
	if plain.counterpart() {
		n.counterpart++
		n.imported += min(len(in.Items), 1)
		if os.Getenv("KT_VERBOSE") != "" {
			for _, d := range in.Items {
				todo := ""
				for _, x := range d.Body.Todo {
					todo += " | " + x.Note
				}
				fmt.Println(path, d.Body.Question.Kind, d.Body.KeyText(), d.Body.Key.Credit, todo)
			}
		}
	}
	for _, d := range in.Items {
		if d.Body.Ready() {
			n.ready++
		}
	}
	for _, r := range in.Report.Of(bank.Error) {
		n.refused[r.Code+" "+r.Message]++
		if os.Getenv("KT_VERBOSE") != "" && plain.counterpart() {
			fmt.Println("REFUSED", path, r.Code, r.Message, r.Excerpt)
		}
	}
}
