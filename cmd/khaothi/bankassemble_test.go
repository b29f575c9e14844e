package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/bank/bankimport/itemjson"
)

// assembleFiles writes a bank of questions in GIFT, with topics in the JSON of
// the program, and returns the directory.
func assembleFiles(t *testing.T, blueprint string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var items []map[string]any
	for i := range 40 {
		level := []string{"biet", "hieu"}[i%2]
		if i >= 38 {
			level = "vandung"
		}
		items = append(items, map[string]any{"body": map[string]any{
			"label":    fmt.Sprintf("T%02d", i),
			"question": map[string]any{"kind": "short", "stem": fmt.Sprintf("Tính %d + %d", i, i), "grid": map[string]any{"max": 4, "charset": "0123456789-,"}},
			"key":      map[string]any{"accepted": []string{fmt.Sprint(2 * i)}},
			"tags":     map[string]any{"subject": "toan", "grade": 12, "topic": "Chương 2", "level": level},
		}})
	}
	for name, v := range map[string]any{
		"items.json": map[string]any{"v": 1, "items": items, "media": []any{}},
	} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "b.json"), []byte(blueprint), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func runAssemble(t *testing.T, dir string, args ...string) (assembleReport, error) {
	t.Helper()
	cmd := rootCmd()
	var out, progress bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs(append([]string{
		"bank", "assemble", "--json", "--items", filepath.Join(dir, "items.json"), "--blueprint", filepath.Join(dir, "b.json"), "-o", filepath.Join(dir, "out"), "--pdf", "none",
	}, args...))
	err := cmd.ExecuteContext(t.Context())
	var r assembleReport
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatalf("not one JSON object: %v\n%s", err, out.Bytes())
		}
	}
	return r, err
}

const shortBlueprint = `{"v": 1, "name": "Kiểm tra 15 phút", "subject": "toan", "duration_s": 900,
	"parts": [{"title": "PHẦN III", "kinds": ["short"], "points": 50}],
	"rows": [{"topic": "Chương 2", "cells": [{"part": 1, "level": "biet", "count": 3}, {"part": 1, "level": "hieu", "count": 2}, {"part": 1, "level": "vandung", "count": %d}]}],
	"enemies": [["T00", "T02", "T04"]], "forms": {"count": 4, "bases": 2, "overlap": 0}}`

func TestAssembleWritesForms(t *testing.T) {
	t.Parallel()
	dir := assembleFiles(t, fmt.Sprintf(shortBlueprint, 1))
	r, err := runAssemble(t, dir)
	if err != nil || !r.OK || len(r.Bases) != 2 || len(r.Forms) != 4 || len(r.Bases[0].Deviations) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, name := range r.Files {
		if _, err := os.Stat(filepath.Join(dir, "out", name)); err != nil {
			t.Error(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "de-goc-2.json"))
	if err != nil {
		t.Fatal(err)
	}
	if in := itemjson.Read("de-goc-2.json", data); in.Report.Errors() > 0 || len(in.Items) != 6 {
		t.Errorf("the questions of a draw: %+v", in.Report.Rows)
	}
	key, err := os.ReadFile(filepath.Join(dir, "out", "dap-an.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(key), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 7 || len(rows[0]) != 6 {
		t.Errorf("key table %v, %v", rows, err)
	}
	again, err := runAssemble(t, dir)
	if err != nil || fmt.Sprint(again.Bases) != fmt.Sprint(r.Bases) {
		t.Errorf("the same command drew other forms: %v", err)
	}
}

func TestAssembleNamesTheShortCell(t *testing.T) {
	t.Parallel()
	r, err := runAssemble(t, assembleFiles(t, fmt.Sprintf(shortBlueprint, 3)), "--forms", "1")
	var exit exitError
	if !errors.As(err, &exit) || exit.code != exitInfeasible {
		t.Fatalf("error %v, want exit code 3", err)
	}
	if r.OK || len(r.Short) != 1 || r.Short[0].Message != "Ô Chương 2 · Trả lời ngắn · Vận dụng cần 3 câu, ngân hàng còn 2." {
		t.Errorf("short %+v", r.Short)
	}
}

func TestAssembleRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	good := fmt.Sprintf(shortBlueprint, 1)
	for name, tt := range map[string]struct {
		blueprint string
		args      []string
		want      string
	}{
		"no JSON":        {"xin chào", nil, "docs/blueprint.schema.json"},
		"misspelt":       {strings.Replace(good, "enemies", "enemy", 1), nil, "unknown field"},
		"part unknown":   {strings.Replace(good, `"part": 1, "level": "hieu"`, `"part": 7, "level": "hieu"`, 1), nil, "cell.part"},
		"no information": {strings.Replace(good, `"enemies"`, `"targets": [{"column": "0", "goal": "max"}], "enemies"`, 1), nil, "--information"},
		"no such file":   {good, []string{"--information", "/nowhere/x.csv"}, "read /nowhere/x.csv"},
		"codes":          {good, []string{"--first-code", "9999"}, "four digits"},
	} {
		_, err := runAssemble(t, assembleFiles(t, tt.blueprint), tt.args...)
		var exit exitError
		if err == nil || errors.As(err, &exit) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q and exit code 1", name, err, tt.want)
		}
	}
}
