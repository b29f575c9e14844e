package matrixfile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/bank/assemble"
)

// random makes a blueprint of what a matrix can carry.
func random(rng *rand.Rand) assemble.Blueprint {
	b := assemble.Blueprint{V: assemble.Version, Name: "Ma trận"}
	for w := range assemble.Ways {
		if w == 0 || rng.IntN(3) > 0 {
			p := usual(w)
			p.Points = 5 * (1 + rng.IntN(40))
			b.Parts = append(b.Parts, p)
		}
	}
	for r := range 1 + rng.IntN(8) {
		row := assemble.Row{Topic: fmt.Sprintf("Chủ đề %d", 1+r/2), Content: fmt.Sprintf("Đơn vị %d", r), Cells: []assemble.Cell{}}
		if rng.IntN(2) == 0 {
			row.Outcomes = map[bank.Level]string{bank.Know: "Nhận biết được khái niệm\nNêu được ví dụ", bank.Apply: "Giải được bài toán"}
		}
		for p := range b.Parts {
			unit := 1
			if b.Parts[p].Clusters() {
				unit = bank.ClusterSize
			}
			for l := range assemble.Levels {
				if rng.IntN(3) == 0 || (r == 0 && l == 0) {
					c := assemble.Cell{Part: p + 1, Level: assemble.LevelAt(l), Count: unit * (1 + rng.IntN(3))}
					if rng.IntN(3) == 0 {
						c.Competences = []string{"TD", "GQVĐ"}
					}
					row.Cells = append(row.Cells, c)
				}
			}
		}
		if len(row.Cells) > 0 {
			b.Rows = append(b.Rows, row)
		}
	}
	return b
}

func read(t *testing.T, name string, data []byte) assemble.Blueprint {
	t.Helper()
	b, report := Read(name, data)
	if len(report.Rows) > 0 {
		t.Fatalf("%s: %+v", name, report.Rows)
	}
	return b
}

func TestWorkbookRoundTrip(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for range 40 {
		b := random(rng)
		data, err := MatrixXLSX(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(b, read(t, "Ma trận.xlsx", data)); d != "" {
			t.Fatal(d)
		}
	}
}

func TestSpecificationRoundTrip(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	for range 40 {
		b := random(rng)
		data, err := SpecificationDocx(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(b, read(t, "Ma trận.docx", data)); d != "" {
			t.Fatal(d)
		}
	}
}

// The matrix in Word carries neither outcomes nor competences.
func TestMatrixRoundTrip(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	for range 40 {
		b := random(rng)
		data, err := MatrixDocx(b)
		if err != nil {
			t.Fatal(err)
		}
		for i := range b.Rows {
			b.Rows[i].Outcomes = nil
			for k := range b.Rows[i].Cells {
				b.Rows[i].Cells[k].Competences = nil
			}
		}
		if d := cmp.Diff(b, read(t, "Ma trận.docx", data)); d != "" {
			t.Fatal(d)
		}
	}
}

func TestJSONIsRead(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../testdata/toan-2025.json")
	if err != nil {
		t.Fatal(err)
	}
	if b := read(t, "x.json", data); b.Questions() != 22 {
		t.Errorf("%d questions", b.Questions())
	}
}

func TestHandMadeTables(t *testing.T) {
	t.Parallel()
	table := func(rows ...string) grid {
		g := grid{where: func(r, c int) string { return fmt.Sprintf("%d,%d", r, c) }}
		for _, row := range rows {
			g.rows = append(g.rows, strings.Split(row, "|"))
		}
		return g
	}
	old := table( // four levels, headings as older papers have them
		"STT|Chương/Chủ đề|Nội dung/Đơn vị kiến thức|TNKQ||||Tự luận||||Tổng số câu",
		"|||NB|TH|VD|VDC|NB|TH|VD|VDC|",
		"1|Hàm số|Đơn điệu|2|1 câu|1|1|-||1|1|7",
		"||Cực trị|3 (TD, GQ)||||||||3",
		"Tổng|||5|1|1|1|0|0|1|1|10")
	l, ok := old.find()
	if !ok {
		t.Fatal("the old table is not found")
	}
	b, report := fromGrid(old, l)
	want := []assemble.Row{
		{Topic: "Hàm số", Content: "Đơn điệu", Cells: []assemble.Cell{
			{Part: 1, Level: bank.Know, Count: 2}, {Part: 1, Level: bank.Understand, Count: 1}, {Part: 1, Level: bank.Apply, Count: 2}, {Part: 2, Level: bank.Apply, Count: 2},
		}},
		{Topic: "Hàm số", Content: "Cực trị", Cells: []assemble.Cell{{Part: 1, Level: bank.Know, Count: 3, Competences: []string{"TD", "GQ"}}}},
	}
	if d := cmp.Diff(want, b.Rows); d != "" || report.Errors() > 0 {
		t.Errorf("%s\n%+v", d, report.Rows)
	}
	wrong := table("TT|Chủ đề|Nội dung|Nhiều lựa chọn|||", "|||Biết|Hiểu|Vận dụng|", "1|A|B|hai|1|x y|")
	l, _ = wrong.find()
	if _, report := fromGrid(wrong, l); report.Errors() != 2 || report.Rows[0].Where != "2,3" {
		t.Errorf("%+v", report.Rows)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("xin chào"), "json": []byte(`{"v":1,"nam":"x"}`), "broken zip": []byte("PK\x03\x04word/document.xml"),
	} {
		if _, report := Read("x", data); report.Errors() == 0 {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzGrid(f *testing.F) {
	f.Add("TT|Chủ đề|Nội dung|Nhiều lựa chọn||\n|||Biết|Hiểu|Vận dụng\n1|A|B|1|2|3\nTổng số điểm|||3,0||")
	f.Fuzz(func(t *testing.T, text string) {
		g := grid{where: func(r, c int) string { return "" }}
		for row := range strings.SplitSeq(text, "\n") {
			g.rows = append(g.rows, strings.Split(row, "|"))
		}
		if l, ok := g.find(); ok {
			b, report := fromGrid(g, l)
			if report.Errors() == 0 && len(b.Rows) == 0 {
				t.Error("neither rows nor an error")
			}
		}
	})
}
