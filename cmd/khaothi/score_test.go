package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// threeRule is 10.00 in three questions.
const threeRule = `{"v":1,"name":"three","parts":[
	{"part":1,"count":1,"kind":"single","points":250},
	{"part":2,"count":1,"kind":"cluster","points":400,"statements":4,"ladder":[0,10,25,50,100]},
	{"part":3,"count":1,"kind":"short","points":350,"equality":"numeric"}]}`

// scoreCase writes the files into a directory and runs the command on them.
func scoreCase(t *testing.T, responses, rule string, more ...string) (stdout, out string, err error) {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"r.csv": responses, "rule.json": rule,
		"k.csv": "field,answer\np1_1,B\np2_1a,D\np2_1b,S\np2_1c,D\np2_1d,S\np3_1,\"-1,5\"\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := scoreCmd()
	var buf bytes.Buffer
	cmd.SetOut(&buf)
	cmd.SetErr(&bytes.Buffer{})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{
		"--responses", filepath.Join(dir, "r.csv"), "--key", filepath.Join(dir, "k.csv"),
		"--rule", filepath.Join(dir, "rule.json"), "-o", filepath.Join(dir, "out.csv"),
	}, more...))
	err = cmd.Execute()
	b, readErr := os.ReadFile(filepath.Join(dir, "out.csv"))
	if readErr != nil && !errors.Is(readErr, os.ErrNotExist) {
		t.Fatal(readErr)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".out.csv.*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	return buf.String(), string(b), err
}

const threeHeader = "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\n"

func TestScoreWritesPointsThatAddUp(t *testing.T) {
	t.Parallel()
	_, out, err := scoreCase(t, "\ufeff"+threeHeader+"01000001,B,D,S,D,D,\"-1,50\"\n", threeRule)
	if want := "id,score,p1_1,p2_1,p3_1\n01000001,8.00,2.50,2.00,3.50\n"; err != nil || out != want {
		t.Errorf("%v, output %q, want %q", err, out, want)
	}
}

func TestScoreReportsRefusedRowsWithExitCodeTwo(t *testing.T) {
	t.Parallel()
	stdout, out, err := scoreCase(t, threeHeader+"a,B,,,,,\na,B,,,,,\n", threeRule, "--json")
	var exit exitError
	if !errors.As(err, &exit) || exit.code != 2 {
		t.Fatalf("error %v, want exit code 2", err)
	}
	var report struct {
		Rows, Scored int
		Mean         json.Number
		Seconds      *float64
		Refused      []struct {
			Row               int
			ID, Code, Message string
		}
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatalf("%v in %q", err, stdout)
	}
	if report.Rows != 2 || report.Scored != 1 || report.Mean != "2.5000" || report.Seconds == nil ||
		len(report.Refused) != 1 || report.Refused[0].Row != 3 || report.Refused[0].Code != "id.duplicate" {
		t.Errorf("report %s", stdout)
	}
	if want := "id,score,p1_1,p2_1,p3_1\na,2.50,2.50,0.00,0.00\n"; out != want {
		t.Errorf("output %q, want %q", out, want)
	}
}

func TestScoreThatCannotRunSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		responses string
		more      []string
		says      string
	}{
		"a missing column":  {"id,p1_1,p2_1a,p2_1b,p2_1c,p3_1\n", nil, "p2_1d"},
		"an unknown column": {strings.Replace(threeHeader, "p3_1", "p3_1,p3_2", 1), nil, "p3_2"},
		"an unknown rule":   {threeHeader, []string{"--rule", "thptqg-2025-hoa"}, "thptqg-2025-hoahoc"},
		"another rule":      {threeHeader, []string{"--rule", "thptqg-2025-toan"}, "p1_2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, out, err := scoreCase(t, tt.responses, threeRule, tt.more...)
			var exit exitError
			if !errors.As(err, &exit) || exit.code != 1 || !strings.Contains(err.Error(), tt.says) || out != "" {
				t.Errorf("error %v, output %q; want exit code 1 that names %s and no output", err, out, tt.says)
			}
		})
	}
}

func TestScoreByAGenericRule(t *testing.T) {
	t.Parallel()
	_, out, err := scoreCase(t, threeHeader+"a,B,D,S,D,S,\n", threeRule, "--rule", "generic:3/4/3")
	if want := "id,score,p1_1,p2_1,p3_1\na,7.00,3.00,4.00,0.00\n"; err != nil || out != want {
		t.Errorf("%v, output %q, want %q", err, out, want)
	}
}
