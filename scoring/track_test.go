package scoring

import (
	"testing"

	"khaothi/internal/exam"
)

// cluster answers all four statements of p2_no with mark.
func cluster(r exam.Responses, no int, mark string) {
	for i := range 4 {
		r[StatementField(2, no, i)] = mark
	}
}

func TestTracksOfInformatics(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		marks map[int]string // by cluster
		both  Both
		want  Points
		track string
		note  bool
	}{
		{"common clusters only", map[int]string{1: "D", 2: "D"}, Higher, 200, "khmt", false},
		{"first track", map[int]string{1: "D", 2: "D", 3: "D", 4: "D"}, Higher, 400, "khmt", false},
		{"second track", map[int]string{1: "D", 2: "D", 5: "D", 6: "D"}, Higher, 400, "thud", false},
		{"second track, all wrong", map[int]string{5: "S"}, Higher, 0, "thud", false},
		{"both, the second is better", map[int]string{3: "D", 5: "D", 6: "D"}, Higher, 200, "thud", true},
		{"both, the first is better", map[int]string{3: "D", 4: "D", 6: "D"}, Higher, 200, "khmt", true},
		{"both alike", map[int]string{3: "D", 5: "D"}, Higher, 100, "khmt", true},
		{"both, the first answered counts", map[int]string{3: "S", 5: "D", 6: "D"}, First, 0, "khmt", true},
		{"both, none counts", map[int]string{1: "D", 3: "D", 5: "D", 6: "D"}, None, 100, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rule := mustNamed(t, "thptqg-2025-tinhoc")
			choice := *rule.Choice
			choice.Both = tt.both
			rule.Choice = &choice
			r := exam.Responses{}
			for no, mark := range tt.marks {
				cluster(r, no, mark)
			}
			res := mustScore(t, rule, testKey(&rule), r)
			if res.Points != tt.want || res.Track != tt.track || (len(res.Notes) == 1) != tt.note {
				t.Errorf("%s, track %q, notes %v; want %s, %q, a note %v", res.Points, res.Track, res.Notes, tt.want, tt.track, tt.note)
			}
		})
	}
}

func TestQuestionsOfTheOtherTrackSayWhyTheyEarnNothing(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-tinhoc")
	r := exam.Responses{}
	cluster(r, 3, "D")
	cluster(r, 5, "D")
	cluster(r, 6, "D")
	res := mustScore(t, rule, testKey(&rule), r)
	if q := question(t, res, "p2_3"); q.Reason != ReasonTrackNotCounted || q.Points != 0 {
		t.Errorf("p2_3: %s, %s", q.Points, q.Reason)
	}
	if q := question(t, res, "p2_4"); q.Reason != ReasonTrackNotChosen {
		t.Errorf("p2_4: %s", q.Reason)
	}
	if q := question(t, res, "p2_5"); q.Reason != "cluster.4of4" || q.Points != 100 {
		t.Errorf("p2_5: %s, %s", q.Points, q.Reason)
	}
}
