package protocol

import (
	"encoding/json"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// MaxReadiness bounds the body of a Readiness, in bytes.
const MaxReadiness = 8 << 10

// Bounds of what a machine says of itself.
const (
	maxChecks     = 24
	maxCheckName  = 24
	maxCheckValue = 200
)

// Readiness is the body of POST /api/candidate/readiness: what the readiness
// page found on a machine.
type Readiness struct {
	Machine string           `json:"machine"`
	Verdict string           `json:"verdict"` // good, warn or bad: the worst of the checks
	Checks  map[string]Check `json:"checks"`
}

// Check is one thing that was looked at.
type Check struct {
	State string `json:"state"` // good, warn or bad
	Value string `json:"value"` // what was found, for people
}

// ParseReadiness reads the body as Parse reads a message.
func ParseReadiness(b []byte) (Readiness, error) {
	if len(b) > MaxReadiness {
		return Readiness{}, ErrTooLarge
	}
	if !utf8.Valid(b) {
		return Readiness{}, fmt.Errorf("%w: not UTF-8", ErrInvalid)
	}
	m, err := readMembers(b)
	if err != nil {
		return Readiness{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	r := &reader{members: m}
	in := Readiness{
		Machine: take[string](r, "machine"), Verdict: take[string](r, "verdict"), Checks: map[string]Check{},
	}
	for name, raw := range take[map[string]json.RawMessage](r, "checks") {
		members, err := readMembers(raw)
		if err != nil {
			r.fail("a check is not an object")
			break
		}
		c := &reader{members: members}
		in.Checks[name] = Check{State: take[string](c, "state"), Value: take[string](c, "value")}
		if c.err != nil {
			r.fail("a check lacks state or value")
		}
	}
	if r.err == nil {
		r.err = in.check()
	}
	if r.err != nil {
		return Readiness{}, r.err
	}
	return in, nil
}

func (in *Readiness) check() error {
	if !Label(in.Machine) || in.Machine == "" {
		return fmt.Errorf("%w: machine", ErrInvalid)
	}
	if !isVerdict(in.Verdict) || len(in.Checks) == 0 || len(in.Checks) > maxChecks {
		return fmt.Errorf("%w: verdict or checks", ErrInvalid)
	}
	for name, c := range in.Checks {
		if name == "" || len(name) > maxCheckName || !Label(name) || !isVerdict(c.State) ||
			utf8.RuneCountInString(c.Value) > maxCheckValue || !plain(c.Value) {
			return fmt.Errorf("%w: a check", ErrInvalid)
		}
	}
	return nil
}

func isVerdict(s string) bool { return s == "good" || s == "warn" || s == "bad" }

// Label says whether s may be the label of a machine: at most 32
// characters that can be printed, no space at an end.
func Label(s string) bool {
	n, last := 0, 'x'
	for _, r := range s {
		if n++; n > maxMachine || r == utf8.RuneError || !unicode.IsPrint(r) || n == 1 && r == ' ' {
			return false
		}
		last = r
	}
	return last != ' '
}
