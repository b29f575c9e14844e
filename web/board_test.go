package web_test

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/board"
	"khaothi/internal/board/boardpg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/workflow"
	"khaothi/web"
	"khaothi/web/webtest"
)

// sittings records what the pages ask of workflow.
type sittings struct {
	asked []string
	state exam.SittingState
	seats func(exam.SittingID, exam.RoomID) ([]board.Seated, error)
}

func (s *sittings) note(verb string, who exam.Actor, id exam.SittingID) error {
	s.asked = append(s.asked, verb+" "+string(who.ID)+" "+string(id))
	if verb == "close" && s.state != exam.SittingRunning {
		return fault.New(fault.Closed, "sitting.not_running")
	}
	return nil
}

func (s *sittings) OpenSitting(_ context.Context, who exam.Actor, id exam.SittingID) error {
	s.state = exam.SittingOpen
	return s.note("open", who, id)
}

func (s *sittings) StartSitting(_ context.Context, who exam.Actor, id exam.SittingID) error {
	s.state = exam.SittingRunning
	return s.note("start", who, id)
}

func (s *sittings) CloseSitting(_ context.Context, who exam.Actor, id exam.SittingID) error {
	return s.note("close", who, id)
}

func (s *sittings) IssueTickets(_ context.Context, who exam.Actor, id exam.SittingID, room exam.RoomID) ([]board.Slip, error) {
	seats, err := s.seats(id, room)
	var out []board.Slip
	for _, seat := range seats {
		out = append(out, board.Slip{FullName: seat.Candidate.FullName(), Code: "ABCDEFGHJKLM", StartsAt: time.Unix(0, 0)})
	}
	_ = s.note("tickets", who, id) // tickets are never refused here
	return out, err
}

func (s *sittings) MakePractice(_ context.Context, who exam.Actor, id exam.ExamID, from exam.SittingID) (exam.SittingID, error) {
	return "practice", s.note("practice", who, exam.SittingID(id)+"/"+from)
}

func (s *sittings) Accommodate(_ context.Context, who exam.Actor, id exam.CandidateID, a board.Accommodation) (workflow.AccommodationReport, error) {
	return workflow.AccommodationReport{Attempts: 1, Granted: a.Extra(time.Hour)}, s.note("accommodate", who, exam.SittingID(id))
}

func (s *sittings) States(_ context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error) {
	out := map[exam.SittingID]exam.SittingState{}
	for _, id := range ids {
		if s.state != "" {
			out[id] = s.state
		}
	}
	return out, nil
}

// forms is a bank with a locked and a draft form.
type forms struct{ units []exam.UnitID }

func (f *forms) Forms(_ context.Context, units []exam.UnitID, _ int) ([]bank.FormSummary, error) {
	f.units = units
	return []bank.FormSummary{
		{ID: "locked", Name: "Đề 1", State: bank.FormLocked}, {ID: "draft", Name: "Đề 2", State: bank.FormDraft},
	}, nil
}

// boardApp is the app with a board's store and somebody of the board.
type boardApp struct {
	*webtest.App
	*webtest.Client
	flow  *sittings
	forms *forms
	exam  string
}

func newBoardApp(t *testing.T) *boardApp {
	t.Helper()
	b := &boardApp{flow: &sittings{}, forms: &forms{}}
	b.App = webtest.New(t, func(db pgdb.Querier, d *web.Deps) {
		store := boardpg.New(db)
		d.Board, d.Sittings, d.Forms = store, b.flow, b.forms
		d.Machines = deliverypg.New(db)
		err := deliverypg.New(db).KeepMachine(t.Context(), &delivery.MachineCheck{
			Machine: "Máy 07", Address: "10.0.0.7", Verdict: delivery.MachineBad, At: time.Now(),
			Results: []byte(`{"screen":{"state":"bad","value":"800 × 600"}}`),
		})
		if err != nil {
			t.Fatal(err)
		}
		b.flow.seats = func(id exam.SittingID, room exam.RoomID) ([]board.Seated, error) {
			return store.ListSeats(context.Background(), id, room)
		}
	})
	b.Client = b.Login(t, exam.RoleBoard)
	var e struct{ ID string }
	b.Do(t, http.MethodPost, "/api/exams", map[string]any{
		"name": "Kỳ thi thử", "unit_id": webtest.UnitSo, "profile": "thptqg-2025", "school_year": "2025-2026",
	}).Want(t, http.StatusOK, &e)
	b.exam = "/api/exams/" + e.ID
	return b
}

type report struct {
	OK, Imported bool
	Rows         int
	Errors       []struct {
		Row                   int
		Column, Code, Message string
	}
	Preview []struct{ Number string }
}

const fiveRows = "Họ tên,Ngày sinh,Mã học sinh,Môn đăng ký\n" +
	"Lê Đức,1/2/2008,1,\nVũ An,1/2/2008,2,Toán\nĐỗ Ân,1/2/2008,3,Toán\nLý Bình,1/2/2008,4,Toán;Vật lí\nHồ Ánh,1/2/2008,5,Toán\n"

func (b *boardApp) upload(t *testing.T, text string, fields map[string]string) report {
	t.Helper()
	var r report
	b.Upload(t, b.exam+"/roster", "ds.csv", []byte(text), fields).Want(t, http.StatusOK, &r)
	return r
}

func (b *boardApp) total(t *testing.T) int {
	t.Helper()
	var page struct{ Total int }
	b.Do(t, http.MethodGet, b.exam+"/candidates", nil).Want(t, http.StatusOK, &page)
	return page.Total
}

func TestRosterIsImportedAfterADryRunAllOrNothing(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	dry := b.upload(t, fiveRows, map[string]string{"mode": "add", "dry_run": "1"})
	if !dry.OK || dry.Imported || dry.Rows != 5 || len(dry.Preview) != 5 || b.total(t) != 0 {
		t.Errorf("dry run = %+v with %d candidates after it", dry, b.total(t))
	}
	bad := b.upload(t, fiveRows+"Lê Em,1/2/08,1,Nhạc\n", map[string]string{"mode": "add"})
	if bad.OK || bad.Imported || len(bad.Errors) != 3 || b.total(t) != 0 {
		t.Errorf("bad file = %+v with %d candidates after it", bad, b.total(t))
	}
	if e := bad.Errors[0]; e.Row != 7 || e.Column != "B" || e.Code != "birth_date.two_digit_year" || e.Message == "" {
		t.Errorf("first error = %+v", e)
	}
	if good := b.upload(t, fiveRows, map[string]string{"mode": "add"}); !good.Imported || b.total(t) != 5 {
		t.Errorf("import = %+v with %d candidates after it", good, b.total(t))
	}
	again := b.upload(t, fiveRows, map[string]string{"mode": "add"})
	if again.OK || len(again.Errors) != 5 || again.Errors[0].Code != "pupil_code.taken" {
		t.Errorf("the same file again = %+v", again)
	}
	b.Upload(t, b.exam+"/roster", "x.csv", []byte(fiveRows), nil).WantCode(t, http.StatusUnprocessableEntity, "roster.mode")
}

func TestFromRosterToTickets(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	b.Do(t, http.MethodPost, b.exam+"/numbers", nil).WantCode(t, http.StatusConflict, "roster.empty")
	b.upload(t, fiveRows, map[string]string{"mode": "replace"})
	var numbers struct{ First, Last string }
	b.Do(t, http.MethodPost, b.exam+"/numbers", nil).Want(t, http.StatusOK, &numbers)
	if numbers.First != "01000001" || numbers.Last != "01000005" {
		t.Errorf("numbers = %+v", numbers)
	}
	var page struct {
		Candidates []struct {
			Number    string `json:"number"`
			GivenName string `json:"given_name"`
		}
		Total, Numbered int
	}
	b.Do(t, http.MethodGet, b.exam+"/candidates?q=an", nil).Want(t, http.StatusOK, &page)
	var names []string
	for _, c := range page.Candidates {
		names = append(names, c.Number+c.GivenName)
	}
	if want := []string{"01000001An", "01000002Ánh", "01000003Ân"}; !slices.Equal(names, want) || page.Numbered != 3 {
		t.Errorf("search an = %q, want %q", names, want)
	}
	var none struct{ Numbered int }
	b.Do(t, http.MethodPost, b.exam+"/numbers?only_new=true", nil).Want(t, http.StatusOK, &none)
	if none.Numbered != 0 {
		t.Errorf("%d new numbers where everybody has one", none.Numbered)
	}
	b.Do(t, http.MethodPost, b.exam+"/rooms", map[string]any{"rooms": []map[string]any{
		{"name": "Phòng 1", "place": "", "capacity": 3}, {"name": "Phòng 2", "place": "", "capacity": 3},
	}}).Want(t, http.StatusOK, nil)
	toan, vatli := b.plan(t, "toan", "2026-06-26T00:30:00Z"), b.plan(t, "vatli", "2026-06-26T03:00:00Z")
	var assigned struct{ Seats int }
	b.Do(t, http.MethodPost, b.exam+"/seats", map[string]any{"sitting_ids": []string{toan, vatli}}).Want(t, http.StatusOK, &assigned)
	if assigned.Seats != 7 { // five sit Toán; Đức, who named no subject, and Bình sit Vật lí
		t.Errorf("%d seats, want 7", assigned.Seats)
	}
	b.steps(t, toan)
	b.files(t, toan)
}

func TestASittingTakesOnlyFormsOfItsBoard(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	const start = "2026-06-11T00:30:00Z"
	for _, form := range []string{"of another unit", "draft"} {
		plan := b.body("toan", start)
		plan["form_id"] = form
		b.Do(t, http.MethodPost, b.exam+"/sittings", plan).WantCode(t, http.StatusNotFound, "form.not_found")
	}
	edit := b.body("toan", start)
	edit["rev"], edit["form_id"] = 1, "of another unit"
	b.Do(t, http.MethodPut, "/api/sittings/"+b.plan(t, "toan", start), edit).WantCode(t, http.StatusNotFound, "form.not_found")
}

// plan makes a sitting and returns its id.
func (b *boardApp) plan(t *testing.T, subject, start string) string {
	t.Helper()
	var s struct {
		ID, State   string
		SubjectName string `json:"subject_name"`
	}
	b.Do(t, http.MethodPost, b.exam+"/sittings", b.body(subject, start)).Want(t, http.StatusOK, &s)
	if s.State != "planned" || s.SubjectName == "" {
		t.Errorf("new sitting = %+v", s)
	}
	return s.ID
}

func (b *boardApp) body(subject, start string) map[string]any {
	return map[string]any{
		"subject": subject, "name": "Ca " + subject, "form_id": "locked", "rule": "thptqg-2025-" + subject, "starts_at": start,
		"duration_s": 3000, "grace_s": 10, "late_limit_s": 900, "submit_after_s": 0,
	}
}

// steps walks a sitting from planned to running, and not further.
func (b *boardApp) steps(t *testing.T, id string) {
	t.Helper()
	at := "/api/sittings/" + id
	b.Do(t, http.MethodPost, at+"/close", nil).WantCode(t, http.StatusGone, "sitting.not_running")
	b.Do(t, http.MethodPost, at+"/open", nil).Want(t, http.StatusNoContent, nil)
	b.Do(t, http.MethodPost, at+"/start", nil).Want(t, http.StatusNoContent, nil)
	want := []string{"close account-board " + id, "open account-board " + id, "start account-board " + id}
	if !slices.Equal(b.flow.asked, want) {
		t.Errorf("asked of workflow: %q, want %q", b.flow.asked, want)
	}
	var list struct {
		Sittings []struct {
			State              string
			Registered, Seated int
		}
	}
	b.Do(t, http.MethodGet, b.exam+"/sittings", nil).Want(t, http.StatusOK, &list)
	if s := list.Sittings[0]; s.State != "running" || s.Registered != 5 || s.Seated != 5 {
		t.Errorf("sitting = %+v", s)
	}
}

// files asks for everything that is printed or saved.
func (b *boardApp) files(t *testing.T, id string) {
	t.Helper()
	for path, magic := range map[string]string{
		b.exam + "/roster-template.xlsx":           "PK",
		b.exam + "/candidates.xlsx":                "PK",
		"/api/sittings/" + id + "/door-list.pdf":   "%PDF",
		"/api/sittings/" + id + "/attendance.pdf":  "%PDF",
		"/api/sittings/" + id + "/tickets.pdf?x=1": "%PDF",
	} {
		method := http.MethodGet
		if strings.Contains(path, "tickets") {
			method = http.MethodPost
		}
		res := b.Do(t, method, path, nil)
		if res.Status != http.StatusOK || !strings.HasPrefix(string(res.Body), magic) ||
			!strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d, %q, %.20q", path, res.Status, res.Header.Get("Content-Disposition"), res.Body)
		}
	}
	b.Do(t, http.MethodGet, "/api/sittings/"+id+"/tickets.pdf", nil).WantCode(t, http.StatusNotFound, "address.unknown")
}

func TestSeatsOfOneShiftAreGivenTogether(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	b.upload(t, "Họ tên,Ngày sinh,Môn thi\nLê An,1/2/2008,Toán\nLê Bình,1/2/2008,Vật lí\n", map[string]string{"mode": "add"})
	b.Do(t, http.MethodPost, b.exam+"/numbers", nil).Want(t, http.StatusOK, nil)
	b.Do(t, http.MethodPost, b.exam+"/rooms", map[string]any{"rooms": []map[string]any{{"name": "P", "place": "", "capacity": 2}}}).
		Want(t, http.StatusOK, nil)
	a, c := b.plan(t, "toan", "2026-06-26T00:30:00Z"), b.plan(t, "vatli", "2026-06-26T00:45:00Z")
	give := func(ids ...string) *webtest.Response {
		return b.Do(t, http.MethodPost, b.exam+"/seats", map[string]any{"sitting_ids": ids})
	}
	give(a).Want(t, http.StatusOK, nil)
	give(c).WantCode(t, http.StatusConflict, "seat.shift")
	give(a, c).Want(t, http.StatusOK, nil)
	give("nothing").WantCode(t, http.StatusNotFound, "sitting.not_found")
}

func TestSittingPlanIsEditedByRevision(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	id := b.plan(t, "toan", "2026-06-26T00:30:00Z")
	edit := b.body("toan", "2026-06-26T01:30:00Z")
	edit["rev"] = 1
	b.Do(t, http.MethodPut, "/api/sittings/"+id, edit).Want(t, http.StatusOK, nil)
	b.Do(t, http.MethodPut, "/api/sittings/"+id, edit).WantCode(t, http.StatusConflict, "sitting.changed")
	edit["subject"] = "nhac"
	b.Do(t, http.MethodPut, "/api/sittings/"+id, edit).WantCode(t, http.StatusUnprocessableEntity, "sitting.subject")
	b.Do(t, http.MethodDelete, "/api/sittings/"+id, nil).Want(t, http.StatusNoContent, nil)
	var choices struct{ Forms []struct{ ID string } }
	b.Do(t, http.MethodGet, b.exam+"/forms", nil).Want(t, http.StatusOK, &choices)
	if len(choices.Forms) != 1 || choices.Forms[0].ID != "locked" || !slices.Contains(b.forms.units, webtest.UnitSchool) {
		t.Errorf("forms = %+v of units %v", choices, b.forms.units)
	}
}

// A school's board reaches its own exams, and those of the Sở do not exist for
// it; who only watches sees plans and changes nothing.
func TestExamsStayWithTheirUnits(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	id := b.plan(t, "toan", "2026-06-26T00:30:00Z")
	school := b.LoginAs(t, "school", webtest.Password)
	school.Do(t, http.MethodGet, b.exam, nil).WantCode(t, http.StatusNotFound, "exam.not_found")
	school.Do(t, http.MethodGet, b.exam+"/candidates", nil).WantCode(t, http.StatusNotFound, "exam.not_found")
	school.Do(t, http.MethodGet, b.exam+"/candidates.xlsx", nil).WantCode(t, http.StatusNotFound, "exam.not_found")
	school.Upload(t, b.exam+"/roster", "x.csv", []byte(fiveRows), map[string]string{"mode": "add"}).
		WantCode(t, http.StatusNotFound, "exam.not_found")
	school.Do(t, http.MethodPost, "/api/sittings/"+id+"/open", nil).WantCode(t, http.StatusNotFound, "sitting.not_found")
	school.Do(t, http.MethodPost, "/api/sittings/"+id+"/tickets.pdf", nil).WantCode(t, http.StatusNotFound, "sitting.not_found")
	school.Do(t, http.MethodPost, "/api/exams", map[string]any{
		"name": "Lấn quyền", "unit_id": webtest.UnitSo, "profile": "thptqg-2025", "school_year": "2025-2026",
	}).WantCode(t, http.StatusForbidden, "unit.forbidden")
	school.Do(t, http.MethodPost, "/api/exams", map[string]any{
		"name": "Thi học kì", "unit_id": webtest.UnitSchool, "profile": "truong-2025", "school_year": "2025-2026",
	}).Want(t, http.StatusOK, nil)
	count := func(c *webtest.Client) int {
		var list struct{ Exams []struct{ Name string } }
		c.Do(t, http.MethodGet, "/api/exams", nil).Want(t, http.StatusOK, &list)
		return len(list.Exams)
	}
	if own, all := count(school), count(b.Client); own != 1 || all != 2 {
		t.Errorf("the school sees %d exams, the Sở %d; want 1 and 2", own, all)
	}
	watcher := b.Login(t, exam.RoleInvigilator)
	watcher.Do(t, http.MethodGet, b.exam+"/sittings", nil).Want(t, http.StatusOK, nil)
	watcher.Do(t, http.MethodGet, b.exam+"/candidates", nil).WantCode(t, http.StatusForbidden, "role.forbidden")
}

func TestExamSettingsAreChecked(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	var e map[string]any
	b.Do(t, http.MethodGet, b.exam, nil).Want(t, http.StatusOK, &e)
	settings := e["settings"].(map[string]any)
	settings["number_prefix"] = "42"
	edit := map[string]any{"name": "Tên mới", "school_year": "2025-2026", "settings": settings, "rev": e["rev"]}
	b.Do(t, http.MethodPut, b.exam, edit).Want(t, http.StatusOK, &e)
	if e["name"] != "Tên mới" || e["settings"].(map[string]any)["number_prefix"] != "42" {
		t.Errorf("exam after the change = %v", e)
	}
	b.Do(t, http.MethodPut, b.exam, edit).WantCode(t, http.StatusConflict, "exam.changed")
	settings["order"] = "height"
	edit["rev"] = e["rev"]
	b.Do(t, http.MethodPut, b.exam, edit).WantCode(t, http.StatusUnprocessableEntity, "exam.order")
	b.Do(t, http.MethodPost, "/api/exams", map[string]any{
		"name": "x", "unit_id": webtest.UnitSo, "profile": "nothing", "school_year": "2025-2026",
	}).WantCode(t, http.StatusUnprocessableEntity, "exam.profile")
	var profiles struct{ Profiles, Rules []struct{ Name string } }
	b.Do(t, http.MethodGet, "/api/exam-profiles", nil).Want(t, http.StatusOK, &profiles)
	if len(profiles.Profiles) < 2 || len(profiles.Rules) < 10 {
		t.Errorf("%d profiles, %d rules", len(profiles.Profiles), len(profiles.Rules))
	}
	b.Do(t, http.MethodDelete, b.exam, nil).Want(t, http.StatusNoContent, nil)
	b.Do(t, http.MethodGet, b.exam, nil).WantCode(t, http.StatusNotFound, "exam.not_found")
}

func TestNeedsAreChangedByTheBoardOfTheExamOnly(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	b.upload(t, "Họ tên,Ngày sinh,Thời gian thêm,Cỡ chữ\nLê An,1/2/2008,25%,150\n", map[string]string{"mode": "add"})
	var page struct {
		Candidates []struct {
			ID    string
			Needs struct {
				ExtraPercent int `json:"extra_percent"`
				Scale        int
				Contrast     string
			}
		}
	}
	b.Do(t, http.MethodGet, b.exam+"/candidates", nil).Want(t, http.StatusOK, &page)
	c := page.Candidates[0]
	if c.Needs.ExtraPercent != 25 || c.Needs.Scale != 150 || c.Needs.Contrast != "normal" {
		t.Errorf("needs from the file: %+v", c.Needs)
	}
	body := map[string]any{"extra_min": 15, "extra_percent": 0, "scale": 200, "contrast": "high", "note": "ngồi gần cửa"}
	var done struct {
		GrantedS int `json:"granted_s"`
	}
	b.Do(t, http.MethodPut, "/api/candidates/"+c.ID+"/needs", body).Want(t, http.StatusOK, &done)
	if done.GrantedS != 15*60 || len(b.flow.asked) != 1 {
		t.Errorf("granted %d s, asked %q", done.GrantedS, b.flow.asked)
	}
	for _, wrong := range []map[string]any{{"scale": 301}, {"scale": 99}, {"contrast": "loud"}, {"extra_min": -1}, {"note": strings.Repeat("a", 501)}} {
		bad := map[string]any{"extra_min": 0, "extra_percent": 0, "scale": 100, "contrast": "normal", "note": ""}
		maps.Copy(bad, wrong)
		b.Do(t, http.MethodPut, "/api/candidates/"+c.ID+"/needs", bad).Want(t, http.StatusUnprocessableEntity, nil)
	}
	b.Do(t, http.MethodPut, "/api/candidates/nobody/needs", body).WantCode(t, http.StatusNotFound, "candidate.not_found")
	other := b.Login(t, exam.RoleInvigilator)
	other.Do(t, http.MethodPut, "/api/candidates/"+c.ID+"/needs", body).Want(t, http.StatusForbidden, nil)
	other.Do(t, http.MethodPost, b.exam+"/practice", map[string]any{}).Want(t, http.StatusForbidden, nil)
	b.Do(t, http.MethodPost, "/api/exams/nothing/practice", map[string]any{}).WantCode(t, http.StatusNotFound, "exam.not_found")
}

func TestMachinesAreListedWithWhatTheySaid(t *testing.T) {
	t.Parallel()
	b := newBoardApp(t)
	var list struct {
		Machines []struct {
			Machine, Verdict string
			Checks           map[string]struct{ State, Value string }
		}
	}
	b.Do(t, http.MethodGet, "/api/machines", nil).Want(t, http.StatusOK, &list)
	if len(list.Machines) != 1 || list.Machines[0].Machine != "Máy 07" || list.Machines[0].Checks["screen"].Value != "800 × 600" {
		t.Errorf("machines = %+v", list)
	}
	b.Login(t, exam.RoleTeacher).Do(t, http.MethodGet, "/api/machines", nil).Want(t, http.StatusForbidden, nil)
}
