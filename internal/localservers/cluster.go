package localservers

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	clusterMasters = 3
	clusterMembers = 2 * clusterMasters
	clusterSlots   = 16384
	// clusterLimit is how long the members may take to agree.
	clusterLimit = time.Minute
	// clusterTimeout in milliseconds is after how long a silent master is taken
	// for dead. Short, as in one machine room: work stands still meanwhile.
	clusterTimeout = 2000
)

// Cluster is a Redis Cluster of three masters with a replica each, on ports of
// the loopback network. A member that ends stays down until its Start.
type Cluster struct {
	o       Options
	members []*Server
	ports   []int
}

// membership is what makes a Redis a member of a cluster.
type membership struct{ port, bus int }

// settings are the lines of redis.conf for a member; nil is no member.
func (m *membership) settings() []string {
	if m == nil {
		return []string{"port 0"}
	}
	return []string{
		"bind 127.0.0.1",
		"port " + strconv.Itoa(m.port),
		"cluster-enabled yes",
		"cluster-port " + strconv.Itoa(m.bus),
		"cluster-config-file nodes.conf",
		"cluster-node-timeout " + strconv.Itoa(clusterTimeout),
		"cluster-allow-replica-migration no",
		"repl-ping-replica-period 1",
		"repl-diskless-sync-delay 0",
	}
}

// NewCluster places a cluster: the members' data under o.DataDir, their
// sockets under o.SocketDir. It chooses their ports.
func NewCluster(o Options) (*Cluster, error) {
	ports, err := freePorts(2 * clusterMembers)
	if err != nil {
		return nil, err
	}
	c := &Cluster{o: o, ports: ports[:clusterMembers]}
	for i := range clusterMembers {
		own := o
		own.DataDir = filepath.Join(o.DataDir, "member"+strconv.Itoa(i))
		own.SocketDir = filepath.Join(o.SocketDir, strconv.Itoa(i))
		kind := &redisServer{o: own, in: &membership{port: ports[i], bus: ports[clusterMembers+i]}}
		c.members = append(c.members, &Server{kind: kind, o: own})
	}
	return c, nil
}

// freePorts finds ports that nobody listens on, below those that outgoing
// connections get: a member that was killed must get its own back.
func freePorts(n int) ([]int, error) {
	const from, to = 20000, 32000
	var ports []int
	for range 50 * n {
		port := from + rand.IntN(to-from)                            //nolint:gosec // no secret
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port)) //nolint:noctx // it returns at once
		if err != nil {
			continue
		}
		defer func() { _ = l.Close() }() // all at the end, so that none is found twice
		if ports = append(ports, port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, errors.New("find free ports for a Redis Cluster: almost all between 20000 and 32000 are taken")
}

// URL is where clients connect.
func (c *Cluster) URL() string {
	list := make([]string, len(c.ports))
	for i, port := range c.ports {
		list[i] = "127.0.0.1:" + strconv.Itoa(port)
	}
	return "redis-cluster://" + strings.Join(list, ",")
}

// Members are its servers: masters at first, then the replica of each.
func (c *Cluster) Members() []*Server { return c.members }

// Start starts the members, makes them a cluster where they are none yet, and
// returns when every slot has a master and every master its replica.
func (c *Cluster) Start(ctx context.Context) error {
	for _, dir := range []string{c.o.DataDir, c.o.SocketDir} {
		if err := MakeDir(dir); err != nil {
			return err
		}
	}
	if err := c.all(func(s *Server) error { return s.Start(ctx) }); err != nil {
		return errors.Join(err, c.Stop())
	}
	ctx, cancel := context.WithTimeout(ctx, clusterLimit)
	defer cancel()
	if err := c.join(ctx); err != nil {
		return fmt.Errorf("make a Redis Cluster: %w", errors.Join(err, c.Stop()))
	}
	return nil
}

// Stop ends all members.
func (c *Cluster) Stop() error { return c.all((*Server).Stop) }

// join introduces the members to one another, unless they are known already.
func (c *Cluster) join(ctx context.Context) error {
	first := c.members[0]
	info, err := first.ask(ctx, "CLUSTER INFO")
	if err != nil {
		return err
	}
	if !strings.Contains(info, "cluster_known_nodes:1\r\n") {
		return c.WaitWhole(ctx)
	}
	for i, s := range c.members {
		m := s.kind.(*redisServer).in
		commands := []string{
			fmt.Sprintf("CLUSTER SET-CONFIG-EPOCH %d", i+1),
			fmt.Sprintf("CLUSTER MEET 127.0.0.1 %d %d", c.ports[0], c.members[0].kind.(*redisServer).in.bus),
		}
		if i == 0 {
			commands = commands[:1]
		}
		if i < clusterMasters {
			commands = append(commands, fmt.Sprintf("CLUSTER ADDSLOTSRANGE %d %d",
				i*clusterSlots/clusterMasters, (i+1)*clusterSlots/clusterMasters-1))
		}
		if err := s.tell(ctx, commands...); err != nil {
			return fmt.Errorf("member on port %d: %w", m.port, err)
		}
	}
	if err := c.until(ctx, knowsAll); err != nil {
		return err
	}
	for i, replica := range c.members[clusterMasters:] {
		id, err := c.members[i].ask(ctx, "CLUSTER MYID")
		if err != nil {
			return err
		}
		if err := replica.tell(ctx, "CLUSTER REPLICATE "+id); err != nil {
			return err
		}
	}
	return c.WaitWhole(ctx)
}

// WaitWhole waits until every member sees every slot served and every master
// with its replica, and each replica has its master's data.
func (c *Cluster) WaitWhole(ctx context.Context) error { return c.until(ctx, whole) }

// knowsAll reports whether a member knows all others.
func knowsAll(ctx context.Context, s *Server) bool {
	info, err := s.ask(ctx, "CLUSTER INFO")
	return err == nil && strings.Contains(info, fmt.Sprintf("cluster_known_nodes:%d\r\n", clusterMembers))
}

func whole(ctx context.Context, s *Server) bool {
	info, err := s.ask(ctx, "CLUSTER INFO")
	if err != nil || !strings.Contains(info, "cluster_state:ok\r\n") {
		return false
	}
	nodes, err := s.ask(ctx, "CLUSTER NODES")
	if err != nil {
		return false
	}
	replicas := 0
	for line := range strings.SplitSeq(nodes, "\n") {
		if f := strings.Fields(line); len(f) > 7 && strings.Contains(f[2], "slave") && !strings.Contains(f[2], "fail") && f[7] == "connected" {
			replicas++
		}
	}
	role, err := s.ask(ctx, "INFO replication")
	if err != nil || replicas != clusterMasters {
		return false
	}
	if strings.Contains(role, "role:master") {
		return strings.Contains(role, "connected_slaves:1\r\n") && strings.Contains(role, "state=online")
	}
	return strings.Contains(role, "master_link_status:up\r\n")
}

// until waits until ok holds for every member.
func (c *Cluster) until(ctx context.Context, ok func(context.Context, *Server) bool) error {
	for _, s := range c.members {
		for !ok(ctx, s) {
			if !pause(ctx, readyEvery) {
				return fmt.Errorf("the members do not agree: %w", ctx.Err())
			}
		}
	}
	return nil
}

// Masters returns those that are masters at this moment, by their own word.
func (c *Cluster) Masters(ctx context.Context) []*Server {
	var list []*Server
	for _, s := range c.members {
		if role, err := s.ask(ctx, "INFO replication"); err == nil && strings.Contains(role, "role:master") {
			list = append(list, s)
		}
	}
	return list
}

// all runs f for every member at the same time.
func (c *Cluster) all(f func(*Server) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(c.members))
	for i, s := range c.members {
		wg.Go(func() { errs[i] = f(s) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// ask sends one command to a Redis.
func (s *Server) ask(ctx context.Context, command string) (string, error) {
	return s.kind.(*redisServer).ask(ctx, command)
}

// tell sends commands that answer OK.
func (s *Server) tell(ctx context.Context, commands ...string) error {
	for _, command := range commands {
		if answer, err := s.ask(ctx, command); err != nil || answer != "OK" {
			return fmt.Errorf("%s: %q, %w", command, answer, err)
		}
	}
	return nil
}
