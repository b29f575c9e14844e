package loadtest

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// meter is what the candidates of a crowd count together.
type meter struct {
	series      *series
	drain, slow Histogram
	acked       atomic.Int64
	late        atomic.Int64
	reconnects  atomic.Int64
	welcomed    atomic.Int64
	opened      atomic.Int64
	sealed      atomic.Int64
	dropped     atomic.Int64 // slow readers whose connection the server ended
	stalled     atomic.Int64 // slow readers who could not even write: the server held them back
	vanished    atomic.Int64
	back        comeback

	slowestNS atomic.Int64 // until a slow reader had caught up

	mu    sync.Mutex
	kinds map[string]int64
}

// maxKinds bounds what is told of errors; all that come after count together.
const maxKinds = 40

// fail counts one thing that must not happen.
func (m *meter) fail(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kinds == nil {
		m.kinds = map[string]int64{}
	}
	kind := fmt.Sprintf(format, args...)
	if len(m.kinds) >= maxKinds && m.kinds[kind] == 0 {
		kind = "other"
	}
	m.kinds[kind]++
}

func (m *meter) kindsNow() map[string]int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.kinds)
}

// kindList is for a person: what happened, how often.
func kindList(kinds map[string]int64) (list []string, sum int64) {
	list = []string{}
	for kind, n := range kinds {
		list = append(list, fmt.Sprintf("%s (%d)", kind, n))
		sum += n
	}
	slices.Sort(list)
	return list[:min(len(list), 20)], sum
}

// slowest notes how long a slow reader took to catch up.
func (m *meter) slowest(d time.Duration) {
	for old := m.slowestNS.Load(); int64(d) > old && !m.slowestNS.CompareAndSwap(old, int64(d)); old = m.slowestNS.Load() {
	}
}
