package workflow_test

import (
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/exam"
)

// TestTwoNodesAnalyseTheSameExam: the same request on two nodes at once is two
// runs of the same data, each with its own end, and either node shows both.
func TestTwoNodesAnalyseTheSameExam(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	other := s.flow.NewAnalyst(1)
	t.Cleanup(other.Close)
	spec := analysis.Spec{Model: analysis.ModelRasch, Bootstrap: zero()}
	first := must[analysis.Run](t)(s.analyst.Start(t.Context(), who, s.exam, "toan", spec))
	second := must[analysis.Run](t)(other.Start(t.Context(), who, s.exam, "toan", spec))
	a, b := s.finished(t, first.ID), s.finished(t, second.ID)
	if a.State != analysis.Done || b.State != analysis.Done || a.ID == b.ID || a.DataHash != b.DataHash || a.DataHash == "" {
		t.Errorf("two runs: %+v and %+v", a, b)
	}
	if n, err := other.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("a finished run is swept: %d, %v", n, err)
	}
	if list := must[[]analysis.Run](t)(other.Runs(t.Context(), s.exam, "toan")); len(list) != 2 {
		t.Errorf("the other node lists %d runs", len(list))
	}
}

// TestASchoolFindsItsReportOncePublished: the newest finished run of the subject,
// and none before every result of it is published.
func TestASchoolFindsItsReportOncePublished(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	if _, err := s.analyst.SchoolRuns(t.Context(), []string{"S0"}); err != nil {
		t.Fatal(err)
	}
	s.run(t)
	newest, _ := s.run(t)
	list := func(codes ...string) []analysis.Run {
		return must[[]analysis.Run](t)(s.analyst.SchoolRuns(t.Context(), codes))
	}
	if got := list("S0"); len(got) != 0 {
		t.Errorf("before the results are published: %+v", got)
	}
	for i, id := range s.sittings {
		if _, err := s.flow.Publish(t.Context(), who, id, []exam.CandidateID(nil)); err != nil {
			t.Fatal(err)
		}
		if got := list("S0"); len(got) > 0 && i+1 < len(s.sittings) {
			t.Errorf("after %d of %d sittings: %+v", i+1, len(s.sittings), got)
		}
	}
	if got := list("S0", "S1"); len(got) != 1 || got[0].ID != newest.ID {
		t.Errorf("after all are published: %+v, want %s", got, newest.ID)
	}
	if got := list("NOBODY"); len(got) != 0 {
		t.Errorf("a school without candidates: %+v", got)
	}
}
