//go:build shared

package link

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// reference reads one file of the reference sets: the columns by their names.
func reference(t *testing.T, path ...string) (map[string][]float64, map[string][]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{os.Getenv("KHAOTHI_SHARED"), "psychometrics"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	numbers, texts := map[string][]float64{}, map[string][]string{}
	for k, name := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[k], 64)
			if err != nil {
				v = math.NaN()
			}
			numbers[name] = append(numbers[name], v)
			texts[name] = append(texts[name], row[k])
		}
	}
	return numbers, texts
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.10g, reference %.10g (tolerance %g)", what, got, want, tolerance)
	}
}

// TestSharedACTmath: equate 2.0.9, equate(x, y, type = …) on ACTmath (Kolen &
// Brennan 2004, table 2.5).
func TestSharedACTmath(t *testing.T) {
	t.Parallel()
	freq, _ := reference(t, "equate_ACTmath", "freq.csv")
	want, _ := reference(t, "equate_ACTmath", "concordance.csv")
	fit, _ := reference(t, "equate_ACTmath", "loglinear6_freq.csv")
	x, y := Distribution{Counts: freq["xcount"]}, Distribution{Counts: freq["ycount"]}
	mean, err := Mean(x, y)
	if err != nil {
		t.Fatal(err)
	}
	linear, err := Linear(x, y)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := Equipercentile(x, y)
	if err != nil {
		t.Fatal(err)
	}
	smooth := map[int]Table{}
	for _, degree := range []int{4, 6} {
		sx, errX := Smooth(x, degree)
		sy, errY := Smooth(y, degree)
		if errX != nil || errY != nil {
			t.Fatal(errX, errY)
		}
		smooth[degree] = SmoothedEquipercentile(sx, sy)
		if degree == 6 {
			for i := range sx.Fit.Counts {
				near(t, "fitted X", sx.Fit.Counts[i], fit["fx6"][i], 1e-4)
				near(t, "fitted Y", sy.Fit.Counts[i], fit["fy6"][i], 1e-4)
			}
		}
	}
	for i := range want["x"] {
		near(t, "mean", mean.Y[i], want["mean"][i], 1e-8)
		near(t, "linear", linear.Y[i], want["linear"][i], 1e-8)
		near(t, "equipercentile", raw.Y[i], want["equipercentile"][i], 1e-6)
		near(t, "log-linear 4", smooth[4].Y[i], want["equip_loglin4"][i], 1e-4)
		near(t, "log-linear 6", smooth[6].Y[i], want["equip_loglin6"][i], 1e-4)
	}
}
