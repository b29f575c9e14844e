package deliveryws_test

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/redis/go-redis/v9"

	"khaothi/internal/testenv"
)

// BenchmarkAnExam is what one candidate's exam costs: the figures of the sizing
// table in docs/exam-day.md. 60 answers each, one at a time, of 200 candidates;
// then a silent half minute, for the pings and the time. Run it with
// -benchtime 1x.
func BenchmarkAnExam(b *testing.B) {
	w, client := worldAt(b, testenv.RedisDurable(b).URL())
	n := w.node("n1")
	const students, answers, fields = 200, 60, 4
	id, tickets := w.sitting(seats(students))
	w.start(id)
	m := &costs{b: b, w: w, redis: client}
	before := m.read()
	var conns []*countedClient
	for _, ticket := range tickets {
		conns = append(conns, m.join(n, ticket.Number, ticket.Code))
	}
	m.report(&m.in, &m.out, students, "hello")
	for seq := 1; seq <= answers; seq++ {
		for _, c := range conns {
			m.answer(c, seq, fields)
		}
	}
	m.report(&m.in, &m.out, students*answers, "answer")
	testenv.Eventually(b, 30*time.Second, func() bool { return m.events() == students*answers })
	after := m.read()
	b.ReportMetric((after.memory-before.memory)/students, "redis_B/attempt")
	b.ReportMetric((after.aof-before.aof)/(students*answers), "aof_B/answer")
	b.ReportMetric((after.table-before.table)/(students*answers), "answer_log_B/event")
	b.ReportMetric((after.wal-before.wal)/(students*answers), "wal_B/event")
	m.idle(conns)
	m.report(&m.in, &m.out, students, "idle_30s")
}

// costs measures.
type costs struct {
	b       *testing.B
	w       *world
	redis   redis.UniversalClient
	in, out atomic.Int64 // bytes on the wire, below TCP's own
}

// countedClient is a connection that counts.
type countedClient struct {
	ws     *websocket.Conn
	number string
}

// counted is a connection whose bytes are counted.
type counted struct {
	net.Conn
	m *costs
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.m.in.Add(int64(n))
	return n, err
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.m.out.Add(int64(n))
	return n, err
}

func (m *costs) join(n *node, number, code string) *countedClient {
	m.b.Helper()
	dialer := websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return counted{conn, m}, err
	}}
	ws, _, err := dialer.Dial(n.url(), nil)
	if err != nil {
		m.b.Fatal(err)
	}
	m.b.Cleanup(func() { _ = ws.Close() }) // it may be closed already
	hello := fmt.Sprintf(`{"t":"hello","v":1,"number":%q,"code":%q,"device":"d1f0c0ffee0000000000000000000001","last":0}`, number, code)
	if err := ws.WriteMessage(websocket.TextMessage, []byte(hello)); err != nil {
		m.b.Fatal(err)
	}
	c := &countedClient{ws, number}
	m.until(c, `"welcome"`)
	return c
}

func (m *costs) until(c *countedClient, word string) {
	m.b.Helper()
	want := regexp.MustCompile(word)
	for {
		_, text, err := c.ws.ReadMessage()
		if err != nil {
			m.b.Fatal(err)
		}
		if want.Match(text) {
			return
		}
	}
}

func (m *costs) answer(c *countedClient, seq, fields int) {
	m.b.Helper()
	field, value := []string{"p1_1", "p2_1a", "p2_1b", "p3_1"}[seq%fields], []string{"k3fz", "D", "S", "-1,5"}[seq%fields]
	text := fmt.Sprintf(`{"t":"answer","seq":%d,"field":%q,"value":%q}`, seq, field, value)
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		m.b.Fatal(err)
	}
	m.until(c, fmt.Sprintf(`"saved","seq":%d\b`, seq))
}

// idle reads pings and the time for half a minute and a bit.
func (m *costs) idle(conns []*countedClient) {
	until := time.Now().Add(30 * time.Second)
	done := make(chan struct{}, len(conns))
	for _, c := range conns {
		go func() {
			_ = c.ws.SetReadDeadline(until) // ends the reads below
			for {
				if _, _, err := c.ws.ReadMessage(); err != nil {
					break
				}
			}
			done <- struct{}{}
		}()
	}
	for range conns {
		<-done
	}
}

func (m *costs) report(in, out *atomic.Int64, by int, what string) {
	m.b.ReportMetric(float64(in.Swap(0))/float64(by), "to_client_B/"+what)
	m.b.ReportMetric(float64(out.Swap(0))/float64(by), "to_server_B/"+what)
}

func (m *costs) events() (n int) {
	m.b.Helper()
	if err := m.w.pool.QueryRow(m.b.Context(), "SELECT count(*) FROM answer_log").Scan(&n); err != nil {
		m.b.Fatal(err)
	}
	return n
}

type sizes struct{ memory, aof, table, wal float64 }

func (m *costs) read() sizes {
	m.b.Helper()
	info, err := m.redis.Info(m.b.Context(), "memory", "persistence").Result()
	if err != nil {
		m.b.Fatal(err)
	}
	s := sizes{memory: number(info, "used_memory"), aof: number(info, "aof_current_size")}
	err = m.w.pool.QueryRow(m.b.Context(), `
		SELECT pg_total_relation_size('answer_log')::float8, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8`).Scan(&s.table, &s.wal)
	if err != nil {
		m.b.Fatal(err)
	}
	return s
}

func number(info, name string) float64 {
	found := regexp.MustCompile(`(?m)^` + name + `:(\d+)`).FindStringSubmatch(info)
	if found == nil {
		return 0
	}
	n, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		return 0
	}
	return n
}
