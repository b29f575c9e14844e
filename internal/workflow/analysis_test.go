package workflow_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/testenv"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/psychometrics/irt"
	"khaothi/scoring"
)

// survey is a finished exam whose answers known parameters explain: two forms
// that share 12 of their 14 questions of four options, and two clusters. The
// first form was sat on screens, the second on paper.
type survey struct {
	pool     *pgxpool.Pool
	db       *workflowpg.DB
	flow     *workflow.Flow
	analyst  *workflow.Analyst
	exam     exam.ExamID
	forms    []bank.Form
	sittings []exam.SittingID
	rule     string
	items    []bank.Item
	truth    map[exam.ItemID]irt.Item
	people   []board.Candidate
	answers  map[exam.CandidateID]exam.Responses
}

const surveyed = 700

// testLog is the log of a test: a run whose end cannot be kept says why there.
type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func newSurvey(t *testing.T) *survey {
	t.Helper()
	s := &survey{pool: testenv.Postgres(t), rule: "generic:8/2", truth: map[exam.ItemID]irt.Item{}, answers: map[exam.CandidateID]exam.Responses{}}
	s.db = workflowpg.New(s.pool)
	tree := identity.NewTree([]identity.Unit{
		{ID: "u", Kind: identity.UnitSo, Code: "99", Name: "Sở"},
		{ID: "p", ParentID: "u", Kind: identity.UnitPhong, Code: "P", Name: "Miền núi"},
		{ID: "s0", ParentID: "p", Kind: identity.UnitTruong, SchoolKind: identity.SchoolBoarding, Code: "S0", Name: "Trường 0"},
		{ID: "s1", ParentID: "u", Kind: identity.UnitTruong, Code: "S1", Name: "Trường 1"},
	})
	s.flow = workflow.New(workflow.Config{
		DB: s.db, Log: slog.New(slog.NewTextHandler(testLog{t}, nil)), Now: time.Now, Units: func(context.Context) (*identity.Tree, error) { return tree, nil },
	})
	s.analyst = s.flow.NewAnalyst(1)
	t.Cleanup(s.analyst.Close)
	s.bank(t)
	s.board(t)
	for f := range s.forms {
		s.score(t, f, func(exam.Responses) {})
	}
	return s
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// bank makes the questions and both forms with four variants each.
func (s *survey) bank(t *testing.T) {
	t.Helper()
	store := s.db.Read().Bank
	var bodies []bank.Body
	for j := range 16 {
		bodies = append(bodies, bank.Body{Question: bank.Question{Kind: bank.Single, Stem: fmt.Sprintf("Câu hỏi số %d", j), Options: []bank.Option{{HTML: fmt.Sprint(j)}, {HTML: "b"}, {HTML: "c"}, {HTML: "d"}}}})
	}
	for j := range 2 {
		b := bank.Body{Question: bank.Question{Kind: bank.Cluster, Stem: fmt.Sprintf("Chùm số %d", j)}, Key: bank.Key{Statements: []string{"D", "S", "D", "S"}}}
		for k := range 4 {
			b.Question.Statements = append(b.Question.Statements, bank.Statement{HTML: fmt.Sprintf("Mệnh đề %d.%d", j, k), Level: bank.Understand})
		}
		bodies = append(bodies, b)
	}
	for j := range bodies {
		b := &bodies[j]
		b.Tags = bank.Tags{Subject: "toan", Grade: 12, Topic: []string{"Hàm số", "Xác suất"}[j%2]}
		truth := must[irt.Item](t)(irt.Ordered("", irt.GPCM, 1, []float64{-1, -0.5, 0.2, 0.8}))
		if b.Question.Kind == bank.Single {
			b.Tags.Level = bank.Know
			truth = must[irt.Item](t)(irt.Dichotomous("", irt.TwoPL, 1.2, -1.5+0.2*float64(j), 0, 1))
		}
		b.Normalise()
		if b.Question.Kind == bank.Single {
			b.Key.Options = []string{b.Question.Options[j%4].ID}
		}
		item := must[bank.Item](t)(store.Create(t.Context(), who, bank.Home{Pool: "Toán"}, *b))
		s.items = append(s.items, item)
		s.truth[item.ID] = truth
	}
	for f := range 2 {
		singles := append(slices.Clone(s.items[:12]), s.items[12+2*f:14+2*f]...)
		form := bank.Form{Name: fmt.Sprintf("Đề %d", f), Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I"}, {Title: "II"}}}
		for _, it := range singles {
			form.Parts[0].Pins = append(form.Parts[0].Pins, bank.PinOf(it.Current))
		}
		for _, it := range s.items[16:] {
			form.Parts[1].Pins = append(form.Parts[1].Pins, bank.PinOf(it.Current))
		}
		made := must[bank.Form](t)(store.CreateForm(t.Context(), who, form))
		d := bank.Decision{Step: bank.Approve}
		for _, it := range must[bank.Page](t)(store.List(t.Context(), bank.Filter{IDs: made.ItemIDs(), State: bank.Draft, Limit: 100})).Items {
			d.Items = append(d.Items, bank.Seen{ID: it.ID, Hash: it.Current.Hash})
		}
		_ = must[int](t)(store.Decide(t.Context(), reviewer, d))
		s.forms = append(s.forms, must[bank.Form](t)(store.LockForm(t.Context(), who, made.ID, uint64(f+1), bank.Codes(101+10*f, 4))))
	}
}

// board makes the exam with its candidates and a sitting for each form.
func (s *survey) board(t *testing.T) {
	t.Helper()
	if _, err := s.pool.Exec(t.Context(), `INSERT INTO unit (id, kind, code, name) VALUES ('u', 'so', '99', 'Sở')`); err != nil {
		t.Fatal(err)
	}
	store := s.db.Read().Board
	profile := must[board.Profile](t)(board.ProfileByName("thptqg-2025"))
	e := must[board.Exam](t)(store.CreateExam(t.Context(), who, board.Exam{Name: "Khảo sát", UnitID: "u", Profile: profile.Name, SchoolYear: "2026-2027", Settings: profile.Settings}))
	s.exam = e.ID
	for i := range surveyed {
		s.people = append(s.people, board.Candidate{
			ExamID: e.ID, RosterNo: i + 1, GivenName: fmt.Sprint(i), BirthDate: birth, Gender: []board.Gender{board.GenderMale, board.GenderFemale}[i%2],
			PupilCode: fmt.Sprintf("HS%05d", i), CitizenID: fmt.Sprintf("%012d", i+1), SchoolCode: fmt.Sprintf("S%d", i%4), SchoolName: fmt.Sprintf("Trường %d", i%4), ClassCode: "12A1",
		})
	}
	in := board.RosterImport{ExamID: e.ID, Mode: board.ImportAdd, FileName: "ds.xlsx", SHA256: fmt.Sprintf("%x", sha256.Sum256(nil)), Candidates: s.people}
	if err := store.ImportRoster(t.Context(), who, in); err != nil {
		t.Fatal(err)
	}
	s.people = must[board.CandidatePage](t)(store.ListCandidates(t.Context(), e.ID, board.CandidateFilter{})).Candidates
	slices.SortFunc(s.people, func(a, b board.Candidate) int { return strings.Compare(a.PupilCode, b.PupilCode) })
	for f := range s.forms {
		made := must[board.Sitting](t)(store.CreateSitting(t.Context(), who, board.Sitting{
			ExamID: e.ID, Subject: "toan", Name: fmt.Sprintf("Ca %d", f), FormID: s.forms[f].ID, Rule: s.rule, StartsAt: time.Now().Add(time.Duration(f) * time.Hour), Duration: time.Minute, Grace: time.Second,
		}))
		s.sittings = append(s.sittings, made.ID)
		_ = must[scoring.KeyVersion](t)(s.db.Read().Scores.AddKey(t.Context(), who, s.forms[f].ID, keyOf(s.forms[f]), "test"))
	}
}

func keyOf(f bank.Form) scoring.Key {
	key := scoring.Key{Fields: map[string]scoring.KeyField{}}
	for field, k := range f.Key() {
		key.Fields[field] = scoring.KeyField{Kind: scoring.Kind(k.Kind), Accept: k.Accepted}
	}
	return key
}

// respond is what a candidate of some ability answers to a form.
func (s *survey) respond(f bank.Form, theta float64, rng *rand.Rand) exam.Responses {
	out := exam.Responses{}
	for i, part := range f.Parts {
		for j, pin := range part.Pins {
			item := s.truth[pin.ItemID]
			score := irt.Draw(item.P(theta, nil), rng.Float64())
			if pin.Body.Question.Kind == bank.Single {
				right := slices.IndexFunc(pin.Body.Question.Options, func(o bank.Option) bool { return o.ID == pin.Body.Key.Options[0] })
				out[bank.Field(i+1, j+1)] = pin.Body.Question.Options[(right+(1-score)*(1+rng.IntN(3)))%4].ID
				continue
			}
			for k, right := range pin.Body.Key.Statements {
				if k >= score {
					right = map[string]string{"D": "S", "S": "D"}[right]
				}
				out[bank.StatementField(i+1, j+1, k)] = right
			}
		}
	}
	return out
}

// score records the results of sitting f; change may change what was answered.
func (s *survey) score(t *testing.T, f int, change func(exam.Responses)) scoring.Recorded {
	t.Helper()
	version := must[scoring.KeyVersion](t)(s.db.Read().Scores.Key(t.Context(), s.forms[f].ID, 0))
	rule := must[scoring.Rule](t)(scoring.Resolve(s.rule, version.Key))
	scorer := must[*scoring.Scorer](t)(scoring.NewScorer(rule, version.Key))
	b := scoring.Batch{Sitting: s.sittings[f], Reason: "sitting closed"}
	for i := range s.people {
		if i*2/surveyed != f {
			continue
		}
		c := s.people[i].ID
		if s.answers[c] == nil {
			rng := rand.New(rand.NewPCG(uint64(i), 11))
			s.answers[c] = s.respond(s.forms[f], rng.NormFloat64(), rng)
		}
		change(s.answers[c])
		e := scoring.Entry{Candidate: c, Form: s.forms[f].ID, FormCode: fmt.Sprintf("%04d", 101+10*f+i%4), Result: scorer.Score(s.answers[c])}
		if f == 0 {
			e.Attempt = exam.AttemptID("a" + c)
		}
		b.Entries = append(b.Entries, e)
	}
	return must[scoring.Recorded](t)(s.db.Read().Scores.Record(t.Context(), who, b))
}

// finished waits until a run is over.
func (s *survey) finished(t *testing.T, id string) analysis.Run {
	t.Helper()
	var r analysis.Run
	testenv.Eventually(t, time.Minute, func() bool {
		r = must[analysis.Run](t)(s.analyst.Run(t.Context(), id))
		return r.State != analysis.Running
	})
	return r
}

func zero() *int { n := 0; return &n }

func (s *survey) run(t *testing.T) (analysis.Run, analysis.Report) {
	t.Helper()
	r := must[analysis.Run](t)(s.analyst.Start(t.Context(), who, s.exam, "toan", analysis.Spec{Model: analysis.Model2PL, Bootstrap: zero()}))
	r = s.finished(t, r.ID)
	if r.State != analysis.Done {
		t.Fatalf("run: %+v", r)
	}
	return r, must[analysis.Report](t)(s.analyst.Report(t.Context(), r.ID))
}

// TestAScoredExamIsAnalysed: two forms, two ways of sitting, one column for each
// version; the parameters that made the answers come back.
func TestAScoredExamIsAnalysed(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	r, rep := s.run(t)
	if r.Persons != surveyed || r.Items != 18 || len(r.DataHash) != 64 || r.EndedAt == nil || len(r.Log) < 2 {
		t.Errorf("run: %+v", r)
	}
	o := rep.Overview
	if o.Screen != surveyed/2 || o.Paper != surveyed/2 || len(o.Booklets) != 2 || len(o.Codes) != 8 {
		t.Errorf("overview: %d screen, %d paper, %d booklets, %d codes", o.Screen, o.Paper, len(o.Booklets), len(o.Codes))
	}
	far := 0
	for i := range rep.Items {
		it := &rep.Items[i]
		want := surveyed
		if it.Part == 1 && it.No > 12 {
			want = surveyed / 2
		}
		if it.Presented != want || it.Parameters == nil {
			t.Errorf("%s: presented to %d, want %d; parameters %v", it.Name, it.Presented, want, it.Parameters)
			continue
		}
		truth := s.truth[exam.ItemID(it.ItemID)]
		for k, v := range it.Parameters.Values {
			if v.SE == nil || math.Abs(v.Value-truth.Values()[k]) > 4**v.SE {
				far++
				t.Errorf("%s %s = %.2f, made with %.2f (se %v)", it.Name, v.Name, v.Value, truth.Values()[k], v.SE)
			}
		}
		keys := 0
		for _, option := range it.Options {
			if option.Key {
				keys++
			}
		}
		if keys != 1 || it.Kind == "single" && it.Stem == "" {
			t.Errorf("%s: %d keys among the options, stem %q", it.Name, keys, it.Stem)
		}
	}
	if g := slices.IndexFunc(rep.DIF, func(g analysis.Grouping) bool { return g.By == analysis.ByMode }); g < 0 {
		t.Error("paper and screen were not compared")
	}
	if len(rep.Schools) != 4 || rep.Province.Persons != surveyed {
		t.Errorf("schools: %d", len(rep.Schools))
	}
	if g := slices.IndexFunc(o.Groups, func(g analysis.GroupRow) bool { return g.By == analysis.ByRegion && g.Group == "Miền núi" }); g < 0 || o.Groups[g].Persons != surveyed/4 {
		t.Errorf("regions: %+v", o.Groups)
	}
	if g := slices.IndexFunc(o.Groups, func(g analysis.GroupRow) bool { return g.By == analysis.ByKind && g.Group == "boarding" }); g < 0 || o.Groups[g].Persons != surveyed/4 {
		t.Errorf("kinds of schools: %+v", o.Groups)
	}
}

// TestWhatWasFoundIsAppliedByAPerson: bank figures and the version of the
// parameters together, once, and never of scores that changed since.
func TestWhatWasFoundIsAppliedByAPerson(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	r, rep := s.run(t)
	key := exam.VersionID(rep.Items[0].Key)
	if n, err := s.analyst.Apply(t.Context(), who, r.ID, []exam.VersionID{key}, "sau kỳ khảo sát"); n != 1 || err != nil {
		t.Fatalf("apply: %d, %v", n, err)
	}
	if n, err := s.analyst.Apply(t.Context(), who, r.ID, []exam.VersionID{key}, "again"); n != 0 || err != nil {
		t.Errorf("twice: %d, %v", n, err)
	}
	if _, err := s.analyst.Apply(t.Context(), who, r.ID, []exam.VersionID{"0none"}, "x"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("of no item: %v", err)
	}
	found, err := s.db.Read().Bank.Find(t.Context(), bank.Filter{IDs: []exam.ItemID{exam.ItemID(rep.Items[0].ItemID)}, Limit: 1})
	if err != nil || len(found.Items) != 1 || found.Items[0].Stat == nil {
		t.Fatalf("bank: %v, %+v", err, found.Items)
	}
	st := found.Items[0].Stat
	if st.N != surveyed || st.Easy == nil || math.Abs(float64(*st.Easy)/1000-*rep.Items[0].PPoints) > 0.0006 || st.Disc == nil {
		t.Errorf("figures: %+v, want p %v", st, *rep.Items[0].PPoints)
	}
	_, applied, err := s.analyst.Findings(t.Context(), r.ID)
	if err != nil || len(applied) != 1 || applied[0].AppliedBy != who.ID || len(applied[0].Parameters) != 2 {
		t.Errorf("applied: %+v, %v", applied, err)
	}

	// A regrade that changes no score leaves the run as good as it was; one that
	// does ends its use.
	next := keyOf(s.forms[0])
	field := next.Fields["p1_1"]
	field.Accept = []string{field.Accept[0], "nobody"}
	next.Fields["p1_1"] = field
	_ = must[scoring.KeyVersion](t)(s.db.Read().Scores.AddKey(t.Context(), who, s.forms[0].ID, next, "a second answer that nobody gave"))
	if got := s.score(t, 0, func(exam.Responses) {}); got.Changed == 0 {
		t.Fatal("the regrade changed nothing")
	}
	second := exam.VersionID(rep.Items[1].Key)
	if n, err := s.analyst.Apply(t.Context(), who, r.ID, []exam.VersionID{second}, "as before"); n != 1 || err != nil {
		t.Errorf("after a regrade without another score: %d, %v", n, err)
	}
	s.score(t, 0, func(r exam.Responses) { delete(r, "p1_2") })
	if _, err := s.analyst.Apply(t.Context(), who, r.ID, []exam.VersionID{exam.VersionID(rep.Items[2].Key)}, "x"); fault.CodeOf(err) != "analysis.stale" {
		t.Errorf("after scores changed: %v", err)
	}
	if old, err := s.analyst.Stale(t.Context(), r); !old || err != nil {
		t.Errorf("stale: %v, %v", old, err)
	}
}

// TestRunsEndWhateverHappens: cancelled, too many, a node that is gone, and what
// was kept cannot be rewritten.
func TestRunsEndWhateverHappens(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	store := s.db.Read().Analyses
	if _, err := s.analyst.Start(t.Context(), who, s.exam, "vatli", analysis.Spec{}); fault.CodeOf(err) != "analysis.nothing_scored" {
		t.Errorf("nothing scored: %v", err)
	}
	if _, err := s.analyst.Start(t.Context(), who, s.exam, "toan", analysis.Spec{Model: "9pl"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no such model: %v", err)
	}

	killed := must[analysis.Run](t)(store.StartRun(t.Context(), who, analysis.Run{Exam: s.exam, Subject: "toan", Spec: analysis.Spec{Bootstrap: zero()}}))
	if n, err := s.analyst.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("a run of a living node is swept: %d, %v", n, err)
	}
	if _, err := s.pool.Exec(t.Context(), `UPDATE analysis_run SET seen_at = now() - interval '2 minutes' WHERE id = $1`, killed.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := s.analyst.Sweep(t.Context()); n != 1 || err != nil {
		t.Fatalf("sweep: %d, %v", n, err)
	}
	lost := must[analysis.Run](t)(s.analyst.Run(t.Context(), killed.ID))
	if lost.State != analysis.Failed || lost.Problem != analysis.ProblemLost {
		t.Errorf("a run of a killed node: %+v", lost)
	}
	if err := store.EndRun(t.Context(), who, analysis.Run{ID: killed.ID, State: analysis.Done}, &analysis.Report{}); fault.CodeOf(err) != "analysis.over" {
		t.Errorf("the node comes back: %v", err)
	}
	again := must[analysis.Run](t)(s.analyst.Again(t.Context(), who, killed.ID))
	if again = s.finished(t, again.ID); again.State != analysis.Done || again.AgainOf != killed.ID {
		t.Errorf("again: %+v", again)
	}

	cancelled := must[analysis.Run](t)(store.StartRun(t.Context(), who, analysis.Run{Exam: s.exam, Subject: "toan"}))
	if err := s.analyst.Cancel(t.Context(), who, cancelled.ID); err != nil {
		t.Fatal(err)
	}
	if stop, err := store.SeeRun(t.Context(), cancelled.ID, 10, analysis.StageFit, nil); !stop || err != nil {
		t.Errorf("who works on it is not told: %v, %v", stop, err)
	}
	if err := store.EndRun(t.Context(), who, analysis.Run{ID: cancelled.ID, State: analysis.Done, DataHash: again.DataHash}, &analysis.Report{}); fault.CodeOf(err) != "analysis.over" {
		t.Errorf("cancelled in the last moment: %v", err)
	}
	if err := store.EndRun(t.Context(), who, analysis.Run{ID: cancelled.ID, State: analysis.Cancelled}, nil); err != nil {
		t.Errorf("cancelled: %v", err)
	}
	if err := s.analyst.Cancel(t.Context(), who, cancelled.ID); fault.CodeOf(err) != "analysis.over" {
		t.Errorf("cancelled twice: %v", err)
	}
	for _, sql := range []string{
		`UPDATE analysis_run SET report = '{}' WHERE id = $1`, `DELETE FROM analysis_run WHERE id = $1`,
		`UPDATE analysis_item SET p = 0 WHERE run_id = $1`, `DELETE FROM analysis_item WHERE run_id = $1`,
	} {
		if _, err := s.pool.Exec(t.Context(), sql, again.ID); err == nil {
			t.Errorf("what was found is rewritten: %s", sql)
		}
	}
}
