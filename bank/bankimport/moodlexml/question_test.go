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
