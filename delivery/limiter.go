package delivery

import (
	"sync"
	"time"
)

const (
	wrongTickets  = 10 // within wrongWindow, per candidate number
	wrongWindow   = time.Minute
	limiterMemory = 100_000 // numbers remembered; beyond it the table starts anew
)

// limiter counts wrong tickets per candidate number, never per address: a
// computer room is one address.
type limiter struct {
	mu    sync.Mutex
	now   func() time.Time
	wrong map[string]*wrongCount
}

type wrongCount struct {
	n    int
	from time.Time
}

// fail counts a wrong ticket and returns how long the number has to wait, 0 if
// not at all. A right ticket is never made to wait: else whoever knows a
// number could lock its owner out.
func (l *limiter) fail(number string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if l.wrong == nil || len(l.wrong) >= limiterMemory {
		l.wrong = map[string]*wrongCount{}
	}
	c := l.wrong[number]
	if c == nil || now.Sub(c.from) > wrongWindow {
		c = &wrongCount{from: now}
		l.wrong[number] = c
	}
	c.n++
	if c.n <= wrongTickets {
		return 0
	}
	return c.from.Add(wrongWindow).Sub(now)
}
