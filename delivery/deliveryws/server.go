package deliveryws

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
	"khaothi/delivery/protocol"
	"khaothi/internal/fault"
)

const (
	// bufferSize is enough for a frame of an answer; longer ones take several
	// reads. It is most of what an idle connection costs.
	bufferSize   = 512
	helloTimeout = 10 * time.Second
	// pingEvery keeps the sign of life of a reading candidate younger than the
	// 15 s after which another device may take over.
	pingEvery  = 10 * time.Second
	maxSilence = 45 * time.Second
	closeWait  = 2 * time.Second // for the answer to a close
)

// Attacher makes holders: a delivery.Node.
type Attacher interface {
	Attach(ctx context.Context, c *delivery.Claim, out delivery.Outbox) (*delivery.Holder, error)
}

// Options say how a Server works.
type Options struct {
	// Origins are further origins, such as https://thi.example.vn, that a page
	// may come from. The server's own host is always one.
	Origins []string
	// Slow says how long an answer takes to get to Redis now; nil: quick. The
	// door lets fewer in while it is long.
	Slow func() time.Duration
	// AtDoor bounds how many wait to sign in. 0: 20,000.
	AtDoor int
	Now    func() time.Time
	Log    *slog.Logger
}

// Server is the handler of /ws.
type Server struct {
	node     Attacher
	opt      Options
	upgrader websocket.Upgrader
	door     door
	stats    Stats
	writers  writers
	pollers  []*poller

	mu     sync.Mutex
	conns  map[*conn]struct{}
	closed bool
	stop   chan struct{}
	work   sync.WaitGroup
	reads  sync.WaitGroup
}

// New returns a Server that hands candidates to node. Stop it after use.
func New(node Attacher, opt Options) *Server {
	if opt.Slow == nil {
		opt.Slow = func() time.Duration { return 0 }
	}
	if opt.AtDoor == 0 {
		opt.AtDoor = maxAtDoor
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		node: node, opt: opt, conns: map[*conn]struct{}{}, stop: make(chan struct{}),
		stats: Stats{DoorWait: delivery.Seconds(), SignIn: delivery.Seconds()},
	}
	s.door.most = opt.AtDoor
	s.door.now, s.door.slow, s.door.waits, s.door.signs = opt.Now, opt.Slow, s.stats.DoorWait.Took, s.stats.SignIn.Took
	s.upgrader = websocket.Upgrader{
		WriteBufferSize: bufferSize, WriteBufferPool: &sync.Pool{},
		HandshakeTimeout: helloTimeout, CheckOrigin: s.ownOrigin,
	}
	s.writers.start()
	s.startPollers()
	s.work.Go(s.ping)
	return s
}

// startPollers starts one for each core. Without one, every connection has a
// goroutine that reads, as those with TLS have.
func (s *Server) startPollers() {
	for range runtime.GOMAXPROCS(0) {
		p, err := newPoller(s.opt.Now)
		if err != nil {
			s.opt.Log.Warn("a goroutine for each connection", slog.Any("err", err))
			return
		}
		s.pollers = append(s.pollers, p)
		s.work.Go(p.run)
	}
}

// ownOrigin allows programs, which send no origin, and pages of our own.
func (s *Server) ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(s.opt.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// ServeHTTP upgrades and returns; the connection goes on by itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := &hijacker{ResponseWriter: w}
	ws, err := s.upgrader.Upgrade(h, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{server: s, ws: ws, in: h.in, sock: h.sock}
	c.room.L = &c.mu
	c.seen.Store(s.opt.Now().UnixNano())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = ws.Close() // nobody to tell
		return
	}
	if c.sock != nil && len(s.pollers) > 0 {
		c.poller = s.pollers[rand.IntN(len(s.pollers))] //nolint:gosec // spreads load, no secret
	}
	s.conns[c] = struct{}{}
	s.reads.Add(1)
	go c.serve()
}

// Connections is how many are open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Stats are what a Server counts.
type Stats struct {
	DoorWait *delivery.Histogram // how long sign-ins waited for their turn
	SignIn   *delivery.Histogram // how long they took then
}

// Stats are the counters, to be read at any time.
func (s *Server) Stats() *Stats { return &s.stats }

// AtDoor is how many wait to sign in.
func (s *Server) AtDoor() int { return s.door.waiting() }

// stopWait bounds how long Stop waits for clients to answer the close.
const stopWait = 3 * time.Second

// Stop tells those still connected to connect again elsewhere, and waits for
// them to go. The node is stopped before: it sends its holders away.
func (s *Server) Stop() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.stop)
	conns := s.list()
	s.mu.Unlock()
	for _, c := range conns {
		c.Close(string(protocol.ServerRestart), 0)
	}
	s.door.stop()
	gone := make(chan struct{})
	go func() {
		s.reads.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(stopWait):
		for _, c := range conns {
			c.cut() // it did not answer the close
		}
		<-gone
	}
	for _, p := range s.pollers {
		p.close()
	}
	s.work.Wait()
	s.writers.stop()
}

// list returns the connections; the lock is held.
func (s *Server) list() []*conn {
	list := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		list = append(list, c)
	}
	return list
}

func (s *Server) remove(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// busyFor spreads those who are told to come back.
func busyFor() time.Duration { return time.Second + rand.N(2*time.Second) } //nolint:gosec // spreads load, no secret

// refusal returns the code and the retry time of an error of Attach.
func refusal(err error) (protocol.Code, time.Duration) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return protocol.ServerUnavailable, 0
	}
	if f.Kind == fault.Unavailable {
		return protocol.ServerUnavailable, 0
	}
	retry, _ := f.Detail["retry_ms"].(int64)
	if !protocol.Closes(protocol.Code(f.Code)) {
		return protocol.ServerUnavailable, 0
	}
	return protocol.Code(f.Code), time.Duration(retry) * time.Millisecond
}
