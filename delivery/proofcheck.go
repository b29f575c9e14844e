package delivery

import (
	"encoding/hex"
	"fmt"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// The codes of findings about the proofs of a sitting.
const (
	FindProofMissing   = "proof.missing"   // closed, and no root is signed
	FindProofSignature = "proof.signature" // the signature is not one over this proof
	FindProofKey       = "proof.key"       // signed with a key that is not known
	FindProofRoot      = "proof.root"      // the stored root is not the one that was signed
	FindProofLeaves    = "proof.leaves"    // the stored hashes of the leaves are not those that were signed
	FindProofVersions  = "proof.versions"  // a version is missing or does not follow the one before
	FindAttemptChanged = "attempt.changed" // the attempt is not what was signed
	FindAttemptAdded   = "attempt.added"   // the attempt was not there when the root was signed
	FindAttemptGone    = "attempt.gone"    // the attempt was there when the root was signed
)

// CheckProofs compares the proofs of a closed sitting, the newest first and
// with its leaves, with its attempts as they are now, in the order of their
// ids. keys are the public keys that may have signed.
func CheckProofs(proofs []Proof, leaves []Leaf, keys [][]byte) []Finding {
	if len(proofs) == 0 {
		return []Finding{{Code: FindProofMissing}}
	}
	var found []Finding
	for i := range proofs {
		found = append(found, proofs[i].check(keys, i == 0)...)
	}
	found = append(found, checkVersions(proofs)...)
	return append(found, proofs[0].compare(leaves)...)
}

// check looks at one version by itself; of the newest the leaves are there.
func (p *Proof) check(keys [][]byte, newest bool) []Finding {
	at := int64(p.Version)
	var found []Finding
	if !slices.ContainsFunc(keys, func(k []byte) bool { return string(k) == string(p.PublicKey) }) {
		found = append(found, Finding{Code: FindProofKey, Seq: at, Got: p.KeyHex()})
	}
	derived := p.Root
	if newest {
		derived = seal.RootOf(p.Leaves)
	}
	switch stored, fits := p.Signed(), derived == p.Root; {
	case stored && fits:
	case stored:
		found = append(found, Finding{Code: FindProofLeaves, Seq: at, Want: p.RootHex(), Got: hex.EncodeToString(derived[:])})
	case !fits && p.signedFor(derived):
		found = append(found, Finding{Code: FindProofRoot, Seq: at, Want: hex.EncodeToString(derived[:]), Got: p.RootHex()})
	default:
		found = append(found, Finding{Code: FindProofSignature, Seq: at, Got: p.Fingerprint()})
	}
	return found
}

// checkVersions wants 1…n, each on the root of the one before.
func checkVersions(proofs []Proof) []Finding {
	var found []Finding
	for i := range proofs {
		p := &proofs[i]
		want, before := len(proofs)-i, seal.Hash{}
		if i+1 < len(proofs) {
			before = proofs[i+1].Root
		}
		if p.Version != want || p.Previous != before {
			found = append(found, Finding{
				Code: FindProofVersions, Seq: int64(p.Version), Want: fmt.Sprint(want, " on ", hex.EncodeToString(before[:])),
				Got: fmt.Sprint(p.Version, " on ", hex.EncodeToString(p.Previous[:])),
			})
		}
	}
	return found
}

// compare says which attempts are not what p was made of.
func (p *Proof) compare(leaves []Leaf) []Finding {
	now := make(map[exam.AttemptID]*Leaf, len(leaves))
	for i := range leaves {
		now[leaves[i].Attempt] = &leaves[i]
	}
	var found []Finding
	for _, id := range p.Changed(leaves) {
		l, there := now[id]
		i := p.Index(id)
		switch {
		case !there:
			found = append(found, Finding{Code: FindAttemptGone, Attempt: id})
		case i < 0:
			found = append(found, Finding{Code: FindAttemptAdded, Attempt: id, Number: l.Number})
		default:
			hash := seal.LeafHash(l.Bytes())
			found = append(found, Finding{
				Code: FindAttemptChanged, Attempt: id, Number: l.Number,
				Want: hex.EncodeToString(p.Leaves[i][:]), Got: hex.EncodeToString(hash[:]),
			})
		}
	}
	return found
}
