package scoring

import (
	"strings"
	"testing"

	"khaothi/internal/fault"
)

func TestShippedRulesAreTheTableOfTheRegulation(t *testing.T) {
	t.Parallel()
	// Decision 764/QĐ-BGDĐT: Part I × 0.25, clusters printed, Part III × points.
	table := map[string][3]int{
		"toan": {12, 4, 6}, "vatli": {18, 4, 6}, "hoahoc": {18, 4, 6}, "sinhhoc": {18, 4, 6}, "diali": {18, 4, 6},
		"lichsu": {24, 4, 0}, "gdktpl": {24, 4, 0}, "congnghe": {24, 4, 0}, "tinhoc": {24, 6, 0}, "ngoaingu": {40, 0, 0},
	}
	for subject, want := range table {
		for _, suffix := range []string{"", "-linear"} {
			rule, err := Named("thptqg-2025-" + subject + suffix)
			if err != nil {
				t.Fatal(err)
			}
			var got [3]int
			for _, p := range rule.Parts {
				got[p.Part-1] = p.Count
			}
			if got != want {
				t.Errorf("%s has parts of %v questions, want %v", rule.Name, got, want)
			}
		}
	}
}

func TestEveryShippedRuleIsSoundAndGivesTen(t *testing.T) {
	t.Parallel()
	rules, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) != 20 {
		t.Errorf("%d rules, want ten subjects, stepped and linear", len(rules))
	}
	names := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		if err := r.Validate(); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		if r.Max() != 1000 {
			t.Errorf("%s gives at most %s, want 10.00", r.Name, r.Max())
		}
		if names[r.Name] {
			t.Errorf("%s stands there twice", r.Name)
		}
		names[r.Name] = true
		if r.Source == "" || r.Title == "" {
			t.Errorf("%s has no source or title", r.Name)
		}
	}
}

func TestParseRuleRefuses(t *testing.T) {
	t.Parallel()
	part := `{"part":1,"count":4,"kind":"single","points":25}`
	cluster := func(s string) string { return `{"part":2,"count":2,"kind":"cluster","points":100,` + s + `}` }
	for name, tt := range map[string]struct{ json, why string }{
		"another version":    {`{"v":2,"name":"x","parts":[` + part + `]}`, "version 1"},
		"no name":            {`{"v":1,"parts":[` + part + `]}`, "name"},
		"no parts":           {`{"v":1,"name":"x","parts":[]}`, "parts"},
		"a misspelt setting": {`{"v":1,"name":"x","parts":[{"part":1,"count":4,"kind":"single","point":25}]}`, "point"},
		"a tail":             {`{"v":1,"name":"x","parts":[` + part + `]} {}`, "follows"},
		"a question twice":   {`{"v":1,"name":"x","parts":[` + part + `,` + part + `]}`, "p1_1"},
		"an unknown kind":    {`{"v":1,"name":"x","parts":[{"part":1,"count":4,"kind":"drawing","points":25}]}`, "drawing"},
		"points and total":   {`{"v":1,"name":"x","parts":[{"part":1,"count":4,"kind":"single","points":25,"total":100}]}`, "either"},
		"neither of them":    {`{"v":1,"name":"x","parts":[{"part":1,"count":4,"kind":"single"}]}`, "either"},
		"too many questions": {`{"v":1,"name":"x","parts":[{"part":1,"count":501,"kind":"single","points":25}]}`, "count"},
		"negative points":    {`{"v":1,"name":"x","parts":[{"part":1,"count":1,"kind":"single","points":-25}]}`, "either"},
		"a float of points":  {`{"v":1,"name":"x","parts":[{"part":1,"count":1,"kind":"single","points":0.25}]}`, "points"},
		"a falling ladder":   {`{"v":1,"name":"x","parts":[` + cluster(`"statements":4,"ladder":[0,50,25,60,100]`) + `]}`, "falls"},
		"a short ladder":     {`{"v":1,"name":"x","parts":[` + cluster(`"statements":4,"ladder":[0,50,100]`) + `]}`, "steps"},
		"a ladder below 100": {`{"v":1,"name":"x","parts":[` + cluster(`"statements":2,"ladder":[0,50,90]`) + `]}`, "100 per cent"},
		"broken hundredths":  {`{"v":1,"name":"x","parts":[{"part":2,"count":1,"kind":"cluster","points":25,"statements":2,"ladder":[0,33,100]}]}`, "hundredths"},
		"a ladder of single": {`{"v":1,"name":"x","parts":[{"part":1,"count":1,"kind":"single","points":25,"ladder":[0,100]}]}`, "belong"},
		"unequal tracks":     {`{"v":1,"name":"x","parts":[` + part + `],"choice":{"part":1,"tracks":[{"id":"a","questions":[1,2]},{"id":"b","questions":[3]}]}}`, "worth"},
		"a track of nothing": {`{"v":1,"name":"x","parts":[` + part + `],"choice":{"part":1,"tracks":[{"id":"a","questions":[1]},{"id":"b","questions":[9]}]}}`, "p1_9"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseRule(strings.NewReader(tt.json))
			if fault.CodeOf(err) != "rule.invalid" || !strings.Contains(err.Error(), tt.why) {
				t.Errorf("error %v, want rule.invalid that says %q", err, tt.why)
			}
		})
	}
}

func TestUnknownRuleIsNotFound(t *testing.T) {
	t.Parallel()
	if _, err := Named("thptqg-2019-toan"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("error %v, want NotFound", err)
	}
}
