package workflow

import (
	"context"
	"fmt"
	"slices"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// Verification is what a check of the record of a sitting found.
type Verification struct {
	Sitting  exam.SittingID
	State    exam.SittingState
	Attempts int // looked at
	Events   int
	Results  int // newest ones, derived anew
	Scored   bool
	Proofs   []delivery.Proof // the newest first; of it the leaves are there
	Leaves   []delivery.Leaf  // of all attempts of the sitting, as they are now
	One      *delivery.Trail  // where one attempt was asked for
	Findings []delivery.Finding
}

// Verify is what to check: all attempts of a sitting, or one.
type Verify struct {
	Sitting exam.SittingID
	// Attempt is the id of one attempt or, with a sitting, a candidate number;
	// empty: all of them.
	Attempt string
	// Keys are the public keys that may have signed.
	Keys [][]byte
	// Progress is told how many attempts of how many are done; nil: nobody asks.
	Progress func(done, of int)
}

// The codes of findings about results.
const (
	FindScoreMissing    = "score.missing"    // a sealed attempt of a scored sitting has no result
	FindScoreUnexpected = "score.unexpected" // a result of an attempt that may have none
	FindScoreVersions   = "score.versions"   // a version of the result is missing
	FindKeyChanged      = "key.changed"      // the key is not what it was when it was stored
	FindKeyForm         = "key.form"         // the first key is not what the authors of the form called right
)

// verifyBatch is how many attempts are read at once: 500 of 200 events are
// about 30 MB.
const verifyBatch = 500

// Verify derives the record of a sitting anew, chain, receipts, root, signature
// and scores, and says where it differs from what is stored. Nothing is
// written. No attempt that fits is fault.NotFound.
func (f *Flow) Verify(ctx context.Context, what Verify) (*Verification, error) {
	read := f.db.Read()
	sitting, ids, err := read.Ledger.FindAttempts(ctx, what.Sitting, what.Attempt)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.NotFound, "attempt.not_found").With("attempt", what.Attempt).With("sitting", what.Sitting)
	}
	v := &verifier{read: read, what: what, out: &Verification{Sitting: sitting}, scorers: map[keyName]*derivation{}}
	if err := v.signed(ctx); err != nil {
		return nil, err
	}
	if err := v.results(ctx, ids); err != nil {
		return nil, err
	}
	for from := 0; from < len(ids); from += verifyBatch {
		if err := v.batch(ctx, ids[from:min(from+verifyBatch, len(ids))]); err != nil {
			return nil, err
		}
		if what.Progress != nil {
			what.Progress(v.out.Attempts, len(ids))
		}
	}
	return v.out, nil
}

// verifier is one run of Verify.
type verifier struct {
	read    Stores
	what    Verify
	out     *Verification
	whose   map[exam.CandidateID][]scoring.Kept // the newest first
	scorers map[keyName]*derivation
}

func (v *verifier) find(t *delivery.Trail, code, want, got string) {
	v.out.Findings = append(v.out.Findings, delivery.Finding{Code: code, Attempt: t.ID, Number: t.Number, Want: want, Got: got})
}

// signed compares the proofs with the attempts of the whole sitting.
func (v *verifier) signed(ctx context.Context) error {
	id := v.out.Sitting
	states, err := v.read.Ledger.States(ctx, []exam.SittingID{id})
	if err != nil {
		return err
	}
	v.out.State = states[id]
	if v.out.Leaves, err = v.read.Ledger.Leaves(ctx, id); err != nil {
		return err
	}
	if v.out.Proofs, err = v.read.Ledger.WholeProofs(ctx, id); err != nil {
		return err
	}
	if v.out.State != exam.SittingClosed && len(v.out.Proofs) == 0 {
		return nil // it is signed when it is closed
	}
	v.out.Findings = delivery.CheckProofs(v.out.Proofs, v.out.Leaves, v.what.Keys)
	return nil
}

// results reads what is stored of the candidates.
func (v *verifier) results(ctx context.Context, ids []exam.AttemptID) error {
	counts, err := v.read.Scores.Counts(ctx, []exam.SittingID{v.out.Sitting})
	if err != nil {
		return err
	}
	_, v.out.Scored = counts[v.out.Sitting]
	var candidate exam.CandidateID
	if v.what.Attempt != "" {
		i := slices.IndexFunc(v.out.Leaves, func(l delivery.Leaf) bool { return l.Attempt == ids[0] })
		if i < 0 {
			return fault.New(fault.NotFound, "attempt.not_found").With("attempt", ids[0])
		}
		candidate = v.out.Leaves[i].Candidate
	}
	list, err := v.read.Scores.Kept(ctx, v.out.Sitting, candidate)
	if err != nil {
		return err
	}
	v.whose = map[exam.CandidateID][]scoring.Kept{}
	for i := range list {
		v.whose[list[i].Candidate] = append(v.whose[list[i].Candidate], list[i])
	}
	return nil
}

func (v *verifier) batch(ctx context.Context, ids []exam.AttemptID) error {
	trails, err := v.read.Ledger.Trails(ctx, v.out.Sitting, ids)
	if err != nil {
		return err
	}
	for i := range trails {
		t := &trails[i]
		v.out.Attempts++
		v.out.Events += len(t.Events)
		v.out.Findings = append(v.out.Findings, t.Check()...)
		if err := v.score(ctx, t); err != nil {
			return fmt.Errorf("score of attempt %s: %w", t.ID, err)
		}
		if v.what.Attempt != "" {
			v.out.One = t
		}
	}
	return nil
}
