package itemjson

import (
	"testing"

	"khaothi/bank"
)

// Two files put together must not pass for the first of them.
func TestReadRefusesWhatFollowsTheFile(t *testing.T) {
	t.Parallel()
	one, err := Write()
	if err != nil {
		t.Fatal(err)
	}
	got := Read("cau.json", append(append([]byte{}, one...), one...))
	if errs := got.Report.Of(bank.Error); len(errs) != 1 || errs[0].Code != "json.syntax" {
		t.Errorf("errors %+v, want json.syntax", errs)
	}
}
