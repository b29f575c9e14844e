package delivery

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// ProofPurpose is what the signature of a Proof is for.
const ProofPurpose = "khaothi sitting proof 1"

// Proof is the signed Merkle root over the attempts of a closed sitting. A
// later change by a board makes the next version; none is ever rewritten.
type Proof struct {
	Sitting   exam.SittingID
	Version   int
	At        time.Time // to the millisecond
	N         int       // attempts
	Root      seal.Hash
	Previous  seal.Hash // root of the version before; zeros for the first
	Reason    string
	Signature []byte
	PublicKey []byte

	// Attempts and Leaves (their hashes) in the order of the ids. Lists leave
	// them out.
	Attempts []exam.AttemptID
	Leaves   []seal.Hash
}

// ReasonClosed is the reason of the first version.
const ReasonClosed = "sitting closed"

// NewProof makes and signs the proof of a sitting over leaves, which must be
// in the order of their attempts' ids. Last is the version before, or nil.
func NewProof(signer *seal.Signer, id exam.SittingID, leaves []Leaf, last *Proof, at time.Time, reason string) *Proof {
	p := &Proof{
		Sitting: id, Version: 1, At: at.UTC().Truncate(time.Millisecond), N: len(leaves), Reason: reason,
		PublicKey: signer.PublicKey(),
	}
	for i := range leaves {
		p.Attempts = append(p.Attempts, leaves[i].Attempt)
		p.Leaves = append(p.Leaves, seal.LeafHash(leaves[i].Bytes()))
	}
	p.Root = seal.RootOf(p.Leaves)
	if last != nil {
		p.Version, p.Previous = last.Version+1, last.Root
	}
	p.Signature = signer.Sign(ProofPurpose, p.message(p.Root))
	return p
}

// message is what is signed, were root the root.
func (p *Proof) message(root seal.Hash) []byte {
	return seal.Fields([]byte(p.Sitting), number8(int64(p.Version)), number8(p.At.UnixMilli()), number8(int64(p.N)),
		root[:], p.Previous[:], []byte(p.Reason))
}

// Signed says whether the signature is that of PublicKey. Whose key that is,
// only somebody who knows it can say.
func (p *Proof) Signed() bool { return p.signedFor(p.Root) }

func (p *Proof) signedFor(root seal.Hash) bool {
	return seal.Verify(p.PublicKey, ProofPurpose, p.message(root), p.Signature)
}

// RootHex is the root as it is printed: 64 hex digits.
func (p *Proof) RootHex() string { return hex.EncodeToString(p.Root[:]) }

// KeyHex is the public key as it is printed: 64 hex digits.
func (p *Proof) KeyHex() string { return hex.EncodeToString(p.PublicKey) }

// Fingerprint is the start of the SHA-256 of the signature, 16 hex digits in
// groups of four: enough to tell on paper that it is this signature.
func (p *Proof) Fingerprint() string {
	sum := sha256.Sum256(p.Signature)
	s := hex.EncodeToString(sum[:8])
	return s[:4] + " " + s[4:8] + " " + s[8:12] + " " + s[12:]
}

// SetLeaves gives p the attempts and the hashes of their leaves, 32 bytes each,
// as the record keeps them.
func (p *Proof) SetLeaves(attempts []string, hashes []byte) {
	p.Attempts, p.Leaves = make([]exam.AttemptID, len(attempts)), make([]seal.Hash, len(attempts))
	for i, id := range attempts {
		p.Attempts[i] = exam.AttemptID(id)
		if rest := min(i*seal.Size, len(hashes)); rest < len(hashes) {
			copy(p.Leaves[i][:], hashes[rest:])
		}
	}
}

// Index is the place of an attempt in the proof, or -1.
func (p *Proof) Index(id exam.AttemptID) int {
	for i := range p.Attempts {
		if p.Attempts[i] == id {
			return i
		}
	}
	return -1
}

// Path leads from leaf i up to the root, as seal.VerifyMerkle wants it.
func (p *Proof) Path(i int) []seal.Hash { return seal.PathOf(p.Leaves, i) }

// ProofView is a closed sitting as a proof is made of it.
type ProofView struct {
	Leaves []Leaf // in the order of their attempts' ids
	Last   *Proof // the newest version with its leaves; nil: none
	// Excused says why an attempt may differ from Last: what boards did to it
	// since.
	Excused map[exam.AttemptID][]string
}

// Unproven is a closed sitting that has changed since its newest proof.
type Unproven struct {
	ID  exam.SittingID
	Rev int64
}

// Proofs are the proofs as the record keeps them.
type Proofs interface {
	// Unproven lists the closed sittings that have no proof, or changed since.
	Unproven(ctx context.Context) ([]Unproven, error)
	// Prove calls make with a closed sitting as it is and stores the proof that
	// it returns, if any, before the sitting can change. A version that another
	// node stored meanwhile stays.
	Prove(ctx context.Context, id exam.SittingID, make func(v *ProofView) (*Proof, error)) error
	// ListProofs returns the versions of a sitting's proof, the newest first,
	// without their leaves.
	ListProofs(ctx context.Context, id exam.SittingID) ([]Proof, error)
}
