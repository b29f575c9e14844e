package web_test

import (
	"context"
	"net/http"
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/web"
	"khaothi/web/webtest"
)

// oneRun is a finished run of an exam of the Sở. What it does not have is never
// called.
type oneRun struct {
	web.Analyses
	applied     []exam.VersionID
	unpublished bool
}

func (o *oneRun) Published(context.Context, analysis.Run) (bool, error) { return !o.unpublished, nil }

func (o *oneRun) SchoolRuns(_ context.Context, codes []string) ([]analysis.Run, error) {
	if len(codes) != 1 || codes[0] != "TRUONG-A" {
		return nil, fault.New(fault.Forbidden, "unit.forbidden")
	}
	return []analysis.Run{{ID: "r1", Exam: "e1", Subject: "toan", State: analysis.Done}}, nil
}

func (*oneRun) Exam(_ context.Context, id exam.ExamID) (board.Exam, error) {
	return board.Exam{ID: id, Name: "Khảo sát", UnitID: webtest.UnitSo}, nil
}

func (*oneRun) Run(_ context.Context, id string) (analysis.Run, error) {
	if id != "r1" {
		return analysis.Run{}, fault.New(fault.NotFound, "analysis.not_found")
	}
	return analysis.Run{ID: id, Exam: "e1", Subject: "toan", State: analysis.Done}, nil
}

func (*oneRun) Report(context.Context, string) (analysis.Report, error) {
	mean := 5.5
	return analysis.Report{
		Items:    []analysis.Item{{Key: "v1", ItemID: "i1", Name: "p1_1", Stem: "<p>1 + 1</p>", Options: []analysis.Option{{ID: "o1"}}}},
		DIF:      []analysis.Grouping{{By: "gender", Rows: []analysis.DIFRow{{Key: "v1"}, {Key: "v2"}}}},
		Province: analysis.School{Persons: 20, Marks: analysis.Marks{Mean: &mean}},
		Schools:  []analysis.School{{Code: "TRUONG-A", Name: "Trường A", Persons: 12}, {Code: "TRUONG-B", Name: "Trường B", Persons: 8}},
	}, nil
}

func (*oneRun) Stale(context.Context, analysis.Run) (bool, error) { return false, nil }

func (*oneRun) Findings(context.Context, string) (found, applied []analysis.Finding, err error) {
	return []analysis.Finding{{Run: "r1", Version: "v1", Item: "i1"}}, []analysis.Finding{{Run: "r0", Version: "v1", Item: "i1"}}, nil
}

func (*oneRun) History(context.Context, exam.ItemID) ([]analysis.Past, error) { return nil, nil }

func (o *oneRun) Apply(_ context.Context, _ exam.Actor, _ string, v []exam.VersionID, _ string) (int, error) {
	o.applied = v
	return len(v), nil
}

func TestAnAnalysisIsForItsUnitAndASchoolSeesItself(t *testing.T) {
	t.Parallel()
	run := &oneRun{}
	app := webtest.New(t, func(_ pgdb.Querier, d *web.Deps) { d.Analyses = run })
	analyst, board, school := app.Login(t, exam.RoleAnalyst), app.Login(t, exam.RoleBoard), app.Login(t, "school")
	const base = "/api/analysis/runs/r1"
	for _, part := range []string{"/overview", "/items", "/items/v1", "/test", "/dif", "/parameters", "/workbook"} {
		board.Do(t, http.MethodGet, base+part, nil).Want(t, http.StatusOK, nil)
		school.Do(t, http.MethodGet, base+part, nil).WantCode(t, http.StatusForbidden, "unit.forbidden")
	}
	apply := map[string]any{"keys": []string{"v1", "v1"}, "reason": "sau kỳ thi"}
	board.Do(t, http.MethodPost, base+"/apply", apply).WantCode(t, http.StatusForbidden, "role.forbidden")
	school.Do(t, http.MethodPost, base+"/apply", apply).WantCode(t, http.StatusForbidden, "unit.forbidden")
	analyst.Do(t, http.MethodPost, base+"/apply", apply).Want(t, http.StatusOK, nil)
	if len(run.applied) != 1 {
		t.Errorf("applied %v", run.applied)
	}
	analyst.Do(t, http.MethodGet, "/api/analysis/runs/none/overview", nil).WantCode(t, http.StatusNotFound, "analysis.not_found")

	var list struct {
		Schools []struct{ Code string }
	}
	school.Do(t, http.MethodGet, base+"/schools", nil).Want(t, http.StatusOK, &list)
	if len(list.Schools) != 1 || list.Schools[0].Code != "TRUONG-A" {
		t.Errorf("a school sees %+v", list.Schools)
	}
	var own struct {
		Reports []struct{ Run string }
	}
	school.Do(t, http.MethodGet, "/api/analysis/schools", nil).Want(t, http.StatusOK, &own)
	if len(own.Reports) != 1 || own.Reports[0].Run != "r1" {
		t.Errorf("a school finds %+v", own.Reports)
	}
	school.Do(t, http.MethodGet, base+"/schools/TRUONG-A", nil).Want(t, http.StatusOK, nil)
	school.Do(t, http.MethodGet, base+"/schools/TRUONG-A/pdf", nil).Want(t, http.StatusOK, nil)
	school.Do(t, http.MethodGet, base+"/schools/TRUONG-B", nil).WantCode(t, http.StatusNotFound, "analysis.school_not_found")
	school.Do(t, http.MethodGet, base+"/schools/TRUONG-B/pdf", nil).WantCode(t, http.StatusNotFound, "analysis.school_not_found")
	analyst.Do(t, http.MethodGet, base+"/schools/TRUONG-B", nil).Want(t, http.StatusOK, nil)

	run.unpublished = true
	for _, part := range []string{"/schools", "/schools/TRUONG-A", "/schools/TRUONG-A/pdf"} {
		school.Do(t, http.MethodGet, base+part, nil).WantCode(t, http.StatusForbidden, "analysis.not_published")
		analyst.Do(t, http.MethodGet, base+part, nil).Want(t, http.StatusOK, nil)
	}
}
