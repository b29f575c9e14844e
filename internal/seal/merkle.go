package seal

import (
	"crypto/sha256"
	"math/bits"
)

// The tree is that of RFC 9162, section 2.1: leaves and nodes are hashed with
// different first bytes, so that a node cannot be passed off as a leaf.
const (
	leafByte = 0x00
	nodeByte = 0x01
)

// MerkleRoot is the root over the leaves in their order. The root of no leaves
// is the SHA-256 of nothing.
func MerkleRoot(leaves [][]byte) Hash { return RootOf(leafHashes(leaves)) }

// MerkleProof is the path from leaf i to the root: with it, VerifyMerkle needs
// no other leaf. i must be an index of leaves.
func MerkleProof(leaves [][]byte, i int) []Hash { return PathOf(leafHashes(leaves), i) }

// RootOf is MerkleRoot over leaves of which only the hashes are known.
func RootOf(hashes []Hash) Hash {
	if len(hashes) == 0 {
		return sha256.Sum256(nil)
	}
	if len(hashes) == 1 {
		return hashes[0]
	}
	k := split(len(hashes))
	return nodeHash(RootOf(hashes[:k]), RootOf(hashes[k:]))
}

// PathOf is MerkleProof over leaves of which only the hashes are known.
func PathOf(hashes []Hash, i int) []Hash {
	if len(hashes) <= 1 {
		return nil
	}
	k := split(len(hashes))
	if i < k {
		return append(PathOf(hashes[:k], i), RootOf(hashes[k:]))
	}
	return append(PathOf(hashes[k:], i-k), RootOf(hashes[:k]))
}

// VerifyMerkle reports whether leaf is number i of the n leaves below root.
func VerifyMerkle(root Hash, leaf []byte, i, n int, proof []Hash) bool {
	if i < 0 || i >= n {
		return false
	}
	got, ok := climb(LeafHash(leaf), i, n, proof)
	return ok && got == root
}

// climb follows the proof upwards, which lists the siblings from the leaf on.
func climb(h Hash, i, n int, proof []Hash) (Hash, bool) {
	if n == 1 {
		return h, len(proof) == 0
	}
	if len(proof) == 0 {
		return h, false
	}
	last := len(proof) - 1
	k := split(n)
	if i < k {
		below, ok := climb(h, i, k, proof[:last])
		return nodeHash(below, proof[last]), ok
	}
	below, ok := climb(h, i-k, n-k, proof[:last])
	return nodeHash(proof[last], below), ok
}

// split is the largest power of two below n, for n > 1.
func split(n int) int {
	return 1 << (bits.Len(uint(n-1)) - 1)
}

func leafHashes(leaves [][]byte) []Hash {
	hashes := make([]Hash, len(leaves))
	for i, leaf := range leaves {
		hashes[i] = LeafHash(leaf)
	}
	return hashes
}

// LeafHash is the hash of a leaf as the tree holds it.
func LeafHash(leaf []byte) Hash {
	h := sha256.New()
	_, _ = h.Write([]byte{leafByte}) // a hash never fails to write
	_, _ = h.Write(leaf)
	return sum(h)
}

func nodeHash(left, right Hash) Hash {
	h := sha256.New()
	_, _ = h.Write([]byte{nodeByte}) // a hash never fails to write
	_, _ = h.Write(left[:])
	_, _ = h.Write(right[:])
	return sum(h)
}
