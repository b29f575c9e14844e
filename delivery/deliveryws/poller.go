package deliveryws

import (
	"errors"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	// pollerBuffer is what a poller reads of one connection at once: many answers.
	pollerBuffer = 16 << 10
	// eventsAtOnce is how many connections one look finds.
	eventsAtOnce = 128
	// stallFor is how long a connection that must wait is not read.
	stallFor = 20 * time.Millisecond
)

// poller reads from all connections that are left to it and takes what needs no
// waiting, in one goroutine: with one for each connection, to wake it and to
// have it find nothing more cost as much as the answer.
type poller struct {
	epoll *os.File // an epoll of our own, itself watched by the runtime
	raw   syscall.RawConn
	now   func() time.Time

	mu      sync.Mutex
	fd      int             // of epoll, -1 once closed
	conns   map[int32]*conn // by descriptor
	stalled []*conn         // not watched for a moment
}

func newPoller(now func() time.Time) (*poller, error) {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if err := syscall.SetNonblock(fd, true); err != nil { // so that the runtime watches it
		return nil, errors.Join(err, syscall.Close(fd))
	}
	p := &poller{epoll: os.NewFile(uintptr(fd), "epoll"), now: now, fd: fd, conns: map[int32]*conn{}}
	p.raw, err = p.epoll.SyscallConn()
	return p, err
}

// close ends run.
func (p *poller) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fd = -1
	_ = p.epoll.Close() // nothing was written to it
}

// run reads until close.
func (p *poller) run() {
	events, buf := make([]syscall.EpollEvent, eventsAtOnce), make([]byte, pollerBuffer)
	for {
		n, err := p.wait(events)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			p.watchStalled()
		case err != nil:
			return
		}
		for i := range n {
			if c := p.find(events[i].Fd); c != nil {
				c.readable(buf)
			}
		}
	}
}

// wait returns the connections from which there is something to read.
func (p *poller) wait(events []syscall.EpollEvent) (n int, err error) {
	ended := p.raw.Read(func(fd uintptr) bool {
		for {
			if n, err = syscall.EpollWait(int(fd), events, 0); !errors.Is(err, syscall.EINTR) {
				return n != 0
			}
		}
	})
	return max(n, 0), errors.Join(ended, err)
}

func (p *poller) find(fd int32) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conns[fd]
}

// watch has the poller read from c, which is parked.
func (p *poller) watch(c *conn) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.add(c)
}

// add is called with mu held.
func (p *poller) add(c *conn) (err error) {
	closed := c.sock.use(func(fd int) {
		c.slot = int32(fd)
		p.conns[c.slot] = c
		err = syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: c.slot})
	})
	return errors.Join(closed, err)
}

// forget ends that, or does nothing. A descriptor that is closed has left epoll
// by itself, and its number may be another connection's.
func (p *poller) forget(c *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remove(c)
}

// remove is called with mu held.
func (p *poller) remove(c *conn) {
	if p.conns[c.slot] != c {
		return
	}
	delete(p.conns, c.slot)
	_ = c.sock.use(func(fd int) {
		_ = syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_DEL, fd, nil) // as above
	})
}

// stall leaves what c sent where it is, for a moment: its sender waits with it.
func (p *poller) stall(c *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remove(c)
	p.stalled = append(p.stalled, c)
	if len(p.stalled) == 1 {
		_ = p.epoll.SetReadDeadline(p.now().Add(stallFor)) // a closed poller stalls nobody
	}
}

// watchStalled goes on with them.
func (p *poller) watchStalled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.epoll.SetReadDeadline(time.Time{}) // as above
	for _, c := range p.stalled {
		_ = p.add(c) // unless it ended meanwhile
	}
	p.stalled = nil
}
