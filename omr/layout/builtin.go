package layout

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed builtin/*.json
var builtin embed.FS

// Builtins returns the names of the layouts that come with the program.
func Builtins() []string {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		panic(fmt.Sprintf("layout: the embedded layouts are gone: %v", err)) // fixed when the program is built
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// Builtin returns a layout of Builtins, or false.
func Builtin(name string) (*Layout, bool) {
	if !slices.Contains(Builtins(), name) {
		return nil, false
	}
	data, err := builtin.ReadFile("builtin/" + name + ".json")
	if err != nil {
		return nil, false
	}
	l, err := Read(data)
	if err != nil {
		panic(fmt.Sprintf("layout: %s: %v", name, err)) // a test reads all of them
	}
	return l, true
}
