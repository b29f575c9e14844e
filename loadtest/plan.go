package loadtest

import (
	"strings"
	"time"
)

// plan is the part of a run that one crowd of candidates makes. It holds plain
// data only: another process can be handed it.
type plan struct {
	Targets     []string
	Roots       string // PEM
	Sitting     string
	Tickets     []Ticket
	First       int // index of the first of these candidates among all
	Total       int // candidates of all crowds
	Doors       int // sign-ins that may be under way together
	Rate        float64
	Profile     Profile
	Duration    time.Duration
	Faulty      bool // a server will be broken: connections that end are no error
	ClientFault ClientFault
	Seed        uint64
	Know        func(number, field string) string `json:"-"` // of Config
	Base        int64                             // begin of the first interval of the series, in nanoseconds since 1970
	Interval    time.Duration
}

// atOnce bounds sign-ins that are under way together: people do not type their
// tickets in the same millisecond.
const atOnce = 100

// plans cuts a run into so many parts of nearly the same size. Who is which
// candidate, and what chance holds for them, does not depend on the number.
func (c *Config) plans(parts int, base time.Time) []plan {
	all := make([]plan, parts)
	targets := c.targets()
	for i := range targets {
		targets[i] = strings.TrimSuffix(targets[i], "/")
	}
	n := len(c.Tickets)
	for i := range all {
		from, to := i*n/parts, (i+1)*n/parts
		all[i] = plan{
			Targets: targets, Roots: c.Roots, Sitting: c.Sitting, Tickets: c.Tickets[from:to], First: from, Total: n,
			Doors: max(atOnce/parts, 4), Rate: c.Rate, Profile: c.Profile, Duration: c.Duration,
			Faulty: c.Fault != nil || c.ByHand, ClientFault: c.ClientFault, Seed: c.Seed, Know: c.Know,
			Base: base.UnixNano(), Interval: intervalOf(c.Duration),
		}
	}
	return all
}

// intervalOf is the width of one interval of the series: at least a second, and
// some 300 of them to a run.
func intervalOf(d time.Duration) time.Duration {
	return max(time.Second, (d / 300).Round(time.Second))
}
