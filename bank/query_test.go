package bank

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]Query{
		"":        {},
		"   ":     {},
		"hàm số ": {Words: []string{"ham", "so"}, Accented: []string{"hàm", "số"}, Line: "ham so", Spoken: "hàm số"},
		"ham so":  {Words: []string{"ham"}, Prefix: "so", Line: "ham so"},
		"hàm sô":  {Words: []string{"ham"}, Prefix: "so", Accented: []string{"hàm"}, Line: "ham so", Spoken: "hàm sô"},
		`"số phức" -môđun z `: {
			Words: []string{"z"}, Not: []string{"modun"}, Phrases: []Phrase{{Folded: "so phuc", Plain: "số phức"}}, Line: "z",
		},
		`-"hình hộp" “khoi chop”`: {Phrases: []Phrase{{Folded: "khoi chop"}}, NotSaid: []Phrase{{Folded: "hinh hop", Plain: "hình hộp"}}},
		"x^2 -1 ":                 {Words: []string{"1", "2", "x"}, Line: "x 2 1"}, // minus one is a number, not a wish
		"a' | b & !c:* <-> d)( ":  {Words: []string{"a", "b", "c", "d"}, Line: "a b c d"},
		`"không đóng`:             {Phrases: []Phrase{{Folded: "khong dong", Plain: "không đóng"}}},
		`"" - -- "`:               {},
		"日本語 ":                    {},
	} {
		got := ParseQuery(typed)
		if diff := cmp.Diff(want, got, cmp.Transformer("nil", func(s []string) string { return strings.Join(s, "|") }),
			cmp.Transformer("phrases", func(s []Phrase) map[Phrase]bool {
				m := map[Phrase]bool{}
				for _, p := range s {
					m[p] = true
				}
				return m
			})); diff != "" {
			t.Errorf("ParseQuery(%q) (-want +got):\n%s", typed, diff)
		}
	}
}

func TestAHugeQueryIsCut(t *testing.T) {
	t.Parallel()
	q := ParseQuery(strings.Repeat("từ khoá ", 100_000) + strings.Repeat(`"a b" `, 1000))
	if len(q.Words) > maxQueryWords || len(q.Phrases) > 8 || len(q.Line) > 4*maxQuery {
		t.Errorf("%d words, %d phrases, a line of %d bytes", len(q.Words), len(q.Phrases), len(q.Line))
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add(`hàm số "số phức" -z`)
	f.Add("a:*|b&!(c) 'x' \\ \x00 ' OR 1=1 --")
	f.Fuzz(func(t *testing.T, s string) {
		q := ParseQuery(s)
		for _, w := range append(append(append([]string{}, q.Words...), q.Not...), q.Prefix) {
			if strings.IndexFunc(w, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) >= 0 {
				t.Errorf("%q: the word %q could be an operator", s, w)
			}
		}
	})
}
