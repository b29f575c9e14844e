package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/workflow"
	"khaothi/scoring"
	"khaothi/web"
	"khaothi/web/webtest"
)

// oneSitting is a sitting at the Sở with three candidates, as workflow shows
// it, and what was asked of it. The form has a single choice (A is k1aa) and a
// short answer.
type oneSitting struct {
	state     exam.SittingState
	rows      []scoring.Row
	next      scoring.Key
	published []exam.CandidateID
	reason    string
}

func resultKey() scoring.Key {
	return scoring.Key{Version: 2, Fields: map[string]scoring.KeyField{
		"p1_1": {Kind: scoring.Single, Accept: []string{"k1aa", "k2bb"}}, "p3_1": {Kind: scoring.Short, Cancelled: true},
	}}
}

func (o *oneSitting) scored(answer string) scoring.Result {
	rule, err := scoring.Resolve("generic:7.5/2.5", resultKey())
	if err != nil {
		panic(err) // a fixture of this file
	}
	res, err := scoring.Score(rule, resultKey(), exam.Responses{"p1_1": answer})
	if err != nil {
		panic(err) // a fixture of this file
	}
	return res
}

func (o *oneSitting) ResultExams(_ context.Context, units []exam.UnitID) ([]workflow.ExamScored, error) {
	return []workflow.ExamScored{{ExamSummary: board.ExamSummary{Exam: board.Exam{ID: "e1", Name: "Thi thử", UnitID: units[0]}}, Scored: 2}}, nil
}

func (o *oneSitting) ExamResults(context.Context, exam.ExamID) (workflow.ExamResults, error) {
	return workflow.ExamResults{Exam: board.Exam{ID: "e1", UnitID: webtest.UnitSo}, Sittings: []workflow.SittingResults{
		{SubjectName: "Toán", State: exam.SittingClosed, Counts: scoring.StateCounts{Scored: 2}},
	}}, nil
}

func (o *oneSitting) UnitOfExam(_ context.Context, id exam.ExamID) (exam.UnitID, error) {
	if id != "e1" {
		return "", fault.New(fault.NotFound, "exam.not_found")
	}
	return webtest.UnitSo, nil
}

func (o *oneSitting) UnitOfSitting(context.Context, exam.SittingID) (exam.UnitID, error) {
	return webtest.UnitSo, nil
}

func (o *oneSitting) Roll(context.Context, exam.SittingID) (scoring.Roll, error) {
	return scoring.Roll{Sitting: "s1", Exam: "e1", Unit: webtest.UnitSo, Name: "Toán", State: exam.SittingClosed, Rows: o.rows}, nil
}

func (o *oneSitting) CandidateResults(_ context.Context, _ exam.SittingID, c exam.CandidateID) (workflow.CandidateResults, error) {
	r := workflow.CandidateResults{
		Candidate: board.Candidate{ID: c, Number: "01000001", FamilyName: "Trần", GivenName: "An"},
		Keys:      map[int]scoring.Key{2: resultKey()}, Fields: resultFields(),
	}
	if c == "c1" {
		res := o.scored("k2bb")
		r.History = []scoring.Stored{{Candidate: c, Version: 1, Result: res, Parts: res.Parts(), State: scoring.Scored}}
	}
	return r, nil
}

func resultFields() []workflow.FieldInfo {
	return []workflow.FieldInfo{
		{Field: "p1_1", Kind: "single", Choices: []workflow.Choice{{Value: "k1aa", Label: "A"}, {Value: "k2bb", Label: "B"}}},
		{Field: "p3_1", Kind: "short"},
	}
}

func (o *oneSitting) SittingKeys(context.Context, exam.SittingID) (workflow.SittingKeys, error) {
	first := scoring.Key{Version: 1, Fields: map[string]scoring.KeyField{
		"p1_1": {Kind: scoring.Single, Accept: []string{"k1aa"}}, "p3_1": {Kind: scoring.Short, Accept: []string{"12"}},
	}}
	return workflow.SittingKeys{Form: "f1", State: o.state, Fields: resultFields(), Versions: []scoring.KeyVersion{{Key: resultKey()}, {Key: first}}}, nil
}

func (o *oneSitting) PreviewKey(_ context.Context, _ exam.SittingID, next scoring.Key) (scoring.Difference, error) {
	o.next = next
	return scoring.Difference{Candidates: 2, Up: 1, Same: 1, Changed: []scoring.CandidateDiff{{Candidate: "c1", Before: 250, After: 1000}}}, nil
}

func (o *oneSitting) CorrectKey(_ context.Context, _ exam.Actor, id exam.SittingID, next scoring.Key, reason string) (map[exam.SittingID]workflow.ScoreReport, error) {
	o.next, o.reason = next, reason
	return map[exam.SittingID]workflow.ScoreReport{id: {Sealed: 2}}, nil
}

func (o *oneSitting) ScoreSitting(context.Context, exam.Actor, exam.SittingID) (workflow.ScoreReport, error) {
	return workflow.ScoreReport{Sealed: 2}, nil
}

func (o *oneSitting) Publish(_ context.Context, _ exam.Actor, _ exam.SittingID, c []exam.CandidateID) (int, error) {
	o.published = c
	return len(c), nil
}

func (o *oneSitting) Withdraw(_ context.Context, _ exam.Actor, _ exam.SittingID, c []exam.CandidateID, reason string) (int, error) {
	o.reason = reason
	return len(c), nil
}

func (o *oneSitting) ExportEdu(context.Context, exam.Actor, exam.ExamID) (scoring.EduReport, error) {
	return scoring.EduReport{}, fault.New(fault.Unavailable, "edu.unavailable")
}

func (o *oneSitting) Workbook(context.Context, exam.ExamID) ([]byte, error) { return []byte("PK"), nil }

// openResults serves a sitting with 2.50, 10.00 and an absent candidate.
func openResults(t *testing.T) (*webtest.App, *oneSitting) {
	t.Helper()
	low, high := scoring.Points(250), scoring.Points(1000)
	o := &oneSitting{state: exam.SittingClosed, rows: []scoring.Row{
		{Candidate: "c1", Number: "01000001", Name: "Trần An", BirthDate: time.Date(2008, 2, 29, 0, 0, 0, 0, time.UTC), Room: "P01", Points: &low, Max: 1000, State: scoring.Published},
		{Candidate: "c2", Number: "01000002", Name: "Lê Bình", Room: "P01", Points: &high, Max: 1000, State: scoring.Scored},
		{Candidate: "c3", Number: "01000003", Name: "Vũ Vắng", Room: "P02", Note: scoring.NoteAbsent},
	}}
	app := webtest.New(t, func(_ pgdb.Querier, d *web.Deps) { d.Results = o })
	return app, o
}

func TestResultsAreForThoseWhoMay(t *testing.T) {
	t.Parallel()
	app, _ := openResults(t)
	body := map[string]any{"candidates": []string{"c1"}, "reason": "x"}
	for _, tt := range []struct {
		who          string
		read, decide int
		code         string
	}{
		{"board", 200, 200, ""},
		{"admin", 200, 200, ""},
		{"analyst", 200, 403, "role.forbidden"},
		{"teacher", 403, 403, "role.forbidden"},
		{"invigilator", 403, 403, "role.forbidden"},
		{"school", 403, 403, "unit.forbidden"},
	} {
		c := app.LoginAs(t, tt.who, webtest.Password)
		read := c.Do(t, http.MethodGet, "/api/results/sittings/s1", nil)
		decide := c.Do(t, http.MethodPost, "/api/results/sittings/s1/publish", body)
		if read.Status != tt.read || decide.Status != tt.decide {
			t.Errorf("%s: read %d, decide %d; want %d, %d", tt.who, read.Status, decide.Status, tt.read, tt.decide)
		}
		if tt.code != "" && !strings.Contains(string(decide.Body), tt.code) {
			t.Errorf("%s: %s, want the code %s", tt.who, decide.Body, tt.code)
		}
	}
}

func TestRollShowsPointsAsHundredthsAndAbsenceAsNull(t *testing.T) {
	t.Parallel()
	app, _ := openResults(t)
	var got struct {
		MayDecide bool `json:"may_decide"`
		Stats     struct{ Count, Mean, Median, Passed int }
		Rooms     []struct {
			Room  string
			Stats struct{ Count int }
		}
		Rows []struct {
			Number, Note, State string
			BirthDate           string `json:"birth_date"`
			Points              *int
		}
	}
	app.Login(t, exam.RoleAnalyst).Do(t, http.MethodGet, "/api/results/sittings/s1", nil).Want(t, http.StatusOK, &got)
	if got.MayDecide || got.Stats.Count != 2 || got.Stats.Mean != 625 || got.Stats.Passed != 1 {
		t.Errorf("head %+v", got)
	}
	if len(got.Rooms) != 2 || got.Rooms[0].Stats.Count != 2 || got.Rooms[1].Stats.Count != 0 {
		t.Errorf("rooms %+v", got.Rooms)
	}
	if r := got.Rows[0]; r.Points == nil || *r.Points != 250 || r.BirthDate != "2008-02-29" {
		t.Errorf("first row %+v", r)
	}
	if r := got.Rows[2]; r.Points != nil || r.Note != "absent" {
		t.Errorf("absent row %+v", r)
	}
}

func TestACandidatesAnswersAreReadAsLetters(t *testing.T) {
	t.Parallel()
	app, _ := openResults(t)
	board := app.Login(t, exam.RoleBoard)
	var got struct {
		Versions []struct {
			Points    int
			Questions []struct {
				Field, Answer, Key, Reason string
				Points                     *int
			}
		}
	}
	board.Do(t, http.MethodGet, "/api/results/sittings/s1/candidates/c1", nil).Want(t, http.StatusOK, &got)
	var lines []string
	for _, q := range got.Versions[0].Questions {
		lines = append(lines, strings.Join([]string{q.Field, q.Answer, q.Key, q.Reason}, " "))
	}
	if diff := cmp.Diff([]string{"p1_1 B A | B right", "p3_1  * cancelled"}, lines); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	none := board.Do(t, http.MethodGet, "/api/results/sittings/s1/candidates/c3", nil)
	if none.Status != http.StatusNotFound || !strings.Contains(string(none.Body), "result.not_found") {
		t.Errorf("without a result: %d %s", none.Status, none.Body)
	}
}

func TestCorrectingAKey(t *testing.T) {
	t.Parallel()
	app, o := openResults(t)
	c := app.Login(t, exam.RoleBoard)
	change := func(base int, field string, accept ...string) map[string]any {
		return map[string]any{"base": base, "reason": "câu 1 sai", "changes": []map[string]any{{"field": field, "accept": append([]string{}, accept...), "cancelled": false}}}
	}
	var diff struct {
		Up      int
		Changed []struct{ Number, Name string }
	}
	c.Do(t, http.MethodPost, "/api/results/sittings/s1/key/preview", change(2, "p1_1", "k2bb")).Want(t, http.StatusOK, &diff)
	if diff.Up != 1 || diff.Changed[0].Name != "Trần An" {
		t.Errorf("difference %+v", diff)
	}
	if o.next.Version != 3 || o.next.Fields["p1_1"].Accept[0] != "k2bb" || !o.next.Fields["p3_1"].Cancelled {
		t.Errorf("key %+v", o.next)
	}
	c.Do(t, http.MethodPost, "/api/results/sittings/s1/key", change(2, "p1_1", "k1aa")).Want(t, http.StatusOK, nil)
	if o.reason != "câu 1 sai" || o.next.Fields["p1_1"].Accept[0] != "k1aa" {
		t.Errorf("reason %q, key %+v", o.reason, o.next)
	}
	for code, body := range map[string]map[string]any{
		"key.version": change(1, "p1_1", "k2bb"), "key.unknown_field": change(2, "p9_1", "x"), "key.invalid": change(2, "p1_1"),
	} {
		if res := c.Do(t, http.MethodPost, "/api/results/sittings/s1/key/preview", body); !strings.Contains(string(res.Body), code) {
			t.Errorf("%d %s, want %s", res.Status, res.Body, code)
		}
	}
}

func TestKeyVersionsNameWhatChanged(t *testing.T) {
	t.Parallel()
	app, _ := openResults(t)
	var got struct {
		Versions []struct {
			Version int
			Changes []string
		}
	}
	app.Login(t, exam.RoleAnalyst).Do(t, http.MethodGet, "/api/results/sittings/s1/key", nil).Want(t, http.StatusOK, &got)
	if diff := cmp.Diff([]string{"p1_1", "p3_1"}, got.Versions[0].Changes); diff != "" || len(got.Versions[1].Changes) != 0 {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestAKeyIsTheBoardsAloneUntilTheEnd(t *testing.T) {
	t.Parallel()
	app, o := openResults(t)
	o.state = exam.SittingRunning
	const at = "/api/results/sittings/s1/key"
	for _, role := range []exam.Role{exam.RoleAnalyst, exam.RoleAdmin} {
		res := app.Login(t, role).Do(t, http.MethodGet, at, nil)
		res.WantCode(t, http.StatusForbidden, "key.not_closed")
		if strings.Contains(string(res.Body), "k1aa") {
			t.Errorf("%s reads %s", role, res.Body)
		}
	}
	app.Login(t, exam.RoleBoard).Do(t, http.MethodGet, at, nil).Want(t, http.StatusOK, nil)
}

func TestWorkbookAndExport(t *testing.T) {
	t.Parallel()
	app, _ := openResults(t)
	c := app.Login(t, exam.RoleBoard)
	book := c.Do(t, http.MethodGet, "/api/results/exams/e1/workbook", nil)
	if book.Status != http.StatusOK || string(book.Body) != "PK" || !strings.Contains(book.Header.Get("Content-Disposition"), "ket-qua-e1.xlsx") {
		t.Errorf("workbook: %d %v", book.Status, book.Header)
	}
	if res := c.Do(t, http.MethodPost, "/api/results/exams/e1/export-edu", nil); res.Status != http.StatusServiceUnavailable || !strings.Contains(string(res.Body), "edu.unavailable") {
		t.Errorf("export: %d %s", res.Status, res.Body)
	}
	if res := c.Do(t, http.MethodGet, "/api/results/exams/e2", nil); res.Status != http.StatusNotFound {
		t.Errorf("another exam: %d %s", res.Status, res.Body)
	}
}
