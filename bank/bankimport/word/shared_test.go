//go:build shared

package word

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"khaothi/bank"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// answers writes the key of every draft: "1A 2B", a question without a key is
// "3-".
func answers(in bank.Imported) string {
	var out []string
	for _, d := range in.Items {
		no := regexp.MustCompile(`\d+`).FindString(d.Where)
		key := strings.ReplaceAll(d.Body.KeyText(), ", ", "")
		if key == "" {
			key = "-"
		}
		out = append(out, no+key)
	}
	return strings.Join(out, " ")
}

// TestSharedWordFiles: what stands in each document was counted by reading it
// (its own XML, without this reader): questions, options, formulas, solutions,
// and the letter that is underlined.
func TestSharedWordFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file                                 string
		questions, options, formulas, solved int
		key                                  string
	}{
		{"hc-w2p_DeMau.docx", 24, 96, 0, 11, "1A 2A 3B 4A 5D 6C 7C 8C 9C 10B 11B 13C 15C 16A 18D 19C 20A 21A 25D 26B 27A 28D 29A 30A"},
		{"vinh055_demau_pipe.docx", 10, 40, 0, 0, "1A 2B 3D 4A 5B 6C 7B 8A 9A 10B"},
		{"hgedu_test_omml.docx", 7, 28, 29, 0, "1- 2- 3- 4- 5- 6- 7-"},
		{"hgedu_de_thi_table.docx", 4, 8, 0, 0, "1- 2- 3- 4-"},
		{"hgedu_de_short.docx", 1, 4, 0, 0, "1-"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			in := Read(tt.file, sample(t, "word/"+tt.file))
			options, formulas, solved := 0, 0, 0
			for _, d := range in.Items {
				options += len(d.Body.Question.Options)
				if d.Body.Solution != "" {
					solved++
				}
				for _, o := range append([]bank.Option{{HTML: d.Body.Question.Stem}}, d.Body.Question.Options...) {
					formulas += strings.Count(o.HTML, `\(`)
				}
			}
			if in.Found != tt.questions || len(in.Items) != tt.questions || options != tt.options || formulas != tt.formulas || solved != tt.solved || in.Report.Errors() > 0 {
				t.Errorf("%d found, %d read, %d options, %d formulas, %d solutions: %+v", in.Found, len(in.Items), options, formulas, solved, in.Report.Of(bank.Error))
			}
			if got := answers(in); got != tt.key {
				t.Errorf("key %s, want %s", got, tt.key)
			}
		})
	}
}

var (
	fenced = regexp.MustCompile("(?s)```\n(.*?)```")
	start  = regexp.MustCompile(`(?m)^\s*(?:(?:Câu|câu|Bài|BÀI|bài) *\d+|\d{3}[:)])`)
)

// TestSharedHCMIX reads the examples of the guide of HC-MIX, each as a document
// of its own: _c_ is underlined, *D* in italics.
func TestSharedHCMIX(t *testing.T) {
	t.Parallel()
	looks := strings.NewReplacer("*_D_*", "<i><u>D</></>", "_B_", "<u>B</>", "_c_", "<u>c</>", "_a_", "<u>a</>", "*D*", "<i>D</>", "\t", `\t`)
	var got []string
	for _, block := range fenced.FindAllStringSubmatch(string(sample(t, "word-conventions-docs/hc-mix/identify_question.md")), -1) {
		for one := range strings.SplitSeq(block[1], "\n\n") {
			if !start.MatchString(one) {
				continue
			}
			in := Read("x.docx", docx(t, bodyXML(looks.Replace(strings.TrimSpace(one)), whole)))
			word := answers(in)
			for _, row := range in.Report.Of(bank.Error) {
				word += row.Code
			}
			if len(in.Items) == 1 {
				word = string(in.Items[0].Body.Question.Kind) + " " + word
				if slices.ContainsFunc(in.Items[0].Body.Question.Options, func(o bank.Option) bool { return o.Fixed }) {
					word += " fixed"
				}
			}
			got = append(got, word)
		}
	}
	want := []string{
		"single 1C", "option.labelsoption.labels", "single 001C", "single 002D fixed", "single 02D fixed", "single 2A fixed", "single 1C",
		"multiple 1AC", "multiple 1CDF", "order 1FCEDBA", "kind.unsupported", "single 1B fixed", "short 1Mèo con",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
