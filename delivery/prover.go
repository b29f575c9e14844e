package delivery

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

// ErrProofRefused says that a closed sitting was changed in a way that no
// board's action explains: it is not signed again.
var ErrProofRefused = fault.New(fault.Conflict, "proof.refused") // detail attempts

// Prover signs the proofs of closed sittings. Every node may run one.
type Prover struct {
	Proofs Proofs
	Signer *seal.Signer
	Now    func() time.Time
	Log    *slog.Logger

	done    sync.Map // id → rev that was looked at
	refused atomic.Int64
}

// Refused counts the sittings that were not signed again: an alarm.
func (p *Prover) Refused() int64 { return p.refused.Load() }

// Turn makes the proofs that are missing and returns how many it made. What it
// has seen it does not look at again until it changes.
func (p *Prover) Turn(ctx context.Context) (int, error) {
	list, err := p.Proofs.Unproven(ctx)
	if err != nil {
		return 0, err
	}
	made := 0
	for _, s := range list {
		if rev, seen := p.done.Load(s.ID); seen && rev == s.Rev {
			continue
		}
		n, err := p.prove(ctx, s.ID)
		switch {
		case fault.CodeOf(err) == ErrProofRefused.Code:
			p.refused.Add(1)
			p.Log.Error("a closed sitting was changed and no action explains it: not signed", "sitting", s.ID, "err", err)
		case err != nil:
			return made, err
		}
		made += n
		p.done.Store(s.ID, s.Rev)
	}
	return made, nil
}

func (p *Prover) prove(ctx context.Context, id exam.SittingID) (made int, err error) {
	err = p.Proofs.Prove(ctx, id, func(v *ProofView) (*Proof, error) {
		made = 0
		proof, err := p.next(id, v)
		if proof != nil {
			made = 1
		}
		return proof, err
	})
	return made, err
}

// next is the version that follows v.Last, nil if nothing has changed, and
// ErrProofRefused if something has that nobody has accounted for.
func (p *Prover) next(id exam.SittingID, v *ProofView) (*Proof, error) {
	if v.Last == nil {
		return NewProof(p.Signer, id, v.Leaves, nil, p.Now(), ReasonClosed), nil
	}
	changed := v.Last.Changed(v.Leaves)
	if len(changed) == 0 {
		return nil, nil
	}
	var reasons []string
	var alone []string
	for _, a := range changed {
		why, ok := v.Excused[a]
		if !ok {
			alone = append(alone, string(a))
			continue
		}
		reasons = append(reasons, why...)
	}
	if len(alone) > 0 {
		return nil, ErrProofRefused.With("attempts", strings.Join(alone[:min(len(alone), 10)], " ")).With("changed", len(alone))
	}
	slices.Sort(reasons)
	return NewProof(p.Signer, id, v.Leaves, v.Last, p.Now(), strings.Join(slices.Compact(reasons), "; ")), nil
}

// Changed lists the attempts whose leaf is not the one that p was made of,
// those that were added and those that are gone included, by id.
func (p *Proof) Changed(leaves []Leaf) []exam.AttemptID {
	signed := make(map[exam.AttemptID]seal.Hash, len(p.Attempts))
	for i, a := range p.Attempts {
		signed[a] = p.Leaves[i]
	}
	var changed []exam.AttemptID
	for i := range leaves {
		hash, ok := signed[leaves[i].Attempt]
		if !ok || hash != seal.LeafHash(leaves[i].Bytes()) {
			changed = append(changed, leaves[i].Attempt)
		}
		delete(signed, leaves[i].Attempt)
	}
	for a := range signed {
		changed = append(changed, a)
	}
	slices.Sort(changed)
	return changed
}
