package delivery_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/chacha20poly1305"

	"khaothi/delivery"
	"khaothi/internal/fault"
)

// golden was saved by the browser's own code (web/ui/src/candidate/store,
// ShelfVault and rescueFile) under the store key of goldenKeys.
func golden(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/rescue.json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func goldenKeys(t testing.TB) [][]byte {
	t.Helper()
	keys, err := delivery.NewKeys(bytes.Repeat([]byte{7}, 64))
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{make([]byte, 32), keys.StoreKey("38g1wdp1e2qn6j9tm1vb", "d1f0c0ffee0000000000000000000001")}
}

func TestARescueFileOfTheBrowserIsRead(t *testing.T) {
	t.Parallel()
	f, err := delivery.ParseRescue(golden(t))
	if err != nil {
		t.Fatal(err)
	}
	events, unreadable := f.Open(goldenKeys(t))
	at := func(s int64) time.Time { return time.UnixMilli(1790000000000 + s*1000).UTC() }
	want := []delivery.Rescued{
		{Seq: 4, Field: "p3_1", Value: "3", Epoch: 2, Ord: 4, Typed: at(4)},
		{Seq: 5, Field: "p3_1", Value: "0,5", Epoch: 2, Ord: 5, Typed: at(5)},
		{Seq: 6, Field: "flag:p3_1", Value: "1", Epoch: 2, Ord: 6, Typed: at(6)},
	}
	if diff := cmp.Diff(want, events); diff != "" || unreadable != 0 || f.Number != "01000001" {
		t.Errorf("number %s, %d unreadable (-want +got):\n%s", f.Number, unreadable, diff)
	}
	if events, unreadable = f.Open([][]byte{make([]byte, 32)}); len(events) != 0 || unreadable != 3 {
		t.Errorf("another key opens %d", len(events))
	}
}

// TestParcelsCannotBeSwapped gives an event the place of another one: its name
// is part of what is encrypted.
func TestParcelsCannotBeSwapped(t *testing.T) {
	t.Parallel()
	f, err := delivery.ParseRescue(golden(t))
	if err != nil {
		t.Fatal(err)
	}
	f.Parcels[0].Box, f.Parcels[1].Box = f.Parcels[1].Box, f.Parcels[0].Box
	f.Parcels[2].Box[30] ^= 1
	if events, unreadable := f.Open(goldenKeys(t)); len(events) != 0 || unreadable != 3 {
		t.Errorf("read %+v", events)
	}
}

func TestParseRescueRefuses(t *testing.T) {
	t.Parallel()
	good := string(golden(t))
	first := good[strings.Index(good, `{"id"`) : strings.Index(good, `},{"id"`)+1]
	for name, text := range map[string]string{
		"nothing":            "",
		"cut off":            good[:len(good)/2],
		"cut off at the end": strings.TrimSpace(good)[:len(good)-3],
		"something behind":   good + "{}",
		"another format":     strings.Replace(good, "khaothi-rescue", "khaothi-resque", 1),
		"another version":    strings.Replace(good, `"v":1`, `"v":2`, 1),
		"version as text":    strings.Replace(good, `"v":1`, `"v":"1"`, 1),
		"no number":          strings.Replace(good, `"number":"01000001"`, `"number":""`, 1),
		"a NUL in the note":  strings.Replace(good, `"number":"01000001"`, `"number":"01\u0000"`, 1),
		"another attempt's":  strings.Replace(good, `"attempt":"38g1wdp1e2qn6j9tm1vb","epoch"`, `"attempt":"38g1wdp1e2qn6j9tm1vc","epoch"`, 1),
		"another id":         strings.Replace(good, `vb/2/4"`, `vb/2/9"`, 1),
		"twice":              strings.Replace(good, first, first+","+first, 1),
		"no events":          good[:strings.Index(good, `"events"`)] + `"events":[]}`,
		"no base64":          strings.Replace(good, `"box":"8`, `"box":"*`, 1),
		"a large box":        strings.Replace(good, `"box":"8`, `"box":"`+strings.Repeat("AAAA", 45_000)+"8", 1),
		"not an object":      `[1]`,
	} {
		if f, err := delivery.ParseRescue([]byte(text)); !errors.Is(err, delivery.ErrRescueMalformed) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
	if _, err := delivery.ParseRescue(make([]byte, delivery.MaxRescue+1)); fault.CodeOf(err) != "rescue.too_large" {
		t.Errorf("too large: %v", err)
	}
}

// TestARescueFileHoldsEssays: the browser keeps an essay with the one before it,
// each as long as the paper allows.
func TestARescueFileHoldsEssays(t *testing.T) {
	t.Parallel()
	key := make([]byte, 32)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	essay := strings.Repeat("\"", delivery.MaxEssay) // twice as long in JSON
	text, err := json.Marshal(map[string]any{"seq": 1, "field": "p4_1", "value": essay, "prev": essay, "at": 1790000000000})
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	file, err := json.Marshal(map[string]any{
		"format": "khaothi-rescue", "v": 1, "note": map[string]any{"attempt": "a", "number": "1", "device": "d"},
		"events": []any{map[string]any{"id": "a/1/1", "attempt": "a", "epoch": 1, "ord": 1, "box": aead.Seal(nonce, nonce, text, []byte("a/1/1"))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := delivery.ParseRescue(file)
	if err != nil {
		t.Fatal(err)
	}
	if events, unreadable := f.Open([][]byte{key}); len(events) != 1 || unreadable != 0 || events[0].Value != essay {
		t.Errorf("%d events, %d unreadable", len(events), unreadable)
	}
}

// FuzzParseRescue holds that what is taken for a rescue file has only events of
// its attempt, each once, and that without its key nothing is read of it.
func FuzzParseRescue(f *testing.F) {
	f.Add(golden(f))
	f.Add([]byte(`{"format":"khaothi-rescue","v":1,"note":{"attempt":"a","number":"1","device":"d"},"events":[{"id":"a/1/1","attempt":"a","epoch":1,"ord":1,"box":""}]}`))
	keys := goldenKeys(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := delivery.ParseRescue(b)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("kind of %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, p := range file.Parcels {
			if !strings.HasPrefix(p.ID, string(file.Attempt)+"/") || seen[p.ID] {
				t.Fatalf("parcel %q of attempt %q", p.ID, file.Attempt)
			}
			seen[p.ID] = true
		}
		events, unreadable := file.Open(keys[:1])
		if len(events) != 0 || unreadable != len(file.Parcels) {
			t.Fatalf("a key of zeros reads %+v", events)
		}
	})
}
