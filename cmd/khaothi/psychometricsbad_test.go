package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// badParameters are files of item parameters that are wrong or strange.
func badParameters() map[string]string {
	line := func(j int, a string) string { return fmt.Sprintf("i%d,2pl,%s,%d.5\n", j, a, j-3) }
	file := func(a string) string {
		out := "item,model,a,b\n"
		for j := range 6 {
			if j == 2 {
				out += line(j, a)
				continue
			}
			out += line(j, "1")
		}
		return out
	}
	return map[string]string{
		"good": file("1.3"), "nan": file("NaN"), "inf": file("Inf"), "word": file("x"), "huge": file("1e300"), "steep": file("400"), "flat": file("1e-12"), "negative": file("-1.2"),
		"twice": file("1") + line(2, "1"), "empty": "", "header": "item,model,a,b\n", "one": "item,model,a,b\ni0,2pl,1,0\n", "ragged": file("1") + "i9,2pl\n",
		"alike":    strings.ReplaceAll(file("1"), ".5", ".0"),
		"nominal":  "item,model,a1,c1,a2,c2\ni0,nominal,0,1,0,-1\ni1,nominal,-1,0,1,0\ni2,nominal,-1,1,1,-1\n",
		"graded":   "item,model,a,b1,b2\ni0,grm,1,0,1\ni1,grm,1,-1,1\ni2,grm,1,0,0.00000001\n",
		"guessing": "item,model,a,b,c\ni0,3pl,1,0,0.9\ni1,3pl,1,1,0.3\ni2,3pl,1,-1,0.2\n",
		"binary":   strings.Repeat("\x00\x01", 40),
	}
}

// TestPsychometricsBadParameters: every command that takes parameters ends with a
// right answer or with an error that says something; nothing that it writes or
// prints holds NaN or an infinity.
func TestPsychometricsBadParameters(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+".csv") }
	write := func(name, text string) {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range badParameters() {
		write(name, text)
	}
	write("absent", "item\ni0\nzz\n")
	write("doubled", "i0\ni0\n")
	write("nothing", "")
	write("answers", "i0,i1,i2\n1,0,1\n0,1,1\n")
	for name := range badParameters() {
		for _, args := range [][]string{
			{"link", "--from", at(name), "--to", at("good"), "--method", "sl", "-o", at("out")},
			{"link", "--from", at("good"), "--to", at(name), "--method", "haebara", "-o", at("out")},
			{"link", "--from", at(name), "--to", at("good"), "--method", "ms", "-o", at("out")},
			{"link", "--from", at(name), "--to", at(name), "--method", "mm", "-o", at("out")},
			{"equate", "--from", at(name), "--to", at("good"), "--method", "true", "-o", at("out")},
			{"equate", "--from", at("good"), "--to", at(name), "--method", "observed", "-o", at("out")},
			{"cat", "simulate", "--params", at(name), "--persons", "3", "--max-items", "4", "-o", at("out")},
			{"cat", "simulate", "--params", at(name), "--persons", "3", "--max-items", "4", "--provisional", "ml", "--final", "wle", "-o", at("out")},
			{"simulate", "--params", at(name), "--persons", "5", "-o", at("out"), "--abilities", at("theta")},
			{"information", "--params", at(name), "-o", at("out")},
		} {
			finiteOrRefused(t, at("out"), args)
		}
	}
	for want, args := range map[string][]string{
		"zz":                     {"link", "--from", at("good"), "--to", at("good"), "--anchors", at("absent"), "-o", at("out")},
		"stands twice":           {"link", "--from", at("good"), "--to", at("good"), "--anchors", at("doubled"), "-o", at("out")},
		"empty":                  {"equate", "--from", at("good"), "--to", at("good"), "--method", "true", "--anchors", at("nothing"), "-o", at("out")},
		"other models":           {"calibrate", "--model", "2pl", "--key", at("good"), "--responses", at("answers"), "-o", at("out")},
		"finite abilities":       {"information", "--params", at("good"), "--at", "Inf", "-o", at("out")},
		"is not a finite number": {"cat", "simulate", "--params", at("good"), "--thetas", "NaN"},
		"want 1 to":              {"simulate", "--params", at("good"), "--persons", "0", "-o", at("out")},
	} {
		_, err := psychometricsJSON(t, args...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", args, err, want)
		}
	}
}

// finiteOrRefused runs a command whose table is out.
func finiteOrRefused(t *testing.T, out string, args []string) {
	t.Helper()
	_ = os.Remove(out) // of the run before, or not there
	_, err := psychometricsJSON(t, args...)
	if err != nil {
		if len(err.Error()) < 15 {
			t.Errorf("%v: %v", args, err)
		}
		return
	}
	data, err := os.ReadFile(out)
	if err != nil || strings.Contains(string(data), "NaN") || strings.Contains(string(data), "Inf") {
		t.Errorf("%v: %v\n%s", args, err, data)
	}
}

// TestPsychometricsBadFrequencies: the same for frequencies.
func TestPsychometricsBadFrequencies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+".csv") }
	files := map[string]string{
		"good": "score,count\n0,5\n1,9\n2,12\n3,6\n", "none": "score,count\n0,0\n1,0\n", "one": "score,count\n5,10\n", "negative": "score,count\n0,-1\n1,5\n", "nan": "score,count\n0,NaN\n",
		"word": "score,count\na,5\n", "empty": "", "far": "score,count\n0,5\n99999999,5\n", "millions": "score,count\n0,900000000\n1,900000000\n2,3\n", "ends": "score,count\n0,5\n9,5\n",
	}
	for name, text := range files {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name := range files {
		for _, method := range []string{"mean", "linear", "equipercentile"} {
			for _, smooth := range []string{"0", "2"} {
				finiteOrRefused(t, at("out"), []string{"equate", "--x", at(name), "--y", at("good"), "--method", method, "--smooth", smooth, "-o", at("out")})
				finiteOrRefused(t, at("out"), []string{"equate", "--x", at("good"), "--y", at(name), "--method", method, "--smooth", smooth, "--bootstrap", "5", "-o", at("out")})
			}
		}
	}
	if _, err := psychometricsJSON(t, "equate", "--x", at("millions"), "--y", at("good"), "--method", "mean", "--bootstrap", "5"); err == nil || !strings.Contains(err.Error(), "one by one") {
		t.Errorf("a bootstrap of 1.8e9 persons: %v", err)
	}
}

// TestPsychometricsEnds: a command whose context has ended (Ctrl-C, SIGTERM) ends
// with that error and writes nothing.
func TestPsychometricsEnds(t *testing.T) {
	t.Parallel()
	dir := psychometricsFiles(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{
		{"fit", "--params", at("bank.csv"), "--responses", at("scores.csv"), "--group-column", "group", "-o", at("ended")},
		{"calibrate", "--model", "2pl", "--responses", at("scores.csv"), "--ignore-column", "group", "-o", at("ended")},
		{"score", "--params", at("bank.csv"), "--responses", at("scores.csv"), "--ignore-column", "group", "-o", at("ended")},
		{"analyze", "--responses", at("scores.csv"), "--ignore-column", "group", "--bootstrap", "100", "-o", at("ended")},
		{"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "lr", "-o", at("ended")},
		{"equate", "--x", at("freq.csv"), "--y", at("freq.csv"), "--bootstrap", "100", "-o", at("ended")},
		{"cat", "simulate", "--params", at("bank.csv"), "-o", at("ended")},
	} {
		cmd := rootCmd()
		cmd.SetOut(&strings.Builder{})
		cmd.SetErr(&strings.Builder{})
		cmd.SetArgs(append([]string{"psychometrics"}, args...))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := cmd.ExecuteContext(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%v: %v", args, err)
		}
		if _, err := os.Stat(at("ended")); err == nil {
			t.Errorf("%v: wrote its result", args)
		}
	}
}
