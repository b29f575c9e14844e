package delivery

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// Digest names the content of an event, field and value, without its time: a
// repeat of an event has the same.
type Digest [8]byte

// Event is one change of one field of an attempt.
type Event struct {
	Attempt exam.AttemptID
	Seq     int64
	Field   string
	Value   string
	At      time.Time // the server's, to the millisecond
	Epoch   int64     // of the holder who sent it
	Prev    seal.Hash // hash of the event before, zeros for the first
	Hash    seal.Hash
}

// DigestOf returns the digest of a field and its value.
func DigestOf(field, value string) Digest {
	var buf [256]byte
	b := append(buf[:0], field...)
	b = append(b, 0)
	b = append(b, value...)
	sum := sha256.Sum256(b)
	return Digest(sum[:8])
}

// Chain sets Prev and Hash: SHA-256 over prev, attempt, 0, seq, field, 0,
// value, 0, time in milliseconds, as docs/protocol.md says.
func (e *Event) Chain(prev seal.Hash) {
	var buf [384]byte
	b := append(buf[:0], prev[:]...)
	b = append(b, e.Attempt...)
	b = append(b, 0)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Seq))
	b = append(b, e.Field...)
	b = append(b, 0)
	b = append(b, e.Value...)
	b = append(b, 0)
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMilli()))
	e.Prev, e.Hash = prev, sha256.Sum256(b)
}

// Receipt is what the candidate takes home: 40 bits over attempt, n and the
// hash of event n, in the ticket alphabet.
func Receipt(attempt exam.AttemptID, n int64, hash seal.Hash) string {
	b := append([]byte(attempt), 0)
	b = binary.BigEndian.AppendUint64(b, uint64(n))
	b = append(b, hash[:]...)
	sum := sha256.Sum256(b)
	code := ticketEncoding.EncodeToString(sum[:5])
	return code[:4] + "-" + code[4:]
}
