package bankimport

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
	"khaothi/internal/sheet"
)

// hold checks what must be true of any import: every draft may become a
// version, drafts never outnumber what was found, every row has a place, a code
// and a short excerpt, and our own JSON says the same again.
func hold(t *testing.T, in bank.Imported) {
	t.Helper()
	if len(in.Items) > in.Found {
		t.Errorf("%d drafts of %d questions", len(in.Items), in.Found)
	}
	if in.Found == 0 && in.Report.Errors() == 0 {
		t.Error("nothing was found and nothing is wrong")
	}
	for _, d := range in.Items {
		if p := d.Body.Check(); bank.Fatal(p) {
			t.Errorf("%s: %+v", d.Where, p)
		}
		for _, h := range d.Body.MediaIn() {
			if _, ok := in.Media[h]; !ok {
				t.Errorf("%s shows picture %s, which is not there", d.Where, h)
			}
		}
	}
	for _, r := range in.Report.Rows {
		if r.Where == "" || r.Code == "" || r.Message == "" || len([]rune(r.Excerpt)) > 80 {
			t.Errorf("row %+v", r)
		}
	}
	roundTrip(t, in)
}

func seedFiles(f *testing.F, folder string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds in %s: %v", folder, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		input, _, _ := strings.Cut(string(data), line)
		f.Add([]byte(input))
	}
}

func FuzzGIFT(f *testing.F) {
	seedFiles(f, "gift")
	f.Fuzz(func(t *testing.T, data []byte) { hold(t, Read("x.gift", data, "gift")) })
}

func FuzzMoodleXML(f *testing.F) {
	seedFiles(f, "moodlexml")
	f.Fuzz(func(t *testing.T, data []byte) { hold(t, Read("x.xml", data, "moodle-xml")) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"v":1,"items":[{"body":{"question":{"kind":"short","stem":"a"},"key":{"accepted":["1"]},"tags":{}}}],"media":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) { hold(t, Read("x.json", data, "json")) })
}

// FuzzExcelCells puts any text into the cells of the template: what is read can
// be written and read again as the same question.
func FuzzExcelCells(f *testing.F) {
	f.Add("Một đáp án", "Biết", "Hỏi?", "1", "2", "A")
	f.Add("Đúng/Sai", "Biết, Hiểu", `\(x<1\)`, "a", "b", "ĐSĐS")
	f.Add("", "VDC", "x < 5 <b>đậm</b>", "=1+1", "'-2", "B")
	f.Fuzz(func(t *testing.T, kind, level, stem, a, b, key string) {
		w := sheet.NewWriter()
		s := w.Sheet("Câu hỏi", sheet.Column{Title: "Dạng"}, sheet.Column{Title: "Mức độ"}, sheet.Column{Title: "Câu hỏi"},
			sheet.Column{Title: "A"}, sheet.Column{Title: "B"}, sheet.Column{Title: "C"}, sheet.Column{Title: "D"}, sheet.Column{Title: "Đáp án"})
		s.Row(kind, level, stem, a, b, "c", "d", key)
		data, err := w.Bytes()
		if err != nil {
			return // text that no workbook can hold
		}
		in := Read("x.xlsx", data, Auto)
		if in.Found == 0 && in.Report.Errors() == 0 {
			t.Error("the row vanished")
		}
		if in.Found == 0 || in.Report.Errors() > 0 {
			return
		}
		hold(t, in)
		again, err := excel.Write(in.Items, in.Media)
		if err != nil {
			return // a tag that the template cannot say
		}
		back := Read("x.xlsx", again, Auto)
		if len(back.Items) != len(in.Items) || back.Items[0].Body.Fingerprint() != in.Items[0].Body.Fingerprint() || !back.Items[0].Body.SameKey(in.Items[0].Body) {
			t.Errorf("written and read again: %+v, %+v", back.Items, back.Report.Rows)
		}
	})
}

func FuzzAiken(f *testing.F) {
	seedFiles(f, "aiken")
	f.Fuzz(func(t *testing.T, data []byte) {
		in := Read("x.txt", data, "aiken")
		hold(t, in)
		again(t, in, "aiken")
	})
}

func FuzzExTest(f *testing.F) {
	seedFiles(f, "extest")
	f.Fuzz(func(t *testing.T, data []byte) {
		in := Read("x.tex", data, "extest")
		hold(t, in)
		again(t, in, "extest")
	})
}
