package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Profile is what the candidates do.
type Profile string

// The profiles.
const (
	Steady Profile = "steady" // answer until the deadline
	Start  Profile = "start"  // wait together, open the paper at once, a few answers
	Submit Profile = "submit" // answer, then all hand in at the same moment
	Mixed  Profile = "mixed"  // some drop and come back, some flag, half hand in early
)

// Profiles lists the profiles in the order of the help text.
var Profiles = []Profile{Steady, Start, Submit, Mixed}

// Ticket lets one candidate in.
type Ticket struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// Config is one run.
type Config struct {
	Target   string        // base URL of the server, http://127.0.0.1:8080
	Others   []string      // further nodes: each connection of a candidate goes to the next of them all
	Tickets  []Ticket      // one a candidate
	Sitting  string        // the sitting of the tickets; empty: whichever they are of
	Rate     float64       // answers a second of all together; 0: each answers as soon as the last is acknowledged
	Profile  Profile       // what they do
	Duration time.Duration // of the work; the sitting must be at least as long
	// Begin starts the sitting once all are connected and returns the instant
	// at which it starts. Nil: the sitting starts by itself.
	Begin func(ctx context.Context) (time.Time, error)
	Fault *Fault // nil: none
	// Connected is called when every candidate is in the waiting room. May be nil.
	Connected func()
	Record    Record
	Log       func(format string, args ...any)
	Seed      uint64
}

// Validate reports all faults at once.
func (c *Config) Validate() error {
	var errs []error
	for _, target := range append([]string{c.Target}, c.Others...) {
		u, err := url.Parse(target)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			errs = append(errs, fmt.Errorf("target %q: want http://HOST:PORT", target))
		}
	}
	if len(c.Tickets) == 0 {
		errs = append(errs, errors.New("no tickets: nobody can sign in"))
	}
	if c.Rate < 0 {
		errs = append(errs, fmt.Errorf("rate %v: want answers a second, or 0 for a closed loop", c.Rate))
	}
	if c.Duration <= 0 {
		errs = append(errs, fmt.Errorf("duration %v: want more than nothing", c.Duration))
	}
	if c.Record == nil || c.Log == nil {
		errs = append(errs, errors.New("no record or log"))
	}
	known := false
	for _, p := range Profiles {
		known = known || p == c.Profile
	}
	if !known {
		errs = append(errs, fmt.Errorf("profile %q: want one of %v", c.Profile, Profiles))
	}
	return errors.Join(errs...)
}
