//go:build accuracy

package omr_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestAccuracyOfSheets reads 2,000 generated sheets, or KHAOTHI_OMR_SHEETS, and
// logs the table of docs/omr-accuracy.md.
func TestAccuracyOfSheets(t *testing.T) {
	t.Parallel()
	n := 2000
	if text := os.Getenv("KHAOTHI_OMR_SHEETS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	groups := newBench(t).run(sheetCases(n))
	var b strings.Builder
	writeTable(&b, groups)
	t.Log("\n" + b.String())
	checkBars(t, groups)
}
