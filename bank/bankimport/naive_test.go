package bankimport

import (
	"fmt"
	"html"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"khaothi/bank"
	"khaothi/bank/banktest"
)

// said is what a reading says of one question: its words and its answers with
// what each earns, as multisets.
type said struct {
	words   string
	answers []string
}

func (s said) String() string {
	sort.Strings(s.answers)
	return s.words + "\n    " + strings.Join(s.answers, "\n    ")
}

// naiveReader is a second, simple-minded reader of a format beside ours: what
// each question says by its place, and copies of the file in each of which the
// key of one question is another one. It leaves out what it does not know.
type naiveReader struct {
	format  string
	each    int // questions of each kind to be written and read
	read    func(text string) map[string]said
	changed func(text string) []change
}

// change is a file in which the key of one question was changed.
type change struct{ place, text string }

var naiveReaders = []naiveReader{
	{"moodle-xml", 2, naiveMoodle, changedMoodle},
	{"gift", 2, naiveGIFT, changedGIFT},
	{"extest", 5, naiveExTest, changedExTest},
}

var (
	notWord    = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	tags       = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	inlineTags = regexp.MustCompile(`(?i)</?(b|i|u|s|em|strong|sub|sup|span|font|a|small|big)\b[^<>]*>`)
	formula    = regexp.MustCompile(`(?s)\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$|\$[^$]*\$`)
	shownThing = regexp.MustCompile(`\[(hình|âm thanh)(: [^\]]*)?\]|\[Hình \d+\]|_{4,5}|\([a-z]\) ____`)
)

// bag are the words of a plain text, sorted.
func bag(s string) string {
	list := strings.Fields(notWord.ReplaceAllString(norm.NFC.String(s), " "))
	sort.Strings(list)
	return strings.Join(list, " ")
}

// htmlBag are the words of HTML; formulas count as their letters and digits.
func htmlBag(s string) string {
	s = formula.ReplaceAllStringFunc(html.UnescapeString(tags.ReplaceAllString(inlineTags.ReplaceAllString(s, ""), " ")), signs)
	return bag(shownThing.ReplaceAllString(s, " "))
}

var (
	texCommand = regexp.MustCompile(`\\(begin|end)\s*\{[a-z*]+\}|\\[a-zA-Z]+\*?`)
	oneSign    = regexp.MustCompile(`[\p{L}\p{N}]`)
)

// signs are the letters and digits of a formula without its commands.
func signs(f string) string {
	return " " + strings.Join(oneSign.FindAllString(texCommand.ReplaceAllString(f, " "), -1), " ") + " "
}

func earns(name, percent string) string {
	r, ok := new(big.Rat).SetString(strings.TrimSpace(percent))
	if !ok {
		return name + " ?" + percent
	}
	return name + " " + r.FloatString(5) + "%"
}

// lettered is an option with its letter: options may be alike but for a sign.
func lettered(i int, text string) string { return string(rune('A'+i)) + ". " + text }

// ours is what our reading says of a question, in the same words.
func ours(b bank.Body) said {
	text := map[string]string{bank.True: bag("Đúng"), bank.False: bag("Sai")}
	for _, o := range b.Question.Options {
		text[o.ID] = htmlBag(o.HTML)
	}
	out := said{words: htmlBag(b.Question.Stem)}
	credit := func(name string, right bool) string {
		c, ok := b.Key.Credit[name]
		if !ok && right {
			c = bank.Full
		}
		return big.NewRat(int64(c), int64(bank.Full)/100).RatString()
	}
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		for i, o := range b.Question.Options {
			out.answers = append(out.answers, earns(lettered(i, text[o.ID]), credit(o.ID, slices.Contains(b.Key.Options, o.ID))))
		}
	case bank.Short:
		for _, a := range b.Key.Accepted {
			out.answers = append(out.answers, earns(bag(a), credit(a, true)))
		}
	case bank.Numeric:
		for _, a := range b.Key.Accepted {
			if lo, hi, ok := bank.ParseRange(a); ok {
				out.answers = append(out.answers, earns(lo.RatString()+".."+hi.RatString(), credit(a, true)))
			}
		}
	case bank.Order:
		for i, id := range b.Key.Options {
			out.answers = append(out.answers, fmt.Sprintf("%d %s", i+1, text[id]))
		}
	case bank.Cluster, bank.Match, bank.Categorise:
		for i, id := range b.Key.Statements {
			out.answers = append(out.answers, htmlBag(b.Question.Statements[i].HTML)+" → "+text[id])
		}
	case bank.Cloze:
		for i, key := range b.Key.Gaps {
			for _, o := range b.Question.Choices(i) {
				text[o.ID] = htmlBag(o.HTML)
				if _, ok := b.Key.Credit[bank.CreditName(i, o.ID)]; ok && !slices.Contains(key, o.ID) {
					key = append(slices.Clone(key), o.ID) // earns a part
				}
			}
			for _, v := range key {
				name, ok := text[v]
				if !ok {
					name = bag(v)
				}
				out.answers = append(out.answers, earns(fmt.Sprintf("gap %d: %s", i, name), credit(bank.CreditName(i, v), true)))
			}
		}
	case bank.Essay, bank.Upload, bank.Hotspot:
	}
	return out
}

// placed finds what our reading says by a place of the naive one.
func placed(in bank.Imported, place string) (bank.Body, bool) {
	for _, d := range in.Items {
		if strings.Contains(d.Where+")", place) {
			return d.Body, true
		}
	}
	return bank.Body{}, false
}

// agree compares both readings of a file and returns how many questions were
// compared. What ours leaves to a person is passed over.
func (n naiveReader) agree(t *testing.T, name, text string) int {
	t.Helper()
	in := Read(name, []byte(text), n.format)
	count := 0
	for place, want := range n.read(text) {
		b, ok := placed(in, place)
		if !ok || len(b.Todo) > 0 || n.saysElsewhere(text, b) {
			continue
		}
		count++
		if got := ours(b); got.String() != want.String() {
			t.Errorf("%s %s: %s\n got %s\nwant %s", name, place, b.Question.Kind, got, want)
		}
	}
	return count
}

// saysElsewhere reports a question of ours whose key stands in the comment that
// only our reader knows.
func (n naiveReader) saysElsewhere(text string, b bank.Body) bool {
	return ourComment.MatchString(text) && n.cannotSay(b)
}

// keyChangesAlone changes the key of every question of a file, one after the
// other: that key becomes what the naive reading says, nothing else changes.
func (n naiveReader) keyChangesAlone(t *testing.T, name, text string) int {
	t.Helper()
	before := Read(name, []byte(text), n.format)
	count := 0
	for _, c := range n.changed(text) {
		after := Read(name, []byte(c.text), n.format)
		was, ok := placed(before, c.place)
		want, said := n.read(c.text)[c.place]
		if !ok || !said || len(was.Todo) > 0 || n.saysElsewhere(text, was) {
			continue
		}
		is, ok := placed(after, c.place)
		if ok && len(is.Todo) > 0 {
			continue // the new key is one that a person has to look at
		}
		if !ok || len(after.Items) != len(before.Items) {
			t.Errorf("%s %s: with another key %d of %d questions: %+v", name, c.place, len(after.Items), len(before.Items), after.Report.Of(bank.Error))
			continue
		}
		count++
		if got := ours(is); got.String() != want.String() || got.String() == ours(was).String() {
			t.Errorf("%s %s: the changed key\n got %s\nwant %s\n was %s", name, c.place, got, want, ours(was))
		}
		for i, d := range before.Items {
			a, b := d.Body, after.Items[i].Body
			if a.Fingerprint() == was.Fingerprint() {
				a.Key, b.Key = bank.Key{}, bank.Key{}
			}
			if one, two := plainBody(t, a), plainBody(t, b); one != two && !sameButOrder(a, b) {
				t.Errorf("%s: with another key at %s, %s changed from\n%s\nto\n%s", name, c.place, d.Where, one, two)
			}
		}
	}
	return count
}

// sameButOrder reports whether two questions are alike but for the order of
// their options, which formats that list pairs or places take from the key.
func sameButOrder(a, b bank.Body) bool {
	switch a.Question.Kind {
	case bank.Match, bank.Categorise, bank.Order:
		return a.Fingerprint() == b.Fingerprint()
	}
	return false
}

// Our fixtures, as another reader sees them.
func TestANaiveReadingAgrees(t *testing.T) {
	t.Parallel()
	for _, n := range naiveReaders {
		t.Run(n.format, func(t *testing.T) {
			t.Parallel()
			files, err := filepath.Glob(filepath.Join("testdata", strings.ReplaceAll(n.format, "-", ""), "*"))
			if err != nil {
				t.Fatal(err)
			}
			compared, changed := 0, 0
			for _, path := range files {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				text, _, _ := strings.Cut(string(data), line)
				compared += n.agree(t, path, text)
				changed += n.keyChangesAlone(t, path, text)
			}
			const written uint64 = max(1, 4/slow)
			for seed := range written {
				in := banktest.New(seed).Imported(n.each)
				data, lost, err := Write(n.format, in)
				if err != nil {
					t.Fatal(err)
				}
				text := textOf(t, data)
				// With the comments of ours and without, as others write files.
				for _, text := range []string{text, ourComment.ReplaceAllString(text, "")} {
					compared += n.agree(t, fmt.Sprintf("seed %d", seed), text)
					changed += n.keyChangesAlone(t, fmt.Sprintf("seed %d", seed), text)
				}
				n.saysWhatWasWritten(t, in, lost, text)
			}
			t.Logf("%d questions compared, %d keys changed", compared, changed)
			if compared < 60/slow || changed < 40/slow {
				t.Errorf("hardly anything was compared: %d questions, %d keys", compared, changed)
			}
		})
	}
}

// saysWhatWasWritten compares what the naive reading finds in a file of Write
// with the questions themselves.
func (n naiveReader) saysWhatWasWritten(t *testing.T, in bank.Imported, lost []bank.Row, text string) {
	t.Helper()
	gone := map[string]bool{}
	for _, row := range lost {
		gone[row.Where] = true
	}
	have := map[string]int{}
	for _, s := range n.read(text) {
		have[s.String()]++
	}
	for _, d := range in.Items {
		s := ours(d.Body)
		if gone[d.Where] || len(s.answers) == 0 || n.cannotSay(d.Body) {
			continue
		}
		if have[s.String()] == 0 {
			t.Errorf("%s %s: %s does not stand in the file as\n%s", n.format, d.Where, d.Body.Question.Kind, s)
		}
	}
}

// A person who edits a file of ours may write an answer that the old room did
// not take: the key changes, and the room with it.
func TestAnEditedAnswerBringsItsRoom(t *testing.T) {
	t.Parallel()
	short := bank.Body{
		Question: bank.Question{Kind: bank.Short, Stem: "Tính.", Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}},
		Key:      bank.Key{Accepted: []string{"1234"}},
	}
	short.Normalise()
	for _, n := range naiveReaders {
		data, _, err := Write(n.format, bank.Imported{Items: []bank.ItemDraft{{Body: short}}})
		if err != nil {
			t.Fatal(err)
		}
		comment := ourComment.FindString(string(data))
		edited := strings.ReplaceAll(strings.Replace(string(data), comment, "\uE000", 1), "1234", "một nghìn")
		in := Read("x", []byte(strings.Replace(edited, "\uE000", comment, 1)), n.format)
		if len(in.Items) != 1 || in.Report.Errors() > 0 || in.Items[0].Body.KeyText() != "một nghìn" {
			t.Errorf("%s: %+v", n.format, in)
		}
	}
}
