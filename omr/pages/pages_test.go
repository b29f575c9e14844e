package pages

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testPage is a bilevel picture with long runs, single dots and empty rows.
func testPage(seed uint64, width, height int) *Page {
	r := rand.New(rand.NewPCG(seed, 1))
	p := &Page{Pix: bytes.Repeat([]byte{255}, width*height), Width: width, Height: height}
	for range 40 {
		x, y := r.IntN(width), r.IntN(height)
		w, h := 1+r.IntN(width-x), 1+r.IntN(min(height-y, 9))
		for j := y; j < y+h; j++ {
			clear(p.Pix[j*width+x : j*width+x+w])
		}
	}
	for range width {
		p.Pix[r.IntN(len(p.Pix))] ^= 255
	}
	return p
}

func (p *Page) image() *image.Gray {
	return &image.Gray{Pix: p.Pix, Stride: p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}
}

// packed is a bilevel page as bits, 1 black.
func (p *Page) packed() []byte {
	var out []byte
	for y := range p.Height {
		row := make([]byte, (p.Width+7)/8)
		for x := range p.Width {
			if p.Pix[y*p.Width+x] == 0 {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		out = append(out, row...)
	}
	return out
}

func read(t *testing.T, b []byte, n int) *Page {
	t.Helper()
	f, err := Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Page(n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func same(t *testing.T, got, want *Page) {
	t.Helper()
	if got.Width != want.Width || got.Height != want.Height {
		t.Fatalf("%d × %d pixels, want %d × %d", got.Width, got.Height, want.Width, want.Height)
	}
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Error("the pixels differ")
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.jpg", "a/2.TIF", "a/1.pdf", ".hidden.jpg", "notes.txt", "c.png", "phone.heic"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "c.png"), now, now); err != nil {
		t.Fatal(err)
	}
	l, err := List([]string{dir, filepath.Join(dir, "b.jpg")}, now.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(fmt.Sprint(l), dir+"/", "")
	if want := "{[a/1.pdf a/2.TIF b.jpg phone.heic] [c.png] 1}"; got != want {
		t.Errorf("List = %s, want %s", got, want)
	}
	if _, err := List([]string{filepath.Join(dir, "none")}, now); CodeOf(err) != CodeUnreadable {
		t.Errorf("a missing folder gives %v", err)
	}
}
