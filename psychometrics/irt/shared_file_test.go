//go:build shared

package irt_test

import (
	"math"
	"path/filepath"
	"testing"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
	"khaothi/psychometrics/stat"
)

// TestSharedParameterFiles: mirt's own files of slopes and intercepts, read as
// they are, give its information curves (1e-7, as they have ten digits), and the
// other form of the same parameters where that is not one of thresholds.
func TestSharedParameterFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(reference.Path("*", "*", "items_slope_intercept.csv"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	other := 0
	for _, file := range files {
		dir, err := filepath.Rel(reference.Path(), filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		items, err := irt.ReadItemFile(file)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		if again, err := irt.ReadItemFile(filepath.Join(filepath.Dir(file), "items_irt.csv")); err == nil {
			other++
			for j, it := range items {
				for k, v := range it.Values() {
					if w := again[j].Values()[k]; math.Abs(v-w) > 1e-7*math.Max(1, math.Abs(v)) || it.Model != again[j].Model || it.Name != again[j].Name {
						t.Errorf("%s: %+v and %+v", dir, it, again[j])
					}
				}
			}
		}
		for _, row := range reference.Rows(t, dir, "info.csv") {
			theta := reference.Number(t, row["theta"])
			for j := range items {
				reference.Near(t, dir+" "+items[j].Name, stat.Of(items[j].Information(theta)), row[items[j].Name], 1e-7)
			}
		}
	}
	if other < 15 {
		t.Errorf("%d files of both forms", other)
	}
}
