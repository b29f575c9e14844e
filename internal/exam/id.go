package exam

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"time"
)

// idAlphabet is in ASCII order, so ids sort by the time they were made in.
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var idEncoding = base32.NewEncoding(idAlphabet).WithPadding(base32.NoPadding)

// NewID returns 20 characters: 44 bits of milliseconds, then 56 random bits.
// Ids sort by time to the millisecond. They are names, not secrets.
func NewID() string {
	var b [13]byte
	binary.BigEndian.PutUint64(b[:8], uint64(time.Now().UnixMilli())<<20) //nolint:forbidigo // a name, not a decision of the clock
	var r [8]byte
	_, _ = rand.Read(r[:]) // crypto/rand.Read never fails
	copy(b[6:], r[:7])
	b[5] = b[5]&0xf0 | r[7]&0x0f
	return idEncoding.EncodeToString(b[:])[:20]
}

// NewOptionID returns four random characters that name an option of an item
// version. Options are never named by place: where authors put the right one
// first, a place is the key.
func NewOptionID() string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return idEncoding.EncodeToString(b[:])[:4]
}
