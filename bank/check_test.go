package bank

import (
	"errors"
	"strings"
	"testing"

	"khaothi/internal/fault"
)

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, code, field string
		change            func(*Body)
	}{
		{"no stem", "stem.empty", "stem", func(b *Body) { b.Question.Stem = "<p> </p>" }},
		{"no key", "key.missing", "key", func(b *Body) { b.Key.Options = nil }},
		{"two keys", "key.two", "key", func(b *Body) { b.Key.Options = append(b.Key.Options, b.Question.Options[1].ID) }},
		{"key elsewhere", "key.unknown", "key", func(b *Body) { b.Key.Options = []string{"zzzzz"} }},
		{"one option", "options.count", "options", func(b *Body) { b.Question.Options = b.Question.Options[:1] }},
		{"empty option", "option.empty", "option B", func(b *Body) { b.Question.Options[1].HTML = "" }},
		{"equal options", "option.same", "option C", func(b *Body) { b.Question.Options[2].HTML = "<b>" + b.Question.Options[0].HTML + "</b>" }},
		{"open formula", "latex.open", "stem", func(b *Body) { b.Question.Stem = `\(x+1` }},
		{"braces", "latex.braces", "option A", func(b *Body) { b.Question.Options[0].HTML = `\(\frac{1}{2\)` }},
		{"long text", "text.long", "stem", func(b *Body) { b.Question.Stem = strings.Repeat("x", 30_000) }},
		{"unknown level", "level.unknown", "level", func(b *Body) { b.Tags.Level = "T" }},
		{"unknown kind", "kind.unknown", "kind", func(b *Body) { b.Question.Kind = "drawing" }},
		{"grade", "grade.unknown", "grade", func(b *Body) { b.Tags.Grade = 13 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := single(t, "Câu", 4)
			tt.change(&b)
			problems := b.Check()
			if len(problems) == 0 || problems[0].Code != tt.code || problems[0].Field != tt.field || b.Ready() {
				t.Errorf("Check = %+v, want %s at %s first", problems, tt.code, tt.field)
			}
			draft := tt.code == "key.missing" || tt.code == "option.same"
			if Fatal(problems) == draft {
				t.Errorf("Fatal = %v, want %v: a draft may lack a key, nothing else", !draft, draft)
			}
		})
	}
}

func TestCheckClusters(t *testing.T) {
	t.Parallel()
	b := cluster(t, "Xét", "DSDS")
	b.Question.Statements = b.Question.Statements[:3]
	if p := b.Check(); len(p) == 0 || p[0].Code != "statements.count" {
		t.Errorf("three statements: %+v", p)
	}
	b = cluster(t, "Xét", "DSDS")
	b.Key.Statements[2] = ""
	if p := b.Check(); len(p) != 1 || p[0].Code != "key.missing" || p[0].Field != "statement c" {
		t.Errorf("no key for c: %+v", p)
	}
}

func TestGridFits(t *testing.T) {
	t.Parallel()
	g := Grid{Max: GridMax, Charset: GridCharset}
	for answer, want := range map[string]bool{
		"0": true, "-2": true, "0,5": true, "1234": true, "-0,5": true, "12345": false, "": false,
		"0.5": false, "1-2": false, ",5": false, "5,": false, "1,2,": false, "x": false,
	} {
		if got := g.Fits(answer); got != want {
			t.Errorf("Fits(%q) = %v", answer, got)
		}
	}
	if !(Grid{Max: 9}).Fits("thủ đô") {
		t.Error("a grid without a charset refused text")
	}
}

func TestParseLevel(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Level{"Nhận biết": Know, "NB": Know, "thong hieu": Understand, "Vận dụng": Apply, "VDC": Advanced, "vận dụng cao": Advanced} {
		if got, ok := ParseLevel(in); !ok || got != want {
			t.Errorf("ParseLevel(%q) = %q, %v", in, got, ok)
		}
	}
	if Advanced.Fold() != Apply || Know.Fold() != Know {
		t.Error("the old four levels do not fold to the three")
	}
	for _, in := range []string{"T", "V", "M", "khó"} {
		if l, ok := ParseLevel(in); ok {
			t.Errorf("ParseLevel(%q) guessed %q", in, l)
		}
	}
}

func TestFingerprintSeesTheQuestionOnly(t *testing.T) {
	t.Parallel()
	a, b := single(t, "Câu", 4), single(t, "Câu", 4)
	o := b.Question.Options
	o[0], o[2] = o[2], o[0]
	b.Tags, b.Question.Stem = Tags{}, "<p><b>Câu</b></p>"
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("order, tags or look changed the fingerprint")
	}
	if a.Hash() == b.Hash() {
		t.Error("two bodies have one hash")
	}
	if !a.SameKey(b) {
		t.Error("SameKey is fooled by order")
	}
	b.Key.Options = []string{o[1].ID}
	if a.SameKey(b) {
		t.Error("SameKey does not see another key")
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	f, err := sample(t).Lock()
	if err != nil || f.State != FormLocked || f.CheckHash() != nil {
		t.Fatalf("Lock = %v %v", f.State, err)
	}
	f.Parts[0].Pins[0].Fixed = true
	if err := f.CheckHash(); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a changed form passes: %v", err)
	}
	for _, tt := range []struct {
		code   string
		change func(*Form)
	}{
		{"form.empty", func(f *Form) { f.Parts = nil }},
		{"form.part_empty", func(f *Form) { f.Parts[1].Pins = nil }},
		{"form.no_duration", func(f *Form) { f.DurationS = 0 }},
		{"form.item_twice", func(f *Form) { f.Parts[2].Pins[1] = f.Parts[2].Pins[0] }},
		{"form.version_changed", func(f *Form) { f.Parts[0].Pins[2].Body.Question.Stem = "khác" }},
		{"form.stimulus_split", func(f *Form) { p := f.Parts[0].Pins; p[5], p[8] = p[8], p[5] }},
	} {
		t.Run(tt.code, func(t *testing.T) {
			t.Parallel()
			f := sample(t)
			for i := range f.Parts[0].Pins {
				f.Parts[0].Pins[i].Hash = f.Parts[0].Pins[i].Body.Hash()
			}
			tt.change(&f)
			if _, err := f.Lock(); fault.CodeOf(err) != tt.code {
				t.Errorf("Lock = %v, want %s", err, tt.code)
			}
		})
	}
	if err := sampleOf(t).CheckLayout(Layout{}); !errors.Is(err, fault.New(fault.Conflict, "form.layout")) {
		t.Errorf("an empty layout passes: %v", err)
	}
}

func sampleOf(t *testing.T) Form { t.Helper(); return sample(t) }
