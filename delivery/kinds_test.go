package delivery

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

func kindsPaper() *Paper {
	options := []Option{{ID: "aa"}, {ID: "bb"}, {ID: "cc"}}
	image := &Image{Media: strings.Repeat("0", 64), Width: 640, Height: 480}
	return &Paper{V: PaperVersion, FormCode: "0101", Title: "Đề", Parts: []PaperPart{{Part: 1, Questions: []Question{
		{Kind: KindCloze, Options: options, Gaps: []Gap{
			{Field: "p1_1a", Max: 5, Charset: "012345"}, {Field: "p1_1b", Options: []Option{{ID: "x1"}, {ID: "x2"}}}, {Field: "p1_1c"},
		}},
		{Kind: KindMatch, Options: options, Statements: []Statement{{Field: "p1_2a"}, {Field: "p1_2b"}}},
		{Kind: KindCategorise, Options: options, Statements: []Statement{{Field: "p1_3a"}}},
		{Kind: KindOrder, Field: "p1_4", Options: options},
		{Kind: KindHotspot, Field: "p1_5", Options: options, Image: image},
		{Kind: KindHotspot, Field: "p1_6", Points: 2, Image: image},
		{Kind: KindNumeric, Field: "p1_7", Max: 30, Charset: "0123456789+-,.eE"},
		{Kind: KindEssay, Field: "p1_8", Bytes: 5000},
		{Kind: KindUpload, Field: "p1_9", Bytes: 1000, Types: []string{"pdf"}},
	}}}}
}

func TestFieldsOfEveryKind(t *testing.T) {
	t.Parallel()
	fields, err := kindsPaper().Fields()
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.Repeat("0a", 32)
	for _, tt := range []struct {
		field, value string
		want         error
	}{
		{"p1_1a", "123", nil},
		{"p1_1a", "123456", ErrValueInvalid},
		{"p1_1a", "9", ErrValueInvalid},
		{"p1_1b", "x2", nil},
		{"p1_1b", "aa", ErrValueInvalid},
		{"p1_1c", "aa", nil},
		{"p1_1c", "x1", ErrValueInvalid},
		{"p1_1", "aa", ErrFieldUnknown},
		{"p1_2a", "bb", nil},
		{"p1_2b", "bb", nil},
		{"p1_2b", "aa,bb", ErrValueInvalid},
		{"p1_3a", "cc", nil},
		{"p1_4", "cc,aa,bb", nil},
		{"p1_4", "cc,aa", ErrValueInvalid},
		{"p1_4", "cc,aa,aa", ErrValueInvalid},
		{"p1_4", "cc,aa,bb,aa", ErrValueInvalid},
		{"p1_5", "aa,cc", nil},
		{"p1_5", "cc,aa", ErrValueInvalid},
		{"p1_6", "640,0;0,480", nil},
		{"p1_6", "641,0", ErrValueInvalid},
		{"p1_6", "1,1;2,2;3,3", ErrValueInvalid},
		{"p1_6", "1,1;1,1", ErrValueInvalid},
		{"p1_6", "01,1", ErrValueInvalid},
		{"p1_6", "1,1;", ErrValueInvalid},
		{"p1_7", "-1,5e3", nil},
		{"p1_7", "ba", ErrValueInvalid},
		{"p1_8", strings.Repeat("ế", 1666), nil},
		{"p1_8", strings.Repeat("ế", 1667), ErrValueInvalid},
		{"p1_8", "một\n\thai", nil},
		{"p1_8", "một\x1bhai", ErrValueInvalid},
		{"p1_9", hash + ":12:bài làm: 1.pdf", nil},
		{"p1_9", hash + ":012:a.pdf", ErrValueInvalid},
		{"p1_9", hash + ":12:../a.pdf", ErrValueInvalid},
		{"p1_9", strings.ToUpper(hash) + ":12:a.pdf", ErrValueInvalid},
		{"p1_9", "bài.pdf", ErrValueInvalid},
	} {
		if err := fields.Check(tt.field, tt.value); !errors.Is(err, tt.want) {
			t.Errorf("Check(%q, %.20q) = %v, want %v", tt.field, tt.value, err, tt.want)
		}
	}
	if fields.MaxValue() != 5000 {
		t.Errorf("longest value %d", fields.MaxValue())
	}
	if n, _ := fields.Answerable(); n != 12 {
		t.Errorf("%d fields to answer", n)
	}
}

// Fields travel as JSON with the paper's row: what is read back checks alike.
func TestFieldsSurviveJSON(t *testing.T) {
	t.Parallel()
	fields, err := kindsPaper().Fields()
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	var again Fields
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"640,0;0,480", "641,0"} {
		if a, b := fields.Check("p1_6", v), again.Check("p1_6", v); !errors.Is(a, b) && (a == nil) != (b == nil) {
			t.Errorf("%q: %v before, %v after", v, a, b)
		}
	}
}

func TestOutlineNamesEveryKind(t *testing.T) {
	t.Parallel()
	o := kindsPaper().Outline()
	for _, tt := range []struct{ field, value, letter, shown string }{
		{"p1_1a", "123", "a", "123"},
		{"p1_1b", "x2", "b", "B"},
		{"p1_1c", "cc", "c", "C"},
		{"p1_2b", "bb", "b", "B"},
		{"p1_4", "cc,aa,bb", "", "C, A, B"},
		{"p1_5", "aa,cc", "", "A, C"},
		{"p1_6", "1,2", "", "1,2"},
		{"p1_9", strings.Repeat("0a", 32) + ":12:a.pdf", "", "a.pdf"},
	} {
		place, shown, ok := o.Show(tt.field, tt.value)
		if !ok || place.Letter != tt.letter || shown != tt.shown {
			t.Errorf("%s = %q is shown as %q %q", tt.field, tt.value, place.Letter, shown)
		}
	}
}

// FuzzCheck: no value of any field makes Check fall, and what it takes fits.
func FuzzCheck(f *testing.F) {
	fields, err := kindsPaper().Fields()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("p1_6", "1,2;3,4")
	f.Add("p1_4", "cc,aa,bb")
	f.Add("p1_9", "ff:1:a")
	f.Fuzz(func(t *testing.T, field, value string) {
		if fields.Check(field, value) == nil && len(value) > fields.MaxValue() {
			t.Fatalf("%s takes %d bytes", field, len(value))
		}
	})
}

func TestOutlineListsLimitedSoundsWhereTheyAreMetFirst(t *testing.T) {
	t.Parallel()
	a, b, free := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	audio := func(hash string) string { return `<audio src="media:` + hash + `"></audio>` }
	p := &Paper{
		Stimuli: map[string]string{"s1": "Nghe " + audio(b)},
		Media:   map[string]Media{a: {MIME: "audio/wav", Plays: 1}, b: {MIME: "audio/wav", Plays: 2}, free: {MIME: "audio/wav"}},
		Parts: []PaperPart{
			{Part: 1, Questions: []Question{
				{No: 1, Kind: KindSingle, Field: "p1_1", Stem: audio(free)},
				{No: 2, Kind: KindSingle, Field: "p1_2", Stimulus: "s1"},
				{No: 3, Kind: KindSingle, Field: "p1_3", Stimulus: "s1"},
			}},
			{Part: 2, Questions: []Question{{
				No: 1, Kind: KindCluster, Statements: []Statement{{Field: "p2_1a", HTML: audio(b)}, {Field: "p2_1b", HTML: audio(a)}},
			}}},
		},
	}
	want := []OutlineSound{{b, PaperPlace{Part: 1, No: 2}, 2}, {a, PaperPlace{Part: 2, No: 1}, 1}}
	if got := p.Outline().Sounds; !slices.Equal(got, want) {
		t.Errorf("sounds = %v, want %v", got, want)
	}
}
