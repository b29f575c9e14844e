package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestAnyOneOfTheOwnersOpens(t *testing.T) {
	t.Parallel()
	var publics, secrets []string
	for range 3 {
		p, s, err := NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		publics, secrets = append(publics, p), append(secrets, s)
	}
	data := []byte("Câu hỏi mật")
	sealed, err := To(data, publics[:2]...)
	if err != nil || bytes.Contains(sealed, data) {
		t.Fatalf("sealed %q, %v", sealed, err)
	}
	for i, s := range secrets {
		got, err := Open(sealed, s)
		if i < 2 && (err != nil || !bytes.Equal(got, data)) {
			t.Errorf("owner %d: %q, %v", i, got, err)
		}
		if i == 2 && !errors.Is(err, ErrWrongKey) {
			t.Errorf("a stranger: %q, %v", got, err)
		}
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if got, err := Open(changed, secrets[0]); err == nil && !bytes.Equal(got, data) {
			t.Fatalf("byte %d changed: %q", i, got)
		}
	}
	if _, err := To(data, "age1nothing"); !errors.Is(err, ErrPublicKey) {
		t.Errorf("a broken public key: %v", err)
	}
}

func TestAPassPhraseUnlocks(t *testing.T) {
	t.Parallel()
	locked, err := Lock("AGE-SECRET-KEY-1", "bốn từ rất dài")
	if err != nil || strings.Contains(string(locked), "AGE-SECRET") {
		t.Fatalf("%q, %v", locked, err)
	}
	if got, err := Unlock(locked, "bốn từ rất dài"); err != nil || got != "AGE-SECRET-KEY-1" {
		t.Errorf("%q, %v", got, err)
	}
	for _, wrong := range []string{"bốn từ rất dai", ""} {
		if got, err := Unlock(locked, wrong); !errors.Is(err, ErrWrongKey) {
			t.Errorf("%q opened it: %q, %v", wrong, got, err)
		}
	}
}
