package deliverytest

import (
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// testReopened reads the log of a reopened attempt again from any place, as a
// drain does that died before it trimmed.
func (s *shelf) testReopened() {
	reopen := delivery.LogEntry{Kind: delivery.EntryReopen, Attempt: s.attempt.ID, At: time.Now(), Deadline: time.Now().Add(time.Hour), Round: 1}
	again := s.sealAt(4)
	again.Round = 1
	log := append([]delivery.LogEntry{s.start()}, s.entries(1, 2)...)
	log = append(log, s.sealAt(2), reopen)
	log = append(log, s.entries(3, 4)...)
	log = append(log, again)
	want := delivery.Receipt(s.attempt.ID, 4, s.events[3].Hash)
	for n := 1; n <= len(log); n++ {
		s.append(log[:n]...) // each time from the start
	}
	if a := s.now(); a.State != delivery.AttemptSealed || a.SealedN != 4 || a.Receipt != want || a.Round != 1 || a.LastSeq != 4 {
		s.t.Errorf("attempt = %+v", a)
	}
	for from := range log {
		s.append(log[from:]...)
		if a := s.now(); a.State != delivery.AttemptSealed || a.Receipt != want {
			s.t.Errorf("read again from %d: %+v", from, a)
		}
	}
}

// testActions keeps the ledger in order, and finishes each action once.
func (s *shelf) testActions() {
	ctx := s.t.Context()
	who := exam.Actor{ID: "acc-1", Name: "Cô Hoa"}
	begin := time.Now().Truncate(time.Millisecond)
	if err := s.MarkRunning(ctx, s.sitting, begin); err != nil {
		s.t.Fatal(err)
	}
	var list []*delivery.Action
	for _, a := range []delivery.Action{
		{Kind: delivery.ActionPause, Room: "r1"},
		{Kind: delivery.ActionGrant, Attempt: s.attempt.ID, Amount: 90 * time.Second},
		{Kind: delivery.ActionVoid, Attempt: s.attempt.ID},
		{Kind: delivery.ActionReplay, Attempt: s.attempt.ID, Sound: "aaaa"},
	} {
		a.ID, a.Sitting, a.At, a.Created, a.Reason, a.Who = exam.NewID(), s.sitting, begin, begin, "theo biên bản", who
		if err := s.AddAction(ctx, &a); err != nil {
			s.t.Fatal(err)
		}
		list = append(list, &a)
	}
	again := *list[0]
	if err := s.AddAction(ctx, &again); fault.KindOf(err) != fault.Conflict {
		s.t.Errorf("the same action again: %v", err)
	}
	for range 2 {
		if err := s.FinishAction(ctx, list[2], delivery.OutcomeDone); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.FinishAction(ctx, list[2], "something.else"); err != nil {
		s.t.Fatal(err)
	}
	got, err := s.ListActions(ctx, s.sitting, "")
	if err != nil || len(got) != len(list) {
		s.t.Fatalf("actions = %+v, %v", got, err)
	}
	for i, a := range got {
		if a.ID != list[i].ID || a.Rev != list[i].Rev || i > 0 && a.Rev <= got[i-1].Rev || a.Amount != list[i].Amount || a.Sound != list[i].Sound || !a.At.Equal(begin) {
			s.t.Errorf("action %d = %+v", i, a)
		}
	}
	if got[0].Outcome != "" || got[2].Outcome != delivery.OutcomeDone || got[1].Number != "01000001" {
		s.t.Errorf("actions = %+v", got)
	}
	if a := s.now(); a.VoidedAt.IsZero() {
		s.t.Errorf("attempt = %+v", a)
	}
}

// testDue leaves paused attempts out, and goes on behind the last one.
func (s *shelf) testDue() {
	ctx := s.t.Context()
	begin := time.Now().Add(-2 * time.Hour)
	if err := s.MarkRunning(ctx, s.sitting, begin); err != nil {
		s.t.Fatal(err)
	}
	start := s.start()
	start.At, start.Deadline = begin, begin.Add(time.Hour)
	s.append(start)
	if due, err := s.Due(ctx, time.Now(), "", 10); err != nil || len(due) != 1 || due[0].Waiting {
		s.t.Errorf("due = %+v, %v", due, err)
	}
	if due, err := s.Due(ctx, time.Now(), s.attempt.ID, 10); err != nil || len(due) != 0 {
		s.t.Errorf("behind the last: %+v, %v", due, err)
	}
	s.append(delivery.LogEntry{Kind: delivery.EntryAdjust, Attempt: s.attempt.ID, At: time.Now(), Deadline: start.Deadline, Paused: true})
	if due, err := s.Due(ctx, time.Now(), "", 10); err != nil || len(due) != 0 || !s.now().Paused {
		s.t.Errorf("while paused: %+v, %v", due, err)
	}
}

// testPutAside keeps an entry that cannot be appended.
func (s *shelf) testPutAside() {
	bad := s.entries(1, 1)[0]
	bad.Event.Value = "1\x002"
	_, err := s.Append(s.t.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: []delivery.LogEntry{bad}}})
	if fault.KindOf(err) != fault.Invalid {
		s.t.Errorf("append: %v", err)
	}
	for range 2 {
		if err := s.PutAside(s.t.Context(), "n1", 0, &bad, "refused"); err != nil {
			s.t.Fatal(err)
		}
	}
	if n := s.incidents(s.attempt.ID, "refused"); n != 1 {
		s.t.Errorf("%d incidents refused, want 1", n)
	}
}
