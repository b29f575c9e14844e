package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of go test -json.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build-output and build-fail
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// counts are tests that passed and that failed.
type counts struct{ passed, failed int }

func (c *counts) add(o counts) {
	c.passed += o.passed
	c.failed += o.failed
}

// goReader follows a stream of events. It keeps the output of tests that are
// still running and forgets it when they pass.
type goReader struct {
	counts
	out         io.Writer
	output      map[string][]string // by package and test
	failedTests map[string]int      // by package
}

// readGo counts the tests of a go test -json stream and writes to out one line
// a package and the output of everything that failed.
func readGo(r io.Reader, out io.Writer) (counts, error) {
	g := &goReader{out: out, output: map[string][]string{}, failedTests: map[string]int{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var e event
		if json.Unmarshal(sc.Bytes(), &e) != nil {
			fmt.Fprintln(out, sc.Text()) // the go command itself: a broken go.mod, a module that is missing
			continue
		}
		g.take(e)
	}
	return g.counts, sc.Err()
}

func (g *goReader) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		g.output[key] = append(g.output[key], e.Output)
	case "build-output":
		_, _ = io.WriteString(g.out, e.Output) // the report itself; nowhere to say that it cannot be written
	case "pass":
		if e.Test != "" {
			g.passed++
		} else {
			g.line("ok  ", e)
		}
		delete(g.output, key)
	case "skip":
		if e.Test != "" {
			g.failed++ // no test of this project may be skipped
			g.failedTests[e.Package]++
			g.dump(key)
		}
		delete(g.output, key)
	case "fail":
		g.fail(e, key)
	}
}

func (g *goReader) fail(e event, key string) {
	if e.Test != "" {
		g.failed++
		g.failedTests[e.Package]++
		g.dump(key)
		return
	}
	if g.failedTests[e.Package] == 0 {
		g.failed++
	}
	g.dump(key)
	for k := range g.output { // tests that a panic cut short
		if strings.HasPrefix(k, e.Package+" ") {
			g.dump(k)
		}
	}
	g.line("FAIL", e)
}

func (g *goReader) dump(key string) {
	for _, line := range g.output[key] {
		_, _ = io.WriteString(g.out, line) // see build-output
	}
	delete(g.output, key)
}

func (g *goReader) line(word string, e event) {
	fmt.Fprintf(g.out, "%s  %s  %.1fs\n", word, e.Package, e.Elapsed)
}
