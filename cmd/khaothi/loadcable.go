package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
)

// cables are the wires between the candidates and the nodes, one a node. Cut,
// nothing passes. Of the connections every second one breaks for its candidate,
// of which the node hears nothing; the others hang, and go on when the wire is
// mended. Who dials meanwhile waits.
type cables struct {
	list   []*cable
	mu     sync.Mutex
	whole  sync.Cond // the wires are mended, or closed
	broken bool
	closed bool
	made   int
	wires  map[*wire]struct{}
	all    sync.WaitGroup
}

// cable leads to one node.
type cable struct {
	listener net.Listener
	node     string // host:port
}

// wire is one connection through it.
type wire struct {
	client, node net.Conn
	dead         bool // the candidate's end is gone; nothing passes ever again
	odd          bool
}

// newCables lays one to each node and returns the URLs of their near ends.
func newCables(ctx context.Context, nodes []string) (*cables, []string, error) {
	c := &cables{wires: map[*wire]struct{}{}}
	c.whole.L = &c.mu
	var urls []string
	for _, node := range nodes {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			c.close()
			return nil, nil, fmt.Errorf("lay a cable: %w", err)
		}
		scheme, address, _ := strings.Cut(node, "://")
		k := &cable{listener: l, node: address}
		c.list = append(c.list, k)
		urls = append(urls, scheme+"://"+l.Addr().String())
		c.all.Go(func() { c.accept(ctx, k) })
	}
	return c, urls, nil
}

// cut lets nothing through any more.
func (c *cables) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = true
	for w := range c.wires {
		if w.odd {
			w.dead = true
			_ = w.client.Close() // its reader sees it
		}
	}
}

func (c *cables) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = false
	c.whole.Broadcast()
}

// pass waits while the cable is cut and reports whether w still leads anywhere.
func (c *cables) pass(w *wire) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.broken && !c.closed {
		c.whole.Wait()
	}
	return !c.closed && !w.dead
}

func (c *cables) accept(ctx context.Context, k *cable) {
	for {
		client, err := k.listener.Accept()
		if err != nil {
			return // closed
		}
		c.all.Go(func() { c.connect(ctx, k, client) })
	}
}

// connect leads one connection through until one end is gone.
func (c *cables) connect(ctx context.Context, k *cable, client net.Conn) {
	defer client.Close() //nolint:errcheck // at its end
	w := &wire{client: client}
	if !c.pass(w) {
		return
	}
	var d net.Dialer
	node, err := d.DialContext(ctx, "tcp", k.node)
	if err != nil {
		return // the node is down; the candidate sees it
	}
	w.node = node
	if !c.add(w) {
		_ = node.Close()
		return
	}
	var up sync.WaitGroup
	up.Go(func() { c.lead(w, node, client) })
	c.lead(w, client, node)
	up.Wait()
	c.mu.Lock()
	delete(c.wires, w)
	c.mu.Unlock()
}

func (c *cables) add(w *wire) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.made++
	w.odd = c.made%2 == 1
	c.wires[w] = struct{}{}
	return true
}

// lead copies one direction. At its end it ends the other one, unless the wire
// is dead: then the node goes on believing in it.
func (c *cables) lead(w *wire, to, from net.Conn) {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if n > 0 && !c.pass(w) {
			if from == w.node {
				_, _ = io.Copy(io.Discard, from) // into nothing, until the node gives up
			}
			err = io.EOF
		}
		if n > 0 && err == nil {
			_, err = to.Write(buf[:n])
		}
		if err != nil {
			break
		}
	}
	c.mu.Lock()
	dead := w.dead && !c.closed
	c.mu.Unlock()
	_ = w.client.Close() // at its end
	if !dead || from == w.node {
		_ = w.node.Close() // at its end
	}
}

// close ends everything.
func (c *cables) close() {
	c.mu.Lock()
	c.closed = true
	c.whole.Broadcast()
	for w := range c.wires {
		_ = w.client.Close() // at its end
		_ = w.node.Close()   // at its end
	}
	c.mu.Unlock()
	for _, k := range c.list {
		_ = k.listener.Close() // at its end
	}
	c.all.Wait()
}
