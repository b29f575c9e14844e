package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// psychometricsJSON runs a command of the family and reads its report.
func psychometricsJSON(t *testing.T, args ...string) (map[string]any, error) {
	t.Helper()
	cmd := rootCmd()
	var out, progress bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs(append([]string{"psychometrics", "--json"}, args...))
	err := cmd.ExecuteContext(t.Context())
	report := map[string]any{}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatalf("%v: not one JSON object: %v\n%s", args, err, out.Bytes())
		}
		if strings.Contains(out.String(), "NaN") {
			t.Errorf("%v: NaN in the report", args)
		}
	}
	return report, err
}

// psychometricsFiles writes a bank, the marks of 400 persons on it, a key and the
// frequencies of a form.
func psychometricsFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 1))
	var bank, marks, freq strings.Builder
	bank.WriteString("item,model,a,b,c,u\n")
	for j := range 8 {
		fmt.Fprintf(&bank, "c%d,2pl,1.2,%g,0,1\n", j+1, float64(j-4)/3)
	}
	marks.WriteString("group,c1,c2,c3,c4,c5,c6,c7,c8\n")
	for i := range 400 {
		marks.WriteString([]string{"paper", "screen"}[i%2])
		theta := rng.NormFloat64()
		for j := range 8 {
			if rng.NormFloat64() < theta-float64(j-4)/3 {
				marks.WriteString(",A")
				continue
			}
			marks.WriteString([]string{",B", ",C", ",OM"}[rng.IntN(3)])
		}
		marks.WriteString("\n")
	}
	freq.WriteString("score,count\n")
	for s := range 9 {
		fmt.Fprintf(&freq, "%d,%d\n", s, 5+s*(8-s))
	}
	scored := strings.NewReplacer(",A", ",1", ",B", ",0", ",C", ",0", ",OM", ",0").Replace(marks.String())
	for name, text := range map[string]string{"bank.csv": bank.String(), "marks.csv": marks.String(), "scores.csv": scored, "freq.csv": freq.String(), "key.txt": "A,A,A,A,A,A,A,A\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Each command does its work on files, writes its tables, and reports.
func TestPsychometricsOnFiles(t *testing.T) {
	t.Parallel()
	dir := psychometricsFiles(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, tt := range []struct {
		args  []string
		files []string
		field string
	}{
		{[]string{"analyze", "--responses", at("marks.csv"), "--group-column", "group", "--key", at("key.txt"), "-o", at("an")}, []string{"an/items.csv", "an/test.csv", "an/options.csv", "an/conditional_sem.csv"}, "test"},
		{[]string{"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "mh", "-o", at("mh.csv")}, []string{"mh.csv"}, "comparisons"},
		{[]string{"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "lord", "-o", at("lord.csv")}, []string{"lord.csv"}, "comparisons"},
		{[]string{"fit", "--params", at("bank.csv"), "--responses", at("scores.csv"), "--group-column", "group", "-o", at("fit")}, []string{"fit/items.csv", "fit/q3.csv", "fit/ld_x2.csv", "fit/persons.csv", "fit/residuals.csv"}, "m2"},
		{[]string{"link", "--from", at("bank.csv"), "--to", at("bank.csv"), "-o", at("moved.csv")}, []string{"moved.csv"}, "A"},
		{[]string{"equate", "--x", at("freq.csv"), "--y", at("freq.csv"), "--smooth", "2", "-o", at("eq.csv")}, []string{"eq.csv"}, "scores"},
		{[]string{"equate", "--from", at("bank.csv"), "--to", at("bank.csv"), "--method", "true"}, nil, "scores"},
		{[]string{"cat", "simulate", "--params", at("bank.csv"), "--persons", "20", "--max-items", "5", "-o", at("cat.csv")}, []string{"cat.csv"}, "exposure"},
	} {
		report, err := psychometricsJSON(t, tt.args...)
		if err != nil || report[tt.field] == nil {
			t.Errorf("%v: no %s: %v", tt.args, tt.field, err)
		}
		for _, f := range tt.files {
			data, err := os.ReadFile(at(f))
			if err != nil || bytes.Count(data, []byte("\n")) < 2 || bytes.Contains(data, []byte("NaN")) {
				t.Errorf("%v: %s: %v", tt.args, f, err)
			}
		}
	}
}

// A command that cannot run says what to do.
func TestPsychometricsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dir := psychometricsFiles(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for want, args := range map[string][]string{
		"--responses FILE":    {"analyze"},
		"--groups COLUMN":     {"dif", "--responses", at("scores.csv")},
		"give common or free": {"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "lord", "--guessing", "x"},
		"is infinite":         {"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "raju", "--guessing", "free"},
		"likelihood ratio":    {"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "lord", "--model", "nominal"},
		"give mh, logistic":   {"dif", "--responses", at("scores.csv"), "--groups", "group", "--method", "x"},
		"--params P.csv":      {"fit", "--responses", at("scores.csv")},
		"--from A.csv":        {"link"},
		"score,count":         {"equate", "--x", at("bank.csv"), "--y", at("freq.csv")},
		"give mean, linear":   {"equate", "--method", "x"},
		"area=part":           {"cat", "simulate", "--params", at("bank.csv"), "--share", "x"},
		"no score":            {"analyze", "--responses", at("marks.csv"), "--group-column", "group"},
	} {
		if _, err := psychometricsJSON(t, args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q in it", args, err, want)
		}
	}
}

// TestPsychometricsLinkErrors: the covariances that calibrate writes give link
// standard errors; files with se_ columns only have others, and none of both is
// refused.
func TestPsychometricsLinkErrors(t *testing.T) {
	t.Parallel()
	dir := psychometricsFiles(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	data, err := os.ReadFile(at("scores.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	for name, text := range map[string]string{"x": strings.Join(lines[:200], ""), "y": lines[0] + strings.Join(lines[200:], "")} {
		if err := os.WriteFile(at(name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := psychometricsJSON(t, "calibrate", "--model", "2pl", "--responses", at(name+".csv"), "--ignore-column", "group", "-o", at("P"+name+".csv"), "--covariance", at("C"+name+".csv")); err != nil {
			t.Fatal(err)
		}
	}
	link := []string{"link", "--from", at("Px.csv"), "--to", at("Py.csv")}
	apart, err := psychometricsJSON(t, link...)
	if err != nil || !strings.Contains(fmt.Sprint(apart["se_kind"]), "uncorrelated") {
		t.Errorf("%v, %v", apart["se_kind"], err)
	}
	link = append(link, "--from-covariance", at("Cx.csv"))
	if _, err := psychometricsJSON(t, link...); err == nil {
		t.Error("covariances of one side are accepted")
	}
	whole, err := psychometricsJSON(t, append(link, "--to-covariance", at("Cy.csv"))...)
	if err != nil || !strings.Contains(fmt.Sprint(whole["se_kind"]), "covariances of the parameters") {
		t.Fatalf("%v, %v", whole["se_kind"], err)
	}
	for _, name := range []string{"se_A", "se_B"} {
		if se, ok := whole[name].(float64); !ok || se < 0.02 || se > 1 || se == apart[name] {
			t.Errorf("%s: %v, apart %v", name, whole[name], apart[name])
		}
	}
	if err := os.WriteFile(at("anchors.csv"), []byte("c1\nc2\nc3\nc4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"true", "observed"} {
		equate := []string{"equate", "--from", at("Px.csv"), "--to", at("Py.csv"), "--method", method}
		if one, err := psychometricsJSON(t, equate...); err != nil || !strings.Contains(fmt.Sprint(one["note"]), "one calibration") {
			t.Errorf("%s without anchors: %v, %v", method, one["note"], err)
		}
		equate = append(equate, "--anchors", at("anchors.csv"))
		apart, errA := psychometricsJSON(t, equate...)
		whole, errB := psychometricsJSON(t, append(equate, "--from-covariance", at("Cx.csv"), "--to-covariance", at("Cy.csv"))...)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		middle := func(rep map[string]any) any { return rep["scores"].([]any)[4].(map[string]any)["se"] }
		if se, ok := middle(whole).(float64); !ok || se < 0.02 || se > 2 || se == middle(apart) || !strings.Contains(fmt.Sprint(whole["se_kind"]), "covariances of the parameters") {
			t.Errorf("%s: %v of %v, apart %v", method, middle(whole), whole["se_kind"], middle(apart))
		}
	}
}

// Two calibrations of one file are compared; of two files they are not, and a
// prior leaves no test.
func TestPsychometricsCompare(t *testing.T) {
	t.Parallel()
	dir := psychometricsFiles(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for out, args := range map[string][]string{
		"1.csv":     {"--model", "rasch", "--responses", at("scores.csv"), "--group-column", "group"},
		"2.csv":     {"--model", "2pl", "--responses", at("scores.csv"), "--group-column", "group"},
		"prior.csv": {"--model", "2pl", "--responses", at("scores.csv"), "--group-column", "group", "--prior", "a~lognormal(0,0.5)"},
		"other.csv": {"--model", "2pl", "--responses", at("scores.csv"), "--ignore-column", "group"},
	} {
		if _, err := psychometricsJSON(t, append([]string{"calibrate", "-o", at(out)}, args...)...); err != nil {
			t.Fatal(out, err)
		}
	}
	models, err := compareFiles([]string{at("1.csv"), at("2.csv"), at("prior.csv")})
	if err != nil {
		t.Fatal(err)
	}
	if m := models[1]; m.DF != m.Parameters-models[0].Parameters || float64(m.Chi2) != 2*(m.LogLik-models[0].LogLik) || !m.P.Known() || m.Note != "" {
		t.Errorf("%+v", m)
	}
	if m := models[2]; m.Chi2.Known() || !strings.Contains(m.Note, "prior") {
		t.Errorf("%+v", m)
	}
	if turned, err := compareFiles([]string{at("2.csv"), at("1.csv")}); err != nil || turned[1].P.Known() {
		t.Errorf("rasch against 2pl: %+v, %v", turned, err)
	}
	if _, err := compareFiles([]string{at("1.csv"), at("other.csv")}); err == nil {
		t.Error("other groups are other data")
	}
}
