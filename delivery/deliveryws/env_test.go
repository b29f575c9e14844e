package deliveryws_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/delivery/deliveryredis"
	"khaothi/delivery/deliveryws"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

const testShards = 4

// world is a record and a Redis that any number of nodes share.
type world struct {
	t      testing.TB
	pool   pgdb.Querier
	live   func(deliveryredis.Options) *deliveryredis.Store
	keys   *delivery.Keys
	record *deliverypg.Store
	org    *delivery.Organizer
	log    *slog.Logger
	// silence of the nodes; 0: as in production
	silence time.Duration
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w, _, _ := sharedWorld(t)
	return w
}

// sharedWorld is newWorld for a test that reaches into Redis itself.
func sharedWorld(t testing.TB) (w *world, client redis.UniversalClient, prefix string) {
	t.Helper()
	client, prefix = testenv.Redis(t)
	w = worldOn(t, func(o deliveryredis.Options) *deliveryredis.Store {
		o.Prefix = prefix
		return deliveryredis.New(client, o)
	})
	return w, client, prefix
}

func worldOn(t testing.TB, live func(deliveryredis.Options) *deliveryredis.Store) *world {
	t.Helper()
	keys, err := delivery.NewKeys([]byte("a secret of thirty-two bytes or more"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, pool: testenv.Postgres(t), live: live, keys: keys}
	w.record = deliverypg.New(w.pool)
	w.org = delivery.NewOrganizer(w.record, keys, time.Now)
	w.log = slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return w
}

// testLog shows the log of a failed test.
type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// node is one node with its own websocket server.
type node struct {
	*delivery.Node
	live *deliveryredis.Store
	ws   *deliveryws.Server
	http *httptest.Server
	down bool
}

func (w *world) node(name string) *node {
	w.t.Helper()
	return w.nodeAt(name, time.Now)
}

// nodeAt is a node with a clock of its own.
func (w *world) nodeAt(name string, now func() time.Time) *node {
	w.t.Helper()
	n := &node{live: w.live(deliveryredis.Options{Shards: testShards, Now: now, Log: w.log})}
	n.Node = delivery.NewNode(delivery.Config{
		Name: name, Live: n.live, Archive: w.record, Register: w.record, Keys: w.keys, Uploads: w.record, Now: now, Log: w.log, Silence: w.silence,
	})
	if err := n.Start(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	n.ws = deliveryws.New(n.Node, deliveryws.Options{Now: time.Now, Log: w.log})
	n.http = httptest.NewServer(n.ws)
	w.t.Cleanup(n.stop)
	return n
}

func (n *node) stop() {
	if n.down {
		return
	}
	n.down = true
	n.Stop()
	n.ws.Stop()
	n.http.Close()
	n.live.Close()
}

func (n *node) url() string { return "ws" + strings.TrimPrefix(n.http.URL, "http") + "/ws" }

// paper has one question of each kind.
func paper(code string) *delivery.Paper {
	return &delivery.Paper{
		V: delivery.PaperVersion, FormCode: code, Title: "Đề thử", Subject: "Toán", DurationS: 3000,
		Parts: []delivery.PaperPart{{Part: 1, Title: "PHẦN I", Questions: []delivery.Question{
			{No: 1, Kind: delivery.KindSingle, Stem: "1+1?", Field: "p1_1", Options: []delivery.Option{{ID: "k3fz", HTML: "2"}, {ID: "a0b1", HTML: "3"}}},
			{No: 2, Kind: delivery.KindMultiple, Stem: "?", Field: "p1_2", Options: []delivery.Option{{ID: "aaaa", HTML: "2"}, {ID: "bbbb", HTML: "3"}}},
			{No: 3, Kind: delivery.KindCluster, Stem: "?", Statements: []delivery.Statement{{Field: "p2_1a", HTML: "x"}, {Field: "p2_1b", HTML: "y"}}},
			{No: 4, Kind: delivery.KindShort, Stem: "?", Field: "p3_1", Max: 4, Charset: "0123456789-,"},
		}}},
	}
}

// plan changes what a sitting is opened with.
type plan func(*delivery.Prepared)

func seats(n int) plan {
	return func(p *delivery.Prepared) {
		p.Seats = nil
		for i := range n {
			p.Seats = append(p.Seats, delivery.SeatPlan{
				Candidate: exam.CandidateID(exam.NewID()), Number: fmt.Sprintf("01%06d", i+1), Name: "Nguyễn Văn An",
				BirthDate: "2008-02-03", FormCode: "0101", RoomID: "r1", Room: "P01", Seat: fmt.Sprint(i + 1),
			})
		}
	}
}

func duration(d, grace time.Duration) plan {
	return func(p *delivery.Prepared) { p.Duration, p.Grace = d, grace }
}

// sitting opens a sitting and returns its tickets in the order of the seats.
func (w *world) sitting(plans ...plan) (exam.SittingID, []delivery.Ticket) {
	w.t.Helper()
	p := &delivery.Prepared{
		ID: exam.SittingID(exam.NewID()), Name: "Ca 1", Subject: "Toán", Duration: time.Hour, Grace: 10 * time.Second,
		Papers: []*delivery.Paper{paper("0101")},
	}
	seats(1)(p)
	for _, f := range plans {
		f(p)
	}
	if _, err := w.org.Prepare(w.t.Context(), p); err != nil {
		w.t.Fatal(err)
	}
	tickets, err := w.org.IssueTickets(w.t.Context(), p.ID, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return p.ID, tickets
}

func (w *world) start(id exam.SittingID) {
	w.t.Helper()
	if err := w.org.StartNow(w.t.Context(), id); err != nil {
		w.t.Fatal(err)
	}
}

// works returns the works of a sitting by number.
func (w *world) works(id exam.SittingID) map[string]delivery.Work {
	w.t.Helper()
	list, err := w.org.Works(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	m := map[string]delivery.Work{}
	for _, x := range list {
		m[x.Number] = x
	}
	return m
}

// message is any message from the server.
type message struct {
	T           string            `json:"t"`
	Attempt     string            `json:"attempt"`
	State       string            `json:"state"`
	Epoch       int64             `json:"epoch"`
	Key         string            `json:"key"`
	StoreKey    string            `json:"store_key"`
	Paper       string            `json:"paper"`
	Saved       int64             `json:"saved"`
	Archived    int64             `json:"archived"`
	Seq         int64             `json:"seq"`
	From        int64             `json:"from"`
	N           int64             `json:"n"`
	Code        string            `json:"code"`
	Final       bool              `json:"final"`
	RetryMS     int64             `json:"retry_ms"`
	RemainingMS int64             `json:"remaining_ms"`
	ServerMS    int64             `json:"server_ms"`
	GraceMS     int64             `json:"grace_ms"`
	Receipt     string            `json:"receipt"`
	By          string            `json:"by"`
	SealedBy    string            `json:"sealed_by"`
	Answers     map[string]string `json:"answers"`
	Replays     map[string]int    `json:"replays"`
	More        map[string]int    `json:"more"`
	raw         string
}

// client is a plain websocket client.
type client struct {
	t       testing.TB
	ws      *websocket.Conn
	frames  []string
	welcome message
	ticket  delivery.Ticket
}

func (w *world) dial(n *node) *client {
	w.t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(n.url(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = ws.Close() }) // it may be closed already
	return &client{t: w.t, ws: ws}
}

// join dials and says hello; the answer must be welcome.
func (w *world) join(n *node, ticket delivery.Ticket, device string) *client {
	w.t.Helper()
	c := w.dial(n)
	c.hello(ticket.Number, ticket.Code, device)
	c.welcome, c.ticket = c.next("welcome"), ticket
	return c
}

func (c *client) send(format string, args ...any) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, format, args...)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) hello(number, code, device string) {
	c.t.Helper()
	c.send(`{"t":"hello","v":1,"number":%q,"code":%q,"device":%q,"last":0}`, number, code, device)
}

func (c *client) answer(seq int, field, value string) {
	c.t.Helper()
	c.send(`{"t":"answer","seq":%d,"field":%q,"value":%q}`, seq, field, value)
}

// read returns the next message.
func (c *client) read() (message, error) {
	_ = c.ws.SetReadDeadline(time.Now().Add(15 * time.Second)) // a dead connection fails the read
	_, b, err := c.ws.ReadMessage()
	if err != nil {
		return message{}, err
	}
	m := message{raw: string(b)}
	c.frames = append(c.frames, m.raw)
	return m, json.Unmarshal(b, &m)
}

// next reads until a message of one of the types comes, passing over time and
// archived, which come when they like.
func (c *client) next(types ...string) message {
	c.t.Helper()
	for {
		m, err := c.read()
		if err != nil {
			c.t.Fatalf("waiting for %v: %v; so far %v", types, err, c.frames)
		}
		if slices.Contains(types, m.T) {
			return m
		}
		if m.T != "time" && m.T != "archived" {
			c.t.Fatalf("got %s, want %v", m.raw, types)
		}
	}
}

// savedUpTo reads until 1…seq are saved.
func (c *client) savedUpTo(seq int64) {
	c.t.Helper()
	for c.next("saved").Seq < seq {
	}
}

// closed reads until the close and returns its code.
func (c *client) closed() int {
	c.t.Helper()
	for {
		_, err := c.read()
		if err == nil {
			continue
		}
		var e *websocket.CloseError
		if !asClose(err, &e) {
			c.t.Fatalf("closed by %v; so far %v", err, c.frames)
		}
		return e.Code
	}
}

func asClose(err error, into **websocket.CloseError) bool {
	e, ok := err.(*websocket.CloseError) //nolint:errorlint // gorilla returns it unwrapped
	*into = e
	return ok
}

type row struct {
	Seq    int64
	Field  string
	Value  string
	Sealed bool
}

// rows reads khaothi_record as docs/protocol.md says.
func (w *world) rows(attempt string) []row {
	w.t.Helper()
	r, err := w.pool.Query(context.Background(),
		"SELECT seq, field, value, sealed FROM khaothi_record WHERE attempt = $1 ORDER BY seq", attempt)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Close()
	var list []row
	for r.Next() {
		var x row
		if err := r.Scan(&x.Seq, &x.Field, &x.Value, &x.Sealed); err != nil {
			w.t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}
