package word

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"khaothi/bank"
	"khaothi/internal/vi"
)

// hold checks what must be true of any import.
func hold(t *testing.T, in bank.Imported) {
	t.Helper()
	if len(in.Items) > in.Found || in.Found == 0 && in.Report.Errors() == 0 {
		t.Errorf("%d drafts of %d, %d errors", len(in.Items), in.Found, in.Report.Errors())
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
}

func FuzzDocument(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(bodyXML(s, whole)))
	}
	f.Fuzz(func(t *testing.T, body []byte) { hold(t, Read("x.docx", docx(t, string(body)))) })
}

func seeds(f *testing.F) []string {
	f.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 40 {
		f.Fatalf("%d seeds, %v", len(files), err)
	}
	var out []string
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		input, _, _ := strings.Cut(string(data), ruled)
		out = append(out, input)
	}
	return out
}

// evidence are words and signs with which an author may say what is right.
var evidenceWords = []string{"dap", "da", "answer", "key", "ans", "chon", "choose", "ket qua", "vung", "dung", "sai", "het", "end"}

// FuzzText reads any text as a paper: where Word cuts its runs changes nothing,
// and a text in which nothing says what is right has no key.
func FuzzText(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == unicode.ReplacementChar }) {
			return // not in XML
		}
		in := Read("x.docx", docx(t, bodyXML(text, whole)))
		hold(t, in)
		cut := Read("x.docx", docx(t, bodyXML(text, func(s string) []string { return strings.Split(s, "") })))
		if a, b := describe(in), describe(cut); a != b {
			t.Errorf("cut into letters\n%s\nwhole\n%s", b, a)
		}
		folded := vi.Fold(text)
		for _, w := range evidenceWords {
			if strings.Contains(folded, w) {
				return
			}
		}
		if strings.ContainsAny(text, "<*|→>{#@⟦[=+") {
			return
		}
		for _, d := range in.Items {
			if k := d.Body.Key; len(k.Options)+len(k.Accepted)+len(strings.Join(k.Statements, "")) > 0 {
				t.Errorf("%q has a key that nothing says: %+v", text, k)
			}
		}
	})
}
