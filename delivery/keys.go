package delivery

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// KeySize is the length of every symmetric key here, in bytes.
const KeySize = 32

// PaperKey opens one paper.
type PaperKey [KeySize]byte

// Keys are what delivery derives from the secret that lies outside the
// database. They never reach a log.
type Keys struct {
	wrap, ticket, store [KeySize]byte
}

// NewKeys derives the keys from secret, at least 32 random bytes.
func NewKeys(secret []byte) (*Keys, error) {
	if len(secret) < KeySize {
		return nil, fault.New(fault.Invalid, "secret.too_short").With("bytes", len(secret))
	}
	k := &Keys{}
	for info, into := range map[string]*[KeySize]byte{
		"khaothi delivery wrap":   &k.wrap,
		"khaothi delivery ticket": &k.ticket,
		"khaothi delivery store":  &k.store,
	} {
		b, err := hkdf.Key(sha256.New, secret, nil, info, KeySize)
		if err != nil {
			return nil, fmt.Errorf("derive %s: %w", info, err)
		}
		copy(into[:], b)
	}
	return k, nil
}

// String hides the keys from every way of printing.
func (k *Keys) String() string { return "delivery.Keys(hidden)" }

// GoString hides the keys as String does.
func (k *Keys) GoString() string { return k.String() }

// StoreKey is what a browser encrypts its own copy of an attempt with: the
// same whenever the same device comes back.
func (k *Keys) StoreKey(attempt exam.AttemptID, device string) []byte {
	h := hmac.New(sha256.New, k.store[:])
	_, _ = h.Write([]byte(string(attempt) + "\x00" + device)) // a hash never fails to write
	return h.Sum(nil)
}

// Wrap encrypts a paper's key for the database, bound to the paper's hash.
func (k *Keys) Wrap(key PaperKey, hash string) ([]byte, error) {
	return sealBytes(k.wrap, key[:], []byte(hash))
}

// Unwrap reverses Wrap. A key wrapped under another secret or for another
// paper is fault.Invalid.
func (k *Keys) Unwrap(wrapped []byte, hash string) (PaperKey, error) {
	b, err := openBytes(k.wrap, wrapped, []byte(hash))
	if err != nil || len(b) != KeySize {
		return PaperKey{}, fault.New(fault.Invalid, "paper.key_unreadable").With("paper", hash)
	}
	return PaperKey(b), nil
}

// sealBytes returns nonce ‖ AES-256-GCM of plain.
func sealBytes(key [KeySize]byte, plain, extra []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize(), gcm.NonceSize()+len(plain)+gcm.Overhead())
	_, _ = rand.Read(nonce) // crypto/rand.Read never fails
	return gcm.Seal(nonce, nonce, plain, extra), nil
}

func openBytes(key [KeySize]byte, blob, extra []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	if len(blob) < gcm.NonceSize() {
		return nil, fault.New(fault.Invalid, "blob.short")
	}
	return gcm.Open(nil, blob[:gcm.NonceSize()], blob[gcm.NonceSize():], extra)
}

func newGCM(key [KeySize]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return cipher.NewGCM(block)
}
