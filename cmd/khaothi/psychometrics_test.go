package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/bank/assemble"
)

// psycho runs a command of the family and returns what it prints.
func psycho(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := rootCmd()
	var out, progress bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs(append([]string{"psychometrics"}, args...))
	err := cmd.Execute()
	return out.String(), err
}

const truth = `item,model,a,b,c,u
i1,2pl,1.2,-1,0,1
i2,2pl,0.8,0.5,0,1
i3,2pl,1.5,0,0,1
i4,2pl,1.1,1,0,1
i5,2pl,0.9,-0.4,0,1
i6,2pl,1.3,0.3,0,1
`

// From parameters to simulated answers, their calibration, scores and
// information, with files in between.
func TestPsychometricsRoundTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(path("T.csv"), []byte(truth), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"simulate", "--params", path("T.csv"), "--persons", "900", "--seed", "3", "--missing", "0.05", "-o", path("F.csv"), "--abilities", path("A.csv")},
		{"information", "--params", path("T.csv"), "--at=-1,0,1.5", "-o", path("I.csv"), "--test", path("TI.csv")},
	} {
		if _, err := psycho(t, args...); err != nil {
			t.Fatal(err)
		}
	}
	out, err := psycho(t, "calibrate", "--model", "2pl", "--responses", path("F.csv"), "-o", path("P.csv"), "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report map[string]any
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	for field := range strings.SplitSeq("model persons items loglik log_prior max_gradient latent_mean latent_var iterations converged seconds_fit", " ") {
		if report[field] == nil {
			t.Errorf("the report has no %s: %s", field, out)
		}
	}
	if report["converged"] != true || report["persons"] != 900.0 || report["items"] != 6.0 || report["latent_var"] != 1.0 {
		t.Errorf("report %s", out)
	}
	if head := firstLine(t, path("P.csv")); head != "item,model,a,se_a,b,se_b,c,se_c,u,se_u" {
		t.Errorf("header %q", head)
	}
	for _, method := range []string{"eap", "map", "ml", "wle", "warm", "eapsum"} {
		if out, err = psycho(t, "score", "--params", path("P.csv"), "--method", method, "--responses", path("F.csv"), "-o", path("S.csv"), "--table", path("ST.csv"), "--json"); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out, "P.fit.json") {
			t.Errorf("%s: the latent distribution is not that of the calibration: %s", method, out)
		}
		data, err := os.ReadFile(path("S.csv"))
		if err != nil || bytes.Count(data, []byte("\n")) != 901 || !bytes.HasPrefix(data, []byte("id,theta,se\n1,")) || bytes.Contains(data, []byte("NaN")) {
			t.Errorf("%s: %v, %.100s", method, err, data)
		}
	}
	table, err := os.ReadFile(path("I.csv"))
	if err != nil {
		t.Fatal(err)
	}
	information, err := assemble.ReadTable(table)
	if err != nil {
		t.Fatal(err)
	}
	// a²·P·(1−P) at θ = b.
	if v, ok := information.Value(assemble.Item{ID: "i3"}, "0"); !ok || v < 0.5624999 || v > 0.5625001 {
		t.Errorf("information %g, %v, want 1.5²/4", v, ok)
	}
}

func firstLine(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return line
}

// What cannot be done ends with a code and a reason, and writes no parameters.
func TestPsychometricsRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"T.csv": truth, "other.fit.json": `{"sha256": "00", "groups": [{"mean": 0, "var": 2}]}`, "other.csv": truth,
		"word.csv": "i1,i2,i3\n1,x,0\n", "one.csv": "i1,i2,i3\n1,1,0\n", "answers.csv": "i1,i2\n1,1\n0,1\n", "strange.csv": "i1,q\n1,1\n",
		"high.csv": "i1,i2\n1,2\n", "gates.json": `[{"model": "2pl", "persons": 7000}]`,
	} {
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a word":         {[]string{"calibrate", "--model", "2pl", "--responses", path("word.csv"), "-o", path("P.csv")}, exitFailed, `line 2, column i2: "x" is no score`},
		"one person":     {[]string{"calibrate", "--model", "2pl", "--responses", path("one.csv"), "-o", path("P.csv"), "--json"}, exitRefused, "everybody has the score"},
		"gates":          {[]string{"calibrate", "--model", "2pl", "--gates", path("gates.json"), "--responses", path("answers.csv"), "-o", path("P.csv"), "--json"}, exitRefused, "2pl needs 7000: take"},
		"gates twice":    {[]string{"calibrate", "--model", "2pl", "--gates", path("gates.json"), "--ungated", "--responses", path("answers.csv"), "-o", path("P.csv")}, exitFailed, "give one of the two"},
		"no model":       {[]string{"calibrate", "--model", "7pl", "--responses", path("one.csv"), "-o", path("P.csv")}, exitFailed, "want one of"},
		"prior":          {[]string{"calibrate", "--model", "3pl", "--prior", "c~gamma(1,2)", "--responses", path("one.csv"), "-o", path("P.csv")}, exitFailed, "c~beta(5,17)"},
		"no parameters":  {[]string{"score", "--params", path("T.csv"), "--responses", path("strange.csv"), "-o", path("S.csv")}, exitFailed, `column "q" has no parameters`},
		"other report":   {[]string{"score", "--params", path("other.csv"), "--responses", path("answers.csv"), "-o", path("S.csv")}, exitFailed, "belongs to other parameters"},
		"score too high": {[]string{"score", "--params", path("T.csv"), "--responses", path("high.csv"), "-o", path("S.csv")}, exitFailed, "score 2, it has 0 to 1"},
	} {
		_, err := psycho(t, tt.args...)
		code := exitGood
		if err != nil {
			code = exitFailed
			var e exitError
			if errors.As(err, &e) {
				code = e.code
			}
		}
		if code != tt.code || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: code %d, err = %v, want %d, %q", name, code, err, tt.code, tt.want)
		}
	}
	for _, name := range []string{"P.csv", "S.csv", "P.fit.json"} {
		if _, err := os.Stat(path(name)); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}
