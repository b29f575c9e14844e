package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
)

// runBank runs the command as a person would and returns its JSON and error.
func runBank(t *testing.T, args ...string) (importReport, error) {
	t.Helper()
	cmd := rootCmd()
	var out, progress bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs(append([]string{"bank", "import", "--json"}, args...))
	err := cmd.ExecuteContext(t.Context())
	var report importReport
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatalf("not one JSON object: %v\n%s", err, out.Bytes())
		}
	}
	return report, err
}

func TestDryRunOfTwoFilesKeepsTheGoodOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, bad, items := filepath.Join(dir, "tot.gift"), filepath.Join(dir, "hong.gift"), filepath.Join(dir, "items.json")
	for path, text := range map[string]string{good: "A? {=1 ~2}", bad: "B? {=1 =2 ~3}\n\nC? {=1 ~2}"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report, err := runBank(t, good, bad, "--dry-run", "--items-out", items)
	var exit exitError
	if !errors.As(err, &exit) || exit.code != exitRefused {
		t.Errorf("error = %v, want exit code 2", err)
	}
	if len(report.Files) != 2 || report.Files[0].Items != 1 || len(report.Files[0].Errors) != 0 {
		t.Fatalf("report %+v", report)
	}
	if e := report.Files[1].Errors; len(e) != 1 || e[0].Code != "key.two" || e[0].Where != "dòng 1" {
		t.Errorf("errors of the bad file: %+v", e)
	}
	again, err := runBank(t, items, "--dry-run")
	if err != nil || again.Files[0].Items != 1 || again.Files[0].Format != "json" {
		t.Errorf("the items that were written: %+v, %v", again, err)
	}
}

func TestImportAsksForWhoAndWhere(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"x.gift"}, {"x.gift", "--as", "hoa"}, {"x.gift", "--dry-run", "--pool", "p"}, {"x.gift", "--dry-run", "--format", "odt"}, {"/nowhere/x.gift", "--dry-run"}} {
		_, err := runBank(t, args...)
		var exit exitError
		if err == nil || errors.As(err, &exit) {
			t.Errorf("%v: %v, want exit code 1", args, err)
		}
	}
}

func TestTemplateIsWhatImportReads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "mau.xlsx")
	cmd := rootCmd()
	cmd.SetOut(&bytes.Buffer{})
	cmd.SetErr(&bytes.Buffer{})
	cmd.SetArgs([]string{"bank", "template", "-o", path})
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := runBank(t, path, "--dry-run")
	if err != nil || report.Files[0].Items != len(excel.Samples()) || len(report.Files[0].Warnings) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

// Questions that differ in a word are told, in words and in JSON.
func TestNearDuplicatesAreTold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gan.gift")
	text := "Dân tộc nào sau đây có số dân đông nhất ở nước ta hiện nay? {=Kinh ~Tày ~Thái ~Mường}\n\nDân tộc nào sau đây có số dân đông nhất nước ta hiện nay? {=Kinh ~Tày ~Thái ~Mường}"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := runBank(t, path, "--dry-run")
	if err != nil {
		t.Fatal(err)
	}
	told := slices.ContainsFunc(report.Files[0].Warnings, func(r bank.Row) bool { return r.Code == "duplicate.near" && r.Where == "dòng 3" })
	var words bytes.Buffer
	if err := printImport(&words, report); err != nil {
		t.Fatal(err)
	}
	if !told || !strings.Contains(words.String(), "[duplicate.near]") {
		t.Errorf("not told: %+v\n%s", report.Files[0].Warnings, words.String())
	}
}
