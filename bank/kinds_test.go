package bank

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const someHash = "0000000000000000000000000000000000000000000000000000000000000000"

// newKinds is one good body of each kind beyond the four of 2025, by kind.
func newKinds(t *testing.T) map[Kind]Body {
	t.Helper()
	options := func(texts ...string) []Option {
		var out []Option
		for _, s := range texts {
			out = append(out, Option{HTML: s})
		}
		return out
	}
	rubric := []Criterion{{HTML: "Nêu được ý chính", Points: 50, Steps: []Grade{{HTML: "một phần", Points: 25}}}}
	image := &Image{Media: someHash, Width: 100, Height: 80, Alt: "Bản đồ"}
	out := map[Kind]Body{
		Numeric: {Question: Question{Stem: "g = ?"}, Key: Key{Accepted: []string{"9,8..9,82", "981e-2"}}},
		Cloze: {Question: Question{Stem: "Thủ đô là " + GapMark(0) + ", sông " + GapMark(1) + ", núi " + GapMark(2), Options: options("Ba Vì", "Tản Viên"), Gaps: []Gap{
			{Grid: &Grid{Max: 10}}, {Options: options("Hồng", "Đà"), Weight: 2}, {},
		}}, Key: Key{Fold: true}},
		Match:      {Question: Question{Stem: "Ghép", Statements: []Statement{{HTML: "1+1"}, {HTML: "1+2"}}, Options: options("2", "3", "4")}},
		Categorise: {Question: Question{Stem: "Xếp", Statements: []Statement{{HTML: "mèo"}, {HTML: "chó"}, {HTML: "hoa"}}, Options: options("động vật", "thực vật")}},
		Order:      {Question: Question{Stem: "Xếp tăng dần", Options: options("1", "2", "3")}},
		Hotspot:    {Question: Question{Stem: "Chỉ ra", Image: image, Points: 1}, Key: Key{Areas: []Area{{Shape: Circle, Coords: []int{10, 10, 5}}}}},
		Essay:      {Question: Question{Stem: "Viết", Writing: &Writing{Words: 600, Lines: 40}}, Key: Key{Rubric: rubric}},
		Upload:     {Question: Question{Stem: "Nộp", Files: &Files{Types: []string{"py"}, MaxBytes: 1 << 20}}, Key: Key{Rubric: rubric}},
	}
	for k, b := range out {
		b.Question.Kind = k
		b.Normalise()
		ids := idsOf(b.Question.Options)
		switch k {
		case Cloze:
			b.Key.Gaps = [][]string{{"Hà Nội", "Ha Noi"}, {b.Question.Gaps[1].Options[0].ID}, {ids[1]}}
			b.Key.Credit = map[string]Credit{CreditName(0, "Ha Noi"): Full / 2}
		case Match:
			b.Key.Statements = ids[:2]
		case Categorise:
			b.Key.Statements = []string{ids[0], ids[0], ids[1]}
		case Order:
			b.Key.Options = ids
		default:
		}
		out[k] = checked(t, b)
		if !b.Ready() {
			t.Fatalf("%s: %+v", k, b.Check())
		}
	}
	return out
}

func TestEveryKindIsCheckedPrintedAndKeyed(t *testing.T) {
	t.Parallel()
	bodies := newKinds(t)
	kinds := slices.Sorted(maps.Keys(bodies))
	f := Form{Name: "Đề", Subject: "tinhoc", DurationS: 60, State: FormDraft, Parts: []Part{{Title: "I"}}}
	for _, k := range kinds {
		f.Parts[0].Pins = append(f.Parts[0].Pins, pin(bodies[k]))
	}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	variants, err := f.Variants(7, []string{"101", "102"})
	if err != nil {
		t.Fatal(err)
	}
	media := map[string]Media{someHash: {Hash: someHash, MIME: "image/png"}}
	for _, l := range append(variants, f.BaseLayout("100")) {
		paper, err := f.Paper(l, media)
		if err != nil {
			t.Fatal(err)
		}
		printed := string(canonicalJSON(paper))
		for _, secret := range []string{"Ha Noi", "circle", "Nêu được", "981e-2", "credit", "accepted"} {
			if strings.Contains(printed, secret) {
				t.Errorf("variant %s shows %q", l.Code, secret)
			}
		}
		if _, err := f.PrintedKey(l); err != nil {
			t.Error(err)
		}
	}
	key := f.Key()
	if got, want := slices.Sorted(maps.Keys(key)), slices.Sorted(slices.Values(f.Fields())); !slices.Equal(got, want) {
		t.Errorf("key of %v, fields %v", got, want)
	}
	for field, k := range key {
		if len(k.Accepted) == 0 && !k.Kind.ByHand() {
			t.Errorf("%s of %s has no key", field, k.Kind)
		}
	}
	if got := key["p1_2a"]; got.Credit["Ha Noi"] != Full/2 || !got.Typed || !got.Fold || len(got.Accepted) != 2 {
		t.Errorf("first gap: %+v", got)
	}
}

func TestBaseOrderDoesNotGiveTheRightOrderAway(t *testing.T) {
	t.Parallel()
	bodies, same := newKinds(t), 0
	for range 40 {
		b := bodies[Order]
		b.Question.Options = []Option{{HTML: "1"}, {HTML: "2"}, {HTML: "3"}}
		b.Normalise()
		b.Key.Options = idsOf(b.Question.Options)
		f := Form{Parts: []Part{{Pins: []Pin{pin(b)}}}}
		if slices.Equal(f.BaseLayout("101").Parts[0][0].Options, b.Key.Options) {
			same++
		}
	}
	if same > 25 { // a sixth of them by chance
		t.Errorf("the base order is the right one %d times of 40", same)
	}
}

func TestCheckOfNewKindsNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind        Kind
		code, field string
		change      func(*Body)
	}{
		{Numeric, "key.number", "key", func(b *Body) { b.Key.Accepted = []string{"9,9..9,8"} }},
		{Numeric, "key.missing", "key", func(b *Body) { b.Key.Accepted = nil }},
		{Cloze, "gaps.marks", "stem", func(b *Body) { b.Question.Stem = "Thủ đô " + GapMark(0) }},
		{Cloze, "gaps.order", "stem", func(b *Body) { b.Question.Stem = GapMark(1) + GapMark(0) + GapMark(2) }},
		{Cloze, "key.missing", "gap c", func(b *Body) { b.Key.Gaps = b.Key.Gaps[:2] }},
		{Cloze, "key.unknown", "gap b", func(b *Body) { b.Key.Gaps[1] = []string{b.Question.Options[0].ID} }},
		{Cloze, "credit.unknown", "key", func(b *Body) { b.Key.Credit = map[string]Credit{"b:Hà Nội": 1} }},
		{Match, "key.missing", "statement b", func(b *Body) { b.Key.Statements = b.Key.Statements[:1] }},
		{Match, "key.unknown", "statement a", func(b *Body) { b.Key.Statements[0] = "D" }},
		{Order, "key.order", "key", func(b *Body) { b.Key.Options = b.Key.Options[:2] }},
		{Order, "key.repeat", "key", func(b *Body) { b.Key.Options[0] = b.Key.Options[1] }},
		{Hotspot, "image.missing", "image", func(b *Body) { b.Question.Image = nil }},
		{Hotspot, "area.bad", "key", func(b *Body) { b.Key.Areas[0].Coords = []int{200, 10, 5} }},
		{Hotspot, "points.count", "points", func(b *Body) { b.Question.Points = 0 }},
		{Essay, "rubric.bad", "rubric", func(b *Body) { b.Key.Rubric[0].Points = 0 }},
		{Essay, "todo.picture", "todo", func(b *Body) { b.Todo = []Todo{{Code: TodoPicture}} }},
		{Upload, "files.size", "files", func(b *Body) { b.Question.Files = nil }},
	} {
		t.Run(string(tt.kind)+" "+tt.code, func(t *testing.T) {
			t.Parallel()
			b := newKinds(t)[tt.kind]
			tt.change(&b)
			p := b.Check()
			if len(p) == 0 || p[0].Code != tt.code || p[0].Field != tt.field || b.Ready() {
				t.Errorf("Check = %+v, want %s at %s first", p, tt.code, tt.field)
			}
		})
	}
}

func TestAHotspotIsFoundByItsPicture(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		q    Question
		want bool
	}{
		{Question{Kind: Hotspot, Image: &Image{Media: MediaHash([]byte("a")), Width: 10, Height: 10}}, true},
		{Question{Kind: Hotspot}, false},
		{Question{Kind: Essay, Stem: `<img src="media:` + MediaHash([]byte("a")) + `">`}, true},
		{Question{Kind: Essay, Stem: "img"}, false},
	} {
		if got := slices.Contains(Body{Question: tt.q}.Index().Marks, Mark("has", string(HasPicture))); got != tt.want {
			t.Errorf("%+v has a picture: %v", tt.q, got)
		}
	}
}

// A printed key tells what earns a part from what is right, and lists nothing
// that costs marks.
func TestPrintedKeySaysWhatEarnsAPart(t *testing.T) {
	t.Parallel()
	p := Place{Kind: Numeric}
	k := KeyField{Kind: Numeric, Accepted: []string{"10", "9..11", "3,3", "20"}, Credit: map[string]Credit{"9..11": Full / 2, "3,3": 3_333_333, "20": -Full / 10}}
	if got, want := p.answer(k), "10 | 9..11 (50 %) | 3,3 (33,33333 %)"; got != want {
		t.Errorf("the printed key is %q, want %q", got, want)
	}
}
