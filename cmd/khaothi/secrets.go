package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"khaothi/internal/seal"
)

// secretSize is the length of each key, in bytes.
const secretSize = 32

// Secrets are the keys that lie outside the database that they protect.
type Secrets struct {
	Ticket  []byte `json:"ticket_key"`  // tickets are kept as HMAC under it
	Wrap    []byte `json:"wrap_key"`    // paper keys at rest are encrypted with it
	Session []byte `json:"session_key"` // for tokens of staff sessions
	Sign    []byte `json:"sign_key"`    // seed of the signature on minutes and packages
}

// String hides the keys from every way of printing.
func (s Secrets) String() string { return "Secrets(hidden)" }

// GoString hides the keys as String does.
func (s Secrets) GoString() string { return s.String() }

// Delivery is the secret that the delivery's keys are derived from.
func (s Secrets) Delivery() []byte {
	return append(append([]byte(nil), s.Wrap...), s.Ticket...)
}

// Vault is the key of the fingerprints of confidential pools.
func (s Secrets) Vault() []byte {
	sum := sha256.Sum256(append([]byte("khaothi vault fingerprints 1\n"), s.Wrap...))
	return sum[:]
}

// Signer signs minutes and packages.
func (s Secrets) Signer() (*seal.Signer, error) { return seal.NewSigner(s.Sign) }

// check reports keys that are missing or too short.
func (s Secrets) check() error {
	var errs []error
	for name, key := range map[string][]byte{
		"ticket_key": s.Ticket, "wrap_key": s.Wrap, "session_key": s.Session, "sign_key": s.Sign,
	} {
		if len(key) != secretSize {
			errs = append(errs, fmt.Errorf("%s has %d bytes, want %d", name, len(key), secretSize))
		}
	}
	return errors.Join(errs...)
}

// readSecrets reads a file that only its owner can read.
func readSecrets(path string) (Secrets, error) {
	var s Secrets
	f, err := os.Open(path)
	if err != nil {
		return s, fmt.Errorf("open the secret file: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return s, fmt.Errorf("look at the secret file: %w", err)
	}
	if st.Mode().Perm()&0o077 != 0 {
		return s, fmt.Errorf("others can read the secret file %s (mode %04o): chmod 600 %s, and think about new keys", path, st.Mode().Perm(), path)
	}
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return Secrets{}, fmt.Errorf("read the secret file %s: it is not the JSON that khaothi admin new-secrets writes", path) // err may quote a key
	}
	if err := s.check(); err != nil {
		return Secrets{}, fmt.Errorf("read the secret file %s: %w", path, err)
	}
	return s, nil
}

// newSecrets writes a file with fresh keys and never replaces one.
func newSecrets(path string) (Secrets, error) {
	s := Secrets{Ticket: randomKey(), Wrap: randomKey(), Session: randomKey(), Sign: randomKey()}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return s, fmt.Errorf("write the secret file: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".secrets-*") // mode 0600
	if err != nil {
		return s, fmt.Errorf("write the secret file: %w", err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // it has its second name by then
	_, err = f.Write(append(b, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return s, fmt.Errorf("write the secret file: %w", err)
	}
	// A link fails where the file exists: nobody's keys are ever replaced, and
	// a file is there as a whole or not at all.
	if err := os.Link(f.Name(), path); err != nil {
		return s, fmt.Errorf("write the secret file: %w", err)
	}
	return s, nil
}

func randomKey() []byte {
	b := make([]byte, secretSize)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return b
}

// embeddedSecrets reads DIR/secrets.json and makes it together with the data:
// beside data that exists, a missing file is an error, because what was
// encrypted with its keys would be lost without a word.
func embeddedSecrets(dir string) (Secrets, error) {
	path := filepath.Join(dir, "secrets.json")
	s, err := readSecrets(path)
	if !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres", "PG_VERSION")); err == nil {
		return s, fmt.Errorf("%s holds data but no secrets.json: put the file back from your backup; tickets and papers of the data need its keys", dir)
	}
	return newSecrets(path)
}
