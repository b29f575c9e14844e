package deliverytest

import (
	"errors"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// Record is a whole record: what RunArchive asks of one store.
type Record interface {
	delivery.Archive
	delivery.Register
	delivery.Ledger
}

// shelf drives one record. incidents counts the incidents of an attempt.
type shelf struct {
	Record
	t         *testing.T
	incidents func(id exam.AttemptID, kind string) int
	attempt   delivery.Attempt
	sitting   exam.SittingID
	events    []delivery.Event // 1…6 in one chain
}

// RunArchive tests a record. open returns an empty one and a count of its
// incidents.
func RunArchive(t *testing.T, open func(t *testing.T) (Record, func(id exam.AttemptID, kind string) int)) {
	t.Helper()
	for name, test := range map[string]func(*shelf){
		"one holder drains a shard":       (*shelf).testLease,
		"entries are kept once":           (*shelf).testAppend,
		"another content is an alarm":     (*shelf).testDiverged,
		"a seal needs all events":         (*shelf).testSeal,
		"seeds are what the record holds": (*shelf).testSeeds,
		"sittings run and close":          (*shelf).testCourse,
		"a reopened attempt, read again":  (*shelf).testReopened,
		"the ledger of actions":           (*shelf).testActions,
		"due, but not paused":             (*shelf).testDue,
		"what cannot be appended":         (*shelf).testPutAside,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			record, incidents := open(t)
			s := &shelf{Record: record, t: t, incidents: incidents}
			s.prepare()
			test(s)
		})
	}
}

func (s *shelf) prepare() {
	s.t.Helper()
	keys, err := delivery.NewKeys(make([]byte, delivery.KeySize))
	if err != nil {
		s.t.Fatal(err)
	}
	s.sitting = exam.SittingID(exam.NewID())
	paper := &delivery.Paper{V: 1, FormCode: "0101", Parts: []delivery.PaperPart{{Part: 1, Questions: []delivery.Question{
		{No: 1, Kind: delivery.KindShort, Field: "p3_1"},
	}}}}
	attempts, err := delivery.NewOrganizer(s.Record, keys, time.Now).Prepare(s.t.Context(), &delivery.Prepared{
		ID: s.sitting, Name: "Ca 1", Duration: time.Hour, Grace: time.Second, Papers: []*delivery.Paper{paper},
		Seats: []delivery.SeatPlan{{Candidate: "c1", Number: "01000001", Name: "An", BirthDate: "2008-02-29", FormCode: "0101"}},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.attempt = attempts[0]
	var tip seal.Hash
	for seq := int64(1); seq <= 6; seq++ {
		e := delivery.Event{
			Attempt: s.attempt.ID, Seq: seq, Field: "p3_1", Value: string(rune('0' + seq)), Epoch: 1,
			At: time.Now().Truncate(time.Millisecond),
		}
		e.Chain(tip)
		tip = e.Hash
		s.events = append(s.events, e)
	}
	if _, err := s.Lease(s.t.Context(), "n1", 2, time.Minute); err != nil {
		s.t.Fatal(err)
	}
}

// entries are answers from…to as log entries.
func (s *shelf) entries(from, to int) (list []delivery.LogEntry) {
	for i := from; i <= to; i++ {
		list = append(list, delivery.LogEntry{Kind: delivery.EntryAnswer, Attempt: s.attempt.ID, Event: s.events[i-1]})
	}
	return list
}

func (s *shelf) start() delivery.LogEntry {
	now := time.Now().Truncate(time.Millisecond)
	return delivery.LogEntry{Kind: delivery.EntryStart, Attempt: s.attempt.ID, At: now, Deadline: now.Add(time.Hour)}
}

func (s *shelf) sealAt(n int64) delivery.LogEntry {
	return delivery.LogEntry{
		Kind: delivery.EntrySeal, Attempt: s.attempt.ID, At: time.Now(), N: n, Hash: s.events[n-1].Hash, By: delivery.SealedByDeadline,
	}
}

func (s *shelf) append(entries ...delivery.LogEntry) delivery.Appended {
	s.t.Helper()
	done, err := s.Append(s.t.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: entries}})
	if err != nil {
		s.t.Fatal(err)
	}
	return done
}

func (s *shelf) now() delivery.Attempt {
	s.t.Helper()
	list, err := s.Attempts(s.t.Context(), s.sitting, "")
	if err != nil || len(list) != 1 {
		s.t.Fatalf("attempts = %+v, %v", list, err)
	}
	return list[0]
}

func (s *shelf) testLease() {
	ctx := s.t.Context()
	if held, err := s.Lease(ctx, "n2", 2, time.Minute); err != nil || len(held) != 0 {
		s.t.Errorf("n2 leases %v, %v while n1 holds all", held, err)
	}
	_, err := s.Append(ctx, "n2", []delivery.ShardEntries{{Shard: 0, Entries: s.entries(1, 1)}})
	if !errors.Is(err, delivery.ErrLeaseLost) {
		s.t.Errorf("append without the lease: %v", err)
	}
	if err := s.Announce(ctx, "n2", 0, "x"); !errors.Is(err, delivery.ErrLeaseLost) {
		s.t.Errorf("announce without the lease: %v", err)
	}
	if err := s.Announce(ctx, "n1", 0, "life"); err != nil {
		s.t.Error(err)
	}
	if err := s.Release(ctx, "n1"); err != nil {
		s.t.Error(err)
	}
	held, err := s.Lease(ctx, "n2", 2, time.Minute)
	if err != nil || len(held) != 2 {
		s.t.Errorf("n2 leases %v, %v after n1 went", held, err)
	}
	for shard, want := range map[int]string{0: "life", 1: "", 7: ""} {
		if inc, err := s.Announced(ctx, shard); err != nil || inc != want {
			s.t.Errorf("shard %d is drained for %q, %v; want %q", shard, inc, err, want)
		}
	}
}

func (s *shelf) testAppend() {
	batch := append([]delivery.LogEntry{s.start()}, s.entries(1, 3)...)
	if done := s.append(batch...); done.Events != 3 || done.Repeated != 0 {
		s.t.Errorf("first time: %+v", done)
	}
	if done := s.append(append(batch, s.entries(4, 4)...)...); done.Events != 1 || done.Repeated != 3 || done.Conflicts != 0 {
		s.t.Errorf("read again: %+v", done)
	}
	if a := s.now(); a.LastSeq != 4 || a.State != delivery.AttemptOpen || a.Deadline.IsZero() || a.BirthDate != "2008-02-29" {
		s.t.Errorf("attempt = %+v", a)
	}
	full := delivery.LogEntry{Kind: delivery.EntryFull, Attempt: s.attempt.ID, At: time.Now()}
	for range 2 {
		s.append(full)
	}
	if n := s.incidents(s.attempt.ID, "evidence.full"); n != 1 {
		s.t.Errorf("%d incidents evidence.full, want 1", n)
	}
	orphan := s.entries(5, 5)
	orphan[0].Attempt, orphan[0].Event.Attempt = "nobody", "nobody"
	if done := s.append(orphan...); done.Orphans != 1 || done.Events != 0 {
		s.t.Errorf("an event of nobody: %+v", done)
	}
}

func (s *shelf) testDiverged() {
	s.append(s.entries(1, 3)...)
	other := s.entries(2, 2)
	other[0].Event.Value = "x"
	other[0].Event.Chain(s.events[0].Hash)
	again := s.entries(3, 3)
	again[0].Event.At = again[0].Event.At.Add(time.Second)
	again[0].Event.Chain(s.events[1].Hash)
	for range 2 { // an incident is kept once
		if done := s.append(append(other, again...)...); done.Conflicts != 1 || done.Repeated != 1 || done.Events != 0 {
			s.t.Errorf("append = %+v", done)
		}
	}
	for kind, want := range map[string]int{"diverged": 1, "rechained": 1} {
		if n := s.incidents(s.attempt.ID, kind); n != want {
			s.t.Errorf("%d incidents %s, want %d", n, kind, want)
		}
	}
	works, err := s.Works(s.t.Context(), s.sitting)
	if err != nil || works[0].Values["p3_1"] != "3" {
		s.t.Errorf("works = %+v, %v", works, err)
	}
}

func (s *shelf) testSeal() {
	s.append(append([]delivery.LogEntry{s.start()}, s.entries(1, 2)...)...)
	hole := append(s.entries(4, 4), s.sealAt(4))
	if done := s.append(hole...); len(done.Missing) != 1 || len(done.Complete) != 0 {
		s.t.Errorf("sealed with a hole: %+v", done)
	}
	if a := s.now(); a.State != delivery.AttemptIncomplete || a.LastSeq != 2 || a.SealedN != 4 || a.Receipt != "" {
		s.t.Errorf("attempt = %+v", a)
	}
	s.prepare() // another sitting, whole
	done := s.append(append(append([]delivery.LogEntry{s.start()}, s.entries(1, 6)...), s.sealAt(6))...)
	if len(done.Complete) != 1 || done.Complete[0] != s.attempt.ID {
		s.t.Errorf("sealed whole: %+v", done)
	}
	want := delivery.Receipt(s.attempt.ID, 6, s.events[5].Hash)
	if a := s.now(); a.State != delivery.AttemptSealed || a.Receipt != want {
		s.t.Errorf("attempt = %+v, want receipt %s", a, want)
	}
}

func (s *shelf) testSeeds() {
	ids := []exam.AttemptID{s.attempt.ID, "nobody"}
	seeds, err := s.Seeds(s.t.Context(), ids)
	if err != nil || len(seeds) != 1 || seeds[s.attempt.ID].State != delivery.LiveWaiting || seeds[s.attempt.ID].Last != 0 {
		s.t.Fatalf("seeds = %+v, %v", seeds[s.attempt.ID], err)
	}
	attach := delivery.LogEntry{Kind: delivery.EntryAttach, Attempt: s.attempt.ID, Epoch: 7, Device: "device-1", At: time.Now()}
	s.append(append([]delivery.LogEntry{attach, s.start()}, s.entries(1, 3)...)...)
	s.append(s.entries(5, 5)...) // beyond a hole
	seeds, err = s.Seeds(s.t.Context(), ids)
	if err != nil {
		s.t.Fatal(err)
	}
	got := seeds[s.attempt.ID]
	if got.State != delivery.LiveRunning || got.Last != 3 || got.Hash != s.events[2].Hash || len(got.Digests) != 3 ||
		got.Values["p3_1"] != "3" || got.Epoch != 7 || got.Device != "device-1" || got.Grace != time.Second {
		s.t.Errorf("seed = %+v", got)
	}
	// The hole is filled; 5 was there before the watermark got so far.
	if done := s.append(s.entries(4, 6)...); done.Events != 2 || done.Repeated == 0 || done.Conflicts != 0 {
		s.t.Errorf("filled the hole: %+v", done)
	}
	if a := s.now(); a.LastSeq != 6 {
		s.t.Errorf("after the hole was filled last is %d", a.LastSeq)
	}
}

func (s *shelf) testCourse() {
	ctx := s.t.Context()
	begin := time.Now().Add(-2 * time.Hour)
	for range 2 { // the second changes nothing
		if err := s.MarkRunning(ctx, s.sitting, begin); err != nil {
			s.t.Fatal(err)
		}
	}
	list, err := s.Sittings(ctx)
	if err != nil || len(list) != 1 || list[0].State != exam.SittingRunning || list[0].Rev != 2 {
		s.t.Fatalf("sittings = %+v, %v", list, err)
	}
	due, err := s.Due(ctx, time.Now(), "", 10)
	if err != nil || len(due) != 1 || due[0].ID != s.attempt.ID {
		s.t.Errorf("due = %+v, %v", due, err)
	}
	if closed, err := s.CloseFinished(ctx); err != nil || len(closed) != 0 {
		s.t.Errorf("closed %v, %v with an attempt open", closed, err)
	}
	absent := s.append(delivery.LogEntry{Kind: delivery.EntrySeal, Attempt: s.attempt.ID, At: time.Now(), Absent: true, By: delivery.SealedByDeadline})
	if len(absent.Complete) != 1 {
		s.t.Errorf("absent: %+v, want it complete", absent)
	}
	if closed, err := s.CloseFinished(ctx); err != nil || len(closed) != 1 {
		s.t.Errorf("closed %v, %v, want the sitting", closed, err)
	}
	if a := s.now(); a.State != delivery.AttemptAbsent {
		s.t.Errorf("attempt = %+v", a)
	}
}
