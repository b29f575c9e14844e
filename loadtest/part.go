package loadtest

import "context"

// part is a crowd as the course of a run sees it: in this process or in another.
type part interface {
	// status is how far the candidates are, with detail also the trouble and
	// the latencies so far.
	status(ctx context.Context, detail bool) (Status, error)
	horizon(ctx context.Context) (Horizon, error)
	tell(ctx context.Context, n Notice) error
	// report compares what the candidates were told with the record.
	report(ctx context.Context, b bounds) (Report, error)
	// close ends every connection and waits until all are gone.
	close()
}

// Status is how far a crowd is. Instants are nanoseconds since 1970.
type Status struct {
	Candidates  int
	Welcomed    int64
	Opened      int64
	Told        int64 // that they are sealed, or vanished
	Acked       int64
	LastWelcome int64
	FirstOpen   int64
	Kinds       map[string]int64
	Ack         Counts
}

// addCounts adds all but the detail.
func (s *Status) addCounts(o Status) {
	s.Candidates += o.Candidates
	s.Welcomed += o.Welcomed
	s.Opened += o.Opened
	s.Told += o.Told
	s.Acked += o.Acked
	s.LastWelcome = max(s.LastWelcome, o.LastWelcome)
	s.FirstOpen = earliest(s.FirstOpen, o.FirstOpen)
}

func (s *Status) add(o Status) {
	s.addCounts(o)
	s.Kinds = addKinds(s.Kinds, o.Kinds)
	s.Ack = histogramOf(s.Ack, o.Ack).counts()
}

// Horizon is what lies ahead of a crowd, in nanoseconds since 1970.
type Horizon struct {
	Attempts []string
	Deadline int64 // the last one
	SealDue  int64 // the last deadline + grace of those who are not sealed and have not handed in
}

// Notice says what happened, or when something is to happen, in nanoseconds
// since 1970; 0 is nothing.
type Notice struct {
	Broken  int64   // a fault was made
	Mends   bool    // it mends by itself from then on
	Vanish  float64 // the share of the candidates whose machines die with it
	Mending int64   // what the fault broke begins to come up
	HandIn  int64   // when all hand in
	Ends    int64   // when the work will end
}

// bounds are the instants between which the record may hold answers, in
// nanoseconds since 1970, and the start of the sitting.
type bounds struct {
	Starts int64
	From   int64
	To     int64
}

// earliest is the smaller one of two instants, of which 0 is none.
func earliest(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func addKinds(a, b map[string]int64) map[string]int64 {
	if len(b) > 0 && a == nil {
		a = map[string]int64{}
	}
	for kind, n := range b {
		a[kind] += n
	}
	return a
}
