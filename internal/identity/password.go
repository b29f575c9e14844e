package identity

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"khaothi/internal/fault"
)

// argonParams are the costs of one hash. They stand in the hash, so that they
// can be raised: an older hash is checked by its own and replaced at the next
// sign-in.
type argonParams struct {
	memoryKB, passes uint32
	lanes            uint8
}

// currentParams is the second choice of the OWASP password storage sheet:
// about 30 ms of one core and 19 MB, bearable on a school's server.
var currentParams = argonParams{memoryKB: 19 * 1024, passes: 2, lanes: 1}

// Bounds of a password. The upper one keeps a long text from costing time.
const (
	minPassword = 8
	maxPassword = 256 // bytes
	saltLen     = 16
	hashLen     = 32
)

// CheckPassword refuses a password that is too short, too long, or says the
// user name.
func CheckPassword(username, password string) error {
	if utf8.RuneCountInString(password) < minPassword {
		return fault.New(fault.Invalid, "password.short").With("min", minPassword)
	}
	if len(password) > maxPassword {
		return fault.New(fault.Invalid, "password.long").With("max", maxPassword)
	}
	distinct := map[rune]bool{}
	for _, r := range password {
		distinct[r] = true
	}
	if len(distinct) < 4 || strings.EqualFold(password, username) {
		return fault.New(fault.Invalid, "password.weak")
	}
	return nil
}

// hashPassword returns the argon2id hash of a password in PHC form.
func hashPassword(password string) string {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // crypto/rand.Read never fails
	return encodeHash(currentParams, salt, derive(currentParams, password, salt, hashLen))
}

func derive(p argonParams, password string, salt []byte, n uint32) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, p.passes, p.memoryKB, p.lanes, n)
}

func encodeHash(p argonParams, salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, p.memoryKB, p.passes, p.lanes, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// verifyPassword reports whether password made hash, and whether hash should
// be made anew because its parameters are not the current ones.
func verifyPassword(hash, password string) (ok, stale bool, err error) {
	p, salt, sum, err := decodeHash(hash)
	if err != nil {
		return false, false, err
	}
	got := derive(p, password, salt, uint32(len(sum)))
	return subtle.ConstantTimeCompare(got, sum) == 1, p != currentParams, nil
}

func decodeHash(hash string) (p argonParams, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	bad := fmt.Errorf("password hash: not argon2id in PHC form")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, bad
	}
	n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memoryKB, &p.passes, &p.lanes)
	if err != nil || n != 3 || p.passes == 0 || p.lanes == 0 || p.memoryKB > 1<<20 {
		return p, nil, nil, bad
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return p, nil, nil, bad
	}
	if sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(sum) < 16 {
		return p, nil, nil, bad
	}
	return p, salt, sum, nil
}

// decoyHash is compared with when there is no such account, so that the answer
// takes as long as for a wrong password.
func decoyHash() string {
	zero := bytes.Repeat([]byte{0}, saltLen)
	return encodeHash(currentParams, zero, bytes.Repeat([]byte{0}, hashLen))
}

// temporaryAlphabet leaves out what looks alike in print.
const temporaryAlphabet = "23456789abcdefghjkmnpqrstuvwxyz"

// NewTemporaryPassword returns a password of about 59 bits for a new or reset
// account.
func NewTemporaryPassword() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(temporaryAlphabet[int(c)%len(temporaryAlphabet)]) // 256 mod 31: a bias below 4 %
	}
	return b.String()
}
