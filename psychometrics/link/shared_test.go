//go:build shared

package link

import (
	"testing"

	"khaothi/psychometrics/reference"
)

// columns reads a file of the reference sets: the columns by their names, as
// numbers and as they stand.
func columns(t *testing.T, path ...string) (map[string][]float64, map[string][]string) {
	t.Helper()
	rows := reference.Cells(t, path...)
	numbers, texts := map[string][]float64{}, map[string][]string{}
	for k, name := range rows[0] {
		for _, row := range rows[1:] {
			numbers[name] = append(numbers[name], reference.NumberOrNaN(row[k]))
			texts[name] = append(texts[name], row[k])
		}
	}
	return numbers, texts
}

// TestSharedACTmath: equate 2.0.9, equate(x, y, type = …) on ACTmath (Kolen &
// Brennan 2004, table 2.5).
func TestSharedACTmath(t *testing.T) {
	t.Parallel()
	freq, _ := columns(t, "equate_ACTmath", "freq.csv")
	want, _ := columns(t, "equate_ACTmath", "concordance.csv")
	fit, _ := columns(t, "equate_ACTmath", "loglinear6_freq.csv")
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
				reference.Within(t, "fitted X", sx.Fit.Counts[i], fit["fx6"][i], 1e-4)
				reference.Within(t, "fitted Y", sy.Fit.Counts[i], fit["fy6"][i], 1e-4)
			}
		}
	}
	for i := range want["x"] {
		reference.Within(t, "mean", mean.Y[i], want["mean"][i], 1e-8)
		reference.Within(t, "linear", linear.Y[i], want["linear"][i], 1e-8)
		reference.Within(t, "equipercentile", raw.Y[i], want["equipercentile"][i], 1e-6)
		reference.Within(t, "log-linear 4", smooth[4].Y[i], want["equip_loglin4"][i], 1e-4)
		reference.Within(t, "log-linear 6", smooth[6].Y[i], want["equip_loglin6"][i], 1e-4)
	}
}
