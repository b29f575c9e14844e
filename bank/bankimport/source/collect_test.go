package source

import (
	"strconv"
	"strings"
	"testing"

	"khaothi/bank"
)

func choiceBody(stem string) bank.Body {
	b := bank.Body{Question: bank.Question{Kind: bank.Single, Stem: stem, Options: []bank.Option{{HTML: "một"}, {HTML: "hai"}}}}
	b.Normalise()
	b.Key.Options = []string{b.Question.Options[0].ID}
	return b
}

func TestAPictureThatTheFileDoesNotHold(t *testing.T) {
	t.Parallel()
	c := NewCollector("de.xml", "moodle-xml", nil)
	c.Item(Found{Where: "câu 1", Body: choiceBody(`Hình <img src="media:` + strings.Repeat("0", 64) + `">`)})
	got := c.Done()
	if errs := got.Report.Of(bank.Error); len(errs) != 1 || errs[0].Code != "picture.missing" || len(got.Items) != 0 {
		t.Errorf("errors %+v and %d items, want picture.missing and none", errs, len(got.Items))
	}
}

func TestAFileWithTooManyQuestionsSaysSoOnce(t *testing.T) {
	t.Parallel()
	c := NewCollector("de.gift", "gift", nil)
	for i := range MaxItems + 50 {
		c.Item(Found{Where: Line(i + 1), Body: choiceBody("Câu " + strconv.Itoa(i))})
	}
	got := c.Done()
	errs := got.Report.Of(bank.Error)
	if len(errs) != 1 || errs[0].Code != "file.too_many" || errs[0].Where != Line(MaxItems+1) {
		t.Errorf("errors %+v, want file.too_many once", errs)
	}
	if got.Found != MaxItems+50 {
		t.Errorf("found %d, want %d", got.Found, MaxItems+50)
	}
}
