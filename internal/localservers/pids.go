package localservers

// Pids are the processes of the two servers, 0 for one that is down: for
// whoever measures them, or kills one to see what happens.
func (s *Servers) Pids() (postgres, redis int) {
	s.mu.Lock()
	p, r := s.postgres, s.redis
	s.mu.Unlock()
	return p.Pid(), r.Pid()
}
