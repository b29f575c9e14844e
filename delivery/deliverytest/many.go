package deliverytest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// testMany hands over what several attempts of one shard send at once, good and
// bad mixed, and looks whether each was decided by itself, in its order, and
// stands in the log in that order.
func (d *desk) testMany() {
	ids := []exam.AttemptID{d.running(time.Hour, time.Second)}
	for len(ids) < 3 {
		id := d.running(time.Hour, time.Second)
		if delivery.ShardOf(id, d.live.Shards()) == delivery.ShardOf(ids[0], d.live.Shards()) {
			ids = append(ids, id)
		}
	}
	const events = 40
	var ops []*delivery.Op
	var want []delivery.Status
	add := func(e delivery.Event, status delivery.Status) {
		ops = append(ops, &delivery.Op{Kind: delivery.OpAnswer, Attempt: e.Attempt, Event: e, Digest: delivery.DigestOf(e.Field, e.Value)})
		want = append(want, status)
	}
	tips := map[exam.AttemptID]seal.Hash{}
	for seq := int64(1); seq <= events; seq++ {
		for i, id := range ids {
			e := delivery.Event{
				Attempt: id, Seq: seq, Epoch: 1, Field: fmt.Sprintf("p1_%d", seq%7), Value: fmt.Sprint("đ", seq), At: time.Now().Truncate(time.Millisecond),
			}
			e.Chain(tips[id])
			switch {
			case i == 1 && seq%5 == 0: // one that is too far ahead comes before it
				ahead := e
				ahead.Seq += 3
				add(ahead, delivery.StatusGap)
			case i == 2 && seq%6 == 0: // one of an epoch that was never given
				lost := e
				lost.Epoch = 9
				add(lost, delivery.StatusRewound)
			}
			add(e, delivery.StatusOK)
			if seq%4 == 0 {
				add(e, delivery.StatusRepeat)
			}
			tips[id] = e.Hash
		}
		if seq == events/2 {
			ops = append(ops, &delivery.Op{Kind: delivery.OpLook, Attempt: ids[0]}, &delivery.Op{Kind: delivery.OpLook, Attempt: "nobody"})
			want = append(want, delivery.StatusOK, delivery.StatusMissing)
		}
	}
	d.all(ops, want)
	for _, id := range ids {
		d.checkMany(id, events)
	}
}

// all hands ops over without waiting in between.
func (d *desk) all(ops []*delivery.Op, want []delivery.Status) {
	d.t.Helper()
	var left sync.WaitGroup
	left.Add(len(ops))
	for _, op := range ops {
		op.Done = func(*delivery.Op) { left.Done() }
		d.live.Enqueue(op)
	}
	left.Wait()
	for i, op := range ops {
		if op.Result.Status != want[i] {
			d.t.Fatalf("operation %d (%c, seq %d): status %d (%v), want %d", i, op.Kind, op.Event.Seq, op.Result.Status, op.Result.Err, want[i])
		}
		if op.Result.Status == delivery.StatusGap && op.Result.Last != op.Event.Seq-4 {
			d.t.Errorf("gap tells last %d, want %d", op.Result.Last, op.Event.Seq-4)
		}
	}
}

// checkMany compares an attempt with the events 1…n of testMany.
func (d *desk) checkMany(id exam.AttemptID, n int64) {
	d.t.Helper()
	var seqs []int64
	var digests []delivery.Digest
	var prev seal.Hash
	for _, e := range d.log(id) {
		if e.Kind != delivery.EntryAnswer {
			continue
		}
		if e.Event.Prev != prev {
			d.t.Errorf("event %d does not follow the one before it", e.Event.Seq)
		}
		prev = e.Event.Hash
		seqs, digests = append(seqs, e.Event.Seq), append(digests, delivery.DigestOf(e.Event.Field, e.Event.Value))
	}
	if int64(len(seqs)) != n || !slices.IsSorted(seqs) || seqs[0] != 1 || seqs[n-1] != n {
		d.t.Fatalf("log holds %v", seqs)
	}
	look := d.do(delivery.Op{Kind: delivery.OpLook, Attempt: id})
	at := d.attach(id, "device-1", 7)
	if at.Last != n || at.Hash != prev || len(at.Values) != 7 || look.Answered != 7 || look.Last != n {
		d.t.Errorf("attach tells last %d, values %v; look tells %d answered", at.Last, at.Values, look.Answered)
	}
	for seq := n - 6; seq <= n; seq++ {
		if v := at.Values[fmt.Sprintf("p1_%d", seq%7)]; v != fmt.Sprint("đ", seq) {
			d.t.Errorf("field of event %d holds %q", seq, v)
		}
	}
	for i, digest := range digests { // every one is known by its digest, old or new
		e := delivery.Event{Attempt: id, Seq: int64(i + 1), Epoch: 2, At: time.Now()}
		r := d.do(delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: e, Digest: digest})
		d.want(r, delivery.StatusRepeat, fmt.Sprintf("repeat of event %d", i+1))
	}
	wrong := delivery.Event{Attempt: id, Seq: n - 1, Epoch: 2, At: time.Now(), Field: "x"}
	r := d.do(delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: wrong, Digest: delivery.DigestOf("x", "y")})
	d.want(r, delivery.StatusConflict, "another content under a new number")
}
