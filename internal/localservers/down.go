package localservers

import "context"

// RedisDown ends Redis as kill -9 does and keeps it down until start is called,
// which returns when it answers again.
func (s *Servers) RedisDown() (start func(context.Context) error) { return s.keepDown(s.redis) }

// PostgresDown does the same with PostgreSQL.
func (s *Servers) PostgresDown() (start func(context.Context) error) { return s.keepDown(s.postgres) }

// RedisDir is where the data of Redis lies.
func (s *Servers) RedisDir() string { return s.redis.o.DataDir }

// keepDown tells the keeper first, so that it does not start the server again.
func (s *Servers) keepDown(server *Server) func(context.Context) error {
	over := make(chan struct{})
	s.downMu.Lock()
	s.down[server] = over
	s.downMu.Unlock()
	server.Kill()
	return func(ctx context.Context) error {
		err := server.Start(ctx)
		s.downMu.Lock()
		delete(s.down, server)
		s.downMu.Unlock()
		close(over)
		return err
	}
}

// heldDown returns what ends the time for which a server is kept down, or nil.
func (s *Servers) heldDown(server *Server) <-chan struct{} {
	s.downMu.Lock()
	defer s.downMu.Unlock()
	if over, ok := s.down[server]; ok {
		return over
	}
	return nil
}
