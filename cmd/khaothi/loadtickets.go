package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"khaothi/internal/exam"
	"khaothi/loadtest"
)

// fromReadyFile takes the server and its record from a ready file, where the
// flags do not name them.
func (o *loadOptions) fromReadyFile() error {
	if o.tickets == "" || o.target != "" && o.recordURL != "" {
		return nil
	}
	text, err := os.ReadFile(o.tickets)
	if err != nil {
		return fmt.Errorf("read the tickets: %w", err)
	}
	var ready struct {
		BaseURL     string `json:"base_url"`
		DatabaseURL string `json:"database_url"`
	}
	if json.Unmarshal(text, &ready) != nil {
		return nil // lines of number,code: validate says what is missing
	}
	if o.target == "" {
		o.target = ready.BaseURL
	}
	if o.recordURL == "" {
		o.recordURL = ready.DatabaseURL
	}
	return nil
}

// readTickets reads the ready file of khaothi demo, or lines of number,code.
// From a ready file it takes one sitting: the one named, else the first that
// runs, else the first that is open.
func readTickets(path, sitting string) ([]loadtest.Ticket, string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, "", fmt.Errorf("read the tickets: %w", err)
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return ticketsOfReadyFile(text, sitting)
	}
	var list []loadtest.Ticket
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "number,") {
			continue
		}
		number, code, ok := strings.Cut(line, ",")
		if !ok {
			return nil, "", fmt.Errorf("read the tickets: line %d is not number,code", i+1) // its text may be a ticket
		}
		list = append(list, loadtest.Ticket{Number: strings.TrimSpace(number), Code: strings.TrimSpace(code)})
	}
	return list, sitting, nil
}

func ticketsOfReadyFile(text []byte, sitting string) ([]loadtest.Ticket, string, error) {
	var ready struct {
		Sittings []struct {
			ID      string
			State   exam.SittingState
			Tickets []loadtest.Ticket
		}
	}
	if err := json.Unmarshal(text, &ready); err != nil {
		return nil, "", fmt.Errorf("read the tickets: not the ready file of khaothi demo: %w", err)
	}
	// One that runs first: in a demonstration the first open one is sat by its
	// own candidates.
	for _, state := range []exam.SittingState{exam.SittingRunning, exam.SittingOpen} {
		for _, s := range ready.Sittings {
			if len(s.Tickets) > 0 && (s.ID == sitting || sitting == "" && s.State == state) {
				return s.Tickets, s.ID, nil
			}
		}
	}
	return nil, "", fmt.Errorf("read the tickets: no sitting %q in the ready file that candidates can enter", sitting)
}
