package sheet

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// A number that is shown as another one, or as no number, is told with what
// people see; another way to write the same number is not.
func TestOpenTellsWhatIsShownOtherwise(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, c := range map[string]struct {
		value  any
		format int // number format of Excel
	}{
		"A1": {46024, 16}, "B1": {0.5, 9}, "C1": {3.14, 1}, // a day, per cent, whole
		"D1": {0.5, 2}, "E1": {1234.5, 4}, "F1": {"50%", 9}, "G1": {true, 0}, "H1": {0.1 + 0.2, 0}, // two places, thousands, text
	} {
		style, err := f.NewStyle(&excelize.Style{NumFmt: c.format})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Sheet1", cell, c.value); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := Open(b.Bytes(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{0: "2-Jan", 1: "50%", 2: "3"}
	if d := cmp.Diff(want, got.Sheets[0].Rows[0].Shown); d != "" {
		t.Error(d)
	}
}
