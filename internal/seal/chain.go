package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// Size is the length of every hash here, in bytes.
const Size = sha256.Size

// Hash is a SHA-256.
type Hash [Size]byte

// Step is the next link of a chain: SHA-256 over prev and the body. The first
// link follows the zero Hash.
func Step(prev Hash, body []byte) Hash {
	h := sha256.New()
	_, _ = h.Write(prev[:]) // a hash never fails to write
	_, _ = h.Write(body)
	return sum(h)
}

// Fields joins values so that no two lists give the same bytes: each with its
// length before it, as 8 bytes big-endian.
func Fields(values ...[]byte) []byte {
	n := 0
	for _, v := range values {
		n += 8 + len(v)
	}
	b := make([]byte, 0, n)
	for _, v := range values {
		b = binary.BigEndian.AppendUint64(b, uint64(len(v)))
		b = append(b, v...)
	}
	return b
}

func sum(h hash.Hash) Hash {
	var out Hash
	h.Sum(out[:0])
	return out
}
