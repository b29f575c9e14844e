package boardpg

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

var (
	who   = exam.Actor{ID: "acc", Name: "Lê Hội Đồng", IP: "192.168.1.9"}
	start = time.Date(2026, 6, 26, 0, 30, 0, 0, time.UTC)
	born  = time.Date(2008, 3, 4, 0, 0, 0, 0, time.UTC)
)

// fixture is a database with a province, a school in it, another province, and
// an exam of the first.
type fixture struct {
	*Store
	pool *pgxpool.Pool
	exam board.Exam
}

func open(t *testing.T) fixture {
	t.Helper()
	pool := testenv.Postgres(t)
	_, err := pool.Exec(t.Context(), `
		INSERT INTO unit (id, parent_id, kind, code, name) VALUES
			('so', NULL, 'so', 'SO', 'Sở'), ('truong', 'so', 'truong', 'T1', 'Trường'), ('other', NULL, 'so', 'SO2', 'Sở khác')`)
	if err != nil {
		t.Fatal(err)
	}
	s := New(pool)
	e, err := s.CreateExam(t.Context(), who, newExam(t, "truong"))
	if err != nil {
		t.Fatal(err)
	}
	return fixture{s, pool, e}
}

func newExam(t *testing.T, unit exam.UnitID) board.Exam {
	t.Helper()
	p, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	return board.Exam{
		Name: "Kỳ thi thử", UnitID: unit, Profile: p.Name, SchoolYear: "2025-2026", Settings: p.Settings,
	}
}

func (f fixture) candidates(t *testing.T) []board.Candidate {
	t.Helper()
	page, err := f.ListCandidates(t.Context(), f.exam.ID, board.CandidateFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Candidates
}

// roster imports n candidates, each with its codes, who all sit everything.
func (f fixture) roster(t *testing.T, n int) []board.Candidate {
	t.Helper()
	in := board.RosterImport{ExamID: f.exam.ID, Mode: board.ImportAdd, FileName: "ds.xlsx", SHA256: "00"}
	given := []string{"An", "Ân", "Đức", "Bình", "Ánh"}
	for i := range n {
		in.Candidates = append(in.Candidates, board.Candidate{
			RosterNo: i + 1, FamilyName: "Nguyễn Thị", GivenName: given[i%len(given)], BirthDate: born.AddDate(0, 0, i),
			Gender: board.GenderFemale, PupilCode: fmt.Sprintf("HS%04d", i), CitizenID: fmt.Sprintf("%012d", i), ClassCode: "12A1",
		})
	}
	if err := f.ImportRoster(t.Context(), who, in); err != nil {
		t.Fatal(err)
	}
	return f.candidates(t)
}

func (f fixture) number(t *testing.T) []board.Candidate {
	t.Helper()
	numbers, err := board.Number(f.candidates(t), f.exam.Settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.NumberCandidates(t.Context(), who, f.exam.ID, numbers); err != nil {
		t.Fatal(err)
	}
	return f.candidates(t)
}

func (f fixture) sitting(t *testing.T, subject string, form exam.FormID) board.Sitting {
	t.Helper()
	s, err := f.CreateSitting(t.Context(), who, board.Sitting{
		ExamID: f.exam.ID, Subject: subject, Name: "Ca " + subject, FormID: form, Rule: "thptqg-2025-" + subject,
		StartsAt: start, Duration: 50 * time.Minute, Grace: 10 * time.Second, LateLimit: 15 * time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f fixture) rooms(t *testing.T, capacities ...int) []board.Room {
	t.Helper()
	var rooms []board.Room
	for i, c := range capacities {
		rooms = append(rooms, board.Room{ExamID: f.exam.ID, Name: fmt.Sprintf("Phòng %d", i+1), Capacity: c})
	}
	rooms, err := f.CreateRooms(t.Context(), who, rooms)
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// seated opens nothing, but gives everybody a seat in one sitting.
func (f fixture) seated(t *testing.T, n int, form exam.FormID) board.Sitting {
	t.Helper()
	f.roster(t, n)
	s := f.sitting(t, "toan", form)
	seats, err := board.AssignSeats(board.SeatPlan{
		Sittings: []board.Sitting{s}, Candidates: f.number(t), Rooms: f.rooms(t, 2, n), RoomSubjects: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.ReplaceSeats(t.Context(), who, []exam.SittingID{s.ID}, seats); err != nil {
		t.Fatal(err)
	}
	return s
}

func actions(t *testing.T, q pgdb.Querier) []string {
	t.Helper()
	list, err := pgdb.List[string](context.Background(), q, `SELECT action FROM audit_log ORDER BY seq`, pgx.StrictNamedArgs{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("error = %v, want %s %s", err, kind, code)
	}
}

func TestExamIsStoredListedAndGuardedByRevision(t *testing.T) {
	t.Parallel()
	f := open(t)
	got, err := f.GetExam(t.Context(), f.exam.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(f.exam, got); d != "" {
		t.Error(d)
	}
	if _, err := f.CreateExam(t.Context(), who, newExam(t, "other")); err != nil {
		t.Fatal(err)
	}
	list, err := f.ListExams(t.Context(), []exam.UnitID{"so"})
	if err != nil || len(list) != 1 || list[0].ID != f.exam.ID {
		t.Errorf("exams under so = %v, %v", list, err)
	}
	none, err := f.ListExams(t.Context(), nil)
	if err != nil || len(none) != 0 {
		t.Errorf("exams of no unit = %v, %v", none, err)
	}
	changed := got
	changed.Name = "Tên mới"
	if changed, err = f.UpdateExam(t.Context(), who, changed); err != nil || changed.Rev != got.Rev+1 {
		t.Errorf("update = %v, %v", changed, err)
	}
	_, err = f.UpdateExam(t.Context(), who, got)
	wantFault(t, err, fault.Conflict, "exam.changed")
	_, err = f.GetExam(t.Context(), "nothing")
	wantFault(t, err, fault.NotFound, "exam.not_found")
	if want := []string{"exam.create", "exam.create", "exam.update"}; !slices.Equal(actions(t, f.pool), want) {
		t.Errorf("audit = %q, want %q", actions(t, f.pool), want)
	}
}

func TestRosterIsAllOrNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.roster(t, 3)
	clash := board.RosterImport{ExamID: f.exam.ID, Mode: board.ImportAdd, Candidates: []board.Candidate{
		{RosterNo: 1, GivenName: "Mới", BirthDate: born, PupilCode: "NEW"},
		{RosterNo: 2, GivenName: "Trùng", BirthDate: born, PupilCode: "HS0001"},
	}}
	wantFault(t, f.ImportRoster(t.Context(), who, clash), fault.Conflict, "roster.pupil_code_taken")
	clash.Candidates[1] = board.Candidate{GivenName: "Trùng", BirthDate: born, CitizenID: "000000000002"}
	wantFault(t, f.ImportRoster(t.Context(), who, clash), fault.Conflict, "roster.citizen_id_taken")
	if n := len(f.candidates(t)); n != 3 {
		t.Errorf("%d candidates after two refused imports, want 3", n)
	}
	clash.Mode = board.ImportReplace
	if err := f.ImportRoster(t.Context(), who, clash); err != nil {
		t.Fatal(err)
	}
	if n := len(f.candidates(t)); n != 2 {
		t.Errorf("%d candidates after a replacement, want 2", n)
	}
}

func TestListCandidatesFindsWithoutAccents(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.roster(t, 5)
	all := f.number(t)
	var order []string
	for _, c := range all {
		order = append(order, c.Number+" "+c.GivenName)
	}
	want := []string{"01000001 An", "01000002 Ánh", "01000003 Ân", "01000004 Bình", "01000005 Đức"}
	if !slices.Equal(order, want) {
		t.Errorf("order = %q, want %q", order, want)
	}
	for text, n := range map[string]int{"duc": 1, "NGUYỄN": 5, "01000003": 1, "hs0004": 1, "000000000003": 1, "%": 0, "_": 0, "xyz": 0} {
		page, err := f.ListCandidates(t.Context(), f.exam.ID, board.CandidateFilter{Text: text, Limit: 2})
		if err != nil || page.Total != n || len(page.Candidates) != min(n, 2) {
			t.Errorf("search %q = %d of %d, %v; want %d", text, len(page.Candidates), page.Total, err, n)
		}
	}
	page, err := f.ListCandidates(t.Context(), f.exam.ID, board.CandidateFilter{Limit: 2, Offset: 4})
	if err != nil || len(page.Candidates) != 1 || page.Candidates[0].GivenName != "Đức" {
		t.Errorf("last page = %v, %v", page, err)
	}
	got, err := f.GetCandidate(t.Context(), all[0].ID)
	if err != nil || !cmp.Equal(got, all[0]) {
		t.Errorf("GetCandidate: %v, %s", err, cmp.Diff(all[0], got))
	}
}

func TestNumbersMayBePermuted(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.roster(t, 3)
	c := f.number(t)
	swap := []board.Numbering{{CandidateID: c[0].ID, Number: c[1].Number}, {CandidateID: c[1].ID, Number: c[0].Number}}
	if err := f.NumberCandidates(t.Context(), who, f.exam.ID, swap); err != nil {
		t.Fatal(err)
	}
	if got := f.candidates(t); got[0].ID != c[1].ID || got[1].ID != c[0].ID {
		t.Error("the numbers were not swapped")
	}
	wantFault(t, f.NumberCandidates(t.Context(), who, f.exam.ID, []board.Numbering{{CandidateID: c[2].ID, Number: c[0].Number}}),
		fault.Conflict, "candidate.number_taken")
	wantFault(t, f.NumberCandidates(t.Context(), who, f.exam.ID, []board.Numbering{{CandidateID: "gone", Number: "01000009"}}),
		fault.Conflict, "roster.changed")
}

func TestWhatACandidateNeedsIsStoredFrozenOrNot(t *testing.T) {
	t.Parallel()
	f := open(t)
	sitting := f.seated(t, 2, "form")
	if err := f.FreezeSitting(t.Context(), who, sitting.ID); err != nil {
		t.Fatal(err)
	}
	c := f.candidates(t)[0]
	needs := board.Accommodation{ExtraPercent: 25, Scale: 150, Contrast: board.ContrastHigh, Note: "Ngồi gần cửa"}
	if err := f.SetAccommodation(t.Context(), who, c.ID, needs); err != nil {
		t.Fatal(err)
	}
	got, err := f.GetCandidate(t.Context(), c.ID)
	if err != nil || got.Needs != needs {
		t.Errorf("needs %+v, %v", got.Needs, err)
	}
	wantFault(t, f.SetAccommodation(t.Context(), who, c.ID, board.Accommodation{ExtraMinutes: 1, ExtraPercent: 1}), fault.Invalid, "accommodation.extra_twice")
	wantFault(t, f.SetAccommodation(t.Context(), who, "nobody", needs), fault.NotFound, "candidate.not_found")
	var told string
	if err := f.pool.QueryRow(t.Context(), `SELECT detail::text FROM audit_log WHERE action = 'candidate.accommodate'`).Scan(&told); err != nil || strings.Contains(told, "cửa") {
		t.Errorf("the trail says %s, %v", told, err)
	}
}

func TestAPracticeSittingFreezesOnlyItself(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.roster(t, 2)
	p, err := f.CreateSitting(t.Context(), who, board.Sitting{
		ExamID: f.exam.ID, Subject: "toan", Name: "Thi thử", FormID: "form", Rule: "r", StartsAt: start, Duration: time.Hour, Practice: true,
	})
	if err != nil || !p.Practice {
		t.Fatalf("%+v, %v", p, err)
	}
	p.Name = "Thi thật"
	_, err = f.UpdateSitting(t.Context(), who, p)
	wantFault(t, err, fault.Conflict, "sitting.practice")
	if _, err := f.pool.Exec(t.Context(), `UPDATE sitting SET opened_at = now() WHERE id = $1`, p.ID); err != nil {
		t.Fatal(err)
	}
	f.number(t) // the exam is not frozen
	wantFault(t, f.DeleteExam(t.Context(), who, f.exam.ID), fault.Conflict, "exam.frozen")
}
