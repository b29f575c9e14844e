package scoringpg_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
	"khaothi/scoring"
	"khaothi/scoring/scoringpg"
)

var lan = exam.Actor{ID: "0kacc", Name: "Nguyễn Thị Lan", IP: "10.0.0.7"}

const (
	sitting = exam.SittingID("sit1")
	form    = exam.FormID("form1")
)

// open makes a database with one sitting and n candidates c1 … cn.
func open(t *testing.T, n int) (*scoringpg.Store, *pgxpool.Pool) {
	t.Helper()
	pool := testenv.Postgres(t)
	_, err := pool.Exec(t.Context(), fmt.Sprintf(`
		INSERT INTO unit (id, kind, code, name) VALUES ('u', 'so', 'SO', 'Sở');
		INSERT INTO exam (id, name, unit_id, profile, school_year, settings) VALUES ('e', 'Thi thử', 'u', 'thptqg-2025', '2026-2027', '{}');
		INSERT INTO sitting (id, exam_id, subject, name, rule, starts_at, duration_s, grace_s, late_limit_s, submit_after_s)
			VALUES ('sit1', 'e', 'toan', 'Toán', 'two', now(), 60, 10, 0, 0);
		INSERT INTO candidate (id, exam_id, roster_no, family_name, given_name, birth_date, gender, pupil_code, citizen_id,
				school_code, school_name, class_code, subjects, search, sort_key)
			SELECT 'c' || i, 'e', i, 'Trần', 'An', '2008-01-01', '', '', '', '', '', '', '{}', '', '' FROM generate_series(1, %d) AS i`, n))
	if err != nil {
		t.Fatal(err)
	}
	return scoringpg.New(pool), pool
}

// two is a rule of two single choices, 5.00 each.
func two() scoring.Rule {
	return scoring.Rule{V: 1, Name: "two", Parts: []scoring.Part{{Part: 1, Count: 2, Kind: scoring.Single, Points: 500}}}
}

func keyOf(first, second string) scoring.Key {
	return scoring.Key{Fields: map[string]scoring.KeyField{
		"p1_1": {Kind: scoring.Single, Accept: []string{first}}, "p1_2": {Kind: scoring.Single, Accept: []string{second}},
	}}
}

func addKey(t *testing.T, s *scoringpg.Store, key scoring.Key, reason string) scoring.KeyVersion {
	t.Helper()
	v, err := s.AddKey(t.Context(), lan, form, key, reason)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// entries score answers such as "AB" for c1, c2, … by the key.
func entries(t *testing.T, key scoring.Key, answers ...string) []scoring.Entry {
	t.Helper()
	s, err := scoring.NewScorer(two(), key)
	if err != nil {
		t.Fatal(err)
	}
	var out []scoring.Entry
	for i, a := range answers {
		out = append(out, scoring.Entry{
			Candidate: exam.CandidateID(fmt.Sprintf("c%d", i+1)), Attempt: exam.AttemptID(fmt.Sprintf("a%d", i+1)), Form: form, FormCode: "0101",
			Result: s.Score(exam.Responses{"p1_1": a[:1], "p1_2": a[1:]}),
		})
	}
	return out
}

func record(t *testing.T, s *scoringpg.Store, reason string, e []scoring.Entry) scoring.Recorded {
	t.Helper()
	r, err := s.Record(t.Context(), lan, scoring.Batch{Sitting: sitting, Reason: reason, Entries: e})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines shows results as "c1 v2 5.00 scored".
func lines(results []scoring.Stored) []string {
	var out []string
	for _, r := range results {
		out = append(out, fmt.Sprintf("%s v%d %s %s", r.Candidate, r.Version, r.Result.Points, r.State))
	}
	return out
}

func wantLatest(t *testing.T, s *scoringpg.Store, want ...string) {
	t.Helper()
	got, err := s.Latest(t.Context(), []exam.SittingID{sitting})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("latest (-want +got):\n%s", diff)
	}
}

func wantReleased(t *testing.T, s *scoringpg.Store, want ...string) {
	t.Helper()
	got, err := s.Released(t.Context(), []exam.SittingID{sitting})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("released (-want +got):\n%s", diff)
	}
}

func TestKeyVersions(t *testing.T) {
	t.Parallel()
	s, _ := open(t, 0)
	if _, err := s.Key(t.Context(), form, 0); fault.CodeOf(err) != "key.not_found" {
		t.Errorf("a form without a key: %v", err)
	}
	if v := addKey(t, s, keyOf("A", "B"), "khoá đề"); v.Key.Version != 1 {
		t.Errorf("first version %d", v.Key.Version)
	}
	if v := addKey(t, s, keyOf("A", "C"), "câu 2 sai đáp án"); v.Key.Version != 2 || v.Author.ID != lan.ID {
		t.Errorf("second version %+v", v)
	}
	all, err := s.KeyVersions(t.Context(), form)
	if err != nil || len(all) != 2 || all[0].Key.Version != 2 || all[1].Reason != "khoá đề" {
		t.Fatalf("versions %+v, %v", all, err)
	}
	first, err := s.Key(t.Context(), form, 1)
	if err != nil || first.Key.Fields["p1_2"].Accept[0] != "B" {
		t.Errorf("version 1 is %+v, %v", first.Key, err)
	}
}

func TestAddKeyRefuses(t *testing.T) {
	t.Parallel()
	s, pool := open(t, 0)
	addKey(t, s, keyOf("A", "B"), "khoá đề")
	stale := keyOf("A", "D")
	stale.Version = 1
	for code, tt := range map[string]struct {
		key    scoring.Key
		reason string
	}{"key.same": {keyOf("A", "B"), "x"}, "key.version": {stale, "x"}, "key.reason_missing": {keyOf("A", "D"), ""}, "key.invalid": {scoring.Key{}, "x"}} {
		if _, err := s.AddKey(t.Context(), lan, form, tt.key, tt.reason); fault.CodeOf(err) != code {
			t.Errorf("error %v, want %s", err, code)
		}
	}
	if _, err := pool.Exec(t.Context(), `UPDATE form_key SET key = '{}'`); err == nil {
		t.Error("a stored key could be rewritten")
	}
}

func TestRecordAddsVersionsOnlyForWhatChanged(t *testing.T) {
	t.Parallel()
	s, pool := open(t, 3)
	v1 := addKey(t, s, keyOf("A", "B"), "khoá đề")
	first := entries(t, v1.Key, "AB", "AC", "CC")
	if got := record(t, s, "đóng ca thi", first); got != (scoring.Recorded{New: 3}) {
		t.Errorf("first run %+v", got)
	}
	if got := record(t, s, "chạy lại", first); got != (scoring.Recorded{Unchanged: 3}) {
		t.Errorf("second run %+v", got)
	}
	v2 := addKey(t, s, keyOf("A", "C"), "câu 2 sai đáp án")
	before, err := s.Detailed(t.Context(), sitting)
	if err != nil {
		t.Fatal(err)
	}
	scorer, err := scoring.NewScorer(two(), v2.Key)
	if err != nil {
		t.Fatal(err)
	}
	again := scoring.Regrade(scorer, before)
	d := scoring.Compare(before, again)
	if d.Up != 2 || d.Down != 1 || d.Same != 0 {
		t.Errorf("dry run %+v", d)
	}
	wantLatest(t, s, "c1 v1 10.00 scored", "c2 v1 5.00 scored", "c3 v1 0.00 scored")
	if got := record(t, s, v2.Reason, again); got != (scoring.Recorded{Changed: 3}) {
		t.Errorf("regrade %+v", got)
	}
	wantLatest(t, s, "c1 v2 5.00 scored", "c2 v2 10.00 scored", "c3 v2 5.00 scored")
	history, err := s.History(t.Context(), sitting, "c1")
	if err != nil || len(history) != 2 || history[1].Result.Questions[1].Reason != "right" || history[0].Result.Questions[1].Reason != "wrong" {
		t.Errorf("history %+v, %v", history, err)
	}
	if _, err := pool.Exec(t.Context(), `UPDATE result SET points = 1000`); err == nil {
		t.Error("stored points could be rewritten")
	}
}

func TestPublishAndWithdraw(t *testing.T) {
	t.Parallel()
	s, _ := open(t, 3)
	v1 := addKey(t, s, keyOf("A", "B"), "khoá đề")
	record(t, s, "đóng ca thi", entries(t, v1.Key, "AB", "AC", "CC"))
	wantReleased(t, s)
	publish := func(want int, candidates ...exam.CandidateID) {
		t.Helper()
		if n, err := s.Publish(t.Context(), lan, sitting, candidates); err != nil || n != want {
			t.Errorf("Publish(%v) = %d, %v, want %d", candidates, n, err, want)
		}
	}
	publish(3)
	publish(0)
	if n, err := s.Withdraw(t.Context(), lan, sitting, []exam.CandidateID{"c2"}, "vi phạm quy chế"); err != nil || n != 1 {
		t.Errorf("Withdraw = %d, %v", n, err)
	}
	wantReleased(t, s, "c1 v1 10.00 published", "c2 v1 5.00 withdrawn", "c3 v1 0.00 published")

	counts, err := s.Counts(t.Context(), []exam.SittingID{sitting, "other"})
	if err != nil || len(counts) != 1 || counts[sitting] != (scoring.StateCounts{Published: 2, Withdrawn: 1}) {
		t.Errorf("counts %+v, %v", counts, err)
	}

	scored, err := s.ScoredIn(t.Context(), []exam.ExamID{"e", "other"})
	if err != nil || len(scored) != 1 || scored["e"] != 3 {
		t.Errorf("scored in exams %+v, %v", scored, err)
	}

	v2 := addKey(t, s, keyOf("A", "C"), "câu 2 sai đáp án")
	record(t, s, v2.Reason, entries(t, v2.Key, "AB", "AC", "CC"))
	wantReleased(t, s, "c1 v1 10.00 published", "c2 v2 10.00 withdrawn", "c3 v1 0.00 published")
	publish(2)
	wantReleased(t, s, "c1 v2 5.00 published", "c2 v2 10.00 withdrawn", "c3 v2 5.00 published")
	publish(1, "c2")
	wantReleased(t, s, "c1 v2 5.00 published", "c2 v2 10.00 published", "c3 v2 5.00 published")
}

func TestWithdrawNeedsAReasonAndNames(t *testing.T) {
	t.Parallel()
	s, _ := open(t, 1)
	if _, err := s.Withdraw(t.Context(), lan, sitting, []exam.CandidateID{"c1"}, ""); fault.CodeOf(err) != "result.reason_missing" {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := s.Withdraw(t.Context(), lan, sitting, nil, "x"); fault.CodeOf(err) != "result.candidates_missing" {
		t.Errorf("without candidates: %v", err)
	}
}

func TestEveryChangeIsAudited(t *testing.T) {
	t.Parallel()
	s, pool := open(t, 1)
	v1 := addKey(t, s, keyOf("A", "B"), "khoá đề")
	record(t, s, "đóng ca thi", entries(t, v1.Key, "AB"))
	record(t, s, "chạy lại", entries(t, v1.Key, "AB")) // changes nothing, leaves no row
	if _, err := s.Publish(t.Context(), lan, sitting, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Withdraw(t.Context(), lan, sitting, []exam.CandidateID{"c1"}, "nhầm"); err != nil {
		t.Fatal(err)
	}
	rows, err := pool.Query(t.Context(), `SELECT action FROM audit_log ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rows.Next() {
		var a string
		if err := rows.Scan(&a); err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if diff := cmp.Diff([]string{"key.add", "result.record", "result.publish", "result.withdraw"}, got); diff != "" || rows.Err() != nil {
		t.Errorf("%v, trail (-want +got):\n%s", rows.Err(), diff)
	}
	if v, err := audit.Verify(t.Context(), pool); err != nil || v.Break != nil {
		t.Errorf("chain %+v, %v", v, err)
	}
}

func TestRecordIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s, _ := open(t, 1)
	v1 := addKey(t, s, keyOf("A", "B"), "khoá đề")
	bad := entries(t, v1.Key, "AB", "AB") // c2 does not exist
	if _, err := s.Record(t.Context(), lan, scoring.Batch{Sitting: sitting, Reason: "x", Entries: bad}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an unknown candidate: %v", err)
	}
	twice := append(entries(t, v1.Key, "AB"), entries(t, v1.Key, "AC")...)
	if _, err := s.Record(t.Context(), lan, scoring.Batch{Sitting: sitting, Reason: "x", Entries: twice}); fault.CodeOf(err) != "result.candidate_twice" {
		t.Errorf("a candidate twice: %v", err)
	}
	wantLatest(t, s)
}

// A cohort of one province: recorded in one go.
func TestTenThousandResults(t *testing.T) {
	t.Parallel()
	s, _ := open(t, 10_000)
	v1 := addKey(t, s, keyOf("A", "B"), "khoá đề")
	answers := make([]string, 10_000)
	for i := range answers {
		answers[i] = []string{"AB", "AC", "CB", "CC"}[i%4]
	}
	if got := record(t, s, "đóng ca thi", entries(t, v1.Key, answers...)); got.New != 10_000 {
		t.Errorf("recorded %+v", got)
	}
	got, err := s.Latest(t.Context(), []exam.SittingID{sitting})
	if err != nil || len(got) != 10_000 {
		t.Errorf("%d results, %v", len(got), err)
	}
}
