package delivery_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

func signer(t testing.TB, seed byte) *seal.Signer {
	t.Helper()
	s, err := seal.NewSigner(bytes.Repeat([]byte{seed}, seal.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// chained makes n events of an attempt as a node chains them.
func chained(id exam.AttemptID, n int) []delivery.Event {
	var prev seal.Hash
	events := make([]delivery.Event, n)
	for i := range events {
		e := &events[i]
		*e = delivery.Event{
			Attempt: id, Seq: int64(i + 1), Field: fmt.Sprintf("p1_%d", i%7+1), Value: fmt.Sprintf("v%d", i), Epoch: 1,
			At: time.UnixMilli(1790000000000 + int64(i)).UTC(),
		}
		e.Chain(prev)
		prev = e.Hash
	}
	return events
}

func leafOf(id exam.AttemptID, events []delivery.Event) delivery.Leaf {
	l := delivery.Leaf{
		Attempt: id, Number: "01" + string(id), Candidate: exam.CandidateID("c" + id), FormCode: "0101", Paper: "ab",
		State: delivery.AttemptSealed, SealedBy: delivery.SealedByDeadline, SealedAt: time.UnixMilli(1790000009000),
		N: int64(len(events)), Log: delivery.LogDigest(events),
	}
	if len(events) > 0 {
		l.Hash = events[len(events)-1].Hash
	}
	l.Receipt = delivery.Receipt(id, l.N, l.Hash)
	return l
}

func sittingOf(n, events int) []delivery.Leaf {
	leaves := make([]delivery.Leaf, n)
	for i := range leaves {
		id := exam.AttemptID(fmt.Sprintf("a%03d", i))
		leaves[i] = leafOf(id, chained(id, events))
	}
	return leaves
}

func rootOf(t testing.TB, leaves []delivery.Leaf) seal.Hash {
	t.Helper()
	return delivery.NewProof(signer(t, 1), "s", leaves, nil, time.UnixMilli(1), "r").Root
}

// TestAnyOtherRecordHasAnotherRoot changes a sitting in every way that a leaf
// knows of: each must give a root that nothing else gives.
func TestAnyOtherRecordHasAnotherRoot(t *testing.T) {
	t.Parallel()
	seen := map[seal.Hash]string{rootOf(t, sittingOf(9, 5)): "as it is"}
	check := func(name string, leaves []delivery.Leaf) {
		t.Helper()
		root := rootOf(t, leaves)
		if other, ok := seen[root]; ok {
			t.Errorf("%s: the same root as %s", name, other)
		}
		seen[root] = name
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		leaves := sittingOf(9, 5)
		at := r.IntN(len(leaves))
		events := chained(leaves[at].Attempt, 5)
		e := &events[r.IntN(len(events))]
		e.Value += fmt.Sprintf("!%d", i)
		e.Chain(e.Prev)
		leaves[at].Log = delivery.LogDigest(events) // all else as it was
		check(fmt.Sprintf("event changed %d", i), leaves)
	}
	for name, change := range map[string]func(l *delivery.Leaf){
		"number":    func(l *delivery.Leaf) { l.Number += "0" },
		"candidate": func(l *delivery.Leaf) { l.Candidate = "other" },
		"form":      func(l *delivery.Leaf) { l.FormCode = "0102" },
		"paper":     func(l *delivery.Leaf) { l.Paper = "ac" },
		"state":     func(l *delivery.Leaf) { l.State = delivery.AttemptIncomplete },
		"absent":    func(l *delivery.Leaf) { l.State = delivery.AttemptAbsent },
		"sealed by": func(l *delivery.Leaf) { l.SealedBy = delivery.SealedBySubmit },
		"sealed at": func(l *delivery.Leaf) { l.SealedAt = l.SealedAt.Add(time.Microsecond) },
		"void":      func(l *delivery.Leaf) { l.Void = true },
		"n":         func(l *delivery.Leaf) { l.N-- },
		"hash":      func(l *delivery.Leaf) { l.Hash[31] ^= 1 },
		"log":       func(l *delivery.Leaf) { l.Log[0] ^= 1 },
		"receipt":   func(l *delivery.Leaf) { l.Receipt = "2222-2222" },
		"shifted":   func(l *delivery.Leaf) { l.Number, l.Candidate = l.Number+"c", l.Candidate[1:] },
	} {
		leaves := sittingOf(9, 5)
		change(&leaves[4])
		check(name, leaves)
	}
	for i := range 9 {
		check(fmt.Sprintf("without %d", i), slices.Delete(sittingOf(9, 5), i, i+1))
	}
	check("one more", sittingOf(10, 5))
	check("twice", append(sittingOf(9, 5), sittingOf(9, 5)[8]))
	check("none", nil)
	swapped := sittingOf(9, 5)
	swapped[2], swapped[3] = swapped[3], swapped[2]
	check("another order", swapped)
}

func TestLogDigestKnowsEveryEventItsOrderAndItsEpoch(t *testing.T) {
	t.Parallel()
	seen := map[seal.Hash]bool{delivery.LogDigest(nil): true}
	for name, change := range map[string]func(e []delivery.Event) []delivery.Event{
		"as it is": func(e []delivery.Event) []delivery.Event { return e },
		"fewer":    func(e []delivery.Event) []delivery.Event { return e[:3] },
		"order":    func(e []delivery.Event) []delivery.Event { e[0], e[1] = e[1], e[0]; return e },
		"epoch":    func(e []delivery.Event) []delivery.Event { e[2].Epoch = 2; return e },
		"hash":     func(e []delivery.Event) []delivery.Event { e[3].Hash[0] ^= 1; return e },
	} {
		sum := delivery.LogDigest(change(chained("a", 4)))
		if seen[sum] {
			t.Errorf("%s: a digest that is there already", name)
		}
		seen[sum] = true
	}
}

func TestSignatureBindsEverythingOfTheProof(t *testing.T) {
	t.Parallel()
	first := delivery.NewProof(signer(t, 1), "s", sittingOf(4, 2), nil, time.UnixMilli(1790000000000), "sitting closed")
	second := delivery.NewProof(signer(t, 1), "s", sittingOf(4, 3), first, time.UnixMilli(1790000001000), "admit")
	if !first.Signed() || !second.Signed() || second.Version != 2 || second.Previous != first.Root {
		t.Fatalf("first %+v, second %+v", first, second)
	}
	for name, change := range map[string]func(p *delivery.Proof){
		"sitting":    func(p *delivery.Proof) { p.Sitting = "s2" },
		"version":    func(p *delivery.Proof) { p.Version++ },
		"time":       func(p *delivery.Proof) { p.At = p.At.Add(time.Millisecond) },
		"leaves":     func(p *delivery.Proof) { p.N-- },
		"root":       func(p *delivery.Proof) { p.Root[7] ^= 8 },
		"previous":   func(p *delivery.Proof) { p.Previous[7] ^= 8 },
		"reason":     func(p *delivery.Proof) { p.Reason += "." },
		"signature":  func(p *delivery.Proof) { p.Signature[63] ^= 1 },
		"public key": func(p *delivery.Proof) { p.PublicKey = signer(t, 2).PublicKey() },
		"no key":     func(p *delivery.Proof) { p.PublicKey = nil },
	} {
		p := *second
		p.Signature = slices.Clone(p.Signature)
		if change(&p); p.Signed() {
			t.Errorf("%s changed: still signed", name)
		}
	}
	leaves := sittingOf(4, 3)
	for i := range leaves {
		if !seal.VerifyMerkle(second.Root, leaves[i].Bytes(), second.Index(leaves[i].Attempt), second.N, second.Path(i)) {
			t.Errorf("leaf %d does not lead to the root", i)
		}
	}
}
