package deliveryws_test

import (
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

var (
	limited = strings.Repeat("a", 64) // may be started twice
	free    = strings.Repeat("b", 64)
	image   = strings.Repeat("c", 64)
)

// listening is a paper with sounds and tracks.
func listening(p *delivery.Prepared) {
	for _, q := range p.Papers {
		q.Parts[0].Tracks = []delivery.Track{{ID: "khmt", Title: "Khoa học máy tính"}, {ID: "thud", Title: "Tin học ứng dụng"}}
		q.Parts[0].Questions[2].Track, q.Parts[0].Questions[3].Track = "khmt", "thud"
		q.Media = map[string]delivery.Media{
			limited: {MIME: "audio/wav", Data: []byte("x"), Plays: 2}, free: {MIME: "audio/ogg"}, image: {MIME: "image/png"},
		}
	}
}

// refusedAs sends one event and wants it refused.
func (c *client) refusedAs(seq int, field, value, code string) {
	c.t.Helper()
	c.answer(seq, field, value)
	if m := c.next("refused"); m.Seq != int64(seq) || m.Code != code {
		c.t.Errorf("%s = %q: %s, want %s", field, value, m.raw, code)
	}
}

func (c *client) savedAs(seq int, field, value string) {
	c.t.Helper()
	c.answer(seq, field, value)
	c.savedUpTo(int64(seq))
}

func TestASoundIsStartedAsOftenAsThePaperAllows(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	a := w.node("a")
	id, tickets := w.sitting(listening)
	w.start(id)
	c := w.join(a, tickets[0], "device-1")
	play := "play:" + limited
	for _, tt := range []struct{ field, value, code string }{
		{play, "2", "play.limit"},
		{play, "3", "play.limit"},
		{play, "0", "value.invalid"},
		{play, "", "value.invalid"},
		{play, "01", "value.invalid"},
		{play, "x", "value.invalid"},
		{"play:" + image, "1", "field.unknown"},
		{"flag:" + play, "1", "field.unknown"},
		{"flag:track:1", "1", "field.unknown"},
		{"track:1", "toan", "value.invalid"},
		{"track:2", "khmt", "field.unknown"},
	} {
		c.refusedAs(1, tt.field, tt.value, tt.code)
	}
	c.savedAs(1, play, "1")
	c.savedAs(2, "track:1", "khmt")
	c.savedAs(3, "track:1", "thud")
	c.savedAs(4, "play:"+free, "1")
	c.refusedAs(5, play, "1", "play.limit")
	c.answer(1, play, "1") // a repeat is acknowledged as every other
	c.savedUpTo(4)

	b := w.node("b") // another node, after the first forgot everything
	a.stop()
	c = w.join(b, tickets[0], "device-1")
	if got := c.welcome.Answers[play]; got != "1" || c.welcome.Answers["track:1"] != "thud" {
		t.Fatalf("welcome says %q, track %q", got, c.welcome.Answers["track:1"])
	}
	c.refusedAs(5, play, "3", "play.limit")
	c.refusedAs(5, play, "1", "play.limit")
	c.savedAs(5, play, "2")
	for c.next("archived").Seq < 5 {
	}
	wipe()
	c.answer(6, play, "3") // refused before it reaches Redis
	if m := c.next("refused"); m.Code != "play.limit" {
		t.Errorf("beyond the limit: %s", m.raw)
	}
	c.answer(6, "play:"+free, "2") // finds Redis empty: restored from the record
	testenv.Eventually(t, 20*time.Second, func() bool { return b.Stats().Recovered > 0 })
	c.next("have")
	c.refusedAs(6, play, "3", "play.limit")
	c.refusedAs(6, "play:"+free, "3", "play.limit")
	c.savedAs(6, "play:"+free, "2")
	c.savedAs(7, "p1_1", "k3fz")
	seats, err := b.Watch(t.Context(), w.record, id, "")
	if err != nil || len(seats) != 1 {
		t.Fatalf("%d seats, %v", len(seats), err)
	}
	for _, s := range seats {
		if s.Answered != 1 {
			t.Errorf("the grid counts %d answers, want 1", s.Answered)
		}
	}
}

// TestStartsBehindOneAnotherCountOn sends several starts without waiting.
func TestStartsBehindOneAnotherCountOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(listening)
	w.start(id)
	c := w.join(n, tickets[0], "device-1")
	c.answer(1, "play:"+limited, "1")
	c.answer(2, "p1_1", "k3fz")
	c.answer(3, "play:"+limited, "2")
	c.savedUpTo(3)
	c.refusedAs(4, "play:"+limited, "3", "play.limit")
	c.savedAs(4, "p1_1", "a0b1")
}

// TestAPlayThatWasLostIsGivenBack: the power went while a sound was heard for
// the last time. What one node is asked for, the other one lets happen.
func TestAPlayThatWasLostIsGivenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting(listening)
	w.start(id)
	c := w.join(b, tickets[0], "device-1")
	attempt := exam.AttemptID(c.welcome.Attempt)
	play := "play:" + limited
	c.savedAs(1, play, "1")
	c.savedAs(2, play, "2")
	c.refusedAs(3, play, "3", "play.limit")
	replay := delivery.Action{Kind: delivery.ActionReplay, Sitting: id, Attempt: attempt, Sound: limited}
	for _, sound := range []string{free, image, "x"} {
		wrong := replay
		wrong.Sound = sound
		w.refusedAct(a, wrong, "action.no_sound")
	}
	replay.ID = exam.NewID()
	w.act(a, replay)
	w.act(a, replay) // asked for again: nothing more
	if m := c.next("replays"); len(m.More) != 1 || m.More[limited] != 1 {
		t.Errorf("told %s", m.raw)
	}
	c.refusedAs(3, play, "4", "play.limit")
	c.savedAs(3, play, "3")
	c.refusedAs(4, play, "4", "play.limit")

	replay.ID, replay.Sound = "", "" // each that is limited
	w.act(a, replay)
	if m := c.next("replays"); len(m.More) != 1 || m.More[limited] != 2 {
		t.Errorf("told %s", m.raw)
	}
	c = w.join(a, tickets[0], "device-1")
	if got := c.welcome.Replays; len(got) != 1 || got[limited] != 2 {
		t.Errorf("after a reload: %v", got)
	}
	c.savedAs(4, play, "4")
	c.refusedAs(5, play, "5", "play.limit")
	w.act(a, delivery.Action{Kind: delivery.ActionSubmit, Sitting: id, Attempt: attempt})
	w.refusedAct(a, replay, "attempt.sealed")
}

// TestNothingIsGivenBackWhereNothingPlays: a paper without a sound, and more
// than a sound asked for.
func TestNothingIsGivenBackWhereNothingPlays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.node("a")
	id, tickets := w.sitting()
	w.start(id)
	attempt := exam.AttemptID(w.join(a, tickets[0], "device-1").welcome.Attempt)
	w.refusedAct(a, delivery.Action{Kind: delivery.ActionReplay, Sitting: id, Attempt: attempt}, "action.no_sound")
	w.refusedAct(a, delivery.Action{Kind: delivery.ActionReplay, Sitting: id}, "attempt.not_found")
	w.refusedAct(a, delivery.Action{Kind: delivery.ActionRelease, Sitting: id, Attempt: attempt, Sound: limited}, "action.invalid")
}
