package delivery

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"khaothi/internal/seal"
)

// Check derives the chain and the receipt of t anew and says where the record
// differs from itself. A change of one byte gives the finding that names it;
// who rewrites everything that follows as well is found by the signed proof.
func (t *Trail) Check() []Finding {
	w := walk{Trail: t, next: 1, heads: []seal.Hash{{}}}
	for i := range t.Events {
		w.step(i)
	}
	w.end()
	return w.found
}

// walk goes along a trail.
type walk struct {
	*Trail
	next  int64       // number that must come
	heads []seal.Hash // what it may follow; nil behind a hole: anything
	found []Finding
}

func (w *walk) say(code string, seq int64, want, got string) {
	w.found = append(w.found, Finding{Code: code, Attempt: w.ID, Number: w.Number, Seq: seq, Want: want, Got: got})
}

func (w *walk) step(i int) {
	e := &w.Events[i]
	if e.Seq > w.next {
		if w.Known.State != AttemptIncomplete { // end says it once
			w.say(FindEventMissing, w.next, fmt.Sprint(e.Seq-w.next), "")
		}
		w.heads = nil
	}
	if w.Known.State != AttemptOpen && e.Seq > w.Known.N {
		w.say(FindEventExtra, e.Seq, fmt.Sprint(w.Known.N), fmt.Sprint(e.Seq))
	}
	before := w.heads
	w.heads = w.link(i)
	w.next = e.Seq + 1
	w.rechained(e, before)
}

// link checks one event against what it may follow and returns what may follow
// it. Where something is wrong, the event after it, or the receipt, is the
// witness of what the hash was.
func (w *walk) link(i int) []seal.Hash {
	e := &w.Events[i]
	truth := *e
	truth.Chain(e.Prev)
	sound := truth.Hash == e.Hash && e.At.Equal(e.At.Truncate(time.Millisecond))
	follows := w.heads == nil || slices.Contains(w.heads, e.Prev)
	switch {
	case sound && follows:
		return []seal.Hash{e.Hash}
	case sound:
		w.say(FindChainBroken, e.Seq, w.headHex(), hex.EncodeToString(e.Prev[:]))
		return []seal.Hash{e.Hash}
	case follows && truth.Hash != e.Hash && w.witness(i, truth.Hash):
		w.say(FindEventHash, e.Seq, hex.EncodeToString(truth.Hash[:]), hex.EncodeToString(e.Hash[:]))
		return []seal.Hash{truth.Hash}
	case follows:
		w.say(FindEventContent, e.Seq, hex.EncodeToString(e.Hash[:]), hex.EncodeToString(truth.Hash[:]))
		return []seal.Hash{e.Hash}
	}
	for _, head := range w.heads {
		if truth.Chain(head); truth.Hash == e.Hash {
			w.say(FindEventPrev, e.Seq, hex.EncodeToString(head[:]), hex.EncodeToString(e.Prev[:]))
			return []seal.Hash{e.Hash}
		}
	}
	w.say(FindChainBroken, e.Seq, w.headHex(), hex.EncodeToString(e.Prev[:]))
	w.say(FindEventContent, e.Seq, hex.EncodeToString(e.Hash[:]), "")
	return []seal.Hash{e.Hash}
}

// witness says whether what follows event i was made when its hash was h.
func (w *walk) witness(i int, h seal.Hash) bool {
	if i+1 < len(w.Events) {
		return w.Events[i+1].Prev == h
	}
	return w.Known.Receipt == Receipt(w.ID, w.Events[i].Seq, h)
}

// rechained lets the next event follow each sound second link of e as well.
func (w *walk) rechained(e *Event, before []seal.Hash) {
	for i := range w.Rechained {
		r := &w.Rechained[i]
		if r.Seq != e.Seq {
			continue
		}
		truth := *r
		truth.Chain(r.Prev)
		if truth.Hash != r.Hash || r.Field != e.Field || r.Value != e.Value || before != nil && !slices.Contains(before, r.Prev) {
			w.say(FindRechained, r.Seq, "", hex.EncodeToString(r.Hash[:]))
			continue
		}
		w.heads = append(w.heads, r.Hash)
	}
}

func (w *walk) headHex() string {
	if len(w.heads) == 0 {
		return ""
	}
	return hex.EncodeToString(w.heads[0][:])
}

// end checks what the row of the attempt says of its events.
func (w *walk) end() {
	last := w.next - 1
	k := &w.Known
	switch {
	case k.State == AttemptIncomplete:
		w.say(FindIncomplete, 0, fmt.Sprint(k.N), fmt.Sprint(len(w.Events)))
		return
	case last < k.N:
		w.say(FindEventMissing, last+1, fmt.Sprint(k.N-last), "")
		return
	case w.LastSeq != k.N:
		w.say(FindAttemptCounts, 0, fmt.Sprint(k.N), fmt.Sprint(w.LastSeq))
	}
	w.receipt(last)
}

func (w *walk) receipt(last int64) {
	k := &w.Known
	if k.State != AttemptSealed {
		if k.Receipt != "" {
			w.say(FindReceiptWrong, last, "", k.Receipt)
		}
		return
	}
	if last > k.N || w.heads == nil {
		return // said before: what the last event was is not known
	}
	var want string
	for _, head := range w.heads {
		if want = Receipt(w.ID, k.N, head); want == k.Receipt {
			return
		}
	}
	w.say(FindReceiptWrong, k.N, want, k.Receipt)
}
