package deliverypg_test

import (
	"fmt"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
)

// act writes an action down, as a node does before it carries it out.
func (c *closed) act(kind delivery.ActionKind, attempt exam.AttemptID, who exam.AccountID, more func(a *delivery.Action)) *delivery.Action {
	c.t.Helper()
	a := &delivery.Action{
		ID: exam.NewID(), Kind: kind, Sitting: c.sitting, Attempt: attempt, At: time.Now(), Created: time.Now(),
		Reason: "lý do " + string(kind), Who: exam.Actor{ID: who, Name: string(who)},
	}
	if more != nil {
		more(a)
	}
	if err := c.store.AddAction(c.t.Context(), a); err != nil {
		c.t.Fatal(err)
	}
	return a
}

// TestActionsAfterTheCloseMakeNewVersions voids, counts again, and admits what
// came in a rescue file, each with the person and the reason that the ledger
// demands: each makes a version, and all of it holds.
func TestActionsAfterTheCloseMakeNewVersions(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 4, 3)
	p := c.prover()
	turn := func(versions int, reason string) {
		t.Helper()
		if _, err := p.Turn(t.Context()); err != nil {
			t.Fatal(err)
		}
		list := c.proofs()
		if len(list) != versions || list[0].Reason != reason || p.Refused() != 0 {
			t.Fatalf("%d versions, the newest %q, refused %d; want %d, %q", len(list), list[0].Reason, p.Refused(), versions, reason)
		}
	}
	turn(1, delivery.ReasonClosed)
	finish := func(a *delivery.Action) {
		t.Helper()
		if err := c.store.FinishAction(t.Context(), a, delivery.OutcomeDone); err != nil {
			t.Fatal(err)
		}
	}
	void := c.act(delivery.ActionVoid, c.attempts[0].ID, "b1", nil)
	turn(1, delivery.ReasonClosed) // under way: nothing is signed in the middle of it
	finish(void)
	turn(2, "void: lý do void")
	finish(c.act(delivery.ActionUnvoid, c.attempts[0].ID, "b2", nil))
	turn(3, "unvoid: lý do unvoid; void: lý do void")

	c.admitRescued(&c.attempts[1])
	turn(4, "admit: lý do admit")
	c.checkAll(p)
}

// admitRescued takes a rescue file in and lets two people admit it.
func (c *closed) admitRescued(a *delivery.Attempt) {
	c.t.Helper()
	ctx := c.t.Context()
	file := rescueFile(c.t, a, a.Number, device, answers("4", "more", "5", "later")...)
	if report, err := c.rescuer().Import(ctx, invigilator, file, nil); err != nil || report.Kept != 2 {
		c.t.Fatalf("%+v, %v", report, err)
	}
	late, err := c.store.LateEvents(ctx, c.sitting, "")
	if err != nil || len(late) != 2 || late[0].Typed.UnixMilli() != 1790000000004 {
		c.t.Fatalf("late events %+v, %v", late, err)
	}
	ask := c.act(delivery.ActionAdmitAsk, a.ID, "b1", func(x *delivery.Action) {
		x.Incidents = []int64{late[0].Incident, late[1].Incident}
	})
	if err := c.store.FinishAction(ctx, ask, delivery.OutcomeDone); err != nil {
		c.t.Fatal(err)
	}
	admit := c.act(delivery.ActionAdmit, a.ID, "b2", func(x *delivery.Action) {
		x.Proposal, x.Incidents = ask.ID, ask.Incidents
	})
	if outcome, err := c.store.Admit(ctx, admit); err != nil || outcome != delivery.OutcomeDone {
		c.t.Fatalf("admitted: %s, %v", outcome, err)
	}
}

// checkAll derives the record anew: four signed versions, the admitted events
// behind the others, and nothing wrong.
func (c *closed) checkAll(p *delivery.Prover) {
	c.t.Helper()
	ctx := c.t.Context()
	proofs, err := c.store.WholeProofs(ctx, c.sitting)
	if err != nil {
		c.t.Fatal(err)
	}
	leaves, err := c.store.Leaves(ctx, c.sitting)
	if err != nil {
		c.t.Fatal(err)
	}
	found := delivery.CheckProofs(proofs, leaves, [][]byte{p.Signer.PublicKey()})
	trails, err := c.store.Trails(ctx, c.sitting, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := range trails {
		found = append(found, trails[i].Check()...)
		if trails[i].ID == c.attempts[1].ID && fmt.Sprint(trails[i].Values()) != "map[p3_1:later]" {
			c.t.Errorf("after the admission: %v", trails[i].Values())
		}
	}
	if len(found) > 0 {
		c.t.Errorf("found %+v", found)
	}
}
