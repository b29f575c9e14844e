//go:build shared

package formula

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// refused hold templates that no school paper has: long division, brackets of
// physics, stretched integrals.
var refused = map[string]bool{"embellishments_roots_long_divisions": true, "fences": true, "integrals": true}

var (
	annotation = regexp.MustCompile(`(?s)<annotation.*?</annotation>`)
	element0   = regexp.MustCompile(`<[^>]*>`)
)

// letters are the letters and digits of MathML, sorted.
func letters(mathml string) string {
	text := html.UnescapeString(element0.ReplaceAllString(annotation.ReplaceAllString(mathml, ""), ""))
	var out []rune
	for _, r := range norm.NFKC.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return string(out)
}

// TestSharedMathType reads the formulas of others and compares their letters and
// digits with what another program made of them.
func TestSharedMathType(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples/mathtype/jure/input/*.bin"))
	if err != nil || len(files) != 22 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	out := map[string]string{}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		row, err := ReadMathType(data)
		name := strings.TrimSuffix(filepath.Base(path), ".bin")
		if refused[name] {
			if err == nil {
				t.Errorf("%s: %s", name, LaTeX(row))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := os.ReadFile(filepath.Join(filepath.Dir(path), "../expected", name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := letters(MathML(row, MathMLOptions{})), letters(string(want)); a != b {
			t.Errorf("%s: %s\nletters %s\nwant    %s", name, LaTeX(row), a, b)
		}
		out[filepath.Base(path)] = LaTeX(row)
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
