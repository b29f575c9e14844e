package vi

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// inOrder is written by hand after Hoàng Phê's dictionary: each entry comes
// strictly before the next.
var inOrder = []string{
	"", "10", "2", "A", "À", "Ả", "Ã", "Á", "Ạ", "An", "Án", "Anh", "Ánh", "Áo", "Ăn", "Ân", "Ấn", "Ẩu",
	"Bảo", "Bình", "Chi", "Công", "Cường", "Dào", "Dân", "Duyên", "Dương", "Đan", "Đào", "Đạo", "Đăng", "Đậu", "Đức",
	"Em", "Ế", "Fa", "Giang", "Hà", "Hả", "Há", "Hạ", "Hà An", "Hoa", "Hoà", "Hoá", "Hoàng", "Huệ", "Hùng", "Hương",
	"Inh", "Jan", "Kiên", "Lan", "Lê", "Lễ", "Lệ", "Ly", "Lý", "Mai", "Nghĩa", "Ngọc", "Ngô", "Nhung", "Nương",
	"O", "Oanh", "Ô", "Ổn", "Ơn", "Phi", "Phượng", "Quân", "Quý", "Sơn", "Tài", "Thắng", "Thi", "Thị", "Tú", "Tuấn",
	"Tư", "Uyên", "Ước", "Văn", "Vân", "Vũ", "Wan", "Xuân", "Yên", "Yến", "Zê", "Ω",
}

func TestCompareFollowsTheHandWrittenOrder(t *testing.T) {
	t.Parallel()
	for i, a := range inOrder {
		for j, b := range inOrder {
			want := min(1, max(-1, i-j))
			if got := Compare(a, b); got != want {
				t.Errorf("Compare(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestCompareSeesOneNameBehindItsSpellings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, a, b string }{
		{"old and new place of the tone", "Hoà", "Hòa"},
		{"old and new place of the tone, two letters", "Thuý", "Thúy"},
		{"NFD", "Nguyễn Thị Ngọc Ước", norm.NFD.String("Nguyễn Thị Ngọc Ước")},
		{"marks typed in the other order", "Ậ", "A\u0302\u0323"},
		{"case", "ĐÀO", "đào"},
		{"spaces", "Nguyễn  Văn", " Nguyễn Văn "},
		{"eth for đ", "Ðào", "Đào"},
		{"apostrophe", "H'Hen", "H’Hen"},
	} {
		if got := Compare(tt.a, tt.b); got != 0 {
			t.Errorf("%s: Compare(%q, %q) = %d, want 0", tt.name, tt.a, tt.b, got)
		}
	}
}

// The library's Vietnamese tables are a second implementation: on words with
// one way to place the tone both agree.
func TestCompareAgreesWithTheLibrary(t *testing.T) {
	t.Parallel()
	lib := collate.New(language.Vietnamese, collate.IgnoreCase)
	words := inOrder[3 : len(inOrder)-1]
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a seeded draw of test cases
	phrase := func() string {
		var p []string
		for range 1 + rnd.IntN(3) {
			p = append(p, words[rnd.IntN(len(words))])
		}
		return strings.Join(p, " ")
	}
	for range 20000 {
		a, b := phrase(), phrase()
		if got, want := Compare(a, b), lib.CompareString(a, b); got != want {
			t.Errorf("Compare(%q, %q) = %d, the library says %d", a, b, got, want)
		}
	}
}

func TestCleanNameAndSplitName(t *testing.T) {
	t.Parallel()
	if got := CleanName("Nguye\u0302\u0303n\u200b  Ða \u0000n"); got != "Nguyễn Đa n" {
		t.Errorf("CleanName = %q", got)
	}
	family, given := SplitName(norm.NFD.String(" Lê  Thị Hồng Gấm"))
	if family != "Lê Thị Hồng" || given != "Gấm" {
		t.Errorf("SplitName = %q, %q", family, given)
	}
	if family, given = SplitName("Y"); family != "" || given != "Y" {
		t.Errorf("SplitName of one word = %q, %q", family, given)
	}
}
