package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func schoolKey(fields map[string]Kind) Key {
	k := Key{Fields: map[string]KeyField{}}
	for f, kind := range fields {
		k.Fields[f] = KeyField{Kind: kind, Accept: []string{map[Kind]string{Single: "A", Multiple: "A,C", Cluster: "D", Short: "0,5"}[kind]}}
	}
	return k
}

func TestGenericRuleSpreadsTenPointsOverAnyForm(t *testing.T) {
	t.Parallel()
	fields := map[string]Kind{"p1_1": Single, "p1_2": Single, "p1_3": Multiple, "p2_1": Short}
	for _, s := range []string{"p1_4a", "p1_4b", "p1_4c"} {
		fields[s] = Cluster
	}
	key := schoolKey(fields)
	rule, err := Resolve("generic", key)
	if err != nil {
		t.Fatal(err)
	}
	want := []Part{ // 7 units of weight: 2 + 1 + 3 + 1
		{Part: 1, From: 1, Count: 2, Kind: Single, Total: 286},
		{Part: 1, From: 3, Count: 1, Kind: Multiple, Total: 143},
		{Part: 1, From: 4, Count: 1, Kind: Cluster, Total: 428, Statements: 3, Ladder: []int{0, 33, 66, 100}},
		{Part: 2, From: 1, Count: 1, Kind: Short, Total: 143, Equality: NumberEqual},
	}
	if diff := cmp.Diff(want, rule.Parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if rule.Max() != 1000 {
		t.Errorf("maximum %s", rule.Max())
	}
}

func TestThirtyQuestionsEarnByNumberOnly(t *testing.T) {
	t.Parallel()
	fields := map[string]Kind{}
	for i := range 30 {
		fields[QuestionName(1, i+1)] = Single
	}
	key := schoolKey(fields)
	rule, err := Resolve("generic", key)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		right []int
		want  Points
	}{{[]int{1}, 33}, {[]int{30}, 33}, {[]int{1, 2}, 67}, {[]int{7, 29}, 67}, {[]int{3, 4, 5}, 100}} {
		r := exam.Responses{}
		for _, no := range tt.right {
			r[QuestionName(1, no)] = "A"
		}
		if got := mustScore(t, rule, key, r); got.Points != tt.want {
			t.Errorf("%v right earn %s, want %s", tt.right, got.Points, tt.want)
		}
	}
}

func TestGenericPointsByPart(t *testing.T) {
	t.Parallel()
	key := schoolKey(map[string]Kind{"p1_1": Single, "p1_2": Single, "p3_1": Short})
	rule, err := Resolve("generic:7,5/2.5", key)
	if err != nil {
		t.Fatal(err)
	}
	if rule.Parts[0].Total != 750 || rule.Parts[1].Total != 250 {
		t.Errorf("totals %s and %s, want 7.50 and 2.50", rule.Parts[0].Total, rule.Parts[1].Total)
	}
	for name, code := range map[string]string{"generic:3/4/3": "rule.generic_parts", "generic:x": "rule.generic_points", "generics": "rule.not_found"} {
		if _, err := Resolve(name, key); fault.CodeOf(err) != code {
			t.Errorf("Resolve(%q): %v, want %s", name, err, code)
		}
	}
}
