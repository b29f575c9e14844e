package bankimport

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/bank/banktest"
)

var (
	runs    = regexp.MustCompile(`[ \t\n]+`)
	edges   = regexp.MustCompile(` ?(<br/?>|</?(?:p|ul|ol|li|table|tr|td|th|thead|tbody)(?: [^>]*)?>) ?`)
	onePara = regexp.MustCompile(`^<p>(.*)</p>$`)
	groups  = regexp.MustCompile(`</?(?:thead|tbody)>`)
	same    = strings.NewReplacer("<strong>", "<b>", "</strong>", "</b>", "<em>", "<i>", "</em>", "</i>", "<br>", "<br/>")
)

// shown is a text without what no reader of it sees: white space between words
// and beside blocks, and which of two elements of one look was used.
func shown(text string) string {
	text = balanced(source.Tree(text))
	text = groups.ReplaceAllString(same.Replace(runs.ReplaceAllString(text, " ")), "")
	text = strings.TrimSpace(edges.ReplaceAllString(text, "$1"))
	if m := onePara.FindStringSubmatch(text); m != nil && !strings.Contains(m[1], "<p>") {
		return m[1] // a paragraph alone and a text without one look the same
	}
	return text
}

// balanced writes a text with every element closed, as browsers read it.
func balanced(list []source.Node) string {
	var b strings.Builder
	for _, n := range list {
		switch n.Tag {
		case "":
			b.WriteString(html.EscapeString(n.Text))
			continue
		case source.Math, source.Display:
			b.WriteString(n.Tag + strings.ReplaceAll(n.Text, " ", "") + strings.NewReplacer("(", ")", "[", "]").Replace(n.Tag))
			continue
		}
		b.WriteString("<" + n.Tag)
		for _, k := range slices.Sorted(maps.Keys(n.Attr)) {
			b.WriteString(" " + k + `="` + n.Attr[k] + `"`)
		}
		b.WriteString(">")
		if n.Tag != "br" && n.Tag != "img" {
			b.WriteString(balanced(n.Kids) + "</" + n.Tag + ">")
		}
	}
	return b.String()
}

// plainBody is a body in JSON as it is shown, with option ids that do not
// depend on chance.
func plainBody(t *testing.T, b bank.Body) string {
	t.Helper()
	data, err := json.Marshal(b)
	if err == nil {
		b = bank.Body{}
		err = json.Unmarshal(data, &b) // a copy
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*string{&b.Question.Stem, &b.Question.Stimulus, &b.Solution} {
		*s = shown(*s)
	}
	for i := range b.Question.Options {
		b.Question.Options[i].HTML = shown(b.Question.Options[i].HTML)
	}
	for i := range b.Question.Statements {
		b.Question.Statements[i].HTML = shown(b.Question.Statements[i].HTML)
	}
	data, err = json.MarshalIndent(b, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i, o := range b.Question.Options {
		text = strings.ReplaceAll(text, o.ID+`"`, `option-`+string(rune('A'+i))+`"`)
	}
	for i, g := range b.Question.Gaps {
		for j, o := range g.Options {
			text = strings.ReplaceAll(text, o.ID+`"`, fmt.Sprintf(`gap-%d-%d"`, i, j))
		}
	}
	var ordered any // credit in the order of the new names
	if err := json.Unmarshal([]byte(text), &ordered); err != nil {
		t.Fatal(err)
	}
	if data, err = json.MarshalIndent(ordered, "", " "); err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Everything that the golden files of a format hold comes back from the file
// that Write makes of it, unless Write says that it is lost.
func TestWriteAndReadAgain(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		input, _, _ := strings.Cut(string(data), line)
		folder := filepath.Base(filepath.Dir(path))
		in := Read(filepath.Base(path), []byte(input), map[string]string{"moodlexml": "moodle-xml"}[folder]+map[string]string{"gift": "gift", "aiken": "aiken", "extest": "extest"}[folder])
		for _, format := range Targets() {
			t.Run(folder+"/"+filepath.Base(path)+" as "+format, func(t *testing.T) {
				t.Parallel()
				again(t, in, format)
			})
		}
	}
}

// again writes questions, reads them and compares what was not lost.
func again(t *testing.T, in bank.Imported, format string) {
	t.Helper()
	data, lost, err := Write(format, in)
	if err != nil {
		t.Fatal(err)
	}
	gone, partly := map[string]bool{}, map[string]bool{}
	for _, row := range lost {
		gone[row.Where] = gone[row.Where] || row.Severity == bank.Error
		partly[row.Where] = true
	}
	var want []bank.ItemDraft
	for _, d := range in.Items {
		if !gone[d.Where] {
			want = append(want, d)
		}
	}
	if len(want) == 0 {
		return
	}
	back := Read("again"+Extension(format, data), data, Auto)
	if back.Format != format {
		t.Fatalf("a file of format %s is taken for %q", format, back.Format)
	}
	if len(back.Items) != len(want) {
		t.Fatalf("%d questions of %d came back: %+v", len(back.Items), len(want), back.Report.Of(bank.Error))
	}
	for i, d := range want {
		got := back.Items[i].Body
		if partly[d.Where] {
			same := got.SameKey(d.Body) && got.Question.Kind == d.Body.Question.Kind
			if why := source.Spoiled(d.Body, got); why != "" && !same { // by place, or by texts where places changed
				t.Errorf("%s: kind or key changed\n%s\n%s", d.Where, plainBody(t, d.Body), plainBody(t, got))
			}
			continue
		}
		if diff := cmp.Diff(plainBody(t, d.Body), plainBody(t, got)); diff != "" {
			t.Errorf("%s changed (-before +after):\n%s", d.Where, diff)
		}
	}
}

// Whatever the bank holds comes back from every format that can carry it.
func TestEveryKindComesBack(t *testing.T) {
	t.Parallel()
	for _, format := range Targets() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(8) {
				again(t, banktest.New(seed).Imported(3), format)
			}
		})
	}
}

// A format that is said to carry a kind loses none of its questions.
func TestFormatsCarryTheirKinds(t *testing.T) {
	t.Parallel()
	for format, kinds := range map[string][]bank.Kind{
		"json":       bank.Kinds(),
		"moodle-xml": {bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Numeric, bank.Order, bank.Essay, bank.Upload},
		"gift":       {bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Numeric, bank.Essay},
		"docx":       bank.Kinds(),
		"qti3":       {bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Numeric, bank.Match, bank.Categorise, bank.Order, bank.Hotspot, bank.Essay, bank.Upload},
		"xlsx":       {bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Numeric, bank.Match, bank.Categorise, bank.Order, bank.Essay, bank.Upload},
		"extest":     {bank.Cluster, bank.Short, bank.Numeric, bank.Essay},
	} {
		_, lost, err := Write(format, banktest.New(1).Imported(8, kinds...))
		if err != nil {
			t.Errorf("%s: %v", format, err)
		}
		for _, row := range lost {
			if row.Severity == bank.Error {
				t.Errorf("%s: %+v", format, row)
			}
		}
	}
}
