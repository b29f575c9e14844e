package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goStream = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"quiet\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"p","Test":"TestB","Output":"loud\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0.1}
{"Action":"fail","Package":"p","Elapsed":0.2}
{"ImportPath":"q","Action":"build-output","Output":"q.go:1: does not build\n"}
{"Action":"fail","Package":"q","Elapsed":0,"FailedBuild":"q"}
{"Action":"output","Package":"r","Test":"TestC","Output":"panic: cut short\n"}
{"Action":"fail","Package":"r","Elapsed":0}
{"Action":"skip","Package":"s","Elapsed":0}
{"Action":"skip","Package":"t","Test":"TestSkipped","Elapsed":0}
`

func TestReadGo(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	got, err := readGo(strings.NewReader(goStream), &out)
	if err != nil {
		t.Fatal(err)
	}
	// TestB, q that does not build, r that died, the skipped test of t; a
	// package without tests (s) is none.
	if want := (counts{passed: 1, failed: 4}); got != want {
		t.Errorf("counts = %+v, want %+v", got, want)
	}
	for _, want := range []string{"loud", "does not build", "cut short", "FAIL  q"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("output lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "quiet") {
		t.Errorf("output of a test that passed is shown:\n%s", out.String())
	}
}

func TestReadSummary(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		want       counts
	}{
		{"vitest all good", " Test Files  4 passed (4)\n      Tests  23 passed (23)\n", counts{23, 0}},
		{"vitest in colour", "\x1b[2m      Tests \x1b[22m \x1b[1m\x1b[31m1 failed\x1b[39m\x1b[22m | \x1b[32m7 passed\x1b[39m (8)\n", counts{7, 1}},
		{"vitest file that broke before a test", " Test Files  1 failed | 1 passed (2)\n      Tests  5 passed (5)\n", counts{5, 1}},
		{"vitest only a broken file", " Test Files  1 failed (1)\n      Tests  no tests\n", counts{0, 1}},
		{"vitest error outside a test", "      Tests  5 passed (5)\n     Errors  1 error\n", counts{5, 1}},
		{"vitest skipped", "      Tests  5 passed | 2 skipped (7)\n", counts{5, 2}},
		{"two runs", "      Tests  5 passed (5)\n3 passed, 1 failed\n", counts{8, 1}},
		{"no tests", "No test files found, exiting with code 1\n", counts{0, 1}},
		{"silence", "", counts{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readSummary(strings.NewReader(tt.text))
			if err != nil || got != tt.want {
				t.Errorf("readSummary = %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
}

func TestSumCountsAMissingOrEmptyFileAsFailed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, empty := filepath.Join(dir, "good.log"), filepath.Join(dir, "empty.log")
	for name, text := range map[string]string{good: "4 passed, 0 failed\n", empty: ""} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		files []string
		want  string
		bad   bool
	}{
		{[]string{good}, "4 passed, 0 failed\n", false},
		{[]string{good, empty}, "4 passed, 1 failed\n", true},
		{[]string{good, filepath.Join(dir, "none.json")}, "4 passed, 1 failed\n", true},
	} {
		var out strings.Builder
		err := sum(tt.files, &out)
		if out.String() != tt.want || (err != nil) != tt.bad {
			t.Errorf("sum(%v) printed %q, %v", tt.files, out.String(), err)
		}
	}
}
