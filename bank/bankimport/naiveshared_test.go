//go:build shared

package bankimport

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSharedNaiveReadingAgrees compares the files of others with a second,
// simple-minded reading, and changes every key in them.
func TestSharedNaiveReadingAgrees(t *testing.T) {
	t.Parallel()
	root := filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples")
	compared, changed := map[string]int{}, map[string]int{}
	for _, folder := range []string{"moodle", "ex_test"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			format := Detect(path, data)
			text := regexp.MustCompile(`(?m)[ \t]+$`).ReplaceAllString(strings.ReplaceAll(string(data), "\r\n", "\n"), "")
			for _, n := range naiveReaders {
				if n.format == format {
					compared[format] += n.agree(t, path, text)
					changed[format] += n.keyChangesAlone(t, path, text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("compared %v, keys changed %v", compared, changed)
	if compared["moodle-xml"] < 12 || compared["gift"] < 40 || compared["extest"] < 200 || changed["extest"] < 100 {
		t.Errorf("hardly anything was compared: %v, %v", compared, changed)
	}
}
