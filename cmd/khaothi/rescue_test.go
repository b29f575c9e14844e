package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"khaothi/delivery"
)

// rescueFile writes a file with one event that the record lacks, as the
// candidate's browser saves it.
func (s *sat) rescueFile(a *delivery.Attempt) string {
	s.t.Helper()
	keys := must[*delivery.Keys](s)(delivery.NewKeys(s.secrets.Delivery()))
	aead, err := chacha20poly1305.NewX(keys.StoreKey(a.ID, "d1f0c0ffee000000"))
	if err != nil {
		s.t.Fatal(err)
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	_, _ = rand.Read(nonce) // crypto/rand.Read never fails
	id := string(a.ID) + "/1/7"
	box := aead.Seal(nonce, nonce, []byte(`{"seq":7,"field":"p3_1","value":"1","prev":"","at":1790000000000}`), []byte(id))
	b := must[[]byte](s)(json.Marshal(map[string]any{
		"format": "khaothi-rescue", "v": 1, "note": map[string]any{"attempt": a.ID, "number": a.Number, "device": "d1f0c0ffee000000"},
		"events": []any{map[string]any{"id": id, "attempt": a.ID, "epoch": 1, "ord": 7, "box": base64.StdEncoding.EncodeToString(box)}},
	}))
	path := filepath.Join(s.t.TempDir(), "cuu-ho.json")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// TestRescueFromTheCommandLine takes a file in twice and one that is cut off,
// and sees that neither chain nor root nor score has changed.
func TestRescueFromTheCommandLine(t *testing.T) {
	t.Parallel()
	s := newSat(t)
	path := s.rescueFile(&s.attempts[0])
	run := func(path string) (rescuedFile, int) {
		t.Helper()
		out, err := command(t, "", slices.Concat([]string{"delivery", "rescue", "--json", path}, s.flags)...)
		var r struct{ Files []rescuedFile }
		if jsonErr := json.Unmarshal([]byte(out), &r); jsonErr != nil || len(r.Files) != 1 {
			t.Fatalf("output %q: %v, %v", out, jsonErr, err)
		}
		return r.Files[0], exitCode(err, new(bytes.Buffer))
	}
	if f, code := run(path); code != exitGood || f.Report.Kept != 1 {
		t.Errorf("exit %d, %+v", code, f)
	}
	if f, code := run(path); code != exitGood || f.Report.Kept != 0 || f.Report.Known != 1 {
		t.Errorf("once more: exit %d, %+v", code, f)
	}
	half := filepath.Join(t.TempDir(), "half.json")
	if err := os.WriteFile(half, must[[]byte](s)(os.ReadFile(path))[:90], 0o600); err != nil {
		t.Fatal(err)
	}
	if f, code := run(half); code != exitRefused || f.Code != "rescue.malformed" || !strings.Contains(f.Error, "cut off") {
		t.Errorf("cut off: exit %d, %+v", code, f)
	}
	if v, code := s.verify("--sitting", string(s.sitting)); code != exitGood {
		t.Errorf("the record after a rescue: exit %d, %v", code, v.found())
	}
}
