package deliveryws

import (
	"time"

	"github.com/gorilla/websocket"
)

// pingParts is in how many parts a second the connections are looked at: those
// whose pings are due together must not all answer in the same moment.
const pingParts = 20

// ping looks at each connection once a second, a part of them at a time.
func (s *Server) ping() {
	tick := time.NewTicker(doorTurn / pingParts)
	defer tick.Stop()
	var conns []*conn
	for part := 0; ; part = (part + 1) % pingParts {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		if part == 0 {
			s.door.turn()
			s.mu.Lock()
			conns = s.list()
			s.mu.Unlock()
		}
		now := s.opt.Now().UnixNano()
		for _, c := range conns[len(conns)*part/pingParts : len(conns)*(part+1)/pingParts] {
			c.look(now)
		}
	}
}

// look sends a ping to who heard nothing for pingEvery, and drops who was
// silent or did not read for too long.
func (c *conn) look(now int64) {
	atDoor := c.atDoor.Load() // the door asks and tells it
	if !atDoor && now-c.seen.Load() > int64(maxSilence) {
		c.cut()
		return
	}
	if began := c.began.Load(); began > 0 && now-began > int64(slowAfter) {
		c.slow()
		return
	}
	if !atDoor && now-c.told.Load() >= int64(pingEvery) {
		c.told.Store(now)
		c.push(frame{kind: websocket.PingMessage})
	}
}
