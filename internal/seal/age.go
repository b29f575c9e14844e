package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// scryptWork is the work factor of pass phrases, as a power of two: about half
// a second of a server's core for each try.
const scryptWork = 17

// maxSealed bounds what Open reads into memory.
const maxSealed = 64 << 20

// What can be wrong with a key of somebody else.
var (
	ErrWrongKey  = errors.New("another key, or what was sealed has changed")
	ErrPublicKey = errors.New("not a public key of age (X25519)")
)

// NewIdentity makes a key pair of age (X25519): public is who things are sealed
// to, secret opens them.
func NewIdentity() (public, secret string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("make a key: %w", err)
	}
	return id.Recipient().String(), id.String(), nil
}

// CheckPublic reports whether a text is a public key of NewIdentity.
func CheckPublic(public string) error {
	if _, err := age.ParseX25519Recipient(strings.TrimSpace(public)); err != nil {
		return fmt.Errorf("%w: %w", ErrPublicKey, err)
	}
	return nil
}

// To encrypts data so that any one of the public keys' owners can open it.
func To(data []byte, publics ...string) ([]byte, error) {
	recipients := make([]age.Recipient, len(publics))
	for i, p := range publics {
		r, err := age.ParseX25519Recipient(strings.TrimSpace(p))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPublicKey, err)
		}
		recipients[i] = r
	}
	return encrypt(data, recipients...)
}

// Open decrypts what To sealed, with the secret of one of the keys. Another key,
// or a changed byte, is ErrWrongKey.
func Open(sealed []byte, secret string) ([]byte, error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(secret))
	if err != nil {
		return nil, ErrWrongKey // the error could quote the secret
	}
	return decrypt(sealed, id)
}

// Lock encrypts a secret under a pass phrase.
func Lock(secret, phrase string) ([]byte, error) {
	r, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return nil, fmt.Errorf("take the pass phrase: %w", err)
	}
	r.SetWorkFactor(scryptWork)
	return encrypt([]byte(secret), r)
}

// Unlock is the secret that Lock encrypted. Another pass phrase is
// ErrWrongKey.
func Unlock(locked []byte, phrase string) (string, error) {
	id, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return "", ErrWrongKey
	}
	id.SetMaxWorkFactor(scryptWork)
	secret, err := decrypt(locked, id)
	return string(secret), err
}

func encrypt(data []byte, recipients ...age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out.Bytes(), nil
}

func decrypt(sealed []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWrongKey, err)
	}
	data, err := io.ReadAll(io.LimitReader(r, maxSealed+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWrongKey, err)
	}
	if len(data) > maxSealed {
		return nil, errors.New("what was sealed is too large")
	}
	return data, nil
}
