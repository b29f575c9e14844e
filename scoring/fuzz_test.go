package scoring

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"khaothi/internal/exam"
)

// A rule that ParseRule takes can be written, read again, and scores its own
// right answers with its maximum.
func FuzzParseRule(f *testing.F) {
	f.Add(`{"v":1,"name":"x","parts":[{"part":1,"count":4,"kind":"single","points":25}]}`)
	f.Add(`{"v":1,"name":"x","parts":[{"part":1,"count":3,"kind":"multiple","total":100,"partial":"right_minus_wrong"}]}`)
	f.Add(`{"v":1,"name":"x","parts":[{"part":2,"count":4,"kind":"cluster","points":100,"statements":4,"ladder":[0,10,25,50,100]}],"choice":{"part":2,"tracks":[{"id":"a","questions":[1]},{"id":"b","questions":[2]}]}}`)
	f.Add(`{"v":1,"name":"x","parts":[{"part":1,"count":2,"kind":"cloze","total":97,"statements":13,"partial":"share"},{"part":2,"count":1,"kind":"order","points":10,"partial":"pairs"},{"part":3,"count":1,"kind":"essay","points":7}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ParseRule(strings.NewReader(text))
		if err != nil {
			return
		}
		b, err := json.Marshal(rule)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseRule(bytes.NewReader(b))
		if err != nil || again.Max() != rule.Max() {
			t.Fatalf("read again: %v, maximum %s, was %s", err, again.Max(), rule.Max())
		}
		key := testKey(&rule)
		res, err := Score(rule, key, allRight(key))
		if err != nil {
			t.Fatal(err)
		}
		if res.Points > rule.Max() || rule.Choice == nil && res.Points != rule.Max() {
			t.Fatalf("everything right earns %s of %s", res.Points, rule.Max())
		}
	})
}

// A key that KeyFromCSV takes scores every accepted answer as right.
func FuzzKeyFromCSV(f *testing.F) {
	f.Add(smallKey)
	f.Add("field;answer\np1_1;A|B\np2_1;*\n")
	f.Add("field,answer\np1_1,A|C=50%\np2_1,B\n")
	f.Add("field;Answer\np1_1;\xd9") // not UTF-8: JSON would change it
	f.Fuzz(func(t *testing.T, text string) {
		key, err := KeyFromCSV(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		b, err := json.Marshal(key)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseKey(b)
		if err != nil || len(key.Changes(again)) != 0 {
			t.Fatalf("read again: %v, changes %v", err, key.Changes(again))
		}
		rule, err := Resolve("generic", key)
		if err != nil {
			return // statements with gaps, a multiple choice of commas
		}
		s, err := NewScorer(rule, key)
		if err != nil {
			return
		}
		r := exam.Responses{}
		for field, k := range key.Fields {
			if !k.Cancelled {
				makeRight(r, field, k)
			}
		}
		for _, q := range s.Score(r).Questions {
			if q.Reason == ReasonWrong {
				t.Fatalf("%s: the accepted answer %q is wrong", q.Name, q.Value)
			}
		}
	})
}

// Whatever a responses file holds, the rows of the output are those scored and
// each adds up.
func FuzzScoreFile(f *testing.F) {
	rule := smallRule()
	key, err := KeyFromCSV(strings.NewReader(smallKey), rule.Kinds())
	if err != nil {
		f.Fatal(err)
	}
	s, err := NewScorer(rule, key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\nx1,B,D,S,D,S,\"-1,5\"\nx1,,,,,,\n")
	f.Add("id;p1_1;p2_1a;p2_1b;p2_1c;p2_1d;p3_1\n\"x\"\"1\";AB;DS;?;;;[67]\n")
	f.Fuzz(func(t *testing.T, text string) {
		var out bytes.Buffer
		run := FileScore{Scorer: s, Responses: strings.NewReader(text), Out: &out}
		report, err := run.Run()
		if err != nil {
			return
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatalf("the output cannot be read: %v", err)
		}
		if len(rows) != report.Scored+1 || report.Scored+len(report.Refused) != report.Rows {
			t.Fatalf("%d rows of output, report %+v", len(rows), report)
		}
		for _, row := range rows[1:] {
			var sum Points
			for _, cell := range row[2:] {
				p, err := ParsePoints(cell)
				if err != nil {
					t.Fatal(err)
				}
				sum += p
			}
			if sum.String() != row[1] {
				t.Fatalf("row %v adds up to %s", row, sum)
			}
		}
	})
}
