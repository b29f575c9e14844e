package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"khaothi/loadtest"
)

// loadReport are the flags about what is made of a run besides its figures.
type loadReport struct {
	file string
	soak bool
}

func (r *loadReport) bind(f *pflag.FlagSet) {
	f.StringVar(&r.file, "report", "", "also write the run as an HTML page to this file")
	f.BoolVar(&r.soak, "soak", false, "exit code 2 unless the memory of node, Redis and PostgreSQL is flat to 5 % after the warm-up")
}

// validate finds out before the run that its report could not be written.
func (r *loadReport) validate(target bool) error {
	if r.soak && target {
		return errors.New("--soak: only the memory of servers that loadtest starts itself can be looked at; leave --target away")
	}
	if r.file == "" {
		return nil
	}
	if st, err := os.Stat(filepath.Dir(r.file)); err != nil || !st.IsDir() {
		return fmt.Errorf("--report %s: there is no such folder; make it first", r.file)
	}
	return nil
}

// finish writes the page and judges a soak.
func (r *loadReport) finish(res loadtest.Result) error {
	if r.file != "" {
		page, err := loadtest.Page(res, conditions())
		if err != nil {
			return fmt.Errorf("make the report: %w", err)
		}
		if err := os.WriteFile(r.file, page, 0o644); err != nil { //nolint:gosec // figures to be shown around
			return fmt.Errorf("write the report: %w", err)
		}
	}
	if r.soak {
		if err := soakFault(res.Memory); err != nil {
			return exitError{exitRefused, err}
		}
	}
	return nil
}

// conditions are what a figure means nothing without.
func conditions() loadtest.Conditions {
	host, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		host = []byte(runtime.GOOS)
	}
	return loadtest.Conditions{
		Version: version, Command: "khaothi " + strings.Join(shownArguments(os.Args[1:]), " "), At: time.Now(),
		Cores: runtime.NumCPU(), System: "Linux " + strings.TrimSpace(string(host)) + ", " + runtime.Version(), Load: loadAverage(),
	}
}

// shownArguments hides the address of the record: it may hold a password.
func shownArguments(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = a
		if name, _, found := strings.Cut(a, "="); found && name == "--record-url" {
			out[i] = name + "=…"
		}
		if i > 0 && args[i-1] == "--record-url" {
			out[i] = "…"
		}
	}
	return out
}

// loadAverage is that of the last minute, as the system writes it.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
