package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
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
	Exam   Profile = "exam"   // the pace of people: think, change, revisit, flag; see Pace
)

// Profiles lists the profiles in the order of the help text.
var Profiles = []Profile{Steady, Start, Submit, Mixed, Exam}

// Ticket lets one candidate in.
type Ticket struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// Config is one run.
type Config struct {
	Target   string        // base URL of the server, http://127.0.0.1:8080
	Others   []string      // further nodes: each connection of a candidate goes to the next of them all
	Roots    string        // PEM of the certificates that candidates trust over https; empty: those of the system
	Tickets  []Ticket      // one a candidate
	Sitting  string        // the sitting of the tickets; empty: whichever they are of
	Rate     float64       // answers a second of all together; 0: each answers as soon as the last is acknowledged
	Profile  Profile       // what they do
	Duration time.Duration // of the work; a sitting that lasts longer is handed in when it is over
	// Begin starts the sitting once all are connected and returns the instant
	// at which it starts. Nil: the sitting starts by itself.
	Begin func(ctx context.Context) (time.Time, error)
	Fault *Fault // nil: none
	// ByHand: somebody breaks a server meanwhile, so connections that end are
	// no error.
	ByHand bool
	// ClientFault is a fault that the candidates themselves make.
	ClientFault ClientFault
	// Connected is called when every candidate is in the waiting room. May be nil.
	Connected func()
	// Working is called when the last paper is open, Ending when the work is
	// over and sealing begins. May be nil.
	Working, Ending func()
	Record          Record
	Log             func(format string, args ...any)
	Seed            uint64
	// Know says what the candidate of a number believes to be right in a field;
	// nil or empty: one answer is as good as another. Only candidates that live in
	// this process have it.
	Know func(number, field string) string
	// Generators spreads the candidates over so many processes made by Spawn;
	// 0 and 1: none, they live in this one.
	Generators int
	Spawn      func(ctx context.Context) (Generator, error)
}

// targets are all nodes.
func (c *Config) targets() []string { return append([]string{c.Target}, c.Others...) }

// Validate reports all faults at once.
func (c *Config) Validate() error {
	var errs []error
	for _, target := range c.targets() {
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
	if c.Profile == Exam && c.Rate != 0 {
		errs = append(errs, errors.New("rate: the candidates of the profile exam have a pace of their own; shorten the duration for more answers a second"))
	}
	if c.Duration <= 0 {
		errs = append(errs, fmt.Errorf("duration %v: want more than nothing", c.Duration))
	}
	if c.Record == nil || c.Log == nil {
		errs = append(errs, errors.New("no record or log"))
	}
	if !slices.Contains(Profiles, c.Profile) {
		errs = append(errs, fmt.Errorf("profile %q: want one of %v", c.Profile, Profiles))
	}
	if c.ClientFault != "" && !slices.Contains(ClientFaults, c.ClientFault) {
		errs = append(errs, fmt.Errorf("fault of the clients %q: want one of %v", c.ClientFault, ClientFaults))
	}
	if c.Generators < 0 || c.Generators > 1 && c.Spawn == nil || c.Generators > max(len(c.Tickets), 1) {
		errs = append(errs, fmt.Errorf("generators %d: want 1 to as many as there are candidates", c.Generators))
	}
	return errors.Join(errs...)
}
