package deliveryws_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/internal/testenv"
)

// BenchmarkAnswers is one durable answer of 1,000 candidates in a closed loop,
// generator included: drain, chain and PostgreSQL are on.
func BenchmarkAnswers(b *testing.B) {
	w, _ := worldAt(b, testenv.RedisDurable(b).URL())
	n := w.node("n1")
	const students = 1000
	id, tickets := w.sitting(seats(students))
	w.start(id)
	conns := make([]*websocket.Conn, students)
	for i := range conns {
		conns[i] = w.join(n, tickets[i], "device-"+tickets[i].Number).ws
	}
	b.ResetTimer()
	done := make(chan error, students)
	for i, ws := range conns {
		go func() { done <- closedLoop(ws, b.N/students+min(1, max(0, b.N%students-i))) }()
	}
	for range conns {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(float64(n.Stats().DrainLag.Milliseconds()), "drain_lag_ms")
	s := n.live.Stats()
	b.ReportMetric(float64(s.Ops.Load())/float64(s.Flushes.Load()), "ops/flush")
	b.ReportMetric(float64(s.FlushNS.Load())/float64(s.Flushes.Load())/1e3, "µs/flush")
}

// closedLoop answers n times, each as soon as the last is saved.
func closedLoop(ws *websocket.Conn, n int) error {
	if err := ws.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	saved := []byte(`"saved"`)
	for seq := range n {
		m := fmt.Appendf(nil, `{"t":"answer","seq":%d,"field":"p1_1","value":"k3fz"}`, seq+1)
		if err := ws.WriteMessage(websocket.TextMessage, m); err != nil {
			return err
		}
		for {
			_, b, err := ws.ReadMessage()
			if err != nil {
				return err
			}
			if bytes.Contains(b, saved) {
				break
			}
		}
	}
	return nil
}
