package analysispdf_test

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/analysis/analysispdf"
)

var out = flag.String("out", "", "write the page to this file, to look at it")

func TestTheReportOfASchoolIsAPage(t *testing.T) {
	t.Parallel()
	bins := func(at ...int) []analysis.Bin {
		var b []analysis.Bin
		for i := range 20 {
			b = append(b, analysis.Bin{From: float64(i) / 2, To: float64(i+1) / 2, Count: at[i%len(at)]})
		}
		return b
	}
	share := func(name string, s, p float64) analysis.Share {
		return analysis.Share{Name: name, Items: 3, School: new(s), Province: new(p)}
	}
	s := analysis.School{
		Code: "99001001", Name: "THPT Nguyễn Trãi", Persons: 120, Marks: analysis.Marks{Max: 10, Mean: new(5.12), Histogram: bins(1, 3, 5, 9)}, Quarters: []*float64{new(0.4), new(0.3), new(0.2), new(0.1)},
		Topics: []analysis.Share{share("Hàm số", 0.4, 0.55), share("Nguyên hàm và tích phân có tên thật là dài để xem có tràn không", 0.6, 0.5)},
		Levels: []analysis.Share{share("biet", 0.7, 0.72), share("vandung", 0.2, 0.31)}, Kinds: []analysis.Share{share("cluster", 0.5, 0.52)},
		Furthest: []analysis.Share{share("p1_3", 0.1, 0.4)},
	}
	province := analysis.School{Persons: 4000, Marks: analysis.Marks{Max: 10, Mean: new(5.6), SD: new(1.6), Histogram: bins(40, 90, 160, 200)}}
	words := analysis.Words(&s, &province)
	if len(words) != 5 {
		t.Errorf("words: %q", words)
	}
	data, err := analysispdf.School(analysispdf.Title{Exam: "Khảo sát lớp 12", SchoolYear: "2026-2027", Subject: "Toán"}, &s, &province, words, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if err != nil || !bytes.HasPrefix(data, []byte("%PDF")) {
		t.Fatalf("%v, %d bytes", err, len(data))
	}
	if *out != "" {
		if err := os.WriteFile(*out, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	empty := analysis.School{}
	if _, err := analysispdf.School(analysispdf.Title{}, &empty, &empty, analysis.Words(&empty, &empty), time.Time{}); err != nil {
		t.Errorf("a school without pupils: %v", err)
	}
}
