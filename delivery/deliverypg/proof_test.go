package deliverypg_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/seal"
)

func (c *closed) prover() *delivery.Prover {
	c.t.Helper()
	s, err := seal.NewSigner(bytes.Repeat([]byte{3}, seal.SeedSize))
	if err != nil {
		c.t.Fatal(err)
	}
	return &delivery.Prover{Proofs: c.store, Signer: s, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
}

func (c *closed) proofs() []delivery.Proof {
	c.t.Helper()
	list, err := c.store.ListProofs(c.t.Context(), c.sitting)
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

// TestManyNodesMakeOneProof lets several nodes prove the same sitting at once.
func TestManyNodesMakeOneProof(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 20, 6)
	var all sync.WaitGroup
	for range 6 {
		p := c.prover()
		all.Go(func() {
			if _, err := p.Turn(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	list := c.proofs()
	if len(list) != 1 || list[0].N != 20 || list[0].Version != 1 || list[0].Reason != delivery.ReasonClosed || !list[0].Signed() {
		t.Fatalf("proofs = %+v", list)
	}
	leaves, err := c.store.Leaves(t.Context(), c.sitting)
	if err != nil {
		t.Fatal(err)
	}
	again := delivery.NewProof(c.prover().Signer, c.sitting, leaves, nil, list[0].At, delivery.ReasonClosed)
	if again.Root != list[0].Root || !bytes.Equal(again.Signature, list[0].Signature) {
		t.Error("the stored root and signature are not those of the record")
	}
	absent := 0
	for i := range leaves {
		switch l := &leaves[i]; {
		case l.State == delivery.AttemptAbsent:
			absent++
		case l.N != 6 || l.Hash == (seal.Hash{}):
			t.Errorf("leaf of a sealed attempt: %+v", l)
		}
	}
	if absent != 1 {
		t.Errorf("%d absent, want 1", absent)
	}
}

// TestLeavesAreThoseOfTheEvents compares what the database computes with what
// the events say.
func TestLeavesAreThoseOfTheEvents(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 3, 4)
	leaves, err := c.store.Leaves(t.Context(), c.sitting)
	if err != nil {
		t.Fatal(err)
	}
	trails, err := c.store.Trails(t.Context(), c.sitting, nil)
	if err != nil || len(trails) != 3 {
		t.Fatalf("trails = %d, %v", len(trails), err)
	}
	for i := range trails {
		got, want := trails[i].Leaf(), leaves[i]
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("leaf %d: of the events %+v, of the database %+v", i, got, want)
		}
	}
}

// TestProverSignsOnlyWhatIsAccountedFor plants changes that no action explains:
// the proof that stands must stay the only one.
func TestProverSignsOnlyWhatIsAccountedFor(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 5, 3)
	p := c.prover()
	turn := func(want int) {
		t.Helper()
		if n, err := p.Turn(t.Context()); err != nil || n != want {
			t.Fatalf("Turn = %d, %v, want %d", n, err, want)
		}
	}
	turn(1)
	turn(0)
	touch := func() { c.exec("UPDATE delivery_sitting SET rev = rev + 1 WHERE id = $1", c.sitting) }
	touch() // something about the sitting changed, nothing of its attempts
	turn(0)
	if p.Refused() != 0 {
		t.Error("refused a sitting that is as it was")
	}
	for i, sql := range []string{
		"UPDATE answer_log SET hash = sha256('x') WHERE attempt = $1 AND seq = 2",
		"UPDATE attempt SET receipt = '2222-2222' WHERE id = $1",
		"DELETE FROM attempt WHERE id = $1",
	} {
		c.exec(sql, c.attempts[i].ID)
		touch()
		turn(0)
		turn(0) // and asks no more until it changes again
		if p.Refused() != int64(i+1) || len(c.proofs()) != 1 {
			t.Errorf("%s: refused %d, proofs %d", sql, p.Refused(), len(c.proofs()))
		}
	}
}

func TestAProofIsNeverRewritten(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 2, 1)
	if _, err := c.prover().Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := c.pool.Exec(t.Context(), "UPDATE sitting_proof SET reason = 'other' WHERE sitting_id = $1", c.sitting)
	if err == nil || !strings.Contains(err.Error(), "never rewritten") {
		t.Errorf("rewritten: %v", err)
	}
}
