package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
)

var author = exam.Actor{ID: "0kboard", Name: "Trần Thị Bình"}

// sat is a sitting of three candidates that is over, scored and signed, on a
// real database: one all right, one half, one absent.
type sat struct {
	t        *testing.T
	pool     *pgxpool.Pool
	flow     *workflow.Flow
	stores   workflow.Stores
	record   *deliverypg.Store
	form     bank.Form
	sitting  exam.SittingID
	attempts []delivery.Attempt
	flags    []string // where the commands find the data
	secrets  Secrets
}

func newSat(t *testing.T) *sat {
	t.Helper()
	s := &sat{t: t}
	url := testenv.PostgresURL(t)
	secretFile := filepath.Join(t.TempDir(), "secrets.json")
	var err error
	if s.secrets, err = newSecrets(secretFile); err != nil {
		t.Fatal(err)
	}
	s.flags = []string{"--database-url", url, "--redis-url", testenv.RedisDurable(t).URL(), "--secret-file", secretFile}
	if s.pool, err = pgdb.Open(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.pool.Close)
	keys, err := delivery.NewKeys(s.secrets.Delivery())
	if err != nil {
		t.Fatal(err)
	}
	db := workflowpg.New(s.pool)
	s.stores, s.record = db.Read(), deliverypg.New(s.pool)
	s.flow = workflow.New(workflow.Config{DB: db, Keys: keys, Now: time.Now, Log: quiet})
	s.exec(`INSERT INTO unit (id, kind, code, name) VALUES ('u', 'so', '99', 'Sở')`)
	s.makeForm()
	s.makeSitting()
	s.sit()
	s.prove()
	return s
}

func (s *sat) exec(sql string, args ...any) {
	s.t.Helper()
	if _, err := s.pool.Exec(s.t.Context(), sql, args...); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
}

func must[T any](s *sat) func(v T, err error) T {
	return func(v T, err error) T {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
		return v
	}
}

// makeForm locks a form of a choice, a cluster and a short answer.
func (s *sat) makeForm() {
	s.t.Helper()
	ctx := s.t.Context()
	form := bank.Form{Name: "Đề", Subject: "toan", DurationS: 60}
	for i, b := range []bank.Body{
		{Question: bank.Question{Kind: bank.Single, Stem: "1 + 1 = ?", Options: []bank.Option{{HTML: "2"}, {HTML: "3"}, {HTML: "4"}, {HTML: "5"}}}},
		{
			Question: bank.Question{Kind: bank.Cluster, Stem: "y = x", Statements: []bank.Statement{
				{HTML: "a", Level: bank.Know}, {HTML: "b", Level: bank.Know}, {HTML: "c", Level: bank.Know}, {HTML: "d", Level: bank.Know},
			}},
			Key: bank.Key{Statements: []string{"D", "S", "D", "S"}},
		},
		{
			Question: bank.Question{Kind: bank.Short, Stem: "1/2", Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}},
			Key:      bank.Key{Accepted: []string{"0,5"}},
		},
	} {
		b.Tags = bank.Tags{Subject: "toan", Grade: 12, Topic: "Hàm số", Level: bank.Know}
		if b.Question.Kind == bank.Cluster {
			b.Tags.Level = ""
		}
		b.Normalise()
		if i == 0 {
			b.Key.Options = []string{b.Question.Options[0].ID}
		}
		item := must[bank.Item](s)(s.stores.Bank.Create(ctx, author, bank.Home{Pool: "Toán"}, b))
		form.Parts = append(form.Parts, bank.Part{Title: bank.DefaultTitles()[i], Pins: []bank.Pin{bank.PinOf(item.Current)}})
	}
	made := must[bank.Form](s)(s.stores.Bank.CreateForm(ctx, author, form))
	must[int](s)(s.stores.Bank.Decide(ctx, exam.Actor{ID: "reviewer", Name: "Thầy Bình"}, bank.Decision{Step: bank.Approve, Items: made.Seen()}))
	s.form = must[bank.Form](s)(s.stores.Bank.LockForm(ctx, author, made.ID, 1, bank.Codes(101, 2)))
}

func (s *sat) makeSitting() {
	s.t.Helper()
	ctx, b := s.t.Context(), s.stores.Board
	profile := must[board.Profile](s)(board.ProfileByName("thptqg-2025"))
	e := must[board.Exam](s)(b.CreateExam(ctx, author, board.Exam{
		Name: "Thi thử", UnitID: "u", Profile: profile.Name, SchoolYear: "2026-2027", Settings: profile.Settings,
	}))
	room := must[[]board.Room](s)(b.CreateRooms(ctx, author, []board.Room{{ExamID: e.ID, Name: "P01", Capacity: 24}}))[0]
	sitting := must[board.Sitting](s)(b.CreateSitting(ctx, author, board.Sitting{
		ExamID: e.ID, Subject: "toan", Name: "Toán", FormID: s.form.ID, Rule: "generic:4/4/2", StartsAt: time.Now().Add(time.Hour),
		Duration: time.Minute, Grace: time.Second,
	}))
	s.sitting = sitting.ID
	for i := range 3 {
		id := exam.NewID()
		s.exec(`INSERT INTO candidate (id, exam_id, roster_no, number, family_name, given_name, birth_date, gender, pupil_code,
				citizen_id, school_code, school_name, class_code, subjects, search, sort_key)
			VALUES ($1, $2, $3, $4, 'Lê Văn', 'A', '2008-09-02', '', $4, '', '', '', '', '{}', '', '')`,
			id, e.ID, i+1, fmt.Sprintf("0100000%d", i+1))
		s.exec(`INSERT INTO seat (sitting_id, candidate_id, room_id, seat_no) VALUES ($1, $2, $3, $4)`, s.sitting, id, room.ID, i+1)
	}
}

// sit runs the sitting: opened, started, answered as a drain writes it, closed
// and scored.
func (s *sat) sit() {
	s.t.Helper()
	ctx := s.t.Context()
	if err := s.flow.OpenSitting(ctx, author, s.sitting); err != nil {
		s.t.Fatal(err)
	}
	s.attempts = must[[]delivery.Attempt](s)(s.record.Attempts(ctx, s.sitting, ""))
	if err := s.record.MarkRunning(ctx, s.sitting, time.Now().Add(-time.Hour)); err != nil {
		s.t.Fatal(err)
	}
	must[[]int](s)(s.record.Lease(ctx, "n1", 1, time.Minute))
	right := s.form.Parts[0].Pins[0].Body.Key.Options[0]
	var log []delivery.LogEntry
	for i, answers := range [][][2]string{
		{{"p1_1", right}, {"p2_1a", "D"}, {"p2_1b", "S"}, {"p2_1c", "D"}, {"p2_1d", "S"}, {"p3_1", "0,5"}},
		{{"p1_1", right}, {"flag:p1_1", "1"}, {"p3_1", "2"}},
		nil,
	} {
		log = append(log, work(&s.attempts[i], answers)...)
	}
	must[delivery.Appended](s)(s.record.Append(ctx, "n1", []delivery.ShardEntries{{Shard: 0, Entries: log}}))
	if ids := must[[]exam.SittingID](s)(s.record.CloseFinished(ctx)); len(ids) != 1 {
		s.t.Fatalf("closed %v", ids)
	}
	if must[workflow.ScoreReport](s)(s.flow.ScoreSitting(ctx, author, s.sitting)).Sealed != 2 {
		s.t.Fatal("not scored")
	}
}

// work is the log of one attempt from its start to its seal; without answers
// it is absent.
func work(a *delivery.Attempt, answers [][2]string) []delivery.LogEntry {
	at := time.Now().Add(-time.Hour).Truncate(time.Millisecond).UTC()
	end := delivery.LogEntry{Kind: delivery.EntrySeal, Attempt: a.ID, At: at.Add(time.Minute), By: delivery.SealedByDeadline, Absent: answers == nil}
	if answers == nil {
		return []delivery.LogEntry{end}
	}
	log := []delivery.LogEntry{{Kind: delivery.EntryStart, Attempt: a.ID, At: at, Deadline: at.Add(time.Minute)}}
	for i, answer := range answers {
		e := delivery.Event{
			Attempt: a.ID, Seq: int64(i + 1), Field: answer[0], Value: answer[1], Epoch: 1, At: at.Add(time.Duration(i) * time.Second),
		}
		e.Chain(end.Hash)
		end.N, end.Hash = e.Seq, e.Hash
		log = append(log, delivery.LogEntry{Kind: delivery.EntryAnswer, Attempt: a.ID, Event: e})
	}
	return append(log, end)
}

func (s *sat) prove() {
	s.t.Helper()
	prover := must[*delivery.Prover](s)(newProver(&Data{Secrets: s.secrets}, s.record, quiet))
	if n := must[int](s)(prover.Turn(context.Background())); n != 1 {
		s.t.Fatalf("%d sittings signed", n)
	}
}
