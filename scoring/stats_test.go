package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/exam"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	// Python 3.11, statistics: mean 6.0625, median 6.25, pstdev 3.00715
	got := Describe([]Points{1000, 525, 725, 175}, 250, 1000)
	want := Stats{
		Count: 4, Mean: 606, Median: 625, SD: 301, Min: 175, Max: 1000, Passed: 3,
		Bins: []Bin{{0, 1}, {250, 0}, {500, 2}, {750, 0}, {1000, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDescribeNobody(t *testing.T) {
	t.Parallel()
	got := Describe(nil, 500, 1000)
	if got.Count != 0 || got.Mean != 0 || len(got.Bins) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestCompareFindsWhoMoves(t *testing.T) {
	t.Parallel()
	rule := Rule{V: 1, Name: "x", Parts: []Part{{Part: 1, Count: 2, Kind: Single, Points: 500}}}
	key := Key{Fields: map[string]KeyField{"p1_1": {Kind: Single, Accept: []string{"A"}}, "p1_2": {Kind: Single, Accept: []string{"B"}}}}
	var before []Stored
	for i, r := range []exam.Responses{{"p1_1": "A", "p1_2": "B"}, {"p1_1": "A"}, {"p1_2": "C"}} {
		before = append(before, Stored{Candidate: exam.CandidateID(rune('a' + i)), Result: mustScore(t, rule, key, r)})
	}
	next := Key{Fields: map[string]KeyField{"p1_1": key.Fields["p1_1"], "p1_2": {Kind: Single, Accept: []string{"C"}}}}
	s, err := NewScorer(rule, next)
	if err != nil {
		t.Fatal(err)
	}
	want := Difference{Candidates: 3, Up: 1, Down: 1, Same: 1, Changed: []CandidateDiff{
		{Candidate: "a", Before: 1000, After: 500, Questions: []QuestionDiff{{"p1_2", 500, 0, "right", "wrong"}}},
		{Candidate: "c", Before: 0, After: 500, Questions: []QuestionDiff{{"p1_2", 0, 500, "wrong", "right"}}},
	}}
	if diff := cmp.Diff(want, Compare(before, Regrade(s, before))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	changes := key.Changes(next)
	if len(changes) != 1 || changes[0].Field != "p1_2" || changes[0].After.Accept[0] != "C" {
		t.Errorf("changes of the key %+v", changes)
	}
}

func TestPartsAddUpToTheTotal(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-toan")
	key := testKey(&rule)
	want := []PartPoints{{1, 300, 300}, {2, 400, 400}, {3, 300, 300}}
	if diff := cmp.Diff(want, mustScore(t, rule, key, allRight(key)).Parts()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
