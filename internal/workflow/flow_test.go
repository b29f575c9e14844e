package workflow_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"maps"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/scoring"
	"khaothi/scoring/edudbpg"
	"khaothi/scoring/sheets"
)

var (
	who      = exam.Actor{ID: "0kboard", Name: "Trần Thị Bình"}
	reviewer = exam.Actor{ID: "0kreviewer", Name: "Lê Văn Soạn"}
)

// world is one exam of three candidates with a planned sitting of three
// questions, on a real database beside a real education database.
type world struct {
	pool    *pgxpool.Pool
	db      *workflowpg.DB
	flow    *workflow.Flow
	exam    exam.ExamID
	sitting exam.SittingID
	form    bank.Form
	room    exam.RoomID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{pool: testenv.Postgres(t)}
	w.db = workflowpg.New(w.pool)
	keys, err := delivery.NewKeys(bytes.Repeat([]byte{7}, 64))
	if err != nil {
		t.Fatal(err)
	}
	edu, err := edudbpg.Open(t.Context(), testenv.EmptyPostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(edu.Close)
	seedPupils(t, edu)
	w.flow = workflow.New(workflow.Config{
		DB: w.db, Keys: keys, Education: edu, Workbook: sheets.Workbook, Log: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	w.makeForm(t)
	w.makeExam(t)
	return w
}

func seedPupils(t *testing.T, edu *edudbpg.Store) {
	t.Helper()
	var pupils []edudbpg.Pupil
	for i := 1; i <= 3; i++ {
		pupils = append(pupils, edudbpg.Pupil{
			Code: fmt.Sprintf("HS%02d", i), CitizenID: fmt.Sprintf("%012d", i), Name: fmt.Sprintf("Lê Văn %d", i),
			Birth: birth, School: "99001", Class: "12A1", Grade: "12",
		})
	}
	if err := edu.Seed(t.Context(), []edudbpg.School{{Code: "99001", Name: "THPT Thử", Level: "04"}}, pupils); err != nil {
		t.Fatal(err)
	}
}

var birth = time.Date(2008, 9, 2, 0, 0, 0, 0, time.UTC)

// makeForm locks a form of one single choice, one cluster and one short answer.
func (w *world) makeForm(t *testing.T) {
	t.Helper()
	single := bank.Body{Question: bank.Question{Kind: bank.Single, Stem: "1 + 1 = ?", Options: []bank.Option{{HTML: "2"}, {HTML: "3"}, {HTML: "4"}, {HTML: "5"}}}}
	cluster := bank.Body{
		Question: bank.Question{Kind: bank.Cluster, Stem: "Cho hàm số \\(y=x\\)", Statements: []bank.Statement{
			{HTML: "Đồng biến", Level: bank.Know}, {HTML: "Nghịch biến", Level: bank.Know}, {HTML: "Lẻ", Level: bank.Know}, {HTML: "Chẵn", Level: bank.Know},
		}},
		Key: bank.Key{Statements: []string{"D", "S", "D", "S"}},
	}
	short := bank.Body{
		Question: bank.Question{Kind: bank.Short, Stem: "Tính 1/2", Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}},
		Key:      bank.Key{Accepted: []string{"0,5"}},
	}
	form := bank.Form{Name: "Đề thử", Subject: "toan", DurationS: 60}
	for i, b := range []bank.Body{single, cluster, short} {
		b.Tags = bank.Tags{Subject: "toan", Grade: 12, Topic: "Hàm số", Level: bank.Know}
		if b.Question.Kind == bank.Cluster {
			b.Tags.Level = ""
		}
		b.Normalise()
		if i == 0 {
			b.Key.Options = []string{b.Question.Options[0].ID}
		}
		item, err := w.db.Read().Bank.Create(t.Context(), who, bank.Home{Pool: "Toán"}, b)
		if err != nil {
			t.Fatal(err)
		}
		form.Parts = append(form.Parts, bank.Part{Title: bank.DefaultTitles()[i], Pins: []bank.Pin{bank.PinOf(item.Current)}})
	}
	made, err := w.db.Read().Bank.CreateForm(t.Context(), who, form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.Read().Bank.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: made.Seen()}); err != nil {
		t.Fatal(err)
	}
	if w.form, err = w.db.Read().Bank.LockForm(t.Context(), who, made.ID, 1, bank.Codes(101, 2)); err != nil {
		t.Fatal(err)
	}
}

// makeExam plans a sitting with three seats.
func (w *world) makeExam(t *testing.T) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), `INSERT INTO unit (id, kind, code, name) VALUES ('u', 'so', '99', 'Sở')`); err != nil {
		t.Fatal(err)
	}
	store := w.db.Read().Board
	profile, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	profile.Settings.RoomOutage = board.OutagePause
	e, err := store.CreateExam(t.Context(), who, board.Exam{Name: "Thi thử", UnitID: "u", Profile: profile.Name, SchoolYear: "2026-2027", Settings: profile.Settings})
	if err != nil {
		t.Fatal(err)
	}
	w.exam = e.ID
	var list []board.Candidate
	for i := 1; i <= 3; i++ {
		list = append(list, board.Candidate{
			ID: exam.CandidateID(exam.NewID()), ExamID: e.ID, RosterNo: i, FamilyName: "Lê Văn", GivenName: fmt.Sprint(i), BirthDate: birth,
			PupilCode: fmt.Sprintf("HS%02d", i), CitizenID: fmt.Sprintf("%012d", i), SchoolCode: "99001", SchoolName: "THPT Thử", ClassCode: "12A1",
		})
	}
	sum := sha256.Sum256(nil)
	if err := store.ImportRoster(t.Context(), who, board.RosterImport{ExamID: e.ID, Mode: board.ImportAdd, FileName: "ds.xlsx", SHA256: fmt.Sprintf("%x", sum), Candidates: list}); err != nil {
		t.Fatal(err)
	}
	w.seat(t, e)
}

func (w *world) seat(t *testing.T, e board.Exam) {
	t.Helper()
	store := w.db.Read().Board
	page, err := store.ListCandidates(t.Context(), e.ID, board.CandidateFilter{})
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := board.Number(page.Candidates, e.Settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.NumberCandidates(t.Context(), who, e.ID, numbers); err != nil {
		t.Fatal(err)
	}
	rooms, err := store.CreateRooms(t.Context(), who, []board.Room{{ExamID: e.ID, Name: "P01", Capacity: 24}})
	if err != nil {
		t.Fatal(err)
	}
	w.room = rooms[0].ID
	s, err := store.CreateSitting(t.Context(), who, board.Sitting{
		ExamID: e.ID, Subject: "toan", Name: "Toán", FormID: w.form.ID, Rule: "generic:4/4/2", StartsAt: time.Now().Add(time.Hour), Duration: time.Minute, Grace: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.sitting = s.ID
	if page, err = store.ListCandidates(t.Context(), e.ID, board.CandidateFilter{}); err != nil {
		t.Fatal(err)
	}
	seats, err := board.AssignSeats(board.SeatPlan{Sittings: []board.Sitting{s}, Candidates: page.Candidates, Rooms: rooms, RoomSubjects: 3})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.ReplaceSeats(t.Context(), who, []exam.SittingID{s.ID}, seats); err != nil {
		t.Fatal(err)
	}
}

// sit leaves in the record what delivery leaves there: the first candidate
// answers everything right, the second half, the third does not come.
func (w *world) sit(t *testing.T) {
	t.Helper()
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	right := w.form.Parts[0].Pins[0].Body.Key.Options[0]
	answers := [][]exam.Response{
		{{Field: "p1_1", Value: right}, {Field: "p2_1a", Value: "D"}, {Field: "p2_1b", Value: "S"}, {Field: "p2_1c", Value: "D"}, {Field: "p2_1d", Value: "S"}, {Field: "p3_1", Value: "0,5"}},
		{{Field: "p1_1", Value: right}, {Field: "flag:p1_1", Value: "1"}, {Field: "p3_1", Value: "2"}},
	}
	for i, a := range attempts {
		if i >= len(answers) {
			w.exec(t, `UPDATE attempt SET state = 'absent', sealed_at = now(), sealed_n = 0 WHERE id = $1`, a.ID)
			continue
		}
		for n, r := range answers[i] {
			w.exec(t, `INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash)
				VALUES ($1, $2, $3, $4, now(), 1, sha256('p'), sha256('h'))`, a.ID, n+1, r.Field, r.Value)
		}
		w.exec(t, `UPDATE attempt SET state = 'sealed', started_at = now(), deadline = now(), last_seq = $2, sealed_at = now(), sealed_n = $2 WHERE id = $1`, a.ID, len(answers[i]))
	}
	w.exec(t, `UPDATE delivery_sitting SET state = 'closed', started_at = now(), ends_at = now(), closed_at = now() WHERE id = $1`, w.sitting)
}

func (w *world) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) points(t *testing.T) []string {
	t.Helper()
	roll, err := w.flow.Roll(t.Context(), w.sitting)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range roll.Rows {
		if r.Points == nil {
			out = append(out, string(r.Note))
			continue
		}
		out = append(out, r.Points.String())
	}
	return out
}

func TestOpenMakesPapersAttemptsAndKeyOrNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(t, `UPDATE sitting SET rule = 'thptqg-2025-toan' WHERE id = $1`, w.sitting)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); fault.KindOf(err) != fault.Invalid {
		t.Fatalf("a rule that cannot score the form: %v", err)
	}
	if _, err := w.db.Read().Scores.Key(t.Context(), w.form.ID, 0); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the refused opening left a key: %v", err)
	}
	w.exec(t, `UPDATE sitting SET rule = 'generic:4/4/2' WHERE id = $1`, w.sitting)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); fault.CodeOf(err) != "sitting.opened" {
		t.Errorf("a second opening: %v", err)
	}
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, w.room)
	if err != nil || len(attempts) != 3 {
		t.Fatalf("%d attempts, %v", len(attempts), err)
	}
	if attempts[0].FormCode == attempts[1].FormCode {
		t.Errorf("neighbours have the same variant %s", attempts[0].FormCode)
	}
	key, err := w.db.Read().Scores.Key(t.Context(), w.form.ID, 0)
	if err != nil || key.Key.Version != 1 || len(key.Key.Fields) != 6 {
		t.Errorf("key %+v, %v", key, err)
	}
}

func TestStepsOfASittingComeInTheirOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refused := func(step func(context.Context, exam.Actor, exam.SittingID) error, code string) {
		t.Helper()
		if err := step(t.Context(), who, w.sitting); fault.CodeOf(err) != code {
			t.Errorf("refused with %v, want %s", err, code)
		}
	}
	refused(w.flow.StartSitting, "sitting.not_opened")
	refused(w.flow.CloseSitting, "sitting.not_running")
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	refused(w.flow.CloseSitting, "sitting.not_running")
	if err := w.flow.StartSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	refused(w.flow.StartSitting, "sitting.started")
	if err := w.flow.CloseSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	w.sit(t) // the node has closed it
	refused(w.flow.CloseSitting, "sitting.not_running")
	refused(w.flow.StartSitting, "sitting.started")
	if _, err := w.flow.IssueTickets(t.Context(), who, w.sitting, ""); fault.CodeOf(err) != "sitting.closed" {
		t.Errorf("tickets after the end: %v", err)
	}
	var starts int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM audit_log WHERE action = 'sitting.start'`).Scan(&starts); err != nil || starts != 1 {
		t.Errorf("%d starts in the trail, %v", starts, err)
	}
}

func TestTicketsAreShownOnceAndVoidTheEarlierOnes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.flow.IssueTickets(t.Context(), who, w.sitting, ""); fault.CodeOf(err) != "sitting.not_opened" {
		t.Errorf("tickets of a planned sitting: %v", err)
	}
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	first, err := w.flow.IssueTickets(t.Context(), who, w.sitting, w.room)
	if err != nil || len(first) != 3 || first[0].Code == "" || first[0].Subject != "Toán" {
		t.Fatalf("slips %+v, %v", first, err)
	}
	second, err := w.flow.IssueTickets(t.Context(), who, w.sitting, "")
	if err != nil || second[0].Code == first[0].Code {
		t.Errorf("a reprint gave the same code, %v", err)
	}
	var plain int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM audit_log WHERE detail::text LIKE '%' || $1 || '%'`, second[0].Code).Scan(&plain); err != nil || plain != 0 {
		t.Errorf("a ticket stands in %d audit rows, %v", plain, err)
	}
}

func TestScoreExportCorrectWithdraw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.flow.ScoreSitting(t.Context(), who, w.sitting); fault.CodeOf(err) != "sitting.not_closed" {
		t.Errorf("scoring a planned sitting: %v", err)
	}
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	w.sit(t)
	reports, err := w.flow.ScoreClosed(t.Context())
	if r := reports[w.sitting]; err != nil || r.Sealed != 2 || r.Absent != 1 || r.Recorded.New != 2 {
		t.Fatalf("scored %+v, %v", reports, err)
	}
	if again, err := w.flow.ScoreClosed(t.Context()); err != nil || len(again) != 0 {
		t.Errorf("scored again: %+v, %v", again, err)
	}
	if got := fmt.Sprint(w.points(t)); got != "[10.00 4.00 absent]" {
		t.Errorf("points %s", got)
	}
	w.exportTwice(t)
	w.correct(t)
	book, err := w.flow.Workbook(t.Context(), w.exam)
	if err != nil || !bytes.HasPrefix(book, []byte("PK")) {
		t.Errorf("workbook of %d bytes, %v", len(book), err)
	}
}

func (w *world) exportTwice(t *testing.T) {
	t.Helper()
	if r, err := w.flow.ExportEdu(t.Context(), who, w.exam); err != nil || r.New != 0 {
		t.Errorf("unpublished results were exported: %+v, %v", r, err)
	}
	if n, err := w.db.Read().Scores.Publish(t.Context(), who, w.sitting, nil); err != nil || n != 2 {
		t.Fatalf("published %d, %v", n, err)
	}
	if r, err := w.flow.ExportEdu(t.Context(), who, w.exam); err != nil || r.New != 2 || len(r.Refused) != 0 {
		t.Errorf("first export %+v, %v", r, err)
	}
	if r, err := w.flow.ExportEdu(t.Context(), who, w.exam); err != nil || r.New+r.Updated+r.Cancelled != 0 || r.Unchanged != 2 {
		t.Errorf("second export %+v, %v", r, err)
	}
}

// correct accepts 2 as well in the short answer: the second candidate gains.
func (w *world) correct(t *testing.T) {
	t.Helper()
	version, err := w.db.Read().Scores.Key(t.Context(), w.form.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	next := scoring.Key{Fields: map[string]scoring.KeyField{}}
	maps.Copy(next.Fields, version.Key.Fields)
	short := next.Fields["p3_1"]
	short.Accept = append([]string{"2"}, short.Accept...)
	next.Fields["p3_1"] = short
	d, err := w.flow.PreviewKey(t.Context(), w.sitting, next)
	if err != nil || d.Up != 1 || d.Same != 1 {
		t.Fatalf("preview %+v, %v", d, err)
	}
	if got := fmt.Sprint(w.points(t)); got != "[10.00 4.00 absent]" {
		t.Errorf("the preview changed points: %s", got)
	}
	reports, err := w.flow.CorrectKey(t.Context(), who, w.sitting, next, "đáp án thiếu")
	if r := reports[w.sitting]; err != nil || r.KeyVersion != 2 || r.Recorded.Changed == 0 {
		t.Fatalf("corrected %+v, %v", reports, err)
	}
	if got := fmt.Sprint(w.points(t)); got != "[10.00 6.00 absent]" {
		t.Errorf("points after the correction: %s", got)
	}
	if _, err := w.db.Read().Scores.Publish(t.Context(), who, w.sitting, nil); err != nil {
		t.Fatal(err)
	}
	if r, err := w.flow.ExportEdu(t.Context(), who, w.exam); err != nil || r.Updated != 1 || r.Unchanged != 1 {
		t.Errorf("export of the correction %+v, %v", r, err)
	}
}
