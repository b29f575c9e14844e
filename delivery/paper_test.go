package delivery

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

func testPaper() *Paper {
	return &Paper{V: PaperVersion, FormCode: "0101", Title: "Đề", Parts: []PaperPart{{Part: 1, Questions: []Question{
		{Kind: KindSingle, Field: "p1_1", Options: []Option{{ID: "k3fz"}, {ID: "a0b1"}}},
		{Kind: KindMultiple, Field: "p1_2", Options: []Option{{ID: "aaaa"}, {ID: "bbbb"}, {ID: "cccc"}}},
		{Kind: KindCluster, Statements: []Statement{{Field: "p2_1a"}, {Field: "p2_1b"}}},
		{Kind: KindShort, Field: "p3_1", Max: 4, Charset: "0123456789-,"},
		{Kind: KindShort, Field: "p4_1"},
	}}}}
}

func TestFieldsCheck(t *testing.T) {
	t.Parallel()
	fields, err := testPaper().Fields()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		field, value string
		want         error
	}{
		{"p1_1", "k3fz", nil},
		{"p1_1", "", nil},
		{"p1_1", "k3fz,a0b1", ErrValueInvalid},
		{"p1_2", "aaaa,cccc", nil},
		{"p1_2", "cccc,aaaa", ErrValueInvalid},
		{"p1_2", "aaaa,", ErrValueInvalid},
		{"p2_1b", "S", nil},
		{"p2_1b", "T", ErrValueInvalid},
		{"p2_1", "S", ErrFieldUnknown},
		{"p3_1", "-1,5", nil},
		{"p3_1", "-1,50", ErrValueInvalid},
		{"p3_1", "1.5", ErrValueInvalid},
		{"p4_1", "câu trả lời\ndài", nil},
		{"p4_1", "a\x00", ErrValueInvalid},
		{"p4_1", strings.Repeat("a", 2001), ErrValueInvalid},
		{"flag:p1_1", "1", nil},
		{"flag:p1_1", "0", ErrValueInvalid},
		{"flag:flag:p1_1", "1", ErrFieldUnknown},
		{"", "", ErrFieldUnknown},
	} {
		if err := fields.Check(tt.field, tt.value); !errors.Is(err, tt.want) {
			t.Errorf("Check(%q, %.10q) = %v, want %v", tt.field, tt.value, err, tt.want)
		}
	}
}

func TestFieldsRefusesPapersThatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	for code, change := range map[string]func(*Paper){
		"paper.track_unknown": func(p *Paper) { p.Parts[0].Questions[0].Track = "khmt" },
		"paper.field_twice":   func(p *Paper) { p.Parts[0].Questions[1].Field = "p1_1" },
		"paper.field_invalid": func(p *Paper) { p.Parts[0].Questions[0].Field = "" },
		"paper.kind_unknown":  func(p *Paper) { p.Parts[0].Questions[0].Kind = "drawing" },
		"paper.empty":         func(p *Paper) { p.Parts = nil },
	} {
		p := testPaper()
		change(p)
		if _, err := p.Fields(); fault.CodeOf(err) != code {
			t.Errorf("Fields = %v, want %s", err, code)
		}
	}
}

func TestEncryptOpensOnlyWithItsKey(t *testing.T) {
	t.Parallel()
	a, err := Encrypt(testPaper())
	if err != nil {
		t.Fatal(err)
	}
	b, err := Encrypt(testPaper())
	if err != nil {
		t.Fatal(err)
	}
	if a.Hash == b.Hash || a.Key == b.Key || bytes.Contains(a.Bytes, []byte("k3fz")) {
		t.Error("two blobs of one paper share a key or show their text")
	}
	if p, err := Decrypt(a.Bytes, a.Key); err != nil || p.Parts[0].Questions[0].Options[0].ID != "k3fz" {
		t.Errorf("Decrypt = %+v, %v", p, err)
	}
	if _, err := Decrypt(a.Bytes, b.Key); fault.CodeOf(err) != "paper.unreadable" {
		t.Errorf("Decrypt with another key = %v", err)
	}
}

func TestKeysWrap(t *testing.T) {
	t.Parallel()
	k, err := NewKeys(bytes.Repeat([]byte{1}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewKeys(bytes.Repeat([]byte{2}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	key := PaperKey{1, 2, 3}
	wrapped, err := k.Wrap(key, "hash")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Unwrap(wrapped, "hash"); err != nil || got != key {
		t.Errorf("Unwrap = %v, %v", got, err)
	}
	for what, open := range map[string]func() (PaperKey, error){
		"another secret": func() (PaperKey, error) { return other.Unwrap(wrapped, "hash") },
		"another paper":  func() (PaperKey, error) { return k.Unwrap(wrapped, "hash2") },
		"a short blob":   func() (PaperKey, error) { return k.Unwrap(wrapped[:5], "hash") },
	} {
		if _, err := open(); fault.CodeOf(err) != "paper.key_unreadable" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v", k, k, k); strings.Contains(s, "[") {
		t.Errorf("printed keys: %s", s)
	}
	if _, err := NewKeys(make([]byte, 8)); fault.CodeOf(err) != "secret.too_short" {
		t.Errorf("NewKeys of 8 bytes = %v", err)
	}
}

func TestTickets(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		ticket := NewTicket()
		code := NormalizeTicket(ticket)
		if len(code) != ticketLength || seen[code] {
			t.Fatalf("NewTicket = %q", ticket)
		}
		seen[code] = true
		if typed := strings.ToLower(strings.ReplaceAll(ticket, "L", "1")); NormalizeTicket(" "+typed) != code {
			t.Fatalf("%q is not understood as %q", typed, code)
		}
	}
	for _, bad := range []string{"", "K7QF", "K7QF-2MXA-9RTD-2", "K7QF-2MXA-9RT0", "K7QF-2MXA-9RTĐ"} {
		if got := NormalizeTicket(bad); got != "" {
			t.Errorf("NormalizeTicket(%q) = %q", bad, got)
		}
	}
	if ticketMatches(nil, nil) {
		t.Error("an attempt without a ticket matches")
	}
}

// TestChainIsAsDocumented computes the hash by hand from docs/protocol.md.
func TestChainIsAsDocumented(t *testing.T) {
	t.Parallel()
	var e Event
	e.Attempt, e.Seq, e.Field, e.Value = "0k", 7, "p1_3", "k3fz"
	e.At = e.At.AddDate(2000, 0, 0).UTC()
	prev := seal.Hash{1}
	e.Chain(prev)
	ms := uint64(e.At.UnixMilli())
	body := []byte("0k\x00\x00\x00\x00\x00\x00\x00\x00\x07p1_3\x00k3fz\x00")
	for i := 7; i >= 0; i-- {
		body = append(body, byte(ms>>(8*i)))
	}
	if want := seal.Step(prev, body); e.Hash != want || e.Prev != prev {
		t.Errorf("hash = %x, want %x", e.Hash, want)
	}
	if r := Receipt("0k", 7, e.Hash); len(r) != 9 || r[4] != '-' || r == Receipt("0k", 8, e.Hash) {
		t.Errorf("receipt = %q", r)
	}
}
