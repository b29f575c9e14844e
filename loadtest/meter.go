package loadtest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// meter is what all candidates of a run count together.
type meter struct {
	ack, open, drain Histogram
	acked            atomic.Int64
	late             atomic.Int64
	reconnects       atomic.Int64
	welcomed         atomic.Int64
	opened           atomic.Int64
	sealed           atomic.Int64

	// faultAt is the time of the fault in nanoseconds since 1970 while nobody
	// was acknowledged anything after it; backNS is what it then took.
	faultAt, backNS atomic.Int64

	errors atomic.Int64
	mu     sync.Mutex
	kinds  map[string]int
}

// fail counts one thing that must not happen.
func (m *meter) fail(format string, args ...any) {
	m.errors.Add(1)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kinds == nil {
		m.kinds = map[string]int{}
	}
	kind := fmt.Sprintf(format, args...)
	if len(m.kinds) < 20 || m.kinds[kind] > 0 {
		m.kinds[kind]++
	}
}

func (m *meter) errorKinds() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]string, 0, len(m.kinds))
	for kind, n := range m.kinds {
		list = append(list, fmt.Sprintf("%s (%d)", kind, n))
	}
	slices.Sort(list)
	return list
}

func (m *meter) broken(at time.Time) {
	m.backNS.Store(0)
	m.faultAt.Store(at.UnixNano())
}

// acknowledged notes the first acknowledgement of an answer that was sent
// after the fault: one that was on its way proves nothing.
func (m *meter) acknowledged(sentAt, now time.Time) {
	if at := m.faultAt.Load(); at != 0 && sentAt.UnixNano() > at && m.faultAt.CompareAndSwap(at, 0) {
		m.backNS.Store(now.UnixNano() - at)
	}
}
