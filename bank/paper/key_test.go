package paper

import (
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/banktest"
	"khaothi/internal/sheet"
)

// cellsOf reads a sheet as rows joined with ¦.
func cellsOf(t *testing.T, data []byte, name string) []string {
	t.Helper()
	book, err := sheet.Open(data, sheet.Limits{Bytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range book.Sheets {
		for _, r := range s.Rows {
			if s.Name == name {
				out = append(out, strings.Join(r.Cells, "¦"))
			}
		}
	}
	return out
}

func TestKeysStandUnderTheirCodes(t *testing.T) {
	t.Parallel()
	m := banktest.New(6)
	f := formOf(m, 3, bank.Single, bank.Cluster, bank.Short)
	layouts, err := f.Variants(3, []string{"0101", "0102"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := Keys(f, layouts)
	if err != nil {
		t.Fatal(err)
	}
	byQuestion, byCode, list := cellsOf(t, data, "Câu × mã đề"), cellsOf(t, data, "Mã đề × câu"), cellsOf(t, data, "Danh sách")
	if byQuestion[0] != "Phần¦Câu¦0101¦0102" || len(byQuestion) != 1+3+12+3 {
		t.Fatalf("%d rows: %v", len(byQuestion), byQuestion)
	}
	for n, l := range layouts {
		key, err := f.PrintedKey(l)
		if err != nil {
			t.Fatal(err)
		}
		row := strings.Split(byCode[1+n], "¦")
		if row[0] != l.Code {
			t.Errorf("row %d is of %s", n, row[0])
		}
		cluster := ""
		for i, a := range key {
			if got := strings.Split(byQuestion[1+i], "¦"); got[1] != a.No || got[2+n] != a.Answer {
				t.Errorf("%s %s: %v, want %s", l.Code, a.Printed, got, a.Answer)
			}
			if row[1+i] != a.Answer {
				t.Errorf("%s %s: %s, want %s", l.Code, a.Printed, row[1+i], a.Answer)
			}
			if strings.HasPrefix(a.Printed, "p2_1") {
				cluster += a.Answer
			}
		}
		if got := list[1+9*n+3]; got != l.Code+"¦Phần II¦1¦"+cluster {
			t.Errorf("%s, want %s", got, cluster)
		}
	}
}

func TestAnnexesAddUp(t *testing.T) {
	t.Parallel()
	a := Annex{Heading: Heading{Subject: "Toán"}, Minutes: 90, Rows: []AnnexRow{{Topic: "A", Content: "a1"}, {Topic: "A", Content: "a2"}, {Topic: "B", Content: "b", Outcomes: [Levels]string{"Nêu được", "", "Vận dụng được"}}}}
	for i := range a.Rows {
		for w := range Ways {
			for l := range Levels {
				a.Rows[i].Cells[w][l] = AnnexCell{Count: 1, Points: 25, Competences: []string{"NL1"}}
			}
		}
	}
	matrix, err := MatrixDocx(a)
	if err != nil {
		t.Fatal(err)
	}
	doc := document(t, matrix)
	if n := strings.Count(doc, "<w:gridCol "); n != 19 {
		t.Errorf("%d columns, want 19", n)
	}
	if !strings.Contains(doc, `w:orient="landscape"`) {
		t.Error("not landscape")
	}
	text := words(doc)
	for _, want := range []string{"Tổng số câu/ý hỏi 3 3 3 3 3 3 3 3 3 3 3 3 12 12 12 36", "Tổng số điểm 2,25 2,25 2,25 2,25 3 3 3 9", "Tỉ lệ % 25 25 25 25 33,33 33,33 33,33 100", "1 A a1 1 1", "2 B b 1 1 1 1 1 1 1 1 1 1 1 1 4 4 4 33,33"} {
		if !strings.Contains(text, want) {
			t.Errorf("the matrix lacks %q:\n%s", want, text)
		}
	}
	spec, err := SpecificationDocx(a)
	if err != nil {
		t.Fatal(err)
	}
	doc = document(t, spec)
	if n := strings.Count(doc, "<w:gridCol "); n != 16 {
		t.Errorf("%d columns, want 16", n)
	}
	if text := words(doc); !strings.Contains(text, "Biết: – Nêu được Vận dụng: – Vận dụng được 1 (NL1) 1 (NL1)") {
		t.Errorf("the specification: %s", text)
	}
}
