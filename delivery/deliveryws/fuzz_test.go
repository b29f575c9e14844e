package deliveryws_test

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
)

// FuzzConnections plays what the bytes say on the connections of one attempt:
// valid answers, repeats, gaps, other content under an old number, unknown
// fields, values out of bounds, text that is no message, broken connections,
// other devices. A model of docs/protocol.md says what the server must hold.
func FuzzConnections(f *testing.F) {
	w := newWorld(f)
	w.log = slog.New(slog.DiscardHandler) // the log of f may not be written to while t runs
	n := w.node("n1")
	f.Add([]byte{0, 0, 0, 7, 0, 8, 0})                            // answers, a checkpoint, a reconnect
	f.Add([]byte{0, 1, 0, 2, 7, 0, 3, 0, 7})                      // repeats and gaps
	f.Add([]byte{0, 4, 0, 0, 7, 0, 5, 0, 7})                      // unknown fields, values out of bounds
	f.Add([]byte{0, 0, 0, 7, 6, 0, 0, 7, 1, 8})                   // a conflict
	f.Add([]byte{0, 0, 9, 0, 0, 9, 1, 0, 7, 10, 0, 7, 11, 0, 12}) // cables pulled, garbage, no message
	f.Add([]byte{13, 0, 7, 0, 0, 14, 0, 8, 3, 3, 2, 0, 7})
	f.Fuzz(func(t *testing.T, deeds []byte) {
		if len(deeds) > 64 {
			deeds = deeds[:64]
		}
		p := newPlayer(t, w, n)
		for _, d := range deeds {
			p.do(d)
		}
		p.check()
	})
}

// content is what one number may hold.
type content struct{ field, value string }

// player is a client that does not keep to the protocol, and the model of what
// the server must make of it.
type player struct {
	t      *testing.T
	w      *world
	n      *node
	ticket delivery.Ticket
	ws     *websocket.Conn
	c      *client

	attempt string
	held    []content // what the server holds if it has read everything
	saved   int64     // the highest number that it has acknowledged
	shown   int64     // the watermark of this connection
	made    int
	over    bool // a message was sent that ends the connection
}

func newPlayer(t *testing.T, w *world, n *node) *player {
	t.Helper()
	here := *w
	here.t = t
	id, tickets := here.sitting()
	here.start(id)
	p := &player{t: t, w: &here, n: n, ticket: tickets[0]}
	p.connect()
	return p
}

// connect says hello. The server then holds what was acknowledged, and may
// hold more of what was on its way.
func (p *player) connect() {
	p.t.Helper()
	if p.ws != nil {
		_ = p.ws.Close() // without a word
	}
	ws, _, err := websocket.DefaultDialer.DialContext(p.t.Context(), p.n.url(), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = ws.Close() }) // it may be closed already
	p.ws, p.c, p.over = ws, &client{t: p.t, ws: ws}, false
	p.c.hello(p.ticket.Number, p.ticket.Code, "device-one")
	m := p.c.next("welcome")
	if p.attempt = m.Attempt; m.Saved < p.saved || m.Saved > int64(len(p.held)) {
		p.t.Fatalf("welcome with saved %d, want %d to %d", m.Saved, p.saved, len(p.held))
	}
	p.held = p.held[:m.Saved]
	p.saved, p.shown = m.Saved, m.Saved
	p.sameAnswers(m.Answers)
}

// sameAnswers compares the last values with the model.
func (p *player) sameAnswers(got map[string]string) {
	p.t.Helper()
	want := map[string]string{}
	for _, c := range p.held {
		want[c.field] = c.value
	}
	maps.DeleteFunc(want, func(_, v string) bool { return v == "" })
	maps.DeleteFunc(got, func(_, v string) bool { return v == "" })
	if !maps.Equal(got, want) {
		p.t.Fatalf("answers %v, want %v", got, want)
	}
}

// do plays one deed.
func (p *player) do(d byte) {
	p.t.Helper()
	last := int64(len(p.held))
	switch d % 15 {
	case 0, 13:
		p.answer(last+1, p.next())
	case 1: // a repeat
		if last > 0 {
			p.answer(1+int64(d)%last, p.held[int64(d)%last])
		}
	case 2, 3: // a gap
		p.answer(last+2+int64(d%7), p.next())
	case 4:
		p.answer(last+1, content{"p9_9", "k3fz"})
	case 5:
		p.answer(last+1, content{"p3_1", "not of the charset"})
	case 6: // another content under an old number
		if last > 0 {
			p.answer(last, content{"p3_1", fmt.Sprint(-1 - p.made%9)})
		}
	case 7:
		p.settle()
	case 8:
		p.settle()
		p.connect()
	case 9: // the cable is pulled
		p.connect()
	case 10:
		p.raw(`{"t":"answer","seq":`)
	case 11:
		p.raw(`{"t":"hello","v":1,"number":"1","code":"K7QF","device":"d1f0d1f0"}`)
	case 12:
		p.write(`{"t":"focus","lost":true}`)
	case 14:
		p.write(`{"t":"submit","n":99999}`) // the server lacks most of these: it asks for them
	}
}

// next is an answer that nobody gave before.
func (p *player) next() content {
	p.made++
	return content{"p3_1", fmt.Sprint(p.made % 10000)}
}

// answer sends an answer and applies the rule to the model.
func (p *player) answer(seq int64, c content) {
	p.t.Helper()
	if p.over {
		p.connect()
		return
	}
	p.write(fmt.Sprintf(`{"t":"answer","seq":%d,"field":%q,"value":%q}`, seq, c.field, c.value))
	last := int64(len(p.held))
	switch valid := c.field == "p3_1" && len(c.value) <= 4; {
	case seq <= last && p.held[seq-1] != c:
		p.over = true // a conflict: nothing behind it is stored
	case seq == last+1 && valid:
		p.held = append(p.held, c)
	}
}

// raw sends what ends the connection.
func (p *player) raw(text string) {
	if !p.over {
		p.write(text)
		p.over = true
	}
}

func (p *player) write(text string) {
	p.t.Helper()
	if err := p.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil && !p.over {
		p.connect()
	}
}

// settle reads until everything is acknowledged, or the connection has ended
// as it must.
func (p *player) settle() {
	p.t.Helper()
	for want := int64(len(p.held)); p.over || p.shown < want; {
		m, err := p.c.read()
		var end *websocket.CloseError
		if errors.As(err, &end) && p.over {
			p.connect()
			return
		}
		if err != nil {
			p.t.Fatalf("waiting for saved %d, at %d: %v; so far %v", want, p.shown, err, p.c.frames)
		}
		p.hear(m)
	}
}

// hear checks one message against the promises.
func (p *player) hear(m message) {
	p.t.Helper()
	switch m.T {
	case "saved":
		if m.Seq < p.shown || m.Seq > int64(len(p.held)) {
			p.t.Fatalf("saved %d after %d with %d sent; so far %v", m.Seq, p.shown, len(p.held), p.c.frames)
		}
		p.shown, p.saved = m.Seq, max(p.saved, m.Seq)
	case "have":
		p.shown = m.Seq
	case "archived":
		if m.Seq > int64(len(p.held)) {
			p.t.Fatalf("archived %d with %d sent", m.Seq, len(p.held))
		}
	case "late", "sealed":
		p.t.Fatalf("%s while the sitting runs", m.raw)
	}
}

// check waits until all is in the record and compares it.
func (p *player) check() {
	p.t.Helper()
	p.settle()
	p.connect()
	p.settle()
	var rows []row
	for end := time.Now().Add(15 * time.Second); ; {
		rows = p.w.rows(p.attempt)
		if len(rows) >= len(p.held) || time.Now().After(end) {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	got := make([]content, len(rows))
	for i, r := range rows {
		if got[i] = (content{r.Field, r.Value}); r.Seq != int64(i+1) {
			p.t.Fatalf("row %d has number %d", i, r.Seq)
		}
	}
	if !slices.Equal(got, p.held) {
		p.t.Fatalf("the record holds %v, want %v; so far %v", got, p.held, p.c.frames)
	}
}
