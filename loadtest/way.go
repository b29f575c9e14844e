package loadtest

import "time"

// way knows how the server's clock stands to ours, by the quickest message of a
// connection: a word on the time that is left may have been on its way for long
// (docs/protocol.md, Time).
type way struct {
	known bool
	ahead time.Duration
}

// longestWay: no line hangs for so long, somebody set the server's clock.
const longestWay = 40 * time.Second

// remaining is what is left by a word that came at a moment of our clock.
func (w *way) remaining(at time.Duration, m *incoming) time.Duration {
	left := time.Duration(m.RemainingMS) * time.Millisecond
	ahead := time.Duration(m.ServerMS)*time.Millisecond - at
	if !w.known || ahead > w.ahead || w.ahead-ahead > longestWay {
		w.known, w.ahead = true, ahead
	}
	return left - (w.ahead - ahead)
}
