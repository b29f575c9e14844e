package main

import (
	"bufio"
	"io"
	"regexp"
	"strconv"
)

var (
	escapes     = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	vitestLine  = regexp.MustCompile(`^\s*Tests\s+(.+?)\s*\(\d+\)\s*$`)
	vitestErrs  = regexp.MustCompile(`^\s*Errors\s+(\d+) error`)
	suitesLine  = regexp.MustCompile(`^\s*Test Files\s+(.+?)\s*\(\d+\)\s*$`)
	plainLine   = regexp.MustCompile(`^\s*(\d+ passed, \d+ failed)\s*$`)
	numbered    = regexp.MustCompile(`(\d+) (passed|failed|skipped|todo)`)
	noTestsLine = regexp.MustCompile(`No test files found`)
)

// readSummary counts the tests that the closing lines of a runner name. Several
// runs in one file add up. Skipped tests count as failed.
func readSummary(r io.Reader) (counts, error) {
	var c counts
	suites := 0 // failed files of the run, for files that broke before a test
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		line := escapes.ReplaceAllString(sc.Text(), "")
		switch {
		case suitesLine.MatchString(line):
			suites = words(suitesLine.FindStringSubmatch(line)[1]).failed
		case vitestLine.MatchString(line):
			run := words(vitestLine.FindStringSubmatch(line)[1])
			run.failed = max(run.failed, suites)
			suites = 0
			c.add(run)
		case plainLine.MatchString(line):
			c.add(words(line))
		case vitestErrs.MatchString(line):
			n, _ := strconv.Atoi(vitestErrs.FindStringSubmatch(line)[1]) // the pattern takes digits only
			c.failed += n
		case noTestsLine.MatchString(line):
			c.failed++
		}
	}
	c.failed += suites
	return c, sc.Err()
}

// words reads "1 failed | 4 passed" in any order.
func words(s string) counts {
	var c counts
	for _, m := range numbered.FindAllStringSubmatch(s, -1) {
		n, _ := strconv.Atoi(m[1]) // the pattern takes digits only
		if m[2] == "passed" {
			c.passed += n
		} else {
			c.failed += n
		}
	}
	return c
}
