package moodlexml

import (
	"fmt"
	"testing"

	"khaothi/bank"
)

// Moodle takes everything but false and 0 for yes; another reading would turn
// a question of one answer into one of several.
func TestSingleIsReadAsMoodleDoes(t *testing.T) {
	t.Parallel()
	const quiz = `<quiz><question type="multichoice"><questiontext><text>Hỏi?</text></questiontext>%s
		<answer fraction="100"><text>một</text></answer><answer fraction="0"><text>hai</text></answer></question></quiz>`
	for element, want := range map[string]bank.Kind{
		"": bank.Single, "<single>true</single>": bank.Single, "<single>True</single>": bank.Single, "<single> 1 </single>": bank.Single,
		"<single>false</single>": bank.Multiple, "<single>False</single>": bank.Multiple, "<single>0</single>": bank.Multiple,
	} {
		got := Read("de.xml", fmt.Appendf(nil, quiz, element))
		if len(got.Items) != 1 || got.Items[0].Body.Question.Kind != want {
			t.Errorf("%s: %+v, want one item of kind %s", element, got.Items, want)
		}
	}
}

// Moodle takes the first answer that fits and the bank the best: where the two
// differ, a person decides.
func TestAnAnswerBehindAWorseOneIsForAPerson(t *testing.T) {
	t.Parallel()
	const quiz = `<quiz><question type="%s"><questiontext><text>Hỏi?</text></questiontext>%s</question></quiz>`
	for _, tt := range []struct {
		name, kind, answers string
		doubt               bool
	}{
		{"an exact number that earns nothing", "numerical", `<answer fraction="0"><text>5</text></answer><answer fraction="100"><text>5</text><tolerance>1</tolerance></answer>`, true},
		{"half for a wide span first", "numerical", `<answer fraction="50"><text>5</text><tolerance>1</tolerance></answer><answer fraction="100"><text>5</text></answer>`, true},
		{"half for a wide span last", "numerical", `<answer fraction="100"><text>5</text></answer><answer fraction="50"><text>5</text><tolerance>1</tolerance></answer>`, false},
		{"a wrong number apart", "numerical", `<answer fraction="0"><text>9</text></answer><answer fraction="100"><text>5</text></answer>`, false},
		{"a word that earns nothing", "shortanswer", `<answer fraction="0"><text>huế</text></answer><answer fraction="100"><text>Huế</text></answer>`, true},
		{"another word that earns nothing", "shortanswer", `<answer fraction="0"><text>Vinh</text></answer><answer fraction="100"><text>Huế</text></answer>`, false},
	} {
		got := Read("de.xml", fmt.Appendf(nil, quiz, tt.kind, tt.answers))
		if len(got.Items) != 1 || (len(got.Items[0].Body.Todo) > 0) != tt.doubt {
			t.Errorf("%s: %+v, doubt wanted: %v", tt.name, got.Items, tt.doubt)
		}
	}
}

func TestTextsLoseNothingInSilence(t *testing.T) {
	t.Parallel()
	const quiz = `<quiz><question type="shortanswer"><questiontext format="%s"><text>%s</text></questiontext><answer fraction="100"><text>1</text></answer></question></quiz>`
	for _, tt := range []struct{ name, format, text, stem, code string }{
		{"entities in a text without format are characters", "moodle_auto_format", "2 &amp;lt; x", "2 &lt; x", ""},
		{"plain text is what it says", "plain_text", "2 &amp;lt; x", "2 &amp;lt; x", ""},
		{"an element inside a text", "html", "x <b>12</b>", "", "xml.nested"},
		{"several languages", "html", `<![CDATA[<span lang="en" class="multilang">Hi</span>]]>`, "<span>Hi</span>", "text.multilang"},
	} {
		got := Read("de.xml", fmt.Appendf(nil, quiz, tt.format, tt.text))
		stem, codes := "", map[string]bool{}
		for _, i := range got.Items {
			stem = i.Body.Question.Stem
		}
		for _, r := range got.Report.Rows {
			codes[r.Code] = true
		}
		if stem != tt.stem || tt.code != "" && !codes[tt.code] {
			t.Errorf("%s: stem %q, want %q; rows %v, want %q", tt.name, stem, tt.stem, codes, tt.code)
		}
	}
}
