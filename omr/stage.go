package omr

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

// Stage is one step of the sheets of a sitting. Each is opened by a secret of
// its own, held by a person of its own, and sealed before the next may open.
type Stage string

// The stages, in their order.
const (
	StageScan  Stage = "scan"  // bags are counted, images come in
	StageRead  Stage = "read"  // the program reads them
	StageFix   Stage = "fix"   // people decide what is in doubt
	StageScore Stage = "score" // answers become points
)

// Stages are all of them.
var Stages = []Stage{StageScan, StageRead, StageFix, StageScore}

// SealPurpose is what the signature of a sealed stage is for.
const SealPurpose = "khaothi answer sheets 1"

// Step is a stage of one Run.
type Step struct {
	Stage    Stage
	Secret   seal.Hash  // SHA-256 of the secret that opens it
	Holder   exam.Actor // who opened it; no ID: nobody yet
	OpenedAt time.Time
	Seal     *Seal // nil: not sealed
}

// Seal is the signed output of a stage.
type Seal struct {
	At        time.Time // to the millisecond
	By        exam.Actor
	N         int       // leaves
	Root      seal.Hash // Merkle root over the leaves
	Previous  seal.Hash // root of the stage before; zeros for the first
	Signature []byte
	PublicKey []byte
}

// Run is the way of one sitting's sheets through the stages.
type Run struct {
	Sitting exam.SittingID
	Layout  []byte // the layout as it was when the run began, JSON
	Steps   []Step // one for each of Stages
	MadeBy  exam.Actor
	MadeAt  time.Time
}

// secretLetters leaves out what is mistaken for something else in handwriting.
const (
	secretLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	secretLength  = 20 // 100 random bits
	secretGroup   = 5
)

// NewRun begins a run and returns the secrets of its stages, which are kept
// nowhere: each is printed for the person who will hold it.
func NewRun(sitting exam.SittingID, layout []byte, who exam.Actor, at time.Time) (run Run, secrets map[Stage]string) {
	run = Run{Sitting: sitting, Layout: layout, MadeBy: who, MadeAt: at}
	secrets = map[Stage]string{}
	for _, s := range Stages {
		secrets[s] = newSecret()
		run.Steps = append(run.Steps, Step{Stage: s, Secret: secretHash(secrets[s])})
	}
	return run, secrets
}

func newSecret() string {
	var b [secretLength]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	var out strings.Builder
	for i, c := range b {
		if i > 0 && i%secretGroup == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(secretLetters[int(c)%len(secretLetters)])
	}
	return out.String()
}

// secretHash forgives small letters, blanks and missing dashes.
func secretHash(secret string) seal.Hash {
	return sha256.Sum256([]byte(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(secret)))))
}

// step returns the step of a stage and the one before it.
func (r *Run) step(stage Stage) (now, before *Step, err error) {
	for i := range r.Steps {
		if r.Steps[i].Stage == stage {
			return &r.Steps[i], before, nil
		}
		before = &r.Steps[i]
	}
	return nil, nil, fault.New(fault.Invalid, "omr.stage").With("value", string(stage))
}

// Current is the stage that is open, or "" between two of them.
func (r *Run) Current() Stage {
	for _, s := range r.Steps {
		if s.Holder.ID != "" && s.Seal == nil {
			return s.Stage
		}
	}
	return ""
}

// Scored reports whether the last stage is sealed.
func (r *Run) Scored() bool { return r.Steps[len(r.Steps)-1].Seal != nil }

// Open lets a person into a stage: the stage before is sealed, the secret is
// right, and they hold no other stage of this run. Who holds it already may come
// in again.
func (r *Run) Open(stage Stage, who exam.Actor, secret string, at time.Time) error {
	s, before, err := r.step(stage)
	if err != nil {
		return err
	}
	hash := secretHash(secret)
	switch {
	case subtle.ConstantTimeCompare(hash[:], s.Secret[:]) != 1:
		return fault.New(fault.Forbidden, "omr.secret")
	case before != nil && before.Seal == nil:
		return fault.New(fault.Conflict, "omr.before").With("stage", string(before.Stage))
	case s.Holder.ID == who.ID:
		return nil
	case s.Holder.ID != "":
		return fault.New(fault.Conflict, "omr.held").With("holder", s.Holder.Name)
	}
	if err := r.holdsNoOther(stage, who); err != nil {
		return err
	}
	s.Holder, s.OpenedAt = who, at
	return nil
}

// May says whether a stage is open and a person may work in it: its holder, or
// anybody who holds no other stage.
func (r *Run) May(stage Stage, who exam.Actor) error {
	s, _, err := r.step(stage)
	switch {
	case err != nil:
		return err
	case s.Holder.ID == "":
		return fault.New(fault.Conflict, "omr.not_open").With("stage", string(stage))
	case s.Seal != nil:
		return fault.New(fault.Closed, "omr.sealed").With("stage", string(stage))
	}
	return r.holdsNoOther(stage, who)
}

func (r *Run) holdsNoOther(stage Stage, who exam.Actor) error {
	for _, s := range r.Steps {
		if s.Stage != stage && s.Holder.ID == who.ID {
			return fault.New(fault.Forbidden, "omr.one_stage_each").With("stage", string(s.Stage))
		}
	}
	return nil
}

// Close seals a stage over its output, in the order of leaves. Its holder alone
// may.
func (r *Run) Close(stage Stage, who exam.Actor, signer *seal.Signer, leaves [][]byte, at time.Time) error {
	if err := r.May(stage, who); err != nil {
		return err
	}
	s, before, _ := r.step(stage) // May has found it
	if s.Holder.ID != who.ID {
		return fault.New(fault.Forbidden, "omr.holder").With("holder", s.Holder.Name)
	}
	out := &Seal{At: at.UTC().Truncate(time.Millisecond), By: who, N: len(leaves), Root: seal.MerkleRoot(leaves), PublicKey: signer.PublicKey()}
	if before != nil {
		out.Previous = before.Seal.Root
	}
	out.Signature = signer.Sign(SealPurpose, out.message(r.Sitting, stage))
	s.Seal = out
	return nil
}

func (s *Seal) message(sitting exam.SittingID, stage Stage) []byte {
	return seal.Fields([]byte(sitting), []byte(stage), number(s.At.UnixMilli()), number(int64(s.N)),
		[]byte(s.By.ID), s.Root[:], s.Previous[:])
}

func number(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

// Check says what is wrong with the seals of a run, given the output of its
// stages as it is now: a signature that is not that of key, a stage whose output
// was changed, a stage that does not follow the one before. nil: nothing.
func (r *Run) Check(key []byte, leaves map[Stage][][]byte) []error {
	var out []error
	var previous seal.Hash
	for _, s := range r.Steps {
		if s.Seal == nil {
			break
		}
		wrong := func(code string) { out = append(out, fault.New(fault.Conflict, code).With("stage", string(s.Stage))) }
		if !seal.Verify(key, SealPurpose, s.Seal.message(r.Sitting, s.Stage), s.Seal.Signature) {
			wrong("omr.signature")
		}
		if s.Seal.Previous != previous {
			wrong("omr.chain")
		}
		if s.Seal.N != len(leaves[s.Stage]) || s.Seal.Root != seal.MerkleRoot(leaves[s.Stage]) {
			wrong("omr.output_changed")
		}
		previous = s.Seal.Root
	}
	return out
}
