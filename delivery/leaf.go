package delivery

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// leafFormat is the first field of every leaf: another layout gets another one.
const leafFormat = "khaothi attempt 1"

// Leaf is what the proof of a sitting says of one attempt: whose work it is,
// how it ended, and every event of it by the hashes of the chain.
type Leaf struct {
	Attempt   exam.AttemptID
	Number    string
	Candidate exam.CandidateID
	FormCode  string
	Paper     string // hash
	State     AttemptState
	SealedBy  SealedBy
	SealedAt  time.Time // zero: not sealed
	Void      bool
	N         int64     // events that count
	Hash      seal.Hash // of event N as the record has it; zeros if there is none
	Log       seal.Hash // LogDigest of all events that the record has
	Receipt   string
}

// Bytes are the fields of l, each with its length before it (docs/proof.md).
func (l *Leaf) Bytes() []byte {
	void := []byte{0}
	if l.Void {
		void[0] = 1
	}
	at := int64(0)
	if !l.SealedAt.IsZero() {
		at = l.SealedAt.UnixMicro()
	}
	return seal.Fields(
		[]byte(leafFormat), []byte(l.Attempt), []byte(l.Number), []byte(l.Candidate), []byte(l.FormCode), []byte(l.Paper),
		[]byte(l.State), []byte(l.SealedBy), number8(at), void, number8(l.N), l.Hash[:], l.Log[:], []byte(l.Receipt),
	)
}

func number8(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// LogDigest is SHA-256 over hash and epoch (8 bytes big-endian) of each event
// in the order of their numbers; zeros if there is none.
func LogDigest(events []Event) seal.Hash {
	if len(events) == 0 {
		return seal.Hash{}
	}
	h := sha256.New()
	for i := range events {
		_, _ = h.Write(events[i].Hash[:]) // a hash never fails to write
		_, _ = h.Write(number8(events[i].Epoch))
	}
	return seal.Hash(h.Sum(nil))
}
