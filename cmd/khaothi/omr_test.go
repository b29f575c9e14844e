package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/omr/layout"
)

// omrRun runs khaothi omr and returns what it printed and its exit code.
func omrRun(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := rootCmd()
	var out, errs bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	cmd.SetArgs(append([]string{"omr"}, args...))
	code := exitCode(cmd.ExecuteContext(t.Context()), &errs)
	return out.String() + errs.String(), code
}

func TestOMRLayoutListsPrintsAndChecks(t *testing.T) {
	t.Parallel()
	out, code := omrRun(t, "layout")
	for _, name := range layout.Builtins() {
		if !strings.Contains(out, name+" ") {
			t.Errorf("no %s in the list:\n%s", name, out)
		}
	}
	if code != exitGood {
		t.Errorf("exit code %d", code)
	}
	printed, _ := omrRun(t, "layout", "short-20", "--print")
	l, err := layout.Read([]byte(printed))
	if err != nil {
		t.Fatal(err)
	}
	l.Blocks[0].X.Pitch = 2 // the digits stand on each other
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "mine.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, code = omrRun(t, "layout", file, "--json")
	var r layoutReport
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitRefused || len(r.Problems) == 0 || r.Problems[0].Code != "overlap" {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code = omrRun(t, "layout", "no-such"); code != exitFailed || !strings.Contains(out, "thptqg-2025") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

func TestOMRSheetPrintsForTheRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	roster, pdf := filepath.Join(dir, "r.csv"), filepath.Join(dir, "s.pdf")
	if err := os.WriteFile(roster, []byte("sbd,họ tên\n000001,An\n000002,Bình\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := omrRun(t, "sheet", "--layout", "short-20", "--roster", roster, "-o", pdf, "--json")
	var r sheetReport
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitGood || r.Candidates != 2 || r.Layout != "short-20" {
		t.Errorf("exit code %d: %s", code, out)
	}
	if info, err := os.Stat(pdf); err != nil || info.Size() != int64(r.Bytes) {
		t.Errorf("the file: %v, %v", info, err)
	}
	out, code = omrRun(t, "sheet", "--layout", "thptqg-2025", "--roster", roster, "-o", filepath.Join(dir, "no.pdf"))
	if code != exitFailed || !strings.Contains(out, "8 digits") {
		t.Errorf("six digits on a sheet of eight: exit code %d: %s", code, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "no.pdf")); err == nil {
		t.Error("a refused roster left a file")
	}
}

func TestALongRosterBecomesSeveralFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	roster := filepath.Join(dir, "r.csv")
	if err := os.WriteFile(roster, []byte("sbd\n000001\n000002\n000003\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := omrRun(t, "sheet", "--layout", "short-20", "--roster", roster, "--per-file", "2", "-o", filepath.Join(dir, "s.pdf"))
	if code != exitGood || !strings.Contains(out, "3 sheets in 2 files") {
		t.Errorf("exit code %d: %s", code, out)
	}
	for name, pages := range map[string]int{"s-001.pdf": 2, "s-002.pdf": 1} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if n := bytes.Count(data, []byte("/Type /Page\n")); err != nil || n != pages {
			t.Errorf("%s: %d pages, %v", name, n, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "s.pdf")); err == nil {
		t.Error("and one of the name that was given")
	}
}

func TestEachRoomHasAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	roster := filepath.Join(dir, "r.csv")
	if err := os.WriteFile(roster, []byte("sbd,phòng thi\n000001,P.01\n000002,P 02\n000003,P.01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sheet := func(more ...string) (string, int) {
		return omrRun(t, append([]string{"sheet", "--layout", "short-20", "--roster", roster, "-o", filepath.Join(dir, "s.pdf"), "--rooms"}, more...)...)
	}
	if out, code := sheet(); code != exitGood || !strings.Contains(out, "3 sheets in 2 files") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := sheet("--per-file", "1"); code != exitGood || !strings.Contains(out, "3 sheets in 3 files") {
		t.Errorf("exit code %d: %s", code, out)
	}
	for name, pages := range map[string]int{"s-P.01.pdf": 2, "s-P-02.pdf": 1, "s-P.01-001.pdf": 1, "s-P.01-002.pdf": 1} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if n := bytes.Count(data, []byte("/Type /Page\n")); err != nil || n != pages {
			t.Errorf("%s: %d pages, %v", name, n, err)
		}
	}
	for lines, want := range map[string]string{"000001,P/1\n000002,P-1\n": "name them differently", "000001,\n": "has no room"} {
		if err := os.WriteFile(roster, []byte("sbd,phòng thi\n"+lines), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := sheet(); code != exitFailed || !strings.Contains(out, want) {
			t.Errorf("exit code %d: %s", code, out)
		}
	}
}
