package qr

import (
	"image"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// drawn is the picture of a code, side pixels a module, with its border.
func drawn(m Modules, side int) *image.Gray {
	const border = 4
	n := (len(m) + 2*border) * side
	g := image.NewGray(image.Rect(0, 0, n, n))
	for i := range g.Pix {
		y, x := i/g.Stride/side-border, i%g.Stride/side-border
		if y < 0 || x < 0 || y >= len(m) || x >= len(m) || !m[y][x] {
			g.Pix[i] = 255
		}
	}
	return g
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []Content{
		{Layout: "thptqg-2025", Number: "02000001", Code: "0101", Room: "P.012"},
		{Layout: "short-20", Version: 9999},
		{Layout: "a.b-c", Version: 1, Room: "Phòng 12/A, điểm thi Lê Hồng Phong"},
		{Layout: strings.Repeat("x", 40), Version: 1, Number: strings.Repeat("9", 20), Code: strings.Repeat("0", 20), Room: strings.Repeat("ộ", 100)},
	} {
		m, err := Encode(c.String())
		if err != nil {
			t.Fatal(err)
		}
		text, ok := Decode(drawn(m, 4), 0)
		if !ok || text != c.String() {
			t.Errorf("%v became %q", c, text)
		}
		if got, ours := Parse(text); !ours || got != c {
			t.Errorf("%q says %s", text, cmp.Diff(c, got))
		}
	}
}

func TestATextOfSomebodyElseIsNotOurs(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "https://example.com/KT1/SHORT-20/1///", "KT1", "KT1/SHORT-20/1/02/0101", "KT2/SHORT-20/1///", "KT1/short-20/1///", "KT1//1///",
		"KT1/SHORT-20/01///", "KT1/SHORT-20/-1///", "KT1/SHORT-20/12345///", "KT1/SHORT-20/1/0A//", "KT1/SHORT-20/1///%", "KT1/SHORT-20/1///%FF",
		"KT1/SHORT-20/1///%0A", "KT1/SHORT-20/1///a/b", "KT1/SHORT-20/1///\n", "KT1/SHORT-20/1///" + strings.Repeat("a", 101), strings.Repeat("KT1/", 1000),
	} {
		if c, ours := Parse(text); ours {
			t.Errorf("%.40q says %+v", text, c)
		}
	}
}

func TestAPictureWithoutACodeHasNone(t *testing.T) {
	t.Parallel()
	for _, side := range []int{0, 1, 7, 40, 300} {
		g := image.NewGray(image.Rect(0, 0, side, side))
		if text, ok := Decode(g, 0.12); ok {
			t.Errorf("%d pixels of black say %q", side, text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("KT1/SHORT-20/1/02000001/0101/P.012")
	f.Add("KT1/A/0///%C3%B2%20")
	f.Fuzz(func(t *testing.T, text string) {
		c, ours := Parse(text)
		if !ours {
			return
		}
		if again, ok := Parse(c.String()); !ok || again != c {
			t.Errorf("%q says %+v, written again %+v", text, c, again)
		}
	})
}

// FuzzDecode flips modules of a code: what is read is what was written, or
// nothing.
func FuzzDecode(f *testing.F) {
	const text = "KT1/SHORT-20/1/02000001/0101/P.012"
	f.Add([]byte{0, 1, 2, 100, 200})
	f.Add([]byte(strings.Repeat("\x07\x51", 60)))
	f.Fuzz(func(t *testing.T, flips []byte) {
		m, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for i, b := range flips[:min(len(flips), 200)] {
			at = (at*31 + int(b)*257 + i) % (len(m) * len(m))
			m[at/len(m)][at%len(m)] = !m[at/len(m)][at%len(m)]
		}
		if got, ok := Decode(drawn(m, 3), 4/float64(len(m)+8)); ok && got != text {
			t.Errorf("read %q", got)
		}
	})
}
