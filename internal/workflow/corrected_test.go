package workflow_test

import (
	"slices"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/workflow"
)

// decree does an action of the ledger as a node does.
func (w *world) decree(t *testing.T, kind delivery.ActionKind, attempt exam.AttemptID) {
	t.Helper()
	store := deliverypg.New(w.pool)
	a := delivery.Action{
		ID: exam.NewID(), Kind: kind, Sitting: w.sitting, Attempt: attempt, At: time.Now(), Created: time.Now(), Reason: "x", Who: who,
	}
	if err := store.AddAction(t.Context(), &a); err != nil {
		t.Fatal(err)
	}
	if err := store.FinishAction(t.Context(), &a, delivery.OutcomeDone); err != nil {
		t.Fatal(err)
	}
}

func (w *world) scoreClosed(t *testing.T) int {
	t.Helper()
	reports, err := w.flow.ScoreClosed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(reports)
}

func TestVoidWorkHasNoResult(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	var outage string
	if err := w.pool.QueryRow(t.Context(), `SELECT outage FROM delivery_sitting WHERE id = $1`, w.sitting).Scan(&outage); err != nil || outage != "pause" {
		t.Errorf("what the exam says of silent rooms arrives as %q, %v", outage, err)
	}
	w.sit(t)
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE attempt SET sealed_by = 'paper' WHERE id = $1`, attempts[1].ID)
	if w.scoreClosed(t) != 1 || w.scoreClosed(t) != 0 {
		t.Error("scored not once")
	}
	before := w.points(t)
	if before[1] != "paper" || before[2] != "absent" {
		t.Fatalf("points = %v", before)
	}
	v, err := w.flow.Verify(t.Context(), workflow.Verify{Sitting: w.sitting})
	if err != nil || slices.ContainsFunc(v.Findings, func(f delivery.Finding) bool { return f.Code == workflow.FindScoreMissing }) {
		t.Errorf("a work that went on on paper lacks no score: %+v, %v", v, err)
	}
	w.decree(t, delivery.ActionVoid, attempts[0].ID)
	if w.scoreClosed(t) != 1 || w.scoreClosed(t) != 0 {
		t.Error("not scored again after the correction")
	}
	latest, err := w.db.Read().Scores.Latest(t.Context(), []exam.SittingID{w.sitting})
	if err != nil || len(latest) != 1 || latest[0].State != "withdrawn" || latest[0].StateReason != "attempt void" {
		t.Errorf("results = %+v, %v", latest, err)
	}
	roll, err := w.flow.Roll(t.Context(), w.sitting)
	if err != nil || roll.Rows[0].Note != "void" {
		t.Errorf("roll = %+v, %v", roll.Rows, err)
	}
	if n, err := w.flow.Publish(t.Context(), who, w.sitting, nil); err != nil || n != 0 {
		t.Errorf("published %d, %v", n, err)
	}
}

// TestAdmittedEvidenceIsScored adds an event as an admission does.
func TestAdmittedEvidenceIsScored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	w.sit(t)
	w.scoreClosed(t)
	before := w.points(t)
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	second := attempts[1]
	w.exec(t, `INSERT INTO incident (kind, attempt, at, seq, epoch, field, value) VALUES ('late', $1, now(), 4, 1, 'p3_1', '0,5')`, second.ID)
	store := deliverypg.New(w.pool)
	late, err := store.LateEvents(t.Context(), w.sitting, "")
	if err != nil || len(late) != 1 {
		t.Fatalf("late = %+v, %v", late, err)
	}
	ask := delivery.Action{
		ID: exam.NewID(), Kind: delivery.ActionAdmitAsk, Sitting: w.sitting, Attempt: second.ID, Incidents: []int64{late[0].Incident},
		At: time.Now(), Created: time.Now(), Reason: "x", Who: exam.Actor{ID: "somebody", Name: "Somebody"},
	}
	admit := ask
	admit.ID, admit.Kind, admit.Proposal, admit.Who = exam.NewID(), delivery.ActionAdmit, ask.ID, exam.Actor{ID: "else", Name: "Else"}
	for _, a := range []*delivery.Action{&ask, &admit} {
		if err := store.AddAction(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if outcome, err := store.Admit(t.Context(), &admit); err != nil || outcome != delivery.OutcomeDone {
		t.Fatalf("admit: %q, %v", outcome, err)
	}
	if w.scoreClosed(t) != 1 {
		t.Error("not scored again")
	}
	after := w.points(t)
	if after[1] == before[1] || after[0] != before[0] {
		t.Errorf("points %v, then %v", before, after)
	}
	if err := w.flow.Correctable(t.Context(), w.sitting, second.Candidate); err != nil {
		t.Errorf("before publication: %v", err)
	}
	if _, err := w.flow.Publish(t.Context(), who, w.sitting, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.flow.Correctable(t.Context(), w.sitting, second.Candidate); fault.CodeOf(err) != "result.published" {
		t.Errorf("after publication: %v", err)
	}
	if slices.Equal(before, after) {
		t.Error("nothing changed")
	}
}
