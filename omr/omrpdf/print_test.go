package omrpdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"khaothi/internal/fault"
	"khaothi/omr/layout"
)

var made = time.Date(2026, 6, 20, 0, 0, 0, 0, time.UTC)

func layoutOf(t testing.TB, name string) *layout.Layout {
	t.Helper()
	l, ok := layout.Builtin(name)
	if !ok {
		t.Fatalf("no layout %s", name)
	}
	return l
}

func TestEachLayoutPrintsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, name := range layout.Builtins() {
		l := layoutOf(t, name)
		a, err := Print(l, nil, made, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Print(l, nil, made, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(a, []byte("%PDF-")) || !bytes.Equal(a, b) {
			t.Errorf("%s: %d and %d bytes", name, len(a), len(b))
		}
	}
}

func TestASheetForEachCandidate(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, "thptqg-2025")
	all, err := ReadRoster([]byte("số báo danh;họ tên;phòng thi;mã đề\n01001234;Nguyễn Thị Ánh Dương;P.012;0101\n01001235;Trần Văn Đạt;P.012;\n"), l)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0][layout.FillName] != "Nguyễn Thị Ánh Dương" || all[1][layout.FillFormCode] != "" {
		t.Fatalf("read %v", all)
	}
	data, err := Print(l, all, made, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("/Type /Page\n")); n != 2 {
		t.Errorf("%d pages, want 2", n)
	}
	blank, err := Print(l, nil, made, nil)
	if err != nil {
		t.Fatal(err)
	}
	if per := len(data) / 2; per > len(blank) {
		t.Errorf("%d bytes a sheet; a blank one takes %d with its fonts", per, len(blank))
	}
}

func TestARosterWithOneErrorIsRefused(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, "short-20")
	for _, tt := range []struct {
		name, data, code string
		line             int
	}{
		{"nothing", "", "csv", 1},
		{"no candidates", "number,name\n", "count", 2},
		{"no numbers", "name\nAn\n", "column", 1},
		{"an unknown column", "number,điểm\n000001,9\n", "column", 1},
		{"a column twice", "number,sbd\n000001,000001\n", "column", 1},
		{"a lost leading zero", "number\n000001\n12345\n", "digits", 3},
		{"letters in a number", "number\n12345A\n", "digits", 2},
		{"a code that is too long", "number,form_code\n000001,1234\n", "digits", 2},
		{"no number", "number,name\n,An\n", "digits", 2},
		{"a number twice", "number\n000001\n000002\n000001\n", "duplicate", 4},
		{"a value too many", "number\n000001,An\n", "csv", 2},
		{"another encoding", "number,name\n000001,\xe3\xe1\n", "encoding", 1},
		{"a novel for a name", "number,name\n000001," + strings.Repeat("A", 101) + "\n", "long", 2},
	} {
		_, err := ReadRoster([]byte(tt.data), l)
		if fault.KindOf(err) != fault.Invalid || fault.CodeOf(err) != "omr.roster."+tt.code {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, fmt.Sprintf("line:%d", tt.line)) || !strings.Contains(text, "do:") {
			t.Errorf("%s: %v does not say line %d and what to do", tt.name, err, tt.line)
		}
	}
}

func FuzzReadRoster(f *testing.F) {
	l := layoutOf(f, "short-20")
	f.Add([]byte("number,name,form_code\n000001,An,101\n"))
	f.Add([]byte("\ufeffsbd;họ tên\n000001;\"An;B\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ReadRoster(data, l)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, c := range all {
			n := c[layout.FillNumber]
			if len(n) != 6 || seen[n] {
				t.Fatalf("number %q", n)
			}
			seen[n] = true
		}
	})
}

func BenchmarkPrint(b *testing.B) {
	l := layoutOf(b, "thptqg-2025")
	all := make([]Candidate, 40)
	for i := range all {
		all[i] = Candidate{layout.FillNumber: fmt.Sprintf("%08d", i), layout.FillName: "Nguyễn Thị Ánh Dương", layout.FillFormCode: "0101"}
	}
	for b.Loop() {
		if _, err := Print(l, all, made, nil); err != nil {
			b.Fatal(err)
		}
	}
}
