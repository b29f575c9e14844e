package irt

import (
	"strings"
	"testing"
)

// gateOf is the row of a model without a prior on a parameter.
func gateOf(t *testing.T, g Gates, m Model, without string) Gate {
	t.Helper()
	for _, x := range g {
		if x.Model == m && x.Without == without {
			return x
		}
	}
	t.Fatalf("no gate of %s without %q", m, without)
	return Gate{}
}

// The usual gates: every model has one for any sample, and says what to do.
func TestDefaultGates(t *testing.T) {
	t.Parallel()
	g := DefaultGates()
	for _, m := range Models() {
		gateOf(t, g, m, "")
	}
	for _, x := range g {
		if x.Try == "" || !(x.Persons > 0) || !(x.Answers > 0) {
			t.Errorf("%+v", x)
		}
	}
	if x := gateOf(t, g, ThreePL, "a"); x.Persons != 1000 {
		t.Errorf("3pl without a prior on a: %+v", x)
	}
}

// A file is laid over the gates: what it leaves out stays.
func TestGatesWith(t *testing.T) {
	t.Parallel()
	usual := DefaultGates()
	g, err := usual.With([]byte(`[{"model": "3pl", "without": "a", "persons": 700}, {"model": "rasch", "without": "b", "persons": 5, "try": "x"}]`))
	if err != nil {
		t.Fatal(err)
	}
	was, is := gateOf(t, usual, ThreePL, "a"), gateOf(t, g, ThreePL, "a")
	if is.Persons != 700 || is.Answers != was.Answers || is.Try != was.Try || len(g) != len(usual)+1 || was.Persons != 1000 {
		t.Errorf("%+v, was %+v", is, was)
	}
	for text, want := range map[string]string{
		`{}`:                                    "want an array",
		`[{"model": "5pl"}]`:                    "want a model of",
		`[{"model": "3pl", "without": "z"}]`:    "want a model of",
		`[{"model": "3pl", "persons": -1}]`:     "want a model of",
		`[{"model": "3pl", "people": 5}]`:       "unknown field",
		`[{"model": "3pl", "persons": "many"}]`: "row 1",
		`[{"persons": 4}]`:                      "want a model of",
	} {
		if _, err := usual.With([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
