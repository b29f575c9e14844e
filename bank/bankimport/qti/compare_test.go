//go:build shared

package qti_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
)

// TestSharedAgreesWithANaiveReading compares every item that was read without
// doubt with what a second, simple-minded reading of its XML says: which texts
// are right, what each earns, and the words of the question.
func TestSharedAgreesWithANaiveReading(t *testing.T) {
	t.Parallel()
	keys, fractions, texts := 0, 0, 0
	for _, folder := range []string{"qti21", "qti22", "qti30", "qti21-tests", "qti30-tests"} {
		err := filepath.WalkDir(filepath.Join(samples(t), folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".xml") {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			root, in := naive(data), qti.Read(filepath.Base(path), data)
			if root == nil || len(in.Items) != 1 {
				return nil
			}
			body := in.Items[0].Body
			name := strings.TrimPrefix(path, samples(t))
			pools := len(root.find("gapMatchInteraction")) // two lists of words become lists of each gap
			if got, want := words(body), root.words(); got != want && pools < 2 {
				t.Errorf("%s: words\n got %s\nwant %s", name, got, want)
			}
			texts++
			if doubted(body) {
				return nil
			}
			if want, ok := root.key(); ok {
				keys++
				if got := ourKey(body); got != want {
					t.Errorf("%s: %s key\n got %s\nwant %s", name, body.Question.Kind, got, want)
				}
			}
			if want, ok := root.fractions(); ok {
				fractions++
				if got := ourFractions(body); got != want {
					t.Errorf("%s: %s fractions\n got %s\nwant %s", name, body.Question.Kind, got, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d keys, %d fractions, %d texts compared", keys, fractions, texts)
	if keys < 100 || fractions < 10 || texts < 200 {
		t.Error("hardly anything was compared")
	}
}

var (
	placeholder = regexp.MustCompile(`\[(hình|âm thanh): [^\]]*\]|\[video\]|\[[^\]]*\.xml\]|\\[(\[].*?\\[)\]]|_{4,5}|\([a-z]\) ____`)
	notWord     = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

func bag(s string) string {
	list := strings.Fields(notWord.ReplaceAllString(norm.NFC.String(s), " "))
	sort.Strings(list)
	return strings.Join(list, " ")
}

// words are those of a body as a multiset, without formulas and what stands for
// missing pictures.
func words(b bank.Body) string {
	var all []string
	add := func(html string) { all = append(all, placeholder.ReplaceAllString(bank.PlainText(html), " ")) }
	add(b.Question.Stem)
	add(b.Question.Stimulus)
	if !strings.Contains(b.Question.Stem, "<u>") { // of hottext the options stand in the stem already
		for _, o := range b.Question.Options {
			if o.Area == nil {
				add(o.HTML)
			}
		}
	}
	for _, s := range b.Question.Statements {
		add(s.HTML)
	}
	before := ""
	for _, g := range b.Question.Gaps {
		texts := ""
		for _, o := range g.Options {
			texts += " " + o.HTML
		}
		if texts != before { // gaps that share a list each have it
			add(texts)
		}
		before = texts
	}
	return bag(strings.Join(all, " "))
}

// passedOver are elements whose text is no part of the question.
var passedOver = []string{
	"feedbackInline", "feedbackBlock", "modalFeedback", "templateBlock", "templateInline", "math", "object", "endAttemptInteraction", "catalogInfo", "stylesheet", "rp",
	"apipAccessibility", "catalog", "picture", "include",
}

func (e *element) words() string {
	body := e.find("itemBody")
	if len(body) == 0 {
		return ""
	}
	text := body[0].flat()
	prompts := ""
	for _, p := range body[0].find("prompt") {
		prompts += p.outside()
	}
	if strings.TrimSpace(prompts+body[0].outside()) == "" {
		text += " " + e.attrs["title"] // a question without words takes its title
	}
	return bag(text)
}

// flat is all text below an element.
func (e *element) flat() string {
	if e.name == "" {
		return e.text
	}
	if slices.Contains(passedOver, e.name) || e.name == "rubricBlock" && !strings.Contains(e.attrs["view"], "candidate") {
		return " "
	}
	out := ""
	for _, k := range e.kids {
		out += k.flat()
	}
	switch e.name {
	case "b", "i", "em", "strong", "sub", "sup", "span", "u", "a", "bdo", "tt", "big", "small", "q", "code", "kbd", "samp", "var", "cite", "dfn", "abbr", "acronym":
		return out
	}
	return " " + out + " "
}

// outside is the text beside interactions.
func (e *element) outside() string {
	if e.name == "" {
		return e.text
	}
	if strings.HasSuffix(e.name, "Interaction") && !slices.Contains([]string{"hottextInteraction", "gapMatchInteraction"}, e.name) || slices.Contains(passedOver[:3], e.name) {
		return ""
	}
	out := ""
	for _, k := range e.kids {
		out += k.outside()
	}
	if e.name == "math" || e.name == "object" || e.name == "img" {
		return "x"
	}
	return out
}

// texts are the choices of the item by identifier; a picture is its file.
func (e *element) texts() map[string]string {
	out := map[string]string{}
	for _, c := range e.find("simpleChoice", "hottext", "inlineChoice", "simpleAssociableChoice", "gapText", "gapImg") {
		out[c.attrs["identifier"]] = bag(c.flat())
	}
	return out
}

func (e *element) only(kinds ...string) (*element, bool) {
	list := e.interactions()
	declared := e.find("responseDeclaration")
	return first(declared), len(list) == 1 && len(declared) == 1 && slices.Contains(kinds, list[0])
}

func first(list []*element) *element {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func (e *element) correct() []string {
	var out []string
	for _, c := range e.find("correctResponse") {
		for _, v := range c.find("value") {
			out = append(out, strings.Join(strings.Fields(v.text), " "))
		}
	}
	return out
}

// key is what the declared answer is in texts, of items with one interaction of
// a kind that has one.
func (e *element) key() (string, bool) {
	d, ok := e.only("choiceInteraction", "hottextInteraction", "orderInteraction", "matchInteraction", "inlineChoiceInteraction", "gapMatchInteraction")
	if !ok || len(d.correct()) == 0 {
		return "", false
	}
	texts := e.texts()
	var out []string
	for _, c := range d.correct() {
		words := strings.Fields(c)
		for i, w := range words {
			if s, ok := texts[w]; ok {
				words[i] = s
			} else {
				words[i] = fmt.Sprintf("gap%d", gapNumber(e, w))
			}
		}
		out = append(out, strings.Join(words, " → "))
	}
	if e.interactions()[0] != "orderInteraction" {
		sort.Strings(out)
	}
	return strings.Join(out, "; "), true
}

func gapNumber(e *element, id string) int {
	for i, g := range e.find("gap") {
		if g.attrs["identifier"] == id {
			return i
		}
	}
	return -1
}

func ourKey(b bank.Body) string {
	text := map[string]string{}
	for _, o := range b.Question.Options {
		text[o.ID] = bag(placeholder.ReplaceAllString(bank.PlainText(o.HTML), " "))
	}
	var out []string
	for _, id := range b.Key.Options {
		out = append(out, text[id])
	}
	for i, id := range b.Key.Statements {
		out = append(out, bag(placeholder.ReplaceAllString(bank.PlainText(b.Question.Statements[i].HTML), " "))+" → "+text[id])
	}
	for i, ids := range b.Key.Gaps {
		if len(ids) != 1 {
			continue
		}
		if own := b.Question.Gaps[i].Options; len(own) > 0 {
			for _, o := range own {
				if o.ID == ids[0] {
					out = append(out, bag(bank.PlainText(o.HTML)))
				}
			}
			continue
		}
		out = append(out, text[ids[0]]+fmt.Sprintf(" → gap%d", i))
	}
	if b.Question.Kind != bank.Order {
		sort.Strings(out)
	}
	return strings.Join(out, "; ")
}

// fractions are what the lines of a mapping are of the whole, of choices and
// texts that are scored by the mapping alone.
func (e *element) fractions() (string, bool) {
	d, ok := e.only("choiceInteraction", "textEntryInteraction")
	m := first(e.find("mapping"))
	if !ok || m == nil || len(e.find("responseIf")) > 0 || !strings.Contains(e.template(), "map_response") {
		return "", false
	}
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0
		}
		return x
	}
	texts, whole := e.texts(), 0.0
	points := map[string]float64{}
	for id := range texts {
		points[id] = number(m.attrs["defaultValue"])
	}
	for _, entry := range m.find("mapEntry") {
		points[entry.attrs["mapKey"]] = number(entry.attrs["mappedValue"])
	}
	for _, x := range points {
		if d.attrs["cardinality"] == "multiple" && x > 0 {
			whole += x
		} else if x > whole {
			whole = x
		}
	}
	if top, ok := m.attrs["upperBound"]; ok {
		whole = min(whole, number(top))
	}
	var out []string
	for id, x := range points {
		name := id
		if s, ok := texts[id]; ok {
			name = s
		}
		out = append(out, fmt.Sprintf("%s %.5f", name, max(-1, x/whole)))
	}
	sort.Strings(out)
	return strings.Join(out, "; "), true
}

func (e *element) template() string {
	for _, p := range e.find("responseProcessing") {
		return p.attrs["template"]
	}
	return ""
}

func ourFractions(b bank.Body) string {
	var out []string
	share := func(id string, right bool) float64 {
		if c, ok := b.Key.Credit[id]; ok {
			return math.Round(float64(c)/float64(bank.Full)*1e5) / 1e5
		}
		if right {
			return 1
		}
		return 0
	}
	for _, o := range b.Question.Options {
		out = append(out, fmt.Sprintf("%s %.5f", bag(placeholder.ReplaceAllString(bank.PlainText(o.HTML), " ")), share(o.ID, slices.Contains(b.Key.Options, o.ID))))
	}
	for _, a := range b.Key.Accepted {
		out = append(out, fmt.Sprintf("%s %.5f", a, share(a, true)))
	}
	sort.Strings(out)
	return strings.Join(out, "; ")
}

// TestSharedKeyChangesAlone changes the declared answer of every single choice
// in the files and nothing else: exactly the key changes, or the question says
// that its rules disagree.
func TestSharedKeyChangesAlone(t *testing.T) {
	t.Parallel()
	changed := 0
	for _, folder := range []string{"qti21", "qti22", "qti30", "qti21-tests", "qti30-tests"} {
		err := filepath.WalkDir(filepath.Join(samples(t), folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".xml") {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			changed += keyChanges(t, path, data)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d keys changed", changed)
	if changed < 60 {
		t.Error("hardly any key was changed")
	}
}

var correctValue = regexp.MustCompile(`(?s)(<(?:qti-)?correct(?:-r|R)esponse[^>]*>\s*<(?:qti-)?value>\s*)([^<\s]+)(\s*</)`)

// keyChanges tries every other choice as the answer of an item with one.
func keyChanges(t *testing.T, path string, data []byte) int {
	t.Helper()
	root, before := naive(data), qti.Read("x.xml", data)
	if root == nil || len(before.Items) != 1 || doubted(before.Items[0].Body) || len(root.correct()) != 1 || len(root.interactions()) != 1 {
		return 0
	}
	choices := root.find("simpleChoice", "hottext", "inlineChoice", "hotspotChoice")
	if kind := root.interactions()[0]; !slices.Contains([]string{"choiceInteraction", "hottextInteraction", "inlineChoiceInteraction", "hotspotInteraction"}, kind) || len(root.find("mapping")) > 0 {
		return 0
	}
	n := 0
	for i, c := range choices {
		id := c.attrs["identifier"]
		if id == root.correct()[0] {
			continue
		}
		other := correctValue.ReplaceAll(data, []byte("${1}"+id+"${3}"))
		if bytes.Equal(other, data) {
			continue // a comment stands before the value
		}
		after := qti.Read("x.xml", other)
		if len(after.Items) != 1 {
			t.Errorf("%s: with key %s: %+v", path, id, after.Report.Of(bank.Error))
			continue
		}
		a, b := before.Items[0].Body, after.Items[0].Body
		if doubted(b) { // rules that name the old answer
			n++
			continue
		}
		if want := "a: " + string(rune('A'+i)); strings.TrimPrefix(want, "a: ") != b.KeyText() && want != b.KeyText() {
			t.Errorf("%s: with key %s the key is %s", path, id, b.KeyText())
		}
		a.Key, b.Key = bank.Key{}, bank.Key{}
		if words(a) != words(b) || a.Fingerprint() != b.Fingerprint() {
			t.Errorf("%s: with key %s more than the key changes", path, id)
		}
		n++
	}
	return n
}

// TestSharedWrittenAndReadIsTheSame writes every ready question of the files as
// a package and reads it again.
func TestSharedWrittenAndReadIsTheSame(t *testing.T) {
	t.Parallel()
	same := 0
	for _, folder := range []string{"qti21", "qti22", "qti30", "qti21-tests", "qti30-tests", "qti-packages"} {
		err := filepath.WalkDir(filepath.Join(samples(t), folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".xml") && !strings.HasSuffix(path, ".zip") {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			in := qti.Read(filepath.Base(path), data)
			in.Items = slices.DeleteFunc(in.Items, func(d bank.ItemDraft) bool { return !d.Body.Ready() })
			if len(in.Items) == 0 {
				return nil
			}
			again, lost, err := qti.Write(in)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if len(lost) > 0 {
				t.Logf("%s: %s", path, lost[0].Message)
				return nil
			}
			back := qti.Read("x.zip", again)
			if len(back.Items) != len(in.Items) {
				t.Errorf("%s: %d of %d came back: %+v", path, len(back.Items), len(in.Items), back.Report.Of(bank.Error))
				return nil
			}
			for i := range in.Items {
				if diff := cmp.Diff(plain(t, in.Items[i].Body), plain(t, back.Items[i].Body)); diff != "" {
					t.Errorf("%s %s:\n%s", path, in.Items[i].Where, diff)
				}
				same++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d questions", same)
	if same < 100 {
		t.Error("hardly anything was written")
	}
}
