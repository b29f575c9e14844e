package deliveryws

import (
	"encoding/base64"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/protocol"
)

// Welcome implements delivery.Outbox.
func (c *conn) Welcome(w *delivery.Welcome) {
	a, display := w.Attempt, w.Attempt.Display.OrPlain()
	m := protocol.Welcome{
		T: protocol.TypeWelcome, V: protocol.Version, Attempt: string(a.ID), Sitting: string(a.Sitting), Epoch: w.Epoch,
		Name: a.Name, Number: a.Number, Subject: w.Subject, Room: a.Room, Seat: a.Seat, State: stateOf(w.State),
		ServerMS: w.ServerTime.UnixMilli(), StartsInMS: w.StartsIn.Milliseconds(),
		RemainingMS: w.Remaining.Milliseconds(), GraceMS: w.Grace.Milliseconds(), Paper: a.Paper, PaperSize: w.PaperSize,
		StoreKey: base64.StdEncoding.EncodeToString(w.StoreKey), Saved: w.Saved, Archived: w.Archived,
		Answers: w.Answers, Replays: w.Replays, Receipt: w.Receipt, SealedBy: protocol.SealedBy(w.SealedBy), Practice: w.Practice,
		Display: protocol.Display{Scale: display.Scale, Contrast: string(display.Contrast)},
	}
	if m.Answers == nil {
		m.Answers = map[string]string{}
	}
	if w.Key != nil {
		m.Key = base64.StdEncoding.EncodeToString(w.Key[:])
	}
	c.text(protocol.Encode(m))
}

func stateOf(s delivery.LiveState) protocol.State {
	switch s {
	case delivery.LiveRunning:
		return protocol.StateRunning
	case delivery.LivePaused:
		return protocol.StatePaused
	case delivery.LiveSealed:
		return protocol.StateSealed
	case delivery.LiveWaiting:
	}
	return protocol.StateWaiting
}

// Resend implements delivery.Outbox.
func (c *conn) Resend(from int64) {
	c.text(protocol.Encode(protocol.Resend{T: protocol.TypeResend, From: from}))
}

// Conflict implements delivery.Outbox.
func (c *conn) Conflict(seq int64) {
	c.text(protocol.Encode(protocol.Conflict{T: protocol.TypeConflict, Seq: seq}))
}

// Refused implements delivery.Outbox.
func (c *conn) Refused(seq int64, code string) {
	c.text(protocol.Encode(protocol.Refused{T: protocol.TypeRefused, Seq: seq, Code: protocol.Code(code)}))
}

// Late implements delivery.Outbox.
func (c *conn) Late(seq int64) {
	c.text(protocol.Encode(protocol.Late{T: protocol.TypeLate, Seq: seq}))
}

// Have implements delivery.Outbox.
func (c *conn) Have(seq int64) {
	c.text(protocol.Encode(protocol.Have{T: protocol.TypeHave, Seq: seq}))
}

// Start implements delivery.Outbox.
func (c *conn) Start(key delivery.PaperKey, remaining time.Duration) {
	c.text(protocol.Encode(protocol.Start{
		T: protocol.TypeStart, Key: base64.StdEncoding.EncodeToString(key[:]), RemainingMS: remaining.Milliseconds(),
		ServerMS: c.server.opt.Now().UnixMilli(),
	}))
}

// Time implements delivery.Outbox.
func (c *conn) Time(state delivery.LiveState, remaining time.Duration) {
	c.text(protocol.Encode(protocol.Time{
		T: protocol.TypeTime, State: stateOf(state), RemainingMS: remaining.Milliseconds(), ServerMS: c.server.opt.Now().UnixMilli(),
	}))
}

// Replays implements delivery.Outbox.
func (c *conn) Replays(more map[string]int) {
	c.text(protocol.Encode(protocol.Replays{T: protocol.TypeReplays, More: more}))
}

// Sealed implements delivery.Outbox.
func (c *conn) Sealed(n int64, receipt string, by delivery.SealedBy) {
	c.text(protocol.Encode(protocol.Sealed{T: protocol.TypeSealed, N: n, Receipt: receipt, By: protocol.SealedBy(by)}))
}
