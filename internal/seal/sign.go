package seal

import (
	"crypto/ed25519"
	"errors"
)

// SeedSize is the length of the secret that a signer is made from.
const SeedSize = ed25519.SeedSize

// Signer signs bytes with Ed25519.
type Signer struct {
	key ed25519.PrivateKey
}

// NewSigner makes a signer from a secret of SeedSize random bytes.
func NewSigner(seed []byte) (*Signer, error) {
	if len(seed) != SeedSize {
		return nil, errors.New("a signing key has 32 bytes")
	}
	return &Signer{key: ed25519.NewKeyFromSeed(seed)}, nil
}

// PublicKey is what Verify needs; it may be printed.
func (s *Signer) PublicKey() []byte {
	return s.key.Public().(ed25519.PublicKey) //nolint:forcetypeassert // documented by ed25519
}

// Sign signs message for one purpose, such as "sitting.minutes": a signature
// for one purpose is none for another.
func (s *Signer) Sign(purpose string, message []byte) []byte {
	return ed25519.Sign(s.key, Fields([]byte(purpose), message))
}

// Verify reports whether signature is that of the holder of publicKey.
func Verify(publicKey []byte, purpose string, message, signature []byte) bool {
	if len(publicKey) != ed25519.PublicKeySize {
		return false
	}
	return ed25519.Verify(publicKey, Fields([]byte(purpose), message), signature)
}
