package deliveryws_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
	"khaothi/internal/testenv"
)

// handedInEarly submits, and sends two more answers behind it: late evidence.
func (w *world) handedInEarly(n *node) (exam.SittingID, *client, message) {
	w.t.Helper()
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	c.send(`{"t":"submit","n":1}`)
	c.answer(2, "p1_1", "a0b1")
	c.answer(3, "p2_1a", "D")
	sealed := c.next("sealed")
	for range 2 {
		c.next("late")
	}
	testenv.Eventually(w.t, 10*time.Second, func() bool {
		late, err := w.record.LateEvents(w.t.Context(), id, "")
		return err == nil && len(late) == 2 && w.works(id)[tickets[0].Number].State == delivery.AttemptSealed
	})
	return id, c, sealed
}

func (w *world) lateIDs(id exam.SittingID) (ids []int64, states string) {
	w.t.Helper()
	late, err := w.record.LateEvents(w.t.Context(), id, "r1")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range late {
		ids = append(ids, e.Incident)
		states += e.State + " "
	}
	return ids, strings.TrimSpace(states)
}

// receiptOf checks that the events of the record follow from one another, and
// returns the receipt that they give.
func (w *world) receiptOf(attempt exam.AttemptID) string {
	w.t.Helper()
	rows, err := w.pool.Query(context.Background(),
		"SELECT seq, field, value, at, prev, hash FROM answer_log WHERE attempt = $1 ORDER BY seq", string(attempt))
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var tip seal.Hash
	n := int64(0)
	for rows.Next() {
		var e delivery.Event
		var prev, hash []byte
		if err := rows.Scan(&e.Seq, &e.Field, &e.Value, &e.At, &prev, &hash); err != nil {
			w.t.Fatal(err)
		}
		e.Attempt = attempt
		e.Chain(tip)
		if n++; e.Seq != n || seal.Hash(prev) != tip || seal.Hash(hash) != e.Hash {
			w.t.Fatalf("event %d does not follow", e.Seq)
		}
		tip = e.Hash
	}
	return delivery.Receipt(attempt, n, tip)
}

// TestLateEvidenceIsAdmittedByTwo goes through it with the attempt still in
// Redis, and with a Redis that knows it no more.
func TestLateEvidenceIsAdmittedByTwo(t *testing.T) {
	t.Parallel()
	for name, forgotten := range map[string]bool{"in Redis": false, "forgotten": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _, wipe := durableWorld(t)
			n := w.node("a")
			id, c, sealed := w.handedInEarly(n)
			attempt := exam.AttemptID(c.welcome.Attempt)
			ids, states := w.lateIDs(id)
			if states != "" {
				t.Errorf("before: %q", states)
			}
			if forgotten {
				wipe()
			}
			ask := w.act(n, delivery.Action{Kind: delivery.ActionAdmitAsk, Sitting: id, Attempt: attempt, Incidents: ids})
			w.refusedAct(n, delivery.Action{Kind: delivery.ActionAdmitAsk, Sitting: id, Attempt: attempt, Incidents: ids, Who: board}, "late.nothing")
			w.refusedAct(n, delivery.Action{Kind: delivery.ActionAdmit, Sitting: id, Proposal: ask.ID}, "action.same_person")
			done := w.act(n, delivery.Action{Kind: delivery.ActionAdmit, Sitting: id, Proposal: ask.ID, Who: board})
			w.refusedAct(n, delivery.Action{Kind: delivery.ActionAdmitDeny, Sitting: id, Proposal: ask.ID, Who: board}, "proposal.decided")
			work := w.works(id)[c.ticket.Number]
			if work.N != 3 || work.Values["p1_1"] != "a0b1" || work.Values["p2_1a"] != "D" || work.State != delivery.AttemptSealed {
				t.Errorf("work = %+v", work)
			}
			receipt := w.receiptOf(attempt)
			if work.Receipt != receipt || done.Receipts != [2]string{sealed.Receipt, receipt} {
				t.Errorf("receipt %s, ledger %v, want %s", work.Receipt, done.Receipts, receipt)
			}
			if _, states := w.lateIDs(id); states != "admit admit" {
				t.Errorf("after: %q", states)
			}
			again := w.join(n, c.ticket, "device-one")
			if again.welcome.Receipt != receipt || again.welcome.Saved != 3 || again.welcome.Answers["p1_1"] != "a0b1" {
				t.Errorf("the candidate sees %s", again.welcome.raw)
			}
			if outcome, err := w.record.Admit(t.Context(), &done); err != nil || outcome != "late.nothing" {
				t.Errorf("carried out once more: %q, %v", outcome, err)
			}
		})
	}
}

// TestAdmissionIsDenied leaves the record as it was; the evidence may be
// proposed again.
func TestAdmissionIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("a")
	id, c, sealed := w.handedInEarly(n)
	attempt := exam.AttemptID(c.welcome.Attempt)
	ids, _ := w.lateIDs(id)
	ask := w.act(n, delivery.Action{Kind: delivery.ActionAdmitAsk, Sitting: id, Attempt: attempt, Incidents: ids[:1]})
	w.act(n, delivery.Action{Kind: delivery.ActionAdmitDeny, Sitting: id, Proposal: ask.ID, Who: board})
	if work := w.works(id)[c.ticket.Number]; work.N != 1 || work.Receipt != sealed.Receipt {
		t.Errorf("work = %+v", work)
	}
	w.act(n, delivery.Action{Kind: delivery.ActionAdmitAsk, Sitting: id, Attempt: attempt, Incidents: ids})
}

// TestTheDatabaseWantsTwoPeople asks it directly.
func TestTheDatabaseWantsTwoPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("a")
	id, c, _ := w.handedInEarly(n)
	ids, _ := w.lateIDs(id)
	ask := w.act(n, delivery.Action{Kind: delivery.ActionAdmitAsk, Sitting: id, Attempt: exam.AttemptID(c.welcome.Attempt), Incidents: ids})
	now := time.Now()
	for who, want := range map[exam.Actor]bool{invigilator: false, exam.System(): false, board: true} {
		err := w.record.AddAction(t.Context(), &delivery.Action{
			ID: exam.NewID(), Kind: delivery.ActionAdmitDeny, Sitting: id, Attempt: ask.Attempt, Proposal: ask.ID, Reason: "x",
			Who: who, At: now, Created: now,
		})
		if (err == nil) != want {
			t.Errorf("decided by %q: %v", who.Name, err)
		}
	}
	for _, sql := range []string{
		"DELETE FROM delivery_action WHERE id = $1", "UPDATE delivery_action SET reason = 'y' WHERE id = $1",
		"UPDATE delivery_action SET outcome = '', done_at = NULL WHERE id = $1",
	} {
		if _, err := w.pool.Exec(t.Context(), sql, ask.ID); err == nil {
			t.Errorf("the ledger let itself be rewritten: %s", sql)
		}
	}
}

// TestVoidAndPaper seals at once, and says so in the record.
func TestVoidAndPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting(seats(3))
	w.start(id)
	one, two := w.join(b, tickets[0], "device-one"), w.join(b, tickets[1], "device-two")
	for _, c := range []*client{one, two} {
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
	}
	void := delivery.Action{Kind: delivery.ActionVoid, Sitting: id, Attempt: exam.AttemptID(one.welcome.Attempt), Who: board}
	w.act(a, void)
	if m := one.next("sealed"); m.By != "void" {
		t.Errorf("sealed: %s", m.raw)
	}
	w.refusedAct(b, void, "attempt.voided")
	w.act(a, delivery.Action{Kind: delivery.ActionToPaper, Sitting: id, Attempt: exam.AttemptID(two.welcome.Attempt)})
	if m := two.next("sealed"); m.By != "paper" {
		t.Errorf("sealed: %s", m.raw)
	}
	third := w.seat(a, id, tickets[2].Number).Attempt
	w.act(a, delivery.Action{Kind: delivery.ActionToPaper, Sitting: id, Attempt: third})
	testenv.Eventually(t, 10*time.Second, func() bool {
		works := w.works(id)
		return works[tickets[0].Number].Voided && works[tickets[0].Number].SealedBy == delivery.SealedByVoid &&
			works[tickets[1].Number].SealedBy == delivery.SealedByPaper && !works[tickets[1].Number].Voided &&
			works[tickets[2].Number].SealedBy == delivery.SealedByPaper && works[tickets[2].Number].State == delivery.AttemptAbsent
	})
	w.refusedAct(b, delivery.Action{Kind: delivery.ActionReopen, Sitting: id, Attempt: void.Attempt, Who: board}, "attempt.voided")
	void.Kind = delivery.ActionUnvoid
	w.act(b, void)
	if w.works(id)[tickets[0].Number].Voided {
		t.Error("still void")
	}
	w.act(b, delivery.Action{Kind: delivery.ActionReopen, Sitting: id, Attempt: void.Attempt, Who: board})
	if again := w.join(a, tickets[0], "device-one"); again.welcome.State != "running" || again.welcome.Saved != 1 {
		t.Errorf("after all that: %s", again.welcome.raw)
	}
}
