package main

import (
	"slices"

	"khaothi/loadtest"
)

// knownFaults are the faults of the servers and those of the clients.
func knownFaults() []string {
	all := slices.Clone(loadFaults)
	for _, f := range loadtest.ClientFaults {
		all = append(all, string(f))
	}
	return all
}

// clientFault is the fault that the candidates make by themselves: the name,
// or none where a server has it.
func clientFault(name string) loadtest.ClientFault {
	if f := loadtest.ClientFault(name); slices.Contains(loadtest.ClientFaults, f) {
		return f
	}
	return ""
}
