package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func runConvert(t *testing.T, args ...string) (convertReport, error) {
	t.Helper()
	cmd := rootCmd()
	var out, progress bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs(append([]string{"bank", "convert", "--json"}, args...))
	err := cmd.ExecuteContext(t.Context())
	var report convertReport
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatalf("not one JSON object: %v\n%s", err, out.Bytes())
		}
	}
	return report, err
}

func refused(err error) bool {
	var exit exitError
	return errors.As(err, &exit) && exit.code == exitRefused
}

// What a format cannot carry is listed and makes the exit code 2; the rest is
// written.
func TestConvertListsWhatIsLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "de.gift"), filepath.Join(dir, "de.aiken")
	if err := os.WriteFile(in, []byte("A? {=1 ~2}\n\nB? {#5}"), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := runConvert(t, in, "--to", "aiken", "-o", out)
	if !refused(err) || report.Written != 1 || len(report.Lost) != 1 || report.Lost[0].Where != "dòng 3" {
		t.Errorf("report %+v, error %v", report, err)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != "A?\nA) 1\nB) 2\nANSWER: A\n\n" { //nolint:gosec // a file of this test
		t.Errorf("written: %q, %v", data, err)
	}
	report, err = runConvert(t, in, "--to", "moodle-xml", "-o", filepath.Join(dir, "de.xml"))
	if err != nil || report.Written != 2 || len(report.Lost) != 0 {
		t.Errorf("to Moodle XML: %+v, %v", report, err)
	}
}

func TestConvertRefusesAFileWithErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "de.gift"), filepath.Join(dir, "de.xml")
	if err := os.WriteFile(in, []byte("A? {=1 =2 ~3}\n\nB? {=1 ~2}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := runConvert(t, in, "--to", "moodle-xml", "-o", out); !refused(err) {
		t.Errorf("error %v, want a refusal", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused file was written: %v", err)
	}
	report, err := runConvert(t, in, "--to", "moodle-xml", "-o", out, "--skip-errors")
	if !refused(err) || report.Written != 1 || len(report.Errors) != 1 {
		t.Errorf("report %+v, error %v", report, err)
	}
	for _, args := range [][]string{{in, "--to", "pdf", "-o", out}, {in, "--to", "gift", "-o", in}} {
		if _, err := runConvert(t, args...); err == nil || refused(err) {
			t.Errorf("%v: error %v, want a usage error", args, err)
		}
	}
}
