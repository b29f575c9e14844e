package delivery

import (
	"context"
	"encoding/json"
	"time"
)

// Verdict is what the readiness page found of a machine.
type Verdict string

// The verdicts.
const (
	MachineGood Verdict = "good"
	MachineWarn Verdict = "warn" // an exam works, with something to look at
	MachineBad  Verdict = "bad"  // no exam on this machine before it is mended
)

// MachineCheck is what the browser of one machine found before the day. It is
// the machine's own word, sent without a login: a help for who prepares a room,
// no evidence.
type MachineCheck struct {
	Machine string          // label that somebody gave the machine: "Máy 07"
	Address string          // where the request came from
	Verdict Verdict         // of the worst check
	Results json.RawMessage // by check: state and figures
	Browser string
	Checks  int // how often this machine was checked
	At      time.Time
}

// Machines keeps the last check of each machine.
type Machines interface {
	// KeepMachine writes down the check of a machine in place of an earlier one
	// of the same label and address. Beyond MaxMachines the oldest go.
	KeepMachine(ctx context.Context, m *MachineCheck) error
	// ListMachines returns the checks since a time, by label.
	ListMachines(ctx context.Context, since time.Time) ([]MachineCheck, error)
}

// MaxMachines bounds the checks that are kept: a province has 7,000 machines.
const MaxMachines = 10_000
