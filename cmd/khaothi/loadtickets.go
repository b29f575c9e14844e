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

// readTickets reads the ready file of khaothi demo, or lines of number,code.
// From a ready file it takes one sitting: the one named, or the first that
// candidates can enter.
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
	for _, s := range ready.Sittings {
		enter := s.State == exam.SittingOpen || s.State == exam.SittingRunning
		if len(s.Tickets) > 0 && (s.ID == sitting || sitting == "" && enter) {
			return s.Tickets, s.ID, nil
		}
	}
	return nil, "", fmt.Errorf("read the tickets: no sitting %q in the ready file that candidates can enter", sitting)
}
