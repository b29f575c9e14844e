package deliverytest

import (
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// begun is an attempt that runs, and when it began by Live's clock.
func (d *desk) begun(t delivery.Terms) (exam.AttemptID, time.Time) {
	d.t.Helper()
	id := d.newAttempt()
	d.want(d.attach(id, "device-1", 1), delivery.StatusOK, "attach")
	r := d.want(d.do(delivery.Op{Kind: delivery.OpStart, Attempt: id, Terms: t}), delivery.StatusOK, "start")
	return id, r.Started
}

// testTerms compares Live's deadlines with those of delivery.Terms.
func (d *desk) testTerms() {
	now := time.Now().Truncate(time.Millisecond)
	at := func(minutes int) time.Time { return now.Add(time.Duration(minutes) * time.Minute) }
	base := delivery.Terms{Rev: 1, End: at(60), Duration: 50 * time.Minute, Grace: time.Second}
	id, started := d.begun(base)
	for i, t := range []delivery.Terms{
		base,
		{End: at(40), Duration: 50 * time.Minute, Extra: 7 * time.Minute},
		{End: at(60), Duration: 50 * time.Minute, Pauses: []delivery.Span{{From: at(-20), To: at(-5)}}},
		{End: at(60), Duration: 50 * time.Minute, Pauses: []delivery.Span{{From: at(-20), To: at(5)}, {From: at(7), To: at(9)}}},
		{End: at(40), Duration: 50 * time.Minute, Pauses: []delivery.Span{{From: at(-20), To: at(5)}, {From: at(7), To: at(9)}}},
		{End: at(60), Duration: 50 * time.Minute, Extra: time.Minute, Pauses: []delivery.Span{{From: at(-9), To: at(-4)}, {From: at(-2)}}},
		{End: at(60), Duration: 50 * time.Minute, Pauses: []delivery.Span{{From: at(1)}}},
	} {
		t.Rev, t.Grace = int64(i+1), time.Second
		r := d.want(d.do(delivery.Op{Kind: delivery.OpAdjust, Attempt: id, Terms: t}), delivery.StatusOK, "adjust")
		deadline, since := t.Deadline(started)
		state := delivery.LiveRunning
		if !since.IsZero() {
			state = delivery.LivePaused
		}
		if !r.Deadline.Equal(deadline) || !r.Paused.Equal(since) || r.State != state {
			d.t.Errorf("terms %d: Live says %v, stands since %v, %c; the terms %v, %v", i, r.Deadline, r.Paused, r.State, deadline, since)
		}
	}
	if r := d.do(delivery.Op{Kind: delivery.OpAdjust, Attempt: id, Terms: base}); r.State != delivery.LivePaused {
		d.t.Errorf("older terms brought it back to %c", r.State)
	}
	// The seal computes the deadline anew, and leaves who is paused alone.
	over := delivery.Terms{Rev: 20, End: at(-10), Duration: time.Hour}
	stands := over
	stands.Pauses = []delivery.Span{{From: at(-30)}}
	d.want(d.do(delivery.Op{Kind: delivery.OpSeal, Attempt: id, Terms: stands}), delivery.StatusNotDue, "seal while paused")
	over.Rev = 19
	d.want(d.do(delivery.Op{Kind: delivery.OpSeal, Attempt: id, Terms: over}), delivery.StatusNotDue, "seal by older terms")
	over.Rev = 21
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	if r := d.want(d.do(delivery.Op{Kind: delivery.OpSeal, Attempt: id, Terms: over}), delivery.StatusSealed, "seal by newer terms"); r.By != delivery.SealedByDeadline {
		d.t.Errorf("sealed by %s", r.By)
	}
}

// testStart starts again what runs or is paused, as two nodes and a repeated call
// do: nothing changes, and Live knows the terms of the first.
func (d *desk) testStart() {
	t := terms(time.Hour, time.Second)
	t.Rev, t.Duration = 5, 40*time.Minute
	id, started := d.begun(t)
	deadline, _ := t.Deadline(started)
	again := t
	again.Rev, again.Duration = 6, 50*time.Minute
	stands := t
	stands.Rev, stands.Pauses = 7, []delivery.Span{{From: started}}
	older := again
	older.Rev = 4
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	for _, step := range []struct {
		what  string
		kind  delivery.OpKind
		terms delivery.Terms
		state delivery.LiveState
	}{
		{"started again", delivery.OpStart, again, delivery.LiveRunning},
		{"adjusted by terms older than those of the start", delivery.OpAdjust, older, delivery.LiveRunning},
		{"paused", delivery.OpAdjust, stands, delivery.LivePaused},
		{"started while paused", delivery.OpStart, again, delivery.LivePaused},
	} {
		r := d.want(d.do(delivery.Op{Kind: step.kind, Attempt: id, Terms: step.terms}), delivery.StatusOK, step.what)
		if r.State != step.state || !r.Started.Equal(started) || !r.Deadline.Equal(deadline) {
			d.t.Errorf("%s: %q, from %v to %v; want from %v to %v", step.what, r.State, r.Started, r.Deadline, started, deadline)
		}
	}
	kinds := ""
	for _, e := range d.log(id) {
		kinds += string(rune(e.Kind))
	}
	if kinds != "HSX" {
		d.t.Errorf("log holds %s, want HSX", kinds)
	}
}

// testPause refuses what a pause refuses, and keeps who waits waiting.
func (d *desk) testPause() {
	base := terms(time.Hour, time.Second)
	id, _ := d.begun(base)
	r, h := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusOK, "answer")
	stands := base
	stands.Rev, stands.Pauses = 2, []delivery.Span{{From: time.Now().Truncate(time.Millisecond)}}
	d.want(d.do(delivery.Op{Kind: delivery.OpAdjust, Attempt: id, Terms: stands}), delivery.StatusOK, "pause")
	r, _ = d.answer(id, 1, 2, "b", h)
	d.want(r, delivery.StatusPaused, "a new answer while paused")
	r, _ = d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "a repeat while paused")
	d.want(d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 1, N: 1}), delivery.StatusPaused, "submit while paused")
	waits := d.newAttempt()
	d.want(d.do(delivery.Op{Kind: delivery.OpStart, Attempt: waits, Terms: stands}), delivery.StatusPaused, "start while paused")
	d.want(d.do(delivery.Op{Kind: delivery.OpStart, Attempt: waits, Terms: base}), delivery.StatusPaused, "start by older terms")
	kinds := ""
	for _, e := range d.log(id) {
		kinds += string(rune(e.Kind))
		if e.Kind == delivery.EntryAdjust && !e.Paused {
			d.t.Error("the log does not say that the clock stands")
		}
	}
	if kinds != "HSAX" {
		d.t.Errorf("log holds %s, want HSAX", kinds)
	}
	base.Rev = 3
	if r := d.do(delivery.Op{Kind: delivery.OpStart, Attempt: waits, Terms: base}); r.State != delivery.LiveRunning {
		d.t.Errorf("after the pause: %+v", r)
	}
}

// testForce seals and reopens, round after round.
func (d *desk) testForce() {
	base := terms(time.Hour, time.Second)
	id, _ := d.begun(base)
	r, h := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusOK, "answer")
	reopen := delivery.Op{Kind: delivery.OpReopen, Attempt: id, Round: 1, Terms: base}
	if r := d.do(reopen); r.State != delivery.LiveRunning || r.Round != 0 {
		d.t.Errorf("what is not sealed was reopened: %+v", r)
	}
	force := delivery.Op{Kind: delivery.OpForce, Attempt: id, By: delivery.SealedByInvigilator}
	for _, by := range []delivery.SealedBy{delivery.SealedByInvigilator, delivery.SealedByVoid} { // the first stands
		force.By = by
		if r := d.want(d.do(force), delivery.StatusSealed, "force"); r.By != delivery.SealedByInvigilator || r.N != 1 || r.Hash != h {
			d.t.Errorf("force tells %+v", r)
		}
	}
	d.want(d.do(delivery.Op{Kind: delivery.OpForget, Attempt: id}), delivery.StatusOK, "forget")
	gone := reopen
	gone.Terms = terms(-time.Hour, 0)
	d.want(d.do(gone), delivery.StatusOver, "reopen without time left")
	for range 2 {
		if r := d.want(d.do(reopen), delivery.StatusOK, "reopen"); r.State != delivery.LiveRunning || r.Round != 1 || r.Last != 1 {
			d.t.Errorf("reopen tells %+v", r)
		}
	}
	if r := d.want(d.do(force), delivery.StatusOK, "an order from before the reopening"); r.State != delivery.LiveRunning {
		d.t.Errorf("an order from before the reopening sealed: %+v", r)
	}
	r, _ = d.answer(id, 1, 2, "b", h)
	d.want(r, delivery.StatusOK, "answer after the reopening")
	d.want(d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 1, N: 2}), delivery.StatusSealed, "submit")
	if r := d.do(reopen); r.State != delivery.LiveSealed {
		d.t.Errorf("the same reopening undid a later seal: %+v", r)
	}
	older := &delivery.Seed{Attempt: id, State: delivery.LiveSealed, N: 1, Last: 9, Round: 0}
	if r := d.restore(older, incarnation); r.Last != 2 || r.Round != 1 {
		d.t.Errorf("a seed of an earlier round brought it to %+v", r)
	}
	var rounds []int
	for _, e := range d.log(id) {
		if e.Kind == delivery.EntrySeal || e.Kind == delivery.EntryReopen {
			rounds = append(rounds, e.Round)
		}
	}
	if len(rounds) != 3 || rounds[0] != 0 || rounds[1] != 1 || rounds[2] != 1 {
		d.t.Errorf("rounds in the log: %v", rounds)
	}
}

// testRelease frees an attempt for any device, once.
func (d *desk) testRelease() {
	id := d.running(time.Hour, time.Second)
	release := delivery.Op{Kind: delivery.OpRelease, Attempt: id, Terms: delivery.Terms{Rev: 7}}
	d.want(d.do(release), delivery.StatusOK, "release")
	r, _ := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusReplaced, "the holder before")
	d.want(d.attach(id, "device-2", 2), delivery.StatusOK, "another device")
	for range 2 {
		if r := d.want(d.do(release), delivery.StatusOK, "the same release"); r.Epoch != 3 {
			d.t.Errorf("it took epoch %d from the new holder", r.Epoch)
		}
	}
	d.want(d.attach(id, "device-3", 3), delivery.StatusBusy, "a third device")
}

// testRestoreTerms says: what a restored attempt has of time are the terms.
func (d *desk) testRestoreTerms() {
	id := d.newAttempt()
	inc := d.do(delivery.Op{
		Kind: delivery.OpBeat, Shard: delivery.ShardOf(id, d.live.Shards()), Node: "n1", Incarnation: incarnation,
	}).Beat.Incarnation
	now := time.Now().Truncate(time.Millisecond)
	seed := &delivery.Seed{
		Attempt: exam.AttemptID(exam.NewID()), State: delivery.LiveRunning, Epoch: 4, Device: "device-1", Machine: "Máy 1",
		Started: now.Add(-time.Hour), Deadline: now.Add(-time.Minute), Round: 2,
	}
	shard := delivery.ShardOf(seed.Attempt, d.live.Shards())
	inc = d.do(delivery.Op{Kind: delivery.OpBeat, Shard: shard, Node: "n1", Incarnation: inc}).Beat.Incarnation
	t := delivery.Terms{Rev: 9, End: now.Add(10 * time.Minute), Duration: 2 * time.Hour, Pauses: []delivery.Span{{From: now.Add(-time.Minute)}}}
	r := d.want(d.do(delivery.Op{Kind: delivery.OpRestore, Attempt: seed.Attempt, Seed: seed, Incarnation: inc, Terms: t}), delivery.StatusOK, "restore")
	deadline, since := t.Deadline(seed.Started)
	if r.State != delivery.LivePaused || !r.Deadline.Equal(deadline) || !r.Paused.Equal(since) || r.Round != 2 {
		d.t.Errorf("restored as %+v", r)
	}
	if look := d.do(delivery.Op{Kind: delivery.OpLook, Attempt: seed.Attempt}); look.Machine != "Máy 1" {
		d.t.Errorf("look tells %+v", look)
	}
}
