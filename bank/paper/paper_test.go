package paper

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/banktest"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// formOf makes a form of questions in parts of one kind each.
func formOf(m *banktest.Maker, n int, kinds ...bank.Kind) bank.Form {
	f := bank.Form{ID: "f", Name: "Đề thử", Subject: "toan", DurationS: 5400}
	for i, k := range kinds {
		part := bank.Part{Title: fmt.Sprintf("PHẦN %d", i+1)}
		for j := range n {
			b := m.Body(k)
			b.Normalise()
			id := fmt.Sprintf("%d-%d", i, j)
			part.Pins = append(part.Pins, bank.Pin{ItemID: exam.ItemID(id), Version: exam.VersionID(id), Hash: b.Hash(), Body: b})
		}
		f.Parts = append(f.Parts, part)
	}
	return f
}

func printed(t testing.TB, f bank.Form, media map[string]bank.Media) bank.PrintedForm {
	t.Helper()
	p, err := f.Paper(f.BaseLayout("0101"), media)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func heading() Heading {
	return Heading{Authority: "Sở GD&ĐT X", School: "Trường <Y>", Exam: "Kiểm tra", Year: "2026 – 2027", Notes: DefaultNotes, Lines: true}
}

// document is word/document.xml of a file.
func document(t testing.TB, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	pieces  = regexp.MustCompile(`<[^>]*>`)
	textRun = regexp.MustCompile(`<w:t(?: [^>]*)?>([^<]*)</w:t>`)
	mathEnd = regexp.MustCompile(`(?s)<m:oMath>.*?</m:oMath>`)
)

// words is the plain text of a document without its formulas.
func words(doc string) string {
	doc = mathEnd.ReplaceAllString(doc, " ")
	doc = strings.NewReplacer("</w:p>", "<w:t> </w:t>", "<w:tab/>", "<w:t> </w:t>", "<w:br/>", "<w:t> </w:t>").Replace(doc)
	var b strings.Builder
	for _, m := range textRun.FindAllStringSubmatch(doc, -1) {
		b.WriteString(html.UnescapeString(m[1]))
	}
	return bank.NormText(b.String())
}

func TestEveryKindIsOnPaper(t *testing.T) {
	t.Parallel()
	m := banktest.New(3)
	f := formOf(m, 4, bank.Kinds()...)
	p := printed(t, f, m.Media)
	data, rows, err := Docx(p, heading())
	if err != nil || len(rows) > 0 {
		t.Fatal(err, rows)
	}
	doc := document(t, data)
	text := words(doc)
	formulas := 0
	formula := regexp.MustCompile(`\\\(.*?\\\)|\\\[.*?\\\]`)
	show := func(src string) {
		formulas += len(formula.FindAllString(src, -1))
		for _, piece := range pieces.Split(formula.ReplaceAllString(src, "<f>"), -1) {
			if piece = bank.NormText(html.UnescapeString(piece)); !strings.Contains(text, piece) {
				t.Errorf("the paper lacks %q", piece)
			}
		}
	}
	for _, s := range p.Stimuli {
		show(s)
	}
	for _, part := range p.Parts {
		for _, q := range part.Questions {
			show(q.Stem)
			for _, o := range q.Options {
				if o.Area == nil {
					show(o.HTML)
				}
			}
			for _, s := range q.Statements {
				show(s.HTML)
			}
			for _, g := range q.Gaps {
				for _, o := range g.Options {
					show(o.HTML)
				}
			}
		}
	}
	if n := strings.Count(doc, "<m:oMath>"); n != formulas || n < 20 {
		t.Errorf("%d formulas on paper, %d in the form", n, formulas)
	}
	for _, want := range []string{"Mã đề: 0101", "Số báo danh", "SỞ GD&ĐT X", "TRƯỜNG <Y>", "HẾT", "Thời gian làm bài: 90 phút", "Thí sinh không được sử dụng tài liệu"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
}

func TestNoKeyOnPaper(t *testing.T) {
	t.Parallel()
	m := banktest.New(5)
	f := formOf(m, 5, bank.Kinds()...)
	one, _, err := Docx(printed(t, f, m.Media), heading())
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Parts {
		for j := range f.Parts[i].Pins {
			b := &f.Parts[i].Pins[j].Body
			b.Key, b.Solution, b.Tags, b.Label = bank.Key{}, "", bank.Tags{}, ""
			for k := range b.Question.Statements {
				b.Question.Statements[k].Level = ""
			}
		}
	}
	two, _, err := Docx(printed(t, f, m.Media), heading())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("a paper depends on the key")
	}
}

func TestSolutionsHoldKeysAndSolutions(t *testing.T) {
	t.Parallel()
	m := banktest.New(5)
	f := formOf(m, 2, bank.Single, bank.Cluster, bank.Short, bank.Essay)
	f.Parts[0].Pins[0].Body.Solution = `Vì \(x=1\) nên chọn.`
	data, rows, err := Solutions(f, f.BaseLayout("0101"), m.Media, heading())
	if err != nil || len(rows) > 0 {
		t.Fatal(err, rows)
	}
	text := words(document(t, data))
	key, err := f.PrintedKey(f.BaseLayout("0101"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Lời giải. Vì", "nên chọn.", "Đáp án: " + key[0].Answer, "a) " + key[2].Answer, "Hướng dẫn chấm"} {
		if !strings.Contains(text, want) {
			t.Errorf("the booklet lacks %q", want)
		}
	}
}

func TestStimuliAndTracks(t *testing.T) {
	t.Parallel()
	m := banktest.New(9)
	f := formOf(m, 6, bank.Cluster)
	f.Parts[0].Tracks = []bank.Track{{ID: "a", Title: "Khoa học máy tính"}, {ID: "b", Title: "Tin học ứng dụng"}}
	for i, track := range []string{"", "", "a", "a", "b", "b"} {
		pin := &f.Parts[0].Pins[i]
		pin.Track, pin.Body.Question.Stimulus = track, ""
	}
	f.Parts[0].Pins[0].Body.Question.Stimulus = "<p>Đoạn văn chung</p>"
	f.Parts[0].Pins[1].Body.Question.Stimulus = "<p>Đoạn văn chung</p>"
	data, _, err := Docx(printed(t, f, m.Media), heading())
	if err != nil {
		t.Fatal(err)
	}
	text := words(document(t, data))
	for _, want := range []string{"Đọc ngữ liệu sau và trả lời từ câu 1 đến câu 2. Đoạn văn chung", "Phần riêng.", "Khoa học máy tính (từ câu 3 đến câu 4)", "Tin học ứng dụng (từ câu 5 đến câu 6)"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q stands %d times", want, strings.Count(text, want))
		}
	}
}

func TestWhatCannotBeShownIsTold(t *testing.T) {
	t.Parallel()
	f := formOf(banktest.New(1), 1, bank.Short)
	q := &f.Parts[0].Pins[0].Body.Question
	q.Stem, q.Stimulus = `Tính \(\foo{1}\)`, ""
	data, rows, err := Docx(printed(t, f, nil), heading())
	if err != nil || len(rows) != 1 || rows[0].Code != "paper.formula" || rows[0].Where != "phần 1, câu 1" || !strings.Contains(rows[0].Message, `\foo`) {
		t.Fatal(err, rows)
	}
	if !strings.Contains(words(document(t, data)), `\(\foo{1}\)`) {
		t.Error("the source of the formula is not on the paper")
	}
	hash := strings.Repeat("ab", 32)
	q.Stem = `<img src="media:` + hash + `" alt=""/>`
	var e *fault.Error
	if _, err := f.Paper(f.BaseLayout("1"), nil); !errors.As(err, &e) || e.Code != "form.media_missing" {
		t.Errorf("a picture that is gone: %v", err)
	}
	p := bank.PrintedForm{Parts: []bank.PrintedPart{{Part: 1, Questions: []bank.PrintedQuestion{{No: 1, Kind: bank.Short, Stem: q.Stem}}}}}
	if data, rows, err = Docx(p, Heading{}); err != nil || len(rows) != 1 || rows[0].Code != "paper.picture" || !strings.Contains(words(document(t, data)), "[thiếu hình]") {
		t.Error(err, rows)
	}
}

func TestSmallAndLargeForms(t *testing.T) {
	t.Parallel()
	if _, _, err := Docx(bank.PrintedForm{}, Heading{}); err != nil {
		t.Error(err)
	}
	m := banktest.New(2)
	data, _, err := Docx(printed(t, formOf(m, 300, bank.Single), m.Media), heading())
	if err != nil || strings.Count(words(document(t, data)), "Câu ") < 300 {
		t.Error(err)
	}
}

func TestOptionsStandSideBySideWhenTheyFit(t *testing.T) {
	t.Parallel()
	long := "một phương án dài hơn một nửa dòng giấy nên phải đứng riêng một dòng"
	for _, tt := range []struct {
		options []string
		lines   int
	}{
		{[]string{"1", "2", "3", "4"}, 1},
		{[]string{"một phương án vừa phải", "hai", "ba", "bốn"}, 2},
		{[]string{long, "2", "3", "4"}, 4},
		{[]string{"1", "2", "3", "4", "5"}, 3},
		{[]string{"1", "2"}, 1},
		{[]string{`\(\frac{-b+\sqrt{b^2-4ac}}{2a}\)`, "2", "3", "4"}, 1},
		{[]string{"<p>1</p><p>2</p>", "2", "3", "4"}, 5},
	} {
		p := newPrinter(bank.PrintedForm{}, Heading{})
		p.width = 9900
		var list []bank.PrintedOption
		for _, o := range tt.options {
			list = append(list, bank.PrintedOption{HTML: o})
		}
		if got := len(p.options(list)); got != tt.lines {
			t.Errorf("%.40s: %d lines, want %d", tt.options[0], got, tt.lines)
		}
	}
}

func BenchmarkDocx24Variants40Questions(b *testing.B) {
	m := banktest.New(4)
	f := formOf(m, 20, bank.Single, bank.Cluster)
	layouts, err := f.Variants(1, bank.Codes(101, 24))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, l := range layouts {
			p, err := f.Paper(l, m.Media)
			if err != nil {
				b.Fatal(err)
			}
			if _, _, err := Docx(p, heading()); err != nil {
				b.Fatal(err)
			}
		}
	}
}
