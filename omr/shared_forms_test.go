//go:build shared

package omr_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
)

// The forms of forms/ by the layouts they belong to, and by each other's.
func TestSharedForms(t *testing.T) {
	t.Parallel()
	filled := map[string]string{"sbd": "150000", "form_code": "011"}
	for i := 1; i <= 50; i++ {
		filled[fmt.Sprintf("q%d", i)] = "C"
	}
	official, old := builtin(t, "thptqg-2025"), builtin(t, "thptqg-2017")
	for _, tt := range []struct {
		file, status, reasons string
		layout                *layout.Layout
		cells                 map[string]string // those that are not blank
	}{
		{"official-2025-a4-300dpi.jpg", omr.StatusBlank, "page:unfilled", official, nil},
		{"redrawn-2025-b.jpg", omr.StatusBlank, "page:unfilled", redrawn(t), nil},
		{"form-2017-2024.jpg", omr.StatusBlank, "page:unfilled", old, nil},
		{"form-2017-filled-0.jpg", omr.StatusOK, "", old, filled},
		{"redrawn-2025-b.jpg", omr.StatusRejected, "page:no_marks", official, nil},
		{"official-2025-a4-300dpi.jpg", omr.StatusRejected, "page:no_marks", old, nil},
		{"form-2017-filled-0.jpg", omr.StatusRejected, "page:bent", official, nil},
	} {
		r := omr.NewReader(tt.layout).Read(sharedPage(t, filepath.Join("forms", tt.file)))
		if r.Status != tt.status || omr.Reasons(r.Doubts) != tt.reasons {
			t.Errorf("%s by %s: %s %s, want %s %s", tt.file, tt.layout.Name, r.Status, omr.Reasons(r.Doubts), tt.status, tt.reasons)
		}
		for name, got := range r.Cells {
			if want := tt.cells[name]; got != want {
				t.Errorf("%s: %s is %q, want %q", tt.file, name, got, want)
			}
		}
	}
}

// measured2025 is what layouts/thptqg-2025.measured.json holds of bubbles.
type measured2025 struct {
	SBD   struct{ X, Y []float64 } `json:"sbd"`
	Made  struct{ X []float64 }    `json:"made"`
	Part1 struct {
		X [][]float64 `json:"x"`
		Y []float64   `json:"y"`
	} `json:"part1"`
	Part2 struct {
		X [][]float64 `json:"x"`
		Y []float64   `json:"y"`
	} `json:"part2"`
	Part3 struct {
		X0     []float64 `json:"x0"`
		DX     []float64 `json:"dx"`
		Minus  float64   `json:"y_minus"`
		Comma  float64   `json:"y_comma"`
		Digits []float64 `json:"y_digit"`
	} `json:"part3"`
}

// place is where the measured file has a bubble of our layout.
func (m *measured2025) place(b layout.Bubble) (x, y float64) {
	number := func(format string) (n int, letter rune) {
		if _, err := fmt.Sscanf(b.Field, format, &n, &letter); err != nil {
			_, _ = fmt.Sscanf(b.Field, format, &n)
		}
		return n - 1, letter
	}
	index := func(symbols string) int { return strings.Index(symbols, b.Symbol) }
	switch {
	case b.Field == layout.CandidateNumber:
		return m.SBD.X[b.Cell], m.SBD.Y[index("0123456789")]
	case b.Field == layout.FormCode:
		return m.Made.X[b.Cell], m.SBD.Y[index("0123456789")]
	case strings.HasPrefix(b.Field, "p1_"):
		n, _ := number("p1_%d")
		return m.Part1.X[n/10][index("ABCD")], m.Part1.Y[n%10]
	case strings.HasPrefix(b.Field, "p2_"):
		n, letter := number("p2_%d%c")
		return m.Part2.X[n/2][n%2*2+index("DS")], m.Part2.Y[letter-'a']
	}
	n, _ := number("p3_%d")
	x = m.Part3.X0[n] + m.Part3.DX[b.Cell]
	switch b.Symbol {
	case layout.Minus:
		return x, m.Part3.Minus
	case layout.Comma:
		return x, m.Part3.Comma
	}
	return x, m.Part3.Digits[index("0123456789")]
}

// All 602 bubbles of our official layout are where they were measured on the
// official scan: the file's own error is 0.53 mm at most.
func TestSharedMeasuredPlaces(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join(sharedDir(), "layouts", "thptqg-2025.measured.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m measured2025
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	const most = 0.55
	bubbles := builtin(t, "thptqg-2025").Bubbles()
	if len(bubbles) != 602 {
		t.Errorf("%d bubbles, want 602", len(bubbles))
	}
	for _, b := range bubbles {
		if x, y := m.place(b); math.Hypot(b.X-x, b.Y-y) > most {
			t.Errorf("%s, cell %d, %s at %g, %g; measured %g, %g", b.Field, b.Cell, b.Symbol, b.X, b.Y, x, y)
		}
	}
}
