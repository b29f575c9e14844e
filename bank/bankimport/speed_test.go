package bankimport

import (
	"os"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/bank/banktest"
)

// speedItems is the size of the bank that an import has to take in 20 seconds
// on two cores.
const speedItems = 10_000

func moodleFile(tb testing.TB, n int) []byte {
	tb.Helper()
	in := banktest.New(1).Imported(n/5, bank.Single, bank.Multiple, bank.Short, bank.Numeric, bank.Single)
	data, _, err := Write("moodle-xml", in)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// BenchmarkMoodleXML reads 10,000 questions. KHAOTHI_SPEED_FILE=FILE keeps the
// file, to measure the command and the import into PostgreSQL with it.
func BenchmarkMoodleXML(b *testing.B) {
	data := moodleFile(b, speedItems)
	if path := os.Getenv("KHAOTHI_SPEED_FILE"); path != "" {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if in := Read("x.xml", data, "moodle-xml"); len(in.Items) != speedItems {
			b.Fatalf("%d items, %+v", len(in.Items), in.Report.Of(bank.Error))
		}
	}
}

// Twice the questions take about twice the time: nothing compares every
// question with every other.
func TestReadingGrowsWithTheFile(t *testing.T) {
	t.Parallel()
	small, large := moodleFile(t, 500), moodleFile(t, 4000)
	if one, eight := took(t, small), took(t, large); eight > 24*one+200*time.Millisecond {
		t.Errorf("500 questions took %v, 4,000 took %v", one, eight)
	}
}

func took(t *testing.T, data []byte) time.Duration {
	t.Helper()
	return banktest.CPU(func() {
		if in := Read("x.xml", data, "moodle-xml"); in.Report.Errors() > 0 {
			t.Errorf("%+v", in.Report.Of(bank.Error))
		}
	})
}
