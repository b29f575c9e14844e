package deliveryws

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// socket is the socket of a connection without TLS, and gorilla's net.Conn. It
// has two forms: one that Go's runtime watches, for who waits in Read or Write,
// and, while nobody does, a bare descriptor that only a poller watches. Nearly
// all connections nearly always are the latter: without a goroutine and its
// stack, and without a second system call for each message that finds nothing.
type socket struct {
	ahead []byte // read before its time: Read returns it first. Its reader's own

	mu       sync.RWMutex
	fd       int          // a descriptor of it, open until closed
	own      bool         // fd is ours, not conn's
	conn     *net.TCPConn // the runtime's; nil while nobody holds it
	holds    int
	closed   bool
	deadline time.Time // of reading
}

var _ net.Conn = (*socket)(nil)

func newSocket(conn *net.TCPConn) (*socket, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	s := &socket{conn: conn, holds: 1}
	return s, raw.Control(func(fd uintptr) { s.fd = int(fd) }) // nobody but s closes conn
}

// hold makes sure that Read and Write can wait, until release or park.
func (s *socket) hold() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	if s.holds == 0 {
		conn, err := connOf(s.fd)
		if err != nil {
			return err
		}
		s.conn = conn
		_ = conn.SetReadDeadline(s.deadline) // a dead connection fails the read
	}
	s.holds++
	return nil
}

// release gives up what hold gave.
func (s *socket) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds--
	s.bare()
}

// park is release for who needs the bare descriptor then: it does nothing, and
// says so, while somebody else holds.
func (s *socket) park() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holds > 1 || s.closed {
		return false
	}
	if !s.own {
		fd, err := duplicate(s.fd)
		if err != nil {
			return false // too many are open: it stays as it is
		}
		s.fd, s.own = fd, true
	}
	s.holds--
	s.bare()
	return true
}

// bare leaves the descriptor alone where nobody holds. mu is held.
func (s *socket) bare() {
	if s.holds == 0 && !s.closed {
		_ = s.conn.Close() // the descriptor keeps the socket
		s.conn = nil
	}
}

// connOf returns a connection of the runtime on the socket of fd.
func connOf(fd int) (*net.TCPConn, error) {
	own, err := duplicate(fd)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(own), "")
	conn, err := net.FileConn(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return conn.(*net.TCPConn), nil
}

func duplicate(fd int) (int, error) {
	own, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, 0)
	if errno != 0 {
		return -1, os.NewSyscallError("fcntl", errno)
	}
	return int(own), nil
}

// use calls f with a descriptor that nobody closes meanwhile.
func (s *socket) use(f func(fd int)) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return net.ErrClosed
	}
	f(s.fd)
	return nil
}

// write writes what the socket takes without waiting; less than all is no error.
func (s *socket) write(b []byte) (n int, err error) {
	closed := s.use(func(fd int) { n, err = syscall.Write(fd, b) })
	return max(n, 0), errors.Join(closed, trouble(err))
}

// read reads what is there: nothing is no error, the end is io.EOF.
func (s *socket) read(b []byte) (n int, err error) {
	closed := s.use(func(fd int) { n, err = syscall.Read(fd, b) })
	if n == 0 && err == nil && closed == nil {
		return 0, io.EOF
	}
	return max(n, 0), errors.Join(closed, trouble(err))
}

// hungUp asks whether the client has closed: while nobody reads, and the client
// is asked for nothing, the end of the stream is what comes next.
func (s *socket) hungUp() (gone bool) {
	err := s.use(func(fd int) {
		var one [1]byte
		n, _, err := syscall.Recvfrom(fd, one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		gone = n == 0 && err == nil || trouble(err) != nil
	})
	return gone || err != nil
}

// trouble is err unless it only says that now is not the moment.
func trouble(err error) error {
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return nil
	}
	return err
}

// held is the connection to wait on.
func (s *socket) held() (*net.TCPConn, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.conn == nil {
		return nil, net.ErrClosed
	}
	return s.conn, nil
}

// Read implements net.Conn for who holds.
func (s *socket) Read(b []byte) (int, error) {
	if len(s.ahead) > 0 {
		n := copy(b, s.ahead)
		s.ahead = s.ahead[n:]
		return n, nil
	}
	conn, err := s.held()
	if err != nil {
		return 0, err
	}
	return conn.Read(b)
}

// Write implements net.Conn for who holds.
func (s *socket) Write(b []byte) (int, error) {
	conn, err := s.held()
	if err != nil {
		return 0, err
	}
	return conn.Write(b)
}

// Close implements net.Conn. Whoever holds fails.
func (s *socket) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	s.closed = true
	var err error
	if s.own {
		err = syscall.Close(s.fd)
	}
	if s.conn != nil {
		err = errors.Join(err, s.conn.Close())
	}
	return err
}

// SetReadDeadline implements net.Conn. Who holds later has it too.
func (s *socket) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = t
	if s.conn == nil {
		return nil
	}
	return s.conn.SetReadDeadline(t)
}

// SetWriteDeadline implements net.Conn for who holds.
func (s *socket) SetWriteDeadline(t time.Time) error {
	conn, err := s.held()
	if err != nil {
		return err
	}
	return conn.SetWriteDeadline(t)
}

// SetDeadline implements net.Conn for who holds.
func (s *socket) SetDeadline(t time.Time) error {
	return errors.Join(s.SetReadDeadline(t), s.SetWriteDeadline(t))
}

// LocalAddr implements net.Conn for who holds.
func (s *socket) LocalAddr() net.Addr { return s.address((*net.TCPConn).LocalAddr) }

// RemoteAddr implements net.Conn for who holds.
func (s *socket) RemoteAddr() net.Addr { return s.address((*net.TCPConn).RemoteAddr) }

func (s *socket) address(of func(*net.TCPConn) net.Addr) net.Addr {
	conn, err := s.held()
	if err != nil {
		return &net.TCPAddr{}
	}
	return of(conn)
}
