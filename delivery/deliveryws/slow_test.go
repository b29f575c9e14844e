package deliveryws_test

import (
	"fmt"
	"testing"

	"github.com/gorilla/websocket"
)

// TestAClientThatReadsIsNotSlow floods with answers that are refused, reading
// all the while: every one is answered, and the connection stands.
func TestAClientThatReadsIsNotSlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	const flood = 3000
	for _, running := range []bool{true, false} {
		id, tickets := w.sitting()
		field := "p1_1" // refused: waiting
		if running {
			w.start(id)
			field = "zzz"
		}
		c := w.join(n, tickets[0], "device-one")
		go flooding(c.ws, field, flood)
		for range flood {
			c.next("refused")
		}
	}
}

func flooding(ws *websocket.Conn, field string, n int) {
	for range n {
		text := fmt.Sprintf(`{"t":"answer","seq":1,"field":%q,"value":""}`, field)
		if ws.WriteMessage(websocket.TextMessage, []byte(text)) != nil {
			return // the reader tells
		}
	}
}
