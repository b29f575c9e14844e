//go:build shared

package formula

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSharedOMML reads every formula of others. KHAOTHI_LATEX_OUT names a file
// for the results, so that KaTeX can be asked by hand.
func TestSharedOMML(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples/omml/texmath/reader-omml/*.test"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	out := map[string]string{}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, omml, _ := strings.Cut(string(data), "<<< omml\n")
		omml, _, _ = strings.Cut(omml, "\n>>> ")
		row, err := ReadOMML([]byte(omml))
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		latex := LaTeX(row)
		if _, err := Parse(latex); err != nil || latex == "" {
			t.Errorf("%s: %s: %v", filepath.Base(path), latex, err)
		}
		out[filepath.Base(path)] = latex
	}
	if name := os.Getenv("KHAOTHI_LATEX_OUT"); name != "" {
		b, err := json.MarshalIndent(out, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
