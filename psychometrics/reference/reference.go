// Package reference reads the reference sets that other programs
// computed, for the tests named TestShared…, and compares with them.
package reference

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// Path is a file of the reference sets. make check-shared SHARED=DIR names the
// folder that holds them.
func Path(path ...string) string {
	return filepath.Join(append([]string{os.Getenv("KHAOTHI_SHARED"), "psychometrics"}, path...)...)
}

// Cells are the cells of a CSV of the reference sets, its header first.
func Cells(t *testing.T, path ...string) [][]string {
	t.Helper()
	f, err := os.Open(Path(path...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Rows are the lines of a CSV of the reference sets, each a map by header.
func Rows(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	rows := Cells(t, path...)
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for k, name := range rows[0] {
			m[name] = row[k]
		}
		out = append(out, m)
	}
	return out
}

// Responses are those of a reference set, plain or packed.
func Responses(t *testing.T, set string, c psychometrics.CSV) *psychometrics.Responses {
	t.Helper()
	path := Path(set, "responses.csv")
	if _, err := os.Stat(path); err != nil {
		path += ".gz"
	}
	r, err := c.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Number reads a cell; what is no number fails the test.
func Number(t *testing.T, cell string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// NumberOrNaN is a cell, NaN where it holds no number.
func NumberOrNaN(cell string) float64 {
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// Near compares with a cell, the tolerance being relative above 1. What the
// reference does not have (NA, or an empty cell) must not exist here either.
func Near(t *testing.T, what string, got stat.Value, want string, tolerance float64) {
	t.Helper()
	if want == "NA" || want == "" {
		if got.Known() {
			t.Errorf("%s: %v, the reference has none", what, got)
		}
		return
	}
	w := Number(t, want)
	if !(math.Abs(float64(got)-w) <= tolerance*max(1, math.Abs(w))) {
		t.Errorf("%s: %v, reference %v (tolerance %g)", what, got, want, tolerance)
	}
}

// Within compares two numbers, the tolerance being absolute.
func Within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.10g, reference %.10g (tolerance %g)", what, got, want, tolerance)
	}
}
