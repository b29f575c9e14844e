package deliverytest

import (
	"context"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// desk drives one Live.
type desk struct {
	t    *testing.T
	live delivery.Live
}

// do hands an op over and waits for its result.
func (d *desk) do(op delivery.Op) delivery.Result {
	d.t.Helper()
	done := make(chan delivery.Result, 1)
	op.Done = func(op *delivery.Op) { done <- op.Result }
	d.live.Enqueue(&op)
	select {
	case r := <-done:
		return r
	case <-time.After(30 * time.Second):
		d.t.Fatalf("operation %c has no result", op.Kind)
		return delivery.Result{}
	}
}

func (d *desk) want(r delivery.Result, status delivery.Status, what string) delivery.Result {
	d.t.Helper()
	if r.Status != status {
		d.t.Errorf("%s: status %d (%v), want %d", what, r.Status, r.Err, status)
	}
	return r
}

// incarnation is what newAttempt's shard begins with.
const incarnation = "first-life"

// newAttempt restores a waiting attempt in a shard that lives.
func (d *desk) newAttempt() exam.AttemptID {
	d.t.Helper()
	id := exam.AttemptID(exam.NewID())
	shard := delivery.ShardOf(id, d.live.Shards())
	beat := d.do(delivery.Op{Kind: delivery.OpBeat, Shard: shard, Node: "n1", Incarnation: incarnation})
	d.want(beat, delivery.StatusOK, "beat")
	d.restore(&delivery.Seed{Attempt: id, State: delivery.LiveWaiting, Grace: time.Second}, beat.Beat.Incarnation)
	return id
}

func (d *desk) restore(s *delivery.Seed, inc string) delivery.Result {
	d.t.Helper()
	return d.want(d.do(delivery.Op{Kind: delivery.OpRestore, Attempt: s.Attempt, Seed: s, Incarnation: inc}),
		delivery.StatusOK, "restore")
}

func (d *desk) attach(id exam.AttemptID, device string, claim byte) delivery.Result {
	d.t.Helper()
	return d.do(delivery.Op{
		Kind: delivery.OpAttach, Attempt: id, Device: device, Claim: [8]byte{claim}, Silence: 15 * time.Second,
	})
}

func terms(in, grace time.Duration) delivery.Terms {
	return delivery.Terms{End: time.Now().Add(in), Duration: time.Hour, Grace: grace}
}

// running is an attempt of epoch 1 that is under way.
func (d *desk) running(in, grace time.Duration) exam.AttemptID {
	d.t.Helper()
	id := d.newAttempt()
	d.want(d.attach(id, "device-1", 1), delivery.StatusOK, "attach")
	d.want(d.do(delivery.Op{Kind: delivery.OpStart, Attempt: id, Terms: terms(in, grace)}), delivery.StatusOK, "start")
	return id
}

// answer makes an event behind prev and stores it.
func (d *desk) answer(id exam.AttemptID, epoch, seq int64, value string, prev seal.Hash) (delivery.Result, seal.Hash) {
	d.t.Helper()
	e := delivery.Event{Attempt: id, Seq: seq, Field: "p1_1", Value: value, At: time.Now().Truncate(time.Millisecond), Epoch: epoch}
	e.Chain(prev)
	r := d.do(delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: e, Digest: delivery.DigestOf(e.Field, value)})
	return r, e.Hash
}

// log reads the log of an attempt's shard and keeps its own entries.
func (d *desk) log(id exam.AttemptID) (own []delivery.LogEntry) {
	d.t.Helper()
	all, err := d.live.ReadLog(context.Background(), delivery.ShardOf(id, d.live.Shards()), 10_000)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range all {
		if e.Attempt == id {
			own = append(own, e)
		}
	}
	return own
}

// RunLive tests a Live. open returns an empty one.
func RunLive(t *testing.T, open func(t *testing.T) delivery.Live) {
	t.Helper()
	for name, test := range map[string]func(*desk){
		"answers are contiguous":       (*desk).testSequence,
		"late answers are evidence":    (*desk).testLate,
		"evidence has a bound":         (*desk).testEvidence,
		"one epoch writes":             (*desk).testEpochs,
		"the clock seals":              (*desk).testSeal,
		"restore never goes back":      (*desk).testRestore,
		"the log goes when it is told": (*desk).testLog,
		"deadlines follow the terms":   (*desk).testTerms,
		"a start is once":              (*desk).testStart,
		"a pause refuses":              (*desk).testPause,
		"forced seals and rounds":      (*desk).testForce,
		"a release is once":            (*desk).testRelease,
		"restored by the terms":        (*desk).testRestoreTerms,
		"beats tell interruptions":     (*desk).testBeats,
		"silence is an interruption":   (*desk).testSilence,
		"many are decided in order":    (*desk).testMany,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(&desk{t: t, live: open(t)})
		})
	}
}

func (d *desk) testSequence() {
	id := d.newAttempt()
	d.want(d.attach(id, "device-1", 1), delivery.StatusOK, "attach")
	r, _ := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusWaiting, "before the start")
	d.want(d.do(delivery.Op{Kind: delivery.OpStart, Attempt: id, Terms: terms(time.Hour, time.Second)}), delivery.StatusOK, "start")
	r, h1 := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusOK, "first")
	r, _ = d.answer(id, 1, 3, "c", h1)
	if d.want(r, delivery.StatusGap, "gap"); r.Last != 1 || r.Hash != h1 {
		d.t.Errorf("gap tells last %d", r.Last)
	}
	r, _ = d.answer(id, 1, 2, "b", seal.Hash{9})
	if d.want(r, delivery.StatusStale, "broken chain"); r.Last != 1 || r.Hash != h1 {
		d.t.Errorf("stale tells last %d", r.Last)
	}
	r, h2 := d.answer(id, 1, 2, "b", h1)
	d.want(r, delivery.StatusOK, "second")
	r, _ = d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "repeat")
	r, _ = d.answer(id, 1, 1, "x", seal.Hash{})
	d.want(r, delivery.StatusConflict, "repeat with another content")
	r, _ = d.answer(id, 1, 3, "c", h2)
	d.want(r, delivery.StatusBarred, "the next number after a conflict")
	r, _ = d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "repeat after a conflict")
	d.want(d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 1, N: 2}), delivery.StatusBarred, "submit after a conflict")
	if r := d.attach(id, "device-1", 2); r.Values["p1_1"] != "b" || r.Last != 2 || r.Epoch != 2 {
		d.t.Errorf("attach tells %+v", r)
	}
	r, _ = d.answer(id, 2, 3, "c", h2)
	d.want(r, delivery.StatusOK, "a new epoch after a conflict")
	r = d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 2, N: 2})
	if d.want(r, delivery.StatusBehind, "submit with fewer than are held"); r.Last != 3 {
		d.t.Errorf("behind tells last %d", r.Last)
	}
	d.want(d.do(delivery.Op{Kind: delivery.OpSeen, Attempt: "nobody", Epoch: 1}), delivery.StatusMissing, "unknown attempt")
}

func (d *desk) testLate() {
	id := d.running(-2*time.Second, 0)
	// What is up since a moment ago still takes answers for the grace, here 0.
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	r, h := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusLate, "after deadline and grace")
	r, _ = d.answer(id, 1, 2, "b", h)
	d.want(r, delivery.StatusLate, "the next")
	kinds := ""
	for _, e := range d.log(id) {
		kinds += string(rune(e.Kind))
	}
	if kinds != "HSLL" {
		d.t.Errorf("log holds %s, want HSLL", kinds)
	}
}

// testEvidence sends more late answers than are kept.
func (d *desk) testEvidence() {
	id := d.running(-2*time.Second, 0)
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	for seq := int64(1); seq <= delivery.MaxEvidence+5; seq++ {
		if seq%10 == 0 { // on a busy machine 50 of them take longer than the pause in the beats that counts as an interruption
			d.do(delivery.Op{Kind: delivery.OpBeat, Shard: delivery.ShardOf(id, d.live.Shards()), Node: "n1", Incarnation: incarnation})
		}
		r, _ := d.answer(id, 1, seq, "a", seal.Hash{})
		d.want(r, delivery.StatusLate, "late")
	}
	kinds := map[delivery.EntryKind]int{}
	for _, e := range d.log(id) {
		kinds[e.Kind]++
		if e.Kind == delivery.EntryFull && e.At.IsZero() {
			d.t.Error("nobody knows when the evidence was full")
		}
	}
	if kinds[delivery.EntryLate] != delivery.MaxEvidence || kinds[delivery.EntryFull] != 1 {
		d.t.Errorf("log holds %v, want %d late and 1 full", kinds, delivery.MaxEvidence)
	}
}

func (d *desk) testEpochs() {
	id := d.running(time.Hour, time.Second)
	d.want(d.attach(id, "device-2", 2), delivery.StatusBusy, "another device")
	if r := d.attach(id, "device-1", 1); r.Epoch != 1 {
		d.t.Errorf("a repeated attach took epoch %d", r.Epoch)
	}
	if r := d.attach(id, "device-1", 3); r.Epoch != 2 {
		d.t.Errorf("the same device took epoch %d, want 2", r.Epoch)
	}
	again := delivery.Op{Kind: delivery.OpAttach, Attempt: id, Device: "device-1", Claim: [8]byte{4}, Epoch: 1}
	d.want(d.do(again), delivery.StatusReplaced, "who held it before the present holder comes again")
	again.Epoch = 2
	if r := d.want(d.do(again), delivery.StatusOK, "the present holder comes again"); r.Epoch != 3 {
		d.t.Errorf("it took epoch %d, want 3", r.Epoch)
	}
	if r := d.want(d.do(again), delivery.StatusOK, "and asks once more"); r.Epoch != 3 {
		d.t.Errorf("it took epoch %d, want 3 still", r.Epoch)
	}
	r, _ := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusReplaced, "old epoch")
	r, _ = d.answer(id, 4, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRewound, "an epoch that Live lost")
	d.want(d.do(delivery.Op{Kind: delivery.OpSeen, Attempt: id, Epoch: 3, Lost: true}), delivery.StatusOK, "seen")
	told := d.want(d.do(delivery.Op{Kind: delivery.OpSeen, Attempt: id, Epoch: 3, Lost: true, Tell: true}), delivery.StatusOK, "seen and told")
	if told.State == 0 || told.Epoch != 3 {
		d.t.Errorf("who asks where the attempt stands hears %+v", told)
	}
	if look := d.do(delivery.Op{Kind: delivery.OpLook, Attempt: id}); !look.Lost || look.Seen.IsZero() || look.Answered != 0 {
		d.t.Errorf("look tells %+v", look)
	}
}

func (d *desk) testSeal() {
	id := d.running(time.Hour, time.Second)
	_, h := d.answer(id, 1, 1, "a", seal.Hash{})
	seals := delivery.Op{Kind: delivery.OpSeal, Attempt: id, Terms: terms(time.Hour, time.Second)}
	if r := d.want(d.do(seals), delivery.StatusNotDue, "seal before the deadline"); r.Wait < 50*time.Minute {
		d.t.Errorf("not due for %v", r.Wait)
	}
	d.want(d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 1, N: 2}), delivery.StatusGap, "submit with too many")
	for _, what := range []string{"submit", "submit again"} {
		r := d.want(d.do(delivery.Op{Kind: delivery.OpSubmit, Attempt: id, Epoch: 1, N: 1}), delivery.StatusSealed, what)
		if r.N != 1 || r.Hash != h || r.Absent {
			d.t.Errorf("%s tells %+v", what, r)
		}
	}
	r, _ := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "repeat after the seal")
	entries := d.log(id)
	if last := entries[len(entries)-1]; last.Kind != delivery.EntrySeal || last.N != 1 || last.Hash != h || last.By != delivery.SealedBySubmit {
		d.t.Errorf("log ends with %+v", last)
	}
	behind := d.running(-time.Second, 0) // Live lost an answer that the record has
	for _, op := range []delivery.Op{
		{Kind: delivery.OpSeal, Terms: terms(-time.Minute, 0)},
		{Kind: delivery.OpForce, By: delivery.SealedByInvigilator},
		{Kind: delivery.OpAttach, Device: "device-1", Claim: [8]byte{2}},
	} {
		op.Attempt, op.Archived = behind, 1
		d.want(d.do(op), delivery.StatusMissing, "behind the record: operation "+string(rune(op.Kind)))
	}
	absent := d.newAttempt()
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	r = d.do(delivery.Op{Kind: delivery.OpSeal, Attempt: absent, Terms: terms(-time.Minute, 0)})
	if d.want(r, delivery.StatusSealed, "never started"); !r.Absent || r.N != 0 {
		d.t.Errorf("never started: %+v", r)
	}
}

func (d *desk) testRestore() {
	id := d.running(time.Hour, time.Second)
	r, h1 := d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusOK, "answer")
	old := &delivery.Seed{Attempt: id, State: delivery.LiveWaiting}
	if r := d.restore(old, incarnation); r.Last != 1 || r.State != delivery.LiveRunning {
		d.t.Errorf("an older seed brought it back to %+v", r)
	}
	e2 := delivery.Event{Attempt: id, Seq: 2, Field: "p1_2", Value: "b", At: time.Now()}
	e2.Chain(h1)
	ahead := &delivery.Seed{
		Attempt: id, State: delivery.LiveRunning, Epoch: 1, Last: 2, Hash: e2.Hash,
		Digests: []delivery.Digest{delivery.DigestOf("p1_1", "a"), delivery.DigestOf("p1_2", "b")},
		Values:  map[string]string{"p1_1": "a", "p1_2": "b"},
	}
	if r := d.restore(ahead, incarnation); r.Last != 2 || r.Hash != e2.Hash {
		d.t.Errorf("a seed that is ahead left it at %+v", r)
	}
	r, _ = d.answer(id, 1, 1, "a", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "repeat of what the record had")
	r = d.do(delivery.Op{Kind: delivery.OpRestore, Attempt: id, Seed: ahead, Incarnation: "another-life"})
	d.want(r, delivery.StatusOldLife, "restore for another incarnation")
	begun := &delivery.Seed{Attempt: d.newAttempt(), State: delivery.LiveRunning, Started: time.Now(), Deadline: time.Now().Add(time.Hour)}
	if r := d.restore(begun, incarnation); r.State != delivery.LiveRunning || r.Started.IsZero() || r.Deadline.Sub(begun.Deadline).Abs() > time.Millisecond {
		d.t.Errorf("a start that the record has left it at %+v", r)
	}
	sealed := &delivery.Seed{Attempt: exam.AttemptID(exam.NewID()), State: delivery.LiveSealed, N: 0}
	inc := d.do(delivery.Op{
		Kind: delivery.OpBeat, Shard: delivery.ShardOf(sealed.Attempt, d.live.Shards()), Node: "n1", Incarnation: incarnation,
	}).Beat.Incarnation
	d.restore(sealed, inc)
	r = d.do(delivery.Op{Kind: delivery.OpStart, Attempt: sealed.Attempt, Terms: terms(time.Hour, 0)})
	if r.State != delivery.LiveSealed {
		d.t.Errorf("a sealed attempt was opened: %+v", r)
	}
}

func (d *desk) testLog() {
	id := d.running(time.Hour, time.Second)
	r, _ := d.answer(id, 1, 1, "đáp án", seal.Hash{})
	entries := d.log(id)
	if len(entries) != 3 || entries[2].Event.Value != "đáp án" || entries[2].Event.Seq != 1 || entries[2].Event.Epoch != 1 {
		d.t.Fatalf("log = %+v", entries)
	}
	if r.LogID != entries[2].ID || entries[1].Deadline.IsZero() || entries[0].Device != "device-1" {
		d.t.Errorf("result at %v, log = %+v", r.LogID, entries)
	}
	shard := delivery.ShardOf(id, d.live.Shards())
	if err := d.live.TrimLog(context.Background(), shard, entries[1].ID); err != nil {
		d.t.Fatal(err)
	}
	if rest := d.log(id); len(rest) != 1 || rest[0].ID != entries[2].ID {
		d.t.Errorf("after the trim: %+v", rest)
	}
	beat := d.do(delivery.Op{Kind: delivery.OpBeat, Shard: shard, Node: "n1", Incarnation: "x"}).Beat
	if beat.Archived != entries[1].ID || beat.Incarnation != incarnation {
		d.t.Errorf("beat tells %+v", beat)
	}
	d.want(d.do(delivery.Op{Kind: delivery.OpForget, Attempt: id}), delivery.StatusOK, "forget")
	r, _ = d.answer(id, 1, 1, "đáp án", seal.Hash{})
	d.want(r, delivery.StatusRepeat, "what is to be forgotten is still known for a while")
}

func (d *desk) testBeats() {
	beat := func(node string) delivery.Beat {
		return d.want(d.do(delivery.Op{Kind: delivery.OpBeat, Node: node, Incarnation: incarnation}), delivery.StatusOK, "beat").Beat
	}
	first := beat("n1")
	time.Sleep(5 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	if next := beat("n2"); !next.Since.Equal(first.Since) || next.Incarnation != incarnation {
		d.t.Errorf("a second node: %+v, before %+v", next, first)
	}
	d.want(d.do(delivery.Op{Kind: delivery.OpLeave, Node: "n2"}), delivery.StatusOK, "leave")
	if after := beat("n1"); !after.Since.After(first.Since) {
		d.t.Errorf("after a node left: %+v, before %+v", after, first)
	}
}

// testSilence lets one of two nodes die, then nobody beat for a while: each
// begins the time since which all is up anew, and with it every grace.
func (d *desk) testSilence() {
	beat := func(node string) time.Time {
		return d.want(d.do(delivery.Op{Kind: delivery.OpBeat, Node: node, Incarnation: incarnation}), delivery.StatusOK, "beat").Beat.Since
	}
	beat("n1")
	both := beat("n2")
	alone := both
	for range 8 {
		time.Sleep(450 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
		alone = beat("n1")
	}
	if !alone.After(both) {
		d.t.Errorf("a node is dead for 3.6 s, and all is up since %v", both)
	}
	time.Sleep(2100 * time.Millisecond) //nolint:forbidigo // Live's own clock decides
	if after := beat("n1"); !after.After(alone) {
		d.t.Errorf("nobody beat for 2.1 s, and all is up since %v", alone)
	}
}
