package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/omr/layout"
)

// omrCmd holds what is done with paper answer sheets.
func omrCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "omr",
		Short: "answer sheets on paper: print, read, check",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(omrReadCmd(), omrLayoutCmd(), omrSheetCmd(), omrCheckCmd(), omrWatchCmd())
	return cmd
}

// layoutOf returns a built-in layout, or reads one from a file, which has a dot
// or a slash in its name.
func layoutOf(name string) (*layout.Layout, error) {
	if l, ok := layout.Builtin(name); ok {
		return l, nil
	}
	if !strings.ContainsAny(name, "./"+string(os.PathSeparator)) {
		return nil, fmt.Errorf("there is no layout %q: use %s, or a file such as ./my-sheet.json", name, strings.Join(layout.Builtins(), ", "))
	}
	data, err := readBounded(name)
	if err != nil {
		return nil, err
	}
	l, err := layout.Read(data)
	if err != nil {
		return nil, fmt.Errorf("layout %s: %w", name, err)
	}
	return l, nil
}
