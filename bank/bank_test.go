package bank

import (
	"fmt"
	"strings"
	"testing"

	"khaothi/internal/exam"
)

// single returns a checked single-choice body with n options, the first right.
func single(t *testing.T, stem string, n int, fixed ...int) Body {
	t.Helper()
	b := Body{Question: Question{Kind: Single, Stem: stem}, Tags: Tags{Subject: "toan", Grade: 12, Level: Know}}
	for i := range n {
		b.Question.Options = append(b.Question.Options, Option{HTML: fmt.Sprintf("%s-%d", stem, i)})
	}
	for _, i := range fixed {
		b.Question.Options[i].Fixed = true
	}
	b.Normalise()
	b.Key.Options = []string{b.Question.Options[0].ID}
	return checked(t, b)
}

func cluster(t *testing.T, stem, key string) Body {
	t.Helper()
	b := Body{Question: Question{Kind: Cluster, Stem: stem}, Tags: Tags{Subject: "toan"}}
	for i, k := range strings.Split(key, "") {
		b.Question.Statements = append(b.Question.Statements, Statement{HTML: stem + letter(i, 'a'), Level: Understand})
		b.Key.Statements = append(b.Key.Statements, k)
	}
	b.Normalise()
	return checked(t, b)
}

func short(t *testing.T, stem string, accepted ...string) Body {
	t.Helper()
	b := Body{Question: Question{Kind: Short, Stem: stem}, Key: Key{Accepted: accepted}}
	b.Normalise()
	return checked(t, b)
}

func checked(t *testing.T, b Body) Body {
	t.Helper()
	if p := b.Check(); Fatal(p) {
		t.Fatalf("Check: %v", p)
	}
	return b
}

func pin(b Body) Pin {
	return Pin{ItemID: exam.ItemID(exam.NewID()), Version: exam.VersionID(exam.NewID()), Hash: b.Hash(), Body: b}
}

// sample is a form of the 2025 kind: a stimulus group, a fixed question, a
// fixed option, a multiple choice.
func sample(t *testing.T) Form {
	t.Helper()
	f := Form{Name: "Đề mẫu", Subject: "toan", DurationS: 5400, State: FormDraft, Parts: make([]Part, 3)}
	for i := range 12 {
		b := single(t, fmt.Sprintf("Câu %d", i+1), 4, 3)
		if i >= 4 && i < 7 {
			b.Question.Stimulus = "Đọc đoạn sau."
		}
		p := pin(b)
		p.Fixed = i == 9
		f.Parts[0].Pins = append(f.Parts[0].Pins, p)
	}
	many := single(t, "Chọn nhiều", 5)
	many.Question.Kind, many.Key.Options = Multiple, []string{many.Question.Options[0].ID, many.Question.Options[3].ID}
	f.Parts[0].Pins = append(f.Parts[0].Pins, pin(many))
	for i, k := range []string{"DSDS", "DDDS", "SSSS", "SDDD"} {
		f.Parts[1].Pins = append(f.Parts[1].Pins, pin(cluster(t, fmt.Sprintf("Ý %d ", i), k)))
	}
	for i := range 6 {
		f.Parts[2].Pins = append(f.Parts[2].Pins, pin(short(t, fmt.Sprintf("Tính %d", i), fmt.Sprint(i))))
	}
	return f
}

// A candidate who reads the printed paper and answers every printed question
// rightly must have, by field, exactly the key of the form: in every variant.
func TestVariantsScoreAlike(t *testing.T) {
	t.Parallel()
	f := sample(t)
	layouts, err := f.Variants(7, Codes(101, 200))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layouts {
		paper, err := f.Paper(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := answerByReading(paper)
		for field, k := range f.Key() {
			if got[field] != k.Accepted[0] {
				t.Fatalf("variant %s field %s: %q, want %q", l.Code, field, got[field], k.Accepted[0])
			}
		}
		checkPaperKey(t, f, l)
	}
}

// answerByReading knows the right answers by their text alone: options that end
// in -0 (and -3 of the multiple choice), statements by the table above.
func answerByReading(p PrintedForm) map[string]string {
	truth := map[string]string{"Ý 0 ": "DSDS", "Ý 1 ": "DDDS", "Ý 2 ": "SSSS", "Ý 3 ": "SDDD"}
	out := map[string]string{}
	for _, part := range p.Parts {
		for _, q := range part.Questions {
			var ids []string
			for _, o := range q.Options {
				if strings.HasSuffix(o.HTML, "-0") || (q.Kind == Multiple && strings.HasSuffix(o.HTML, "-3")) {
					ids = append(ids, o.ID)
				}
			}
			switch q.Kind {
			case Single, Multiple:
				out[q.Field] = joinIDs(ids)
			case Short:
				out[q.Field] = strings.TrimPrefix(q.Stem, "Tính ")
			case Cluster:
				for _, s := range q.Statements {
					for stem, key := range truth {
						if base, ok := strings.CutPrefix(s.HTML, strings.TrimSpace(stem)+" "); ok {
							out[s.Field] = string(key[base[0]-'a'])
						}
					}
				}
			}
		}
	}
	return out
}

// checkPaperKey bubbles the printed key of a variant on paper and translates it
// back.
func checkPaperKey(t *testing.T, f Form, l Layout) {
	t.Helper()
	printed, err := f.PrintedKey(l)
	if err != nil {
		t.Fatal(err)
	}
	places, err := f.Translation(l)
	if err != nil {
		t.Fatal(err)
	}
	key := f.Key()
	if len(places) != len(key) {
		t.Fatalf("variant %s has %d places, the key %d fields", l.Code, len(places), len(key))
	}
	for i, p := range places {
		answer := strings.ReplaceAll(printed[i].Answer, "Đ", "D")
		got, ok := p.Value(answer)
		if !ok || got != key[p.Field].Accepted[0] {
			t.Fatalf("variant %s %s: %q is %q, want %q", l.Code, p.Printed, answer, got, key[p.Field].Accepted[0])
		}
	}
}

func TestVariantsKeepWhatIsFixed(t *testing.T) {
	t.Parallel()
	f := sample(t)
	layouts, err := f.Variants(1, Codes(1, 300))
	if err != nil {
		t.Fatal(err)
	}
	places := map[int]map[int]bool{}
	for _, l := range layouts {
		part := l.Parts[0]
		if part[9].Base != 10 {
			t.Fatalf("variant %s: fixed question 10 stands at %v", l.Code, part)
		}
		checkTogether(t, l)
		for at, p := range part {
			if places[p.Base] == nil {
				places[p.Base] = map[int]bool{}
			}
			places[p.Base][at] = true
			q := f.Parts[0].Pins[p.Base-1].Body.Question
			if len(q.Options) == 4 && p.Options[3] != q.Options[3].ID {
				t.Fatalf("variant %s question %d: fixed option moved", l.Code, p.Base)
			}
		}
	}
	for base, at := range places {
		if base != 10 && len(at) < 9 {
			t.Errorf("question %d was only ever at %d places", base, len(at))
		}
	}
}

func checkTogether(t *testing.T, l Layout) {
	t.Helper()
	first, last := 99, -1
	for at, p := range l.Parts[0] {
		if p.Base >= 5 && p.Base <= 7 {
			first, last = min(first, at), max(last, at)
		}
	}
	if last-first != 2 {
		t.Fatalf("variant %s: the stimulus group lies from %d to %d", l.Code, first, last)
	}
}

func TestVariantsAreRepeatable(t *testing.T) {
	t.Parallel()
	f := sample(t)
	one, err := f.Variants(42, []string{"0101", "0102"})
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Variants(42, []string{"0102"})
	if err != nil {
		t.Fatal(err)
	}
	if hashJSON("", one[1]) != hashJSON("", again[0]) {
		t.Error("variant 0102 depends on which other variants are made")
	}
	if hashJSON("", one[0].Parts) == hashJSON("", one[1].Parts) {
		t.Error("two codes gave one order")
	}
	if _, err := f.Variants(42, []string{"0101", "0101"}); err == nil {
		t.Error("a code twice was taken")
	}
	if _, err := f.Variants(42, []string{"A101"}); err == nil {
		t.Error("a code with a letter was taken")
	}
}

// Shuffling is written down, not drawn anew: this order may never change, or
// the keys of printed papers would.
func TestVariantsNeverChange(t *testing.T) {
	t.Parallel()
	pins := make([]Pin, 8)
	got := questionOrder(pins, newDice(2025, "0101/1"))
	if want := "[3 7 0 1 5 6 4 2]"; fmt.Sprint(got) != want {
		t.Errorf("order = %v, want %s", got, want)
	}
}

func TestPaperHoldsNoKey(t *testing.T) {
	t.Parallel()
	f := sample(t)
	f.Parts[2].Pins[0].Body.Solution = "bí mật lời giải"
	f.Parts[2].Pins[0].Body.Key.Accepted = []string{"9,87"}
	paper, err := f.Paper(f.BaseLayout("0101"), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := string(canonicalJSON(paper))
	for _, secret := range []string{"bí mật", "9,87", "accepted", "key", "fixed", "solution"} {
		if strings.Contains(text, secret) {
			t.Errorf("the paper says %q", secret)
		}
	}
}
