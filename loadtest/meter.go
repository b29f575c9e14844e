package loadtest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
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
	vanished         atomic.Int64
	back             comeback

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
