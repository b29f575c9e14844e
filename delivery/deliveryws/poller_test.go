package deliveryws_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"khaothi/internal/testenv"
)

// A client's frames are written by hand here: gorilla's client sends each
// message as one frame in one write, and that is the one form that a poller
// takes all of.

const (
	part     = 0x01 // a text that goes on
	rest     = 0x80 // its end
	text     = 0x81
	binaries = 0x82
	hangUp   = 0x88
	ping     = 0x89
	pong     = 0x8a
)

// frame is one masked frame.
func frame(head byte, payload string) []byte {
	b := []byte{head}
	if n := len(payload); n < 126 {
		b = append(b, 0x80|byte(n))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	}
	mask := []byte{0x5a, 0x01, 0xff, 0x33}
	b = append(b, mask...)
	for i := range len(payload) {
		b = append(b, payload[i]^mask[i&3])
	}
	return b
}

func answerText(seq int) string {
	return fmt.Sprintf(`{"t":"answer","seq":%d,"field":"p3_1","value":"%d"}`, seq, seq)
}

func (c *client) bytes(parts ...[]byte) {
	c.t.Helper()
	_ = c.ws.NetConn().SetWriteDeadline(time.Time{}) // gorilla left one with its last pong
	for _, b := range parts {
		if _, err := c.ws.NetConn().Write(b); err != nil {
			c.t.Fatal(err)
		}
	}
}

// TestFramesAsTheyCome sends answers in every form that the protocol allows,
// each between two plain ones: all are saved, in their order.
func TestFramesAsTheyCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	answer := func(seq int) []byte { return frame(text, answerText(seq)) }
	long := func(seq int) []byte { return frame(text, strings.Repeat(" ", 200)+answerText(seq)) }
	forms := []struct {
		name  string
		count int
		parts func(seq int) [][]byte
	}{
		{"byte by byte", 1, func(seq int) [][]byte { return bytes.SplitAfter(answer(seq), nil) }},
		{"three in one write", 3, func(seq int) [][]byte {
			return [][]byte{append(append(answer(seq), answer(seq+1)...), answer(seq+2)...)}
		}},
		{"half of the second comes later", 2, func(seq int) [][]byte {
			second := answer(seq + 1)
			return [][]byte{append(answer(seq), second[:20]...), second[20:]}
		}},
		{"a pong between", 2, func(seq int) [][]byte {
			return [][]byte{append(append(answer(seq), frame(pong, "")...), answer(seq+1)...)}
		}},
		{"in fragments", 1, func(seq int) [][]byte {
			t := answerText(seq)
			return [][]byte{append(frame(part, t[:9]), frame(rest, t[9:])...)}
		}},
		{"fragments with a pong between", 1, func(seq int) [][]byte {
			t := answerText(seq)
			return [][]byte{frame(part, t[:9]), frame(pong, "x"), frame(rest, t[9:])}
		}},
		{"a longer frame", 1, func(seq int) [][]byte { return [][]byte{long(seq)} }},
		{"a longer frame in halves", 1, func(seq int) [][]byte { b := long(seq); return [][]byte{b[:3], b[3:100], b[100:]} }},
		{"a focus between", 2, func(seq int) [][]byte {
			return [][]byte{append(append(answer(seq), frame(text, `{"t":"focus","lost":true}`)...), answer(seq+1)...)}
		}},
		{"many in one write", 200, func(seq int) [][]byte {
			var b []byte
			for i := range 200 {
				b = append(b, answer(seq+i)...)
			}
			return [][]byte{b}
		}},
	}
	seq := 1
	for _, f := range forms {
		c.bytes(f.parts(seq)...)
		seq += f.count
		c.savedUpTo(int64(seq - 1))
		c.bytes(answer(seq)) // the next one is taken as every other
		c.savedUpTo(int64(seq))
		seq++
	}
	ponged := ""
	c.ws.SetPongHandler(func(data string) error { ponged = data; return nil })
	c.bytes(append(frame(ping, "are you there"), answer(seq)...))
	c.savedUpTo(int64(seq))
	if ponged != "are you there" {
		t.Errorf("the answer to a ping: %q", ponged)
	}
	rows := w.rows(c.welcome.Attempt)
	testenv.Eventually(t, 10*time.Second, func() bool { rows = w.rows(c.welcome.Attempt); return len(rows) == seq })
	for i, r := range rows {
		if r.Seq != int64(i+1) || r.Value != fmt.Sprint(i+1) {
			t.Fatalf("row %d is %v", i, r)
		}
	}
}

// TestFramesThatAreNone sends what no client may, behind a plain answer: the
// answer is stored, the connection ends, and the candidate can come back.
func TestFramesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting()
	w.start(id)
	unmasked := append([]byte{text, byte(len(answerText(1)))}, answerText(1)...)
	for i, bad := range []struct {
		name string
		b    []byte
	}{
		{"not masked", unmasked},
		{"reserved bits", frame(text|0x40, answerText(1))},
		{"binary", frame(binaries, answerText(1))},
		{"no opcode", frame(0x83, "")},
		{"the end of nothing", frame(rest, answerText(1))},
		{"a long ping", frame(ping, strings.Repeat("x", 126))},
		{"a long pong", frame(pong, strings.Repeat("x", 126))},
		{"not JSON", frame(text, `{"t":"answer"`)},
		{"not UTF-8", frame(text, "{\"t\":\"answer\",\"seq\":1,\"field\":\"\xff\",\"value\":\"\"}")},
		{"too large", frame(text, `"`+strings.Repeat("x", 60_000)+`"`)},
		{"a close", frame(hangUp, "\x03\xe8bye")},
	} {
		c := w.join(n, tickets[0], "device-one")
		if c.welcome.Saved != int64(i) {
			t.Fatalf("%s: saved %d before, want %d", bad.name, c.welcome.Saved, i)
		}
		c.bytes(append(frame(text, answerText(i+1)), bad.b...))
		if code := c.closed(); code == 0 {
			t.Errorf("%s: no close", bad.name)
		}
		_ = c.ws.Close() // as a client does that was told
	}
	if c := w.join(n, tickets[0], "device-one"); c.welcome.Saved != 11 {
		t.Errorf("saved %d at the end", c.welcome.Saved)
	}
}

// TestConnectionsThatEnd closes connections in every way: none is left, and no
// descriptor is.
func TestConnectionsThatEnd(t *testing.T) {
	w := newWorld(t)
	n := w.node("n1")
	const students = 100 // 25 in each way
	id, tickets := w.sitting(seats(students))
	w.start(id)
	before := descriptors(t)
	for i, ticket := range tickets {
		c := w.join(n, ticket, "device-one")
		c.bytes(frame(text, answerText(1)))
		c.savedUpTo(1)
		switch i % 4 {
		case 0:
			_ = c.ws.NetConn().Close() // without a word
		case 1:
			c.bytes(frame(hangUp, ""))
			c.closed()
			_ = c.ws.Close()
		case 2:
			c.bytes(frame(text, answerText(2))[:9]) // in the middle of one
			_ = c.ws.NetConn().Close()
		case 3:
			c.send(`{"t":"submit","n":1}`)
			c.next("sealed")
			c.closed() // once it is archived
			_ = c.ws.Close()
		}
	}
	testenv.Eventually(t, 20*time.Second, func() bool { return n.ws.Connections() == 0 })
	testenv.Eventually(t, 20*time.Second, func() bool { return descriptors(t) <= before+20 }) // of the pools of Redis and PostgreSQL, as the load has it
}

// TestAnIdleConnectionHasNoGoroutine counts them. Nothing else runs meanwhile.
func TestAnIdleConnectionHasNoGoroutine(t *testing.T) {
	w := newWorld(t)
	n := w.node("n1")
	const students = 100
	id, tickets := w.sitting(seats(students))
	w.start(id)
	before := runtime.NumGoroutine()
	clients := make([]*client, students)
	for i, ticket := range tickets {
		clients[i] = w.join(n, ticket, "device-one")
	}
	few := func() bool { return runtime.NumGoroutine() < before+students/4 }
	testenv.Eventually(t, 10*time.Second, few)
	for _, c := range clients { // what is unusual needs one, for a moment
		c.bytes(append(frame(ping, ""), frame(text, answerText(1))[:9]...))
	}
	for _, c := range clients {
		c.bytes(frame(text, answerText(1))[9:])
		c.savedUpTo(1)
	}
	testenv.Eventually(t, 10*time.Second, few)
}

// descriptors is how many this process has open.
func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// TestAClientThatDoesNotReadIsLeftAlone sends without reading until it is not
// read from either; the others on the same poller go on.
func TestAClientThatDoesNotReadIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	const others = 8
	id, tickets := w.sitting(seats(others + 1))
	w.start(id)
	deaf := w.join(n, tickets[0], "device-one")
	stop := make(chan struct{})
	go func() { // each is refused with a message that nobody reads
		b := frame(text, `{"t":"answer","seq":1,"field":"zzz","value":""}`)
		for {
			select {
			case <-stop:
				return
			default:
			}
			_ = deaf.ws.NetConn().SetWriteDeadline(time.Now().Add(100 * time.Millisecond)) // the write tells
			if _, err := deaf.ws.NetConn().Write(b); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return // it was cut off
			}
		}
	}()
	defer close(stop)
	var clients []*client
	for _, ticket := range tickets[1:] {
		clients = append(clients, w.join(n, ticket, "device-one"))
	}
	for seq := 1; seq <= 50; seq++ {
		for _, c := range clients {
			c.bytes(frame(text, answerText(seq)))
			c.savedUpTo(int64(seq))
		}
	}
}
