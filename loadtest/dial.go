package loadtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// dial opens a websocket to a node.
func (c *candidate) dial(ctx context.Context, target string) (*websocket.Conn, error) {
	header := http.Header{}
	if off := c.role.off(); off != 0 {
		header.Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
	}
	from := origin{ip: c.crowd.source(c), narrow: c.role.slow()}
	ws, res, err := c.crowd.dialer.DialContext(context.WithValue(ctx, originKey{}, from), "ws"+strings.TrimPrefix(target, "http")+"/ws", header)
	if err != nil && res != nil {
		_ = res.Body.Close() // an error page that nobody reads
	}
	return ws, err
}

// getPaper fetches the paper in the waiting room, once.
func (c *candidate) getPaper(ctx context.Context, target string, w protocol.Welcome) error {
	c.mu.Lock()
	have := c.blob != nil || c.fields != nil || w.State == protocol.StateSealed
	c.mu.Unlock()
	if have {
		return nil
	}
	blob, err := fetchPaper(ctx, c.crowd.http, target, w.Paper)
	if err != nil {
		return err
	}
	if int64(len(blob)) != w.PaperSize {
		return errors.New("paper: the size is not that of the welcome")
	}
	c.mu.Lock()
	c.hash, c.blob = w.Paper, blob
	c.mu.Unlock()
	return nil
}

// target is the node that the next connection goes to: each time another one,
// as behind a balancer that knows which node is down.
func (c *candidate) target() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries++
	return c.crowd.plan.Targets[(c.index+c.tries)%len(c.crowd.plan.Targets)]
}

type originKey struct{}

// origin is where a connection comes from.
type origin struct {
	ip     net.IP // nil: whichever
	narrow bool   // it has a small receive buffer
}

// dialFrom dials from the origin in ctx, so that more candidates than one
// address has ports can come from this machine.
func dialFrom(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 20 * time.Second}
	from, _ := ctx.Value(originKey{}).(origin) // absent: none
	if from.ip != nil {
		d.LocalAddr = &net.TCPAddr{IP: from.ip}
	}
	if from.narrow {
		narrow(&d)
	}
	return d.DialContext(ctx, network, address)
}

// source spreads candidates over addresses of the loopback network.
func (c *crowd) source(one *candidate) net.IP {
	if !c.loopback || c.plan.Total <= perAddress {
		return nil
	}
	return net.IPv4(127, 0, 0, byte(1+one.index/perAddress)) //nolint:gosec // 3 for 40,000 candidates, more than a machine has descriptors for
}

func newHTTP(roots string) *http.Client {
	return &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{
		MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64, IdleConnTimeout: 5 * time.Second, TLSClientConfig: Trusting(roots),
	}}
}

// Trusting is how to talk to servers whose certificates are in roots (PEM);
// nil: those that the system trusts.
func Trusting(roots string) *tls.Config {
	if roots == "" {
		return nil
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(roots))
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// reason is what an error says without addresses and ports, so that thousands
// of the same kind count as one.
func reason(err error) string {
	var no syscall.Errno
	if errors.As(err, &no) {
		return no.Error()
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "timeout"
	}
	s := err.Error()
	if i := strings.LastIndex(s, ": "); i >= 0 && len(s) > 120 {
		return s[i+2:]
	}
	return s
}

// sleep waits and reports whether the run goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
