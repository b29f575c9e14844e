package loadtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

const peerPaper = `{"v":1,"parts":[{"part":1,"questions":[
 {"kind":"single","field":"p1_1","options":[{"id":"aaaa"},{"id":"bbbb"}]},
 {"kind":"multiple","field":"p1_2","options":[{"id":"cccc"},{"id":"dddd"}]},
 {"kind":"cluster","statements":[{"field":"p2_1a"},{"field":"p2_1b"}]},
 {"kind":"short","field":"p3_1","max":4,"charset":"0123456789-,"}]}]}`

// peer is the other end of the protocol for one sitting, with tricks that a
// server plays on a bad day. It stores what it is sent in a record, exactly as
// docs/protocol.md says, and is the Record of the run.
type peer struct {
	t        *testing.T
	duration time.Duration
	forget   bool // acknowledges answers that it does not store
	cutAt    int  // the connection is cut once after this many events
	gapAt    int64
	spoil    func([]Row) []Row // what the record does to the rows of an attempt before it shows them

	blob []byte
	key  []byte

	mu     sync.Mutex
	rows   map[string][]Row
	cuts   map[string]bool
	gaps   map[string]bool
	sealed map[string]bool
	starts time.Time

	repeats, outOfOrder int64
	stamps              map[int]bool // the sign of wrong times that clients told
}

func newPeer(t *testing.T, d time.Duration) (*peer, string) {
	t.Helper()
	p := &peer{t: t, duration: d, rows: map[string][]Row{}, cuts: map[string]bool{}, gaps: map[string]bool{}, sealed: map[string]bool{}, stamps: map[int]bool{}}
	p.key = bytes.Repeat([]byte{7}, 32)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(peerPaper)) // into memory
	_ = w.Close()                     // into memory
	block, err := aes.NewCipher(p.key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, 12)
	p.blob = gcm.Seal(nonce, nonce, packed.Bytes(), nil)
	mux := http.NewServeMux()
	mux.HandleFunc("/ws", p.serve)
	mux.HandleFunc("/papers/"+p.hash(), func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(p.blob) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return p, s.URL
}

func (p *peer) hash() string {
	sum := sha256.Sum256(p.blob)
	return hex.EncodeToString(sum[:])
}

func (p *peer) begin(context.Context) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starts = time.Now()
	return p.starts, nil
}

func (p *peer) Rows(_ context.Context, attempts []string, yield func(Row)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range attempts {
		rows := slices.Clone(p.rows[a])
		if p.spoil != nil {
			rows = p.spoil(rows)
		}
		for _, r := range rows {
			r.Sealed = true
			yield(r)
		}
	}
	return nil
}

func (p *peer) Sealed(_ context.Context, attempts []string) (int, error) { return len(attempts), nil }

// serve plays one connection.
func (p *peer) serve(w http.ResponseWriter, req *http.Request) {
	up := websocket.Upgrader{}
	ws, err := up.Upgrade(w, req, nil)
	if err != nil {
		return // Upgrade has answered
	}
	defer func() { _ = ws.Close() }()
	var h protocol.Hello
	if err := ws.ReadJSON(&h); err != nil {
		return
	}
	attempt := "attempt-" + h.Number
	out, gone := make(chan any, 1000), make(chan struct{})
	defer close(gone)
	send := func(v any) { // waits for a client that does not read
		select {
		case out <- v:
		case <-gone:
		}
	}
	go func() {
		for {
			select {
			case v := <-out:
				if code, ok := v.(int); ok {
					_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
					continue
				}
				_ = ws.WriteJSON(v) // the reader sees what is wrong
			case <-gone:
				return
			}
		}
	}()
	p.mu.Lock()
	n, starts := int64(len(p.rows[attempt])), p.starts
	p.mu.Unlock()
	welcome := protocol.Welcome{
		T: protocol.TypeWelcome, V: 1, Attempt: attempt, State: protocol.StateWaiting, Paper: p.hash(),
		PaperSize: int64(len(p.blob)), Saved: n, Archived: n, GraceMS: 100,
		ServerMS: time.Now().UnixMilli(),
	}
	if !starts.IsZero() {
		welcome.State, welcome.Key = protocol.StateRunning, base64.StdEncoding.EncodeToString(p.key)
		welcome.RemainingMS = time.Until(starts.Add(p.duration)).Milliseconds()
	}
	send(welcome)
	go p.sitting(attempt, welcome.State, send)
	for events := 0; ; events++ {
		_, text, err := ws.ReadMessage()
		if err != nil {
			return
		}
		in, err := protocol.Parse(text)
		if err != nil {
			p.t.Errorf("the candidate sent %s: %v", text, err)
			return
		}
		p.stamp(text)
		if p.cut(attempt, events) {
			return
		}
		if in.T == protocol.TypeAnswer {
			p.answer(attempt, in.Answer, send)
		}
	}
}

// stamp notes in which direction the time that a message tells is off.
func (p *peer) stamp(text []byte) {
	var m struct{ At int64 }
	if json.Unmarshal(text, &m) != nil || m.At == 0 {
		return
	}
	off := time.Until(time.UnixMilli(m.At)).Round(time.Minute)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stamps[map[time.Duration]int{clockOff: 1, -clockOff: -1}[off]] = true
}

// sitting starts, and seals at the deadline.
func (p *peer) sitting(attempt string, state protocol.State, send func(any)) {
	var starts time.Time
	for starts.IsZero() {
		p.mu.Lock()
		starts = p.starts
		p.mu.Unlock()
		sleep(context.Background(), 5*time.Millisecond)
	}
	if state == protocol.StateWaiting {
		send(protocol.Start{T: protocol.TypeStart, Key: base64.StdEncoding.EncodeToString(p.key), RemainingMS: time.Until(starts.Add(p.duration)).Milliseconds(), ServerMS: time.Now().UnixMilli()})
	}
	sleep(context.Background(), time.Until(starts.Add(p.duration+100*time.Millisecond)))
	p.mu.Lock()
	n := int64(len(p.rows[attempt]))
	p.sealed[attempt] = true
	p.mu.Unlock()
	send(protocol.Sealed{T: protocol.TypeSealed, N: n, Receipt: "AAAA-BBBB"})
	send(protocol.NewError(protocol.AttemptSealed, 0))
	send(4506) // a number is a close
}

// cut breaks the connection once.
func (p *peer) cut(attempt string, events int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cutAt == 0 || events != p.cutAt || p.cuts[attempt] {
		return false
	}
	p.cuts[attempt] = true
	return true
}

// answer stores one event by the rule of contiguous numbers.
func (p *peer) answer(attempt string, a protocol.Answer, send func(any)) {
	n, other := p.store(attempt, a)
	if other != nil {
		send(other)
		return
	}
	text, err := json.Marshal(protocol.Saved{T: protocol.TypeSaved, Seq: n})
	if err != nil {
		p.t.Error(err)
	}
	send(json.RawMessage(text))
	send(protocol.Archived{T: protocol.TypeArchived, Seq: n})
}

// store returns the watermark, or what else the event is answered with.
func (p *peer) store(attempt string, a protocol.Answer) (n int64, other any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	have := int64(len(p.rows[attempt]))
	switch {
	case p.sealed[attempt] && a.Seq > have:
		return 0, protocol.Late{T: protocol.TypeLate, Seq: a.Seq}
	case a.Seq == p.gapAt && !p.gaps[attempt]: // as if this one had been lost inside the server
		p.gaps[attempt] = true
		return 0, protocol.Resend{T: protocol.TypeResend, From: max(a.Seq-1, 1)}
	case a.Seq > have+1:
		p.outOfOrder++
		return 0, protocol.Resend{T: protocol.TypeResend, From: have + 1}
	case a.Seq == have+1:
		p.rows[attempt] = append(p.rows[attempt], Row{Attempt: attempt, Seq: a.Seq, Field: a.Field, Value: a.Value, AtMS: time.Now().UnixMilli()})
	default:
		p.repeats++
	}
	if row := p.rows[attempt][a.Seq-1]; row.Field != a.Field || row.Value != a.Value {
		p.t.Errorf("%s sent another event with number %d", attempt, a.Seq)
	}
	n = int64(len(p.rows[attempt]))
	if p.forget && n == 3 {
		p.rows[attempt][1].Value = "something else"
	}
	return n, nil
}

func (p *peer) config(target string, n int) Config {
	cfg := Config{Target: target, Profile: Steady, Duration: p.duration, Begin: p.begin, Record: p, Log: p.t.Logf, Seed: 1}
	for i := range n {
		cfg.Tickets = append(cfg.Tickets, Ticket{Number: string(rune('A' + i)), Code: "code"})
	}
	return cfg
}
