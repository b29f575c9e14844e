package pdf

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 6, 20, 0, 0, 0, 0, time.UTC)

func newDoc(t *testing.T) *Doc {
	t.Helper()
	d, err := New("Thử", made)
	if err != nil {
		t.Fatal(err)
	}
	d.AddPage()
	return d
}

// letters returns which of the basic plane's characters a font has, from its
// cmap table of format 4.
func letters(t *testing.T, font []byte) func(r rune) bool {
	t.Helper()
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	cmap := 0
	for i := range u16(4) {
		if record := 12 + 16*i; string(font[record:record+4]) == "cmap" {
			cmap = u32(record + 8)
		}
	}
	for i := range u16(cmap + 2) {
		table := cmap + u32(cmap+4+8*i+4)
		if u16(table) != 4 {
			continue
		}
		segments := u16(table+6) / 2
		return func(r rune) bool {
			for s := range segments {
				end, start := u16(table+14+2*s), u16(table+16+2*segments+2*s)
				if int(r) >= start && int(r) <= end && int(r) != 0xffff {
					return true
				}
			}
			return false
		}
	}
	t.Fatal("no cmap of format 4")
	return nil
}

func TestFontsHaveEveryVietnameseLetter(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"} {
		b, err := fonts.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		has := letters(t, b)
		if has('日') {
			t.Errorf("%s is said to have a letter that it lacks", file)
		}
		text := "0123456789abcdefghijklmnopqrstuvwxyz.,-–…·’'&()/" +
			"ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
		for _, r := range text + strings.ToUpper(text) {
			if !has(r) {
				t.Errorf("%s has no %q", file, r)
			}
		}
	}
}

func TestFitShrinksBeforeItCuts(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	s := Style{Size: 12}
	if size := d.fit(100, s, "Lê An"); size != 12 {
		t.Errorf("a short name is set at %v, want 12", size)
	}
	name := "Tôn Nữ Công Huyền Quý Phương"
	w := d.width(s, 12, name) * 0.8
	if size := d.fit(w, s, name); size >= 12 || size < 12*smallest {
		t.Errorf("a name a quarter too wide is set at %v", size)
	}
	if !d.Fits(w, s, name) || d.Fits(w/3, s, name) {
		t.Error("Fits does not say what fit does")
	}
}

func TestTableGoesOnAndRepeatsItsHead(t *testing.T) {
	t.Parallel()
	d, err := New("Bảng", made)
	if err != nil {
		t.Fatal(err)
	}
	tops := 0
	table := Table{
		Columns: []Column{{Title: "A", Width: 40}, {Title: "B", Width: 40, Align: Right}}, RowHeight: 10, Size: 10, X: 10, Bottom: 60,
		Top: func(page int) float64 {
			tops++
			if page != tops {
				t.Errorf("page %d begins as number %d", tops, page)
			}
			return 20
		},
	}
	rows := [][]string{{"1"}, {"2"}, {"3"}, {"4", "x"}, {"5"}, {"6"}, {"7"}}
	if y := table.Draw(d, rows); y != 40 {
		t.Errorf("the table ends at %v, want 40", y)
	}
	if d.Pages() != 3 || tops != 3 {
		t.Errorf("%d pages, %d heads, want 3", d.Pages(), tops)
	}
}

func TestAnyTextIsSet(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	for _, s := range []string{"", "\x00\n\t", "😀 emoji", "日本語", strings.Repeat("W", 5000), "\xff\xfe"} {
		d.Text(Box{10, 10, 20, 5}, Style{Size: 10, Bold: true, Align: Center}, s)
	}
	b, err := d.Bytes()
	if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("Bytes = %d bytes, %v", len(b), err)
	}
}
