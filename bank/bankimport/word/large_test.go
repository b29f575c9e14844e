package word

import (
	"runtime"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/banktest"
)

// largeBank is the most that an import takes and a selection holds.
const largeBank = 20_000

// BenchmarkWriteLarge writes as many questions as there may be: those that one
// document holds are in it, every other one is listed.
func BenchmarkWriteLarge(b *testing.B) {
	in := banktest.New(1).Imported(largeBank/5, bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Numeric)
	b.ReportAllocs()
	for b.Loop() {
		wholeOrListed(b, in)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys>>20), "MB-of-the-system")
	}
}

// wholeOrListed writes questions and returns how many are in the file: all but
// those that are told lost.
func wholeOrListed(tb testing.TB, in bank.Imported) int {
	tb.Helper()
	data, lost, err := Write(in)
	if err != nil {
		tb.Fatal(err)
	}
	left := 0
	for _, r := range lost {
		if r.Severity == bank.Error {
			left++
		}
	}
	back := Read("x.docx", data)
	if back.Report.Errors() > 0 || len(back.Items)+left != len(in.Items) {
		tb.Fatalf("%d come back and %d are listed of %d: %+v", len(back.Items), left, len(in.Items), back.Report.Of(bank.Error))
	}
	return len(back.Items)
}

// A document that is full leaves the rest to another one, and says so.
func TestAFullDocumentListsTheRest(t *testing.T) {
	t.Parallel()
	in := banktest.New(2).Imported(3)
	data, lost, err := writeWithin(in, size{paragraphs: 120, inlines: 10_000, runes: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	full := 0
	for _, r := range lost {
		if r.Severity == bank.Error && strings.Contains(r.Message, "tệp đã đầy") {
			full++
		}
	}
	back := Read("x.docx", data)
	if back.Report.Errors() > 0 || full == 0 || len(back.Items) == 0 || len(back.Items)+full != len(in.Items) {
		t.Errorf("%d come back and %d are listed of %d: %+v", len(back.Items), full, len(in.Items), back.Report.Of(bank.Error))
	}
}
