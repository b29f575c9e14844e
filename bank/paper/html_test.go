package paper

import (
	"encoding/xml"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/banktest"
)

func TestHTMLSaysWhatTheDocumentSays(t *testing.T) {
	t.Parallel()
	m := banktest.New(8)
	f := formOf(m, 3, bank.Kinds()...)
	p := printed(t, f, m.Media)
	page := HTML(p, heading())
	data, _, err := Docx(p, heading())
	if err != nil {
		t.Fatal(err)
	}
	doc := document(t, data)
	if a, b := strings.Count(page, "<math"), strings.Count(doc, "<m:oMath>"); a != b || a == 0 {
		t.Errorf("%d formulas in HTML, %d in Word", a, b)
	}
	if a, b := strings.Count(page, "<img"), strings.Count(doc, "<w:drawing>"); a != b || a == 0 {
		t.Errorf("%d pictures in HTML, %d in Word", a, b)
	}
	if n := strings.Count(page, "<b>Câu "); n != strings.Count(doc, ">Câu ") || n != 36 {
		t.Errorf("%d questions", n)
	}
	for _, never := range []string{"<script", "javascript:", "http://khaothi", "onerror"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %s", never)
		}
	}
	_, body, _ := strings.Cut(page, "<body>")
	body, _, _ = strings.Cut(body, "</body>")
	d := xml.NewDecoder(strings.NewReader(strings.NewReplacer("<br>", "<br/>", "<col ", "<x ").Replace(body)))
	d.Strict, d.AutoClose, d.Entity = false, []string{"img", "x"}, xml.HTMLEntity
	for {
		tok, err := d.Token()
		if tok == nil {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
