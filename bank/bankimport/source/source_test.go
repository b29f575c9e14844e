package source

import (
	"strings"
	"testing"
)

func TestListedWritesEveryNumberOfTheRange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value, tolerance string
		max              int
		want             string
	}{
		{"1822", "1", 4, "1821 1822 1823"},
		{"0.5", "0", 4, "0,5"},
		{"6.25", "0.02", 4, "6,23 6,24 6,25 6,26 6,27"},
		{"-0.5", "0", 4, "-0,5"},
		{"3,1415", "0", 6, "3,1415"},
		{"0", "0.1", 4, "0 -0,1 0,1 -0,0 0,01"},
	} {
		s, ok := Around(tt.value, tt.tolerance)
		if !ok {
			t.Fatalf("Around(%s, %s)", tt.value, tt.tolerance)
		}
		grid, accepted, ok := Listed([]Span{s})
		if !ok {
			t.Errorf("%s ± %s is too wide", tt.value, tt.tolerance)
			continue
		}
		if tt.value == "0" { // many; only the bounds are looked at
			if accepted[0] != "0" || grid.Max != 4 || strings.Contains(strings.Join(accepted, " "), "-0 ") {
				t.Errorf("around 0: %v", accepted)
			}
			continue
		}
		if got := strings.Join(accepted, " "); got != tt.want || grid.Max != tt.max {
			t.Errorf("%s ± %s: %q in %d, want %q in %d", tt.value, tt.tolerance, got, grid.Max, tt.want, tt.max)
		}
		for _, a := range accepted {
			if !grid.Fits(a) {
				t.Errorf("%q does not fit its grid", a)
			}
		}
	}
}

func TestNumberRefusesWhatWouldBeAGuess(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "1e13", "1e-99", "1.000.000", "1 000", "3/4", "0x10", "NaN", "5 cm", strings.Repeat("9", 40)} {
		if r, ok := Number(s); ok {
			t.Errorf("Number(%q) = %v", s, r)
		}
	}
}

func TestTextNamesTheEncoding(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, code, where string }{
		{"UTF-16", "\xff\xfea\x00", "encoding.utf16", ""},
		{"Windows-1252", "một\nhai caf\xe9", "encoding.not_utf8", "dòng 2"},
		{"binary", "a\x00b", "encoding.binary", ""},
		{"TCVN3", "C©u hái nµo ®óng nhÊt, tr¶ lêi ®Çy ®ñ c¸c ý, chän c¸ch nªu", "encoding.tcvn3", ""},
		{"VNI", "Caâu hoûi naøo ñuùng, traû lôøi ñuû caùc yù", "encoding.vni", ""},
	} {
		_, row := Text([]byte(tt.in))
		if row == nil || row.Code != tt.code || row.Where != tt.where {
			t.Errorf("%s: %+v, want %s", tt.name, row, tt.code)
		}
	}
	for _, s := range []string{"Câu hỏi nào đúng?", "café, naïve, ñandú", "\ufeffabc", "© 2026 a®b"} {
		if _, row := Text([]byte(s)); row != nil {
			t.Errorf("%q is refused: %+v", s, row)
		}
	}
}

func TestTopic(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"$course$/top/Default for Toán/Hàm số": "Hàm số", "$module$/Cực trị // tiệm cận/Bài 1": "Cực trị / tiệm cận / Bài 1", "": "", "top": "",
	} {
		if got := Topic(in); got != want {
			t.Errorf("Topic(%q) = %q, want %q", in, got, want)
		}
	}
}
