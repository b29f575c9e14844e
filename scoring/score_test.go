package scoring

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// testKey is right with A, D, and 0,5 everywhere.
func testKey(rule *Rule) Key {
	k := Key{Version: 1, Fields: map[string]KeyField{}}
	accept := map[Kind]string{
		Single: "A", Multiple: "A,C", Cluster: "D", Short: "0,5",
		Cloze: "Hà Nội", Match: "A", Categorise: "B", Order: "C,A,B,D", Hotspot: "A,B", Numeric: "1.5..2.5",
	}
	for field, kind := range rule.Kinds() {
		k.Fields[field] = KeyField{Kind: kind, Accept: []string{accept[kind]}}
		if kind.Marked() {
			k.Fields[field] = KeyField{Kind: kind, Rubric: []Criterion{{ID: "a", Points: 300}, {ID: "b", Points: 100}}}
		}
	}
	return k
}

// allRight answers every field with its first accepted value.
func allRight(k Key) exam.Responses {
	r := exam.Responses{}
	for field, f := range k.Fields {
		makeRight(r, field, f)
	}
	return r
}

// makeRight answers a field with its first accepted value.
func makeRight(r exam.Responses, field string, f KeyField) {
	switch {
	case f.Kind.Marked():
		r[field], r[MarkField(field)] = "bài làm", strconv.FormatInt(int64(f.RubricMax()), 10)
	case f.Kind == Numeric:
		r[field], _, _ = strings.Cut(f.Accept[0], "..")
	default:
		r[field] = f.Accept[0]
	}
}

func mustNamed(t *testing.T, name string) Rule {
	t.Helper()
	rule, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}

func mustScore(t *testing.T, rule Rule, key Key, r exam.Responses) Result {
	t.Helper()
	res, err := Score(rule, key, r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func question(t *testing.T, res Result, name string) QuestionResult {
	t.Helper()
	for _, q := range res.Questions {
		if q.Name == name {
			return q
		}
	}
	t.Fatalf("no question %s in the result", name)
	return QuestionResult{}
}

func TestEachFieldHasItsPointsAndReason(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	for _, tt := range []struct {
		name, field, value, reason string
		want                       Points
	}{
		{"right letter", "p1_1", "A", "right", 25},
		{"wrong letter", "p1_1", "B", "wrong", 0},
		{"blank", "p1_1", "", "blank", 0},
		{"two marks", "p1_1", "AB", "double", 0},
		{"in doubt", "p1_1", "?", "doubt", 0},
		{"another option id", "p1_1", "k3fz", "wrong", 0},
		{"number as in the key", "p3_1", "0,5", "right", 50},
		{"number spelt otherwise", "p3_1", ",50", "right", 50},
		{"negative of it", "p3_1", "-0,5", "wrong", 0},
		{"two marks in a column", "p3_1", "0,[67]", "double", 0},
		{"empty column inside", "p3_1", "0_5", "gap", 0},
		{"empty columns before", "p3_1", "__,5", "right", 50},
		{"a text", "p3_1", "abc", "wrong", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := question(t, mustScore(t, rule, testKey(&rule), exam.Responses{tt.field: tt.value}), tt.field)
			if q.Points != tt.want || q.Reason != tt.reason {
				t.Errorf("%q earns %s, %s; want %s, %s", tt.value, q.Points, q.Reason, tt.want, tt.reason)
			}
		})
	}
}

func TestClusterLadders(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule, marks, reason string // marks of a, b, c, d; - is blank
		want                Points
	}{
		{"thptqg-2025-toan", "----", "blank", 0},
		{"thptqg-2025-toan", "SSSS", "cluster.0of4", 0},
		{"thptqg-2025-toan", "SSD-", "cluster.1of4", 10},
		{"thptqg-2025-toan", "D--D", "cluster.2of4", 25},
		{"thptqg-2025-toan", "DDSD", "cluster.3of4", 50},
		{"thptqg-2025-toan", "DDD-", "cluster.3of4", 50},
		{"thptqg-2025-toan", "DDDD", "cluster.4of4", 100},
		{"thptqg-2025-toan-linear", "SSD-", "cluster.1of4", 25},
		{"thptqg-2025-toan-linear", "DDSD", "cluster.3of4", 75},
	} {
		t.Run(tt.rule+" "+tt.marks, func(t *testing.T) {
			t.Parallel()
			rule := mustNamed(t, tt.rule)
			r := exam.Responses{}
			for i, m := range tt.marks {
				r[StatementField(2, 1, i)] = strings.Trim(string(m), "-")
			}
			q := question(t, mustScore(t, rule, testKey(&rule), r), "p2_1")
			if q.Points != tt.want || q.Reason != tt.reason {
				t.Errorf("earns %s, %s; want %s, %s", q.Points, q.Reason, tt.want, tt.reason)
			}
		})
	}
}

func TestTwoMarksOnAStatementAreNotRight(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	q := question(t, mustScore(t, rule, testKey(&rule), exam.Responses{"p2_1a": "DS", "p2_1b": "?", "p2_1c": "D"}), "p2_1")
	var reasons []string
	for _, s := range q.Statements {
		reasons = append(reasons, s.Reason)
	}
	if diff := cmp.Diff([]string{"double", "doubt", "right", "blank"}, reasons); diff != "" || q.Points != 10 {
		t.Errorf("%s, reasons (-want +got):\n%s", q.Points, diff)
	}
}

func TestCancelledItemsPayEverybody(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	key := testKey(&rule)
	for _, f := range []string{"p1_3", "p2_1b", "p2_2a", "p2_2b", "p2_2c", "p2_2d"} {
		key.Fields[f] = KeyField{Kind: rule.Kinds()[f], Cancelled: true}
	}
	res := mustScore(t, rule, key, exam.Responses{"p1_3": "B", "p2_1a": "D"})
	for name, want := range map[string]struct {
		points Points
		reason string
	}{"p1_3": {25, "cancelled"}, "p2_1": {25, "cluster.2of4"}, "p2_2": {100, "cancelled"}, "p1_1": {0, "blank"}} {
		if q := question(t, res, name); q.Points != want.points || q.Reason != want.reason {
			t.Errorf("%s earns %s, %s; want %s, %s", name, q.Points, q.Reason, want.points, want.reason)
		}
	}
}

func TestSeveralAcceptedAnswers(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	key := testKey(&rule)
	key.Fields["p1_1"] = KeyField{Kind: Single, Accept: []string{"A", "B"}}
	key.Fields["p3_1"] = KeyField{Kind: Short, Accept: []string{"12", "1,2"}}
	for value, want := range map[string]Points{"A": 25, "B": 25, "C": 0, "AB": 0} {
		if q := question(t, mustScore(t, rule, key, exam.Responses{"p1_1": value}), "p1_1"); q.Points != want {
			t.Errorf("%s earns %s, want %s", value, q.Points, want)
		}
	}
	for value, want := range map[string]Points{"12": 50, "1,20": 50, "120": 0} {
		if q := question(t, mustScore(t, rule, key, exam.Responses{"p3_1": value}), "p3_1"); q.Points != want {
			t.Errorf("%s earns %s, want %s", value, q.Points, want)
		}
	}
}

func TestLiteralEqualityComparesTexts(t *testing.T) {
	t.Parallel()
	rule := Rule{V: 1, Name: "x", Parts: []Part{{Part: 3, Count: 1, Kind: Short, Points: 1000}}}
	key := Key{Fields: map[string]KeyField{"p3_1": {Kind: Short, Accept: []string{"0,5"}}}}
	for value, want := range map[string]Points{"0,5": 1000, "0,50": 0, ",5": 0} {
		if got := mustScore(t, rule, key, exam.Responses{"p3_1": value}); got.Points != want {
			t.Errorf("%s earns %s, want %s", value, got.Points, want)
		}
	}
}

func TestMultipleChoice(t *testing.T) {
	t.Parallel()
	key := Key{Fields: map[string]KeyField{"p1_1": {Kind: Multiple, Accept: []string{"A,C,D"}}}}
	for _, tt := range []struct {
		partial       Partial
		value, reason string
		want          Points
	}{
		{NoPartial, "A,C,D", "right", 300},
		{NoPartial, "D,A,C", "right", 300},
		{NoPartial, "A,C", "wrong", 0},
		{NoPartial, "", "blank", 0},
		{NoPartial, "?", "doubt", 0},
		{RightMinusWrong, "A,C,D", "right", 300},
		{RightMinusWrong, "A,C", "partial.2of3", 200},
		{RightMinusWrong, "A,B,C", "partial.1of3", 100},
		{RightMinusWrong, "A,B", "wrong", 0},
		{RightMinusWrong, "A,B,C,D", "partial.2of3", 200},
	} {
		rule := Rule{V: 1, Name: "x", Parts: []Part{{Part: 1, Count: 1, Kind: Multiple, Points: 300, Partial: tt.partial}}}
		q := mustScore(t, rule, key, exam.Responses{"p1_1": tt.value}).Questions[0]
		if q.Points != tt.want || q.Reason != tt.reason {
			t.Errorf("%s %q earns %s, %s; want %s, %s", tt.partial, tt.value, q.Points, q.Reason, tt.want, tt.reason)
		}
	}
}

func TestUnknownFieldsAreFlaggedAndFlagsAreNot(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-lichsu")
	res := mustScore(t, rule, testKey(&rule), exam.Responses{"p9_1": "A", "flag:p1_1": "1", "p1_1": "A", "essay": "x"})
	if diff := cmp.Diff([]string{"essay", "p9_1"}, res.Unknown); diff != "" || res.Points != 25 {
		t.Errorf("%s, unknown (-want +got):\n%s", res.Points, diff)
	}
}

func TestKeyMustFitTheRule(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	missing, extra, kind := testKey(&rule), testKey(&rule), testKey(&rule)
	delete(missing.Fields, "p2_3c")
	extra.Fields["p1_13"] = KeyField{Kind: Single, Accept: []string{"A"}}
	kind.Fields["p1_2"] = KeyField{Kind: Short, Accept: []string{"A"}}
	for code, tt := range map[string]struct {
		key   Key
		field string
	}{"key.missing": {missing, "p2_3c"}, "key.unknown_field": {extra, "p1_13"}, "key.invalid": {kind, "p1_2"}} {
		_, err := NewScorer(rule, tt.key)
		if fault.CodeOf(err) != code || !strings.Contains(err.Error(), tt.field) {
			t.Errorf("error %v, want %s naming %s", err, code, tt.field)
		}
	}
}
