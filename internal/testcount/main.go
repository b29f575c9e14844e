package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "testcount:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("say show, or sum and the files")
	}
	switch args[0] {
	case "show":
		c, err := readGo(in, out)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "go: %d passed, %d failed\n", c.passed, c.failed)
		if c.failed > 0 {
			return fmt.Errorf("%d failed", c.failed)
		}
		return nil
	case "sum":
		return sum(args[1:], out)
	default:
		return fmt.Errorf("no command %q", args[0])
	}
}

// sum prints the counts of all files. It fails when a test failed or a file
// cannot be read, after the line is printed.
func sum(files []string, out io.Writer) error {
	var total counts
	for _, name := range files {
		c, err := countFile(name)
		if err != nil {
			fmt.Fprintf(os.Stderr, "testcount: %v\n", err)
			c.failed++
		} else if c == (counts{}) {
			fmt.Fprintf(os.Stderr, "testcount: %s names no test\n", name)
			c.failed++
		}
		total.add(c)
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", total.passed, total.failed)
	if total.failed > 0 {
		return fmt.Errorf("%d failed", total.failed)
	}
	return nil
}

func countFile(name string) (counts, error) {
	f, err := os.Open(name) //nolint:gosec // the caller names the file
	if err != nil {
		return counts{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	if strings.HasSuffix(name, ".json") {
		return readGo(f, io.Discard)
	}
	return readSummary(f)
}
