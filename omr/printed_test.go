package omr_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrpdf"
	"khaothi/omr/pages"
)

// printed renders the printed sheet of a candidate, as a printer and a scanner
// would at their best.
func printed(t *testing.T, l *layout.Layout, c omrpdf.Candidate, dpi int) *pages.Page {
	t.Helper()
	data, err := omrpdf.Print(l, []omrpdf.Candidate{c}, time.Date(2026, 6, 20, 0, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sheet")
	if err := os.WriteFile(file+".pdf", data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-gray", "-singlefile", "-r", fmt.Sprint(dpi), file+".pdf", file).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (package poppler-utils): %v: %s", err, out)
	}
	pgm, err := os.ReadFile(file + ".pgm")
	if err != nil {
		t.Fatal(err)
	}
	var w, h, top int
	if _, err := fmt.Fscanf(bytes.NewReader(pgm), "P5\n%d %d\n%d\n", &w, &h, &top); err != nil || len(pgm) < w*h {
		t.Fatalf("pdftoppm wrote %d bytes: %v", len(pgm), err)
	}
	return &pages.Page{Pix: pgm[len(pgm)-w*h:], Width: w, Height: h, DPI: float64(dpi)}
}

// answer fills one bubble of each cell of each question, in the middle, and
// returns the fields' values.
func answer(l *layout.Layout, p *pages.Page, r *rand.Rand) map[string]string {
	values := map[string]string{}
	for _, f := range l.Fields() {
		if f.Name == layout.CandidateNumber || f.Name == layout.FormCode {
			continue
		}
		var cells []string
		for _, c := range f.Cells {
			b := c[r.IntN(len(c))]
			cells = append(cells, b.Symbol)
			disc(p, b)
		}
		values[f.Name] = f.Value(cells)
	}
	return values
}

// disc paints a bubble as a soft pencil does.
func disc(p *pages.Page, b layout.Bubble) {
	s := p.DPI / 25.4
	for y := int((b.Y - b.H/2) * s); y <= int((b.Y+b.H/2)*s); y++ {
		for x := int((b.X - b.W/2) * s); x <= int((b.X+b.W/2)*s); x++ {
			dx, dy := (float64(x)+0.5)/s-b.X, (float64(y)+0.5)/s-b.Y
			if 4*(dx*dx+dy*dy) < b.W*b.W {
				p.Pix[y*p.Width+x] = p.Pix[y*p.Width+x] / 3
			}
		}
	}
}

func candidateFor(l *layout.Layout) omrpdf.Candidate {
	c := omrpdf.Candidate{layout.FillName: "Nguyễn Thị Ánh Dương", layout.FillRoom: "P.012"}
	for _, f := range l.Fields() {
		switch f.Name {
		case layout.CandidateNumber:
			c[layout.FillNumber] = "07345128"[:len(f.Cells)]
		case layout.FormCode:
			c[layout.FillFormCode] = "0469"[:len(f.Cells)]
		}
	}
	return c
}

func TestThePrintedSheetIsReadBack(t *testing.T) {
	t.Parallel()
	for _, name := range layout.Builtins() {
		for _, dpi := range []int{100, 200, 300} {
			t.Run(fmt.Sprintf("%s at %d dpi", name, dpi), func(t *testing.T) {
				t.Parallel()
				l, _ := layout.Builtin(name)
				c := candidateFor(l)
				p := printed(t, l, c, dpi)
				want := answer(l, p, rand.New(rand.NewPCG(uint64(dpi), 1))) //nolint:gosec // the same marks each time
				want[layout.CandidateNumber], want[layout.FormCode] = c[layout.FillNumber], c[layout.FillFormCode]
				got := omr.NewReader(l).Read(p)
				if got.Status != omr.StatusOK {
					t.Errorf("status %s: %v", got.Status, got.Doubts)
				}
				for field, value := range want {
					if got.Cells[field] != value {
						t.Errorf("%s is %q, read %q", field, value, got.Cells[field])
					}
				}
			})
		}
	}
}

func TestALayoutWithOneColumnMovedReadsSomethingElse(t *testing.T) {
	t.Parallel()
	l, _ := layout.Builtin("thptqg-2025")
	p := printed(t, l, candidateFor(l), 150)
	answer(l, p, rand.New(rand.NewPCG(7, 7))) //nolint:gosec // the same marks each time
	right := omr.NewReader(l).Read(p)
	for i, moved := range l.Blocks {
		if moved.Kind != layout.Choices {
			continue
		}
		wrong := *l
		wrong.Blocks = append([]layout.Block(nil), l.Blocks...)
		wrong.Blocks[i].X.From += moved.X.Pitch
		got := omr.NewReader(&wrong).Read(p)
		same := 0
		for n := range 10 {
			field := fmt.Sprintf("p1_%d", moved.First+n)
			if got.Status != omr.StatusRejected && got.Cells[field] == right.Cells[field] {
				same++
			}
		}
		if same > 5 {
			t.Errorf("block %d moved by a pitch still reads %d of 10 questions as before", i, same)
		}
	}
}
