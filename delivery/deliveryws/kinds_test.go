package deliveryws_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
)

// written has an essay and a file beside the questions of paper.
func written(p *delivery.Prepared) {
	sheet := paper("0101")
	sheet.Parts = append(sheet.Parts, delivery.PaperPart{Part: 4, Title: "PHẦN IV", Questions: []delivery.Question{
		{No: 1, Kind: delivery.KindEssay, Stem: "?", Field: "p4_1", Bytes: delivery.MaxEssay},
		{No: 2, Kind: delivery.KindUpload, Stem: "?", Field: "p4_2", Bytes: 1 << 20, Types: []string{"pdf"}},
		{No: 3, Kind: delivery.KindOrder, Stem: "?", Field: "p4_3", Options: []delivery.Option{{ID: "aaaa"}, {ID: "bbbb"}}},
	}})
	p.Papers = []*delivery.Paper{sheet}
}

// An essay of 32 KB is saved, archived, comes back at the next hello, and is in
// the sealed work, whole: through the websocket, the script, the drain.
func TestEssaysAreKeptWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(written)
	w.start(id)
	c := w.join(n, tickets[0], "d1f0c0ffee0000000000000000000001")
	essay := func(i int) string {
		text := fmt.Sprintf("Bản %d. \"Thân em vừa trắng lại vừa tròn\"\n", i) + strings.Repeat("ế", delivery.MaxEssay/3)
		return strings.ToValidUTF8(text[:delivery.MaxEssay], "")
	}
	for i := 1; i <= 12; i++ {
		c.answer(i, "p4_1", essay(i))
	}
	c.savedUpTo(12)
	c.answer(13, "p4_3", "bbbb,aaaa")
	c.answer(14, "p4_1", strings.Repeat("a", delivery.MaxEssay+1))
	m := c.next("refused", "saved")
	for m.T == "saved" {
		m = c.next("refused", "saved")
	}
	if m.Seq != 14 || m.Code != "value.invalid" {
		t.Fatalf("an essay that is too long: %s", m.raw)
	}
	again := w.join(n, tickets[0], "d1f0c0ffee0000000000000000000001")
	if got := again.welcome.Answers["p4_1"]; got != essay(12) || again.welcome.Saved != 13 {
		t.Fatalf("%d events, an essay of %d bytes comes back", again.welcome.Saved, len(got))
	}
	again.send(`{"t":"submit","n":13}`)
	again.next("sealed")
	testenv.Eventually(t, 10*time.Second, func() bool { return len(w.rows(again.welcome.Attempt)) == 13 })
	if got := w.works(id)[tickets[0].Number].Values["p4_1"]; got != essay(12) {
		t.Fatalf("the sealed work holds %d bytes", len(got))
	}
}

// Where no essay is asked for, messages stay small.
func TestLongMessagesAreForEssaysOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(n, tickets[0], "d1f0c0ffee0000000000000000000001")
	c.answer(1, "p3_1", strings.Repeat("a", 17<<10))
	if code := c.closed(); code != 4505 {
		t.Fatalf("closed with %d", code)
	}
}

// A file counts once it is stored, and not before.
func TestFilesAreHandedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(written, seats(2))
	w.start(id)
	c := w.join(n, tickets[0], "d1f0c0ffee0000000000000000000001")
	body := append([]byte("%PDF-1.7 "), bytes.Repeat([]byte{7}, 700_000)...)
	sum := sha256.Sum256(body)
	u := delivery.Upload{SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(body)), Name: "bài làm.pdf"}

	c.answer(1, "p4_2", u.String())
	if m := c.next("refused"); m.Seq != 1 || m.Code != "upload.missing" {
		t.Fatalf("an answer without its file: %s", m.raw)
	}
	claim := &delivery.Claim{Number: tickets[0].Number, Code: tickets[0].Code}
	for code, try := range map[string]func() error{
		"upload.differs": func() error { return n.Receive(t.Context(), claim, "p4_2", u, bytes.NewReader(body[:len(body)-1])) },
		"field.unknown":  func() error { return n.Receive(t.Context(), claim, "p4_1", u, bytes.NewReader(body)) },
		"upload.too_large": func() error {
			return n.Receive(t.Context(), claim, "p4_2", with(u, "a.pdf", 2<<20), bytes.NewReader(body))
		},
		"upload.type": func() error {
			return n.Receive(t.Context(), claim, "p4_2", with(u, "a.exe", u.Bytes), bytes.NewReader(body))
		},
		"ticket.wrong": func() error {
			return n.Receive(t.Context(), &delivery.Claim{Number: tickets[0].Number, Code: tickets[1].Code}, "p4_2", u, bytes.NewReader(body))
		},
	} {
		if err := try(); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	for range 2 { // a retry changes nothing
		if err := n.Receive(t.Context(), claim, "p4_2", u, bytes.NewReader(body)); err != nil {
			t.Fatal(err)
		}
	}
	c.answer(1, "p4_2", u.String())
	c.savedUpTo(1)
	var out bytes.Buffer
	if err := w.record.CopyUpload(t.Context(), exam.AttemptID(c.welcome.Attempt), u, &out); err != nil || !bytes.Equal(out.Bytes(), body) {
		t.Fatalf("%d bytes back, %v", out.Len(), err)
	}
	other := w.join(n, tickets[1], "d1f0c0ffee0000000000000000000002")
	other.answer(1, "p4_2", u.String())
	if m := other.next("refused"); m.Code != "upload.missing" {
		t.Fatalf("the file of another candidate: %s", m.raw)
	}
	c.send(`{"t":"submit","n":1}`)
	c.next("sealed")
	testenv.Eventually(t, 10*time.Second, func() bool { return len(w.rows(c.welcome.Attempt)) == 1 })
	testenv.Eventually(t, 10*time.Second, func() bool {
		return fault.CodeOf(n.Receive(t.Context(), claim, "p4_2", u, bytes.NewReader(body))) == "upload.closed"
	})
}

func with(u delivery.Upload, name string, bytes int64) delivery.Upload {
	u.Name, u.Bytes = name, bytes
	return u
}
