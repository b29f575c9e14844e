package word

import (
	"bytes"
	"slices"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/bank/banktest"
)

// drafts are questions as a reader leaves them.
func drafts(bodies ...bank.Body) bank.Imported {
	in := bank.Imported{Media: map[string]bank.Media{}}
	for _, b := range bodies {
		b.Normalise()
		in.Items = append(in.Items, bank.ItemDraft{Where: "câu", Body: b})
	}
	return in
}

func single(stem string, right int, options ...string) bank.Body {
	b := bank.Body{Question: bank.Question{Kind: bank.Single, Stem: stem}, Tags: bank.Tags{Level: bank.Know, Subject: "toan", Grade: 12}}
	for i, o := range options {
		id := string(rune('p' + i))
		b.Question.Options = append(b.Question.Options, bank.Option{ID: id, HTML: o})
		if i == right {
			b.Key.Options = []string{id}
		}
	}
	return b
}

func TestWriteComesBack(t *testing.T) {
	t.Parallel()
	tags := bank.Tags{Level: bank.Understand, Subject: "toan", Grade: 12}
	cluster := bank.Body{Tags: bank.Tags{Subject: "toan", Grade: 12}, Question: bank.Question{Kind: bank.Cluster, Stem: `Cho hàm số \(y=\frac{x+1}{x-1}\).`}, Key: bank.Key{Statements: []string{"D", "S", "S", "D"}}}
	for i, s := range []string{"Một", `Hai \(x>0\)`, "Ba", "Bốn"} {
		cluster.Question.Statements = append(cluster.Question.Statements, bank.Statement{HTML: s, Level: bank.Levels()[i%3]})
	}
	falseAll := cluster
	falseAll.Question.Stem, falseAll.Key = "Bốn ý sai cả.", bank.Key{Statements: []string{"S", "S", "S", "S"}}
	in := drafts(
		single(`Nghiệm của \(x^2=4\), <i>với</i> x<sub>1</sub> &lt; 0 là`, 2, "1", "2", `\(-2\)`, "<b>4</b> và 5"),
		single("<p>Đoạn một</p><p>Đoạn hai</p>", 0, "a<br/>b", "c", "d", "e"),
		cluster, falseAll,
		bank.Body{Tags: tags, Question: bank.Question{Kind: bank.Short, Stem: "Tính 1 + 1.", Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}}, Key: bank.Key{Accepted: []string{"2"}}, Solution: `Ta có \(1+1=2\).`},
		bank.Body{Tags: tags, Question: bank.Question{Kind: bank.Essay, Stem: "Trình bày suy nghĩ của em."}},
	)
	data, lost, err := Write(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range lost {
		t.Errorf("%s %s: %s", r.Code, r.Excerpt, r.Message)
	}
	again, _, err := Write(in)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("two exports of the same questions differ")
	}
	back := Read("x.docx", data)
	if len(back.Items) != len(in.Items) {
		t.Fatalf("%d questions came back: %+v", len(back.Items), back.Report.Rows)
	}
	second, _, err := Write(back)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range Read("y.docx", second).Items {
		if w := source.Differences(back.Items[i].Body, d.Body); len(w) > 0 {
			t.Errorf("question %d is not kept: %v", i+1, w)
		}
	}
}

// A key that changes changes only itself.
func TestWriteChangesOnlyTheKey(t *testing.T) {
	t.Parallel()
	for right := range 4 {
		data, lost, err := Write(drafts(single("Hỏi", right, "một", "hai", "ba", "bốn"), single("Hỏi nữa", 1, "năm", "sáu", "bảy", "tám")))
		if err != nil || len(lost) > 0 {
			t.Fatal(err, lost)
		}
		back := Read("x.docx", data)
		for i, want := range []int{right, 1} {
			b := back.Items[i].Body
			if len(b.Key.Options) != 1 || b.Key.Options[0] != b.Question.Options[want].ID {
				t.Errorf("key of question %d is %v, want option %d", i+1, b.Key, want+1)
			}
		}
	}
}

// Whatever random questions there are: what is read back and told lost together
// account for each of them, and no key is ever another one.
func TestWriteTellsWhatItLoses(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		in := banktest.New(seed).Imported(3)
		data, lost, err := Write(in)
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, r := range lost {
			if r.Severity == bank.Error {
				left++
			}
		}
		back := Read("x.docx", data)
		spoiled := back.Report.Errors() > 0
		if len(back.Items)+left != len(in.Items) && !spoiled {
			t.Errorf("seed %d: %d read, %d left out, %d in all", seed, len(back.Items), left, len(in.Items))
		}
		for _, r := range back.Report.Of(bank.Error) {
			t.Errorf("seed %d: %s %s: %s (%s)", seed, r.Where, r.Code, r.Message, r.Excerpt)
		}
	}
}

// A row of a key that is not known yet gets no letter, least of all the first.
func TestWriteInventsNoPair(t *testing.T) {
	t.Parallel()
	b := bank.Body{Question: bank.Question{Kind: bank.Match, Stem: "Ghép nước với thủ đô."}, Tags: bank.Tags{Level: bank.Know, Subject: "dia", Grade: 12}, Key: bank.Key{Statements: []string{"q", "", "r"}}}
	for _, s := range []string{"Lào", "Thái Lan", "Nhật"} {
		b.Question.Statements = append(b.Question.Statements, bank.Statement{HTML: s})
	}
	for i, o := range []string{"Băng Cốc", "Viêng Chăn", "Tô-ky-ô"} {
		b.Question.Options = append(b.Question.Options, bank.Option{ID: string(rune('p' + i)), HTML: o})
	}
	data, lost, err := Write(drafts(b))
	if err != nil || len(lost) > 0 {
		t.Fatal(lost, err)
	}
	back := Read("export.docx", data)
	if len(back.Items) != 1 {
		t.Fatalf("%d questions: %v", len(back.Items), back.Report)
	}
	got := back.Items[0].Body
	if want := []string{got.Question.Options[1].ID, "", got.Question.Options[2].ID}; !slices.Equal(got.Key.Statements, want) {
		t.Errorf("key %q, want %q", got.Key.Statements, want)
	}
}
