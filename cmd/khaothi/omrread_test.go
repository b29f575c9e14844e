package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

// scans writes three sheets of short-20, a JPEG that breaks off and a file that
// is no scan, all old enough to be read at once.
func scans(t *testing.T) (dir string, sheets map[string]omrtest.Sheet) {
	t.Helper()
	l, ok := layout.Builtin("short-20")
	if !ok {
		t.Fatal("no layout short-20")
	}
	dir, sheets = t.TempDir(), map[string]omrtest.Sheet{}
	for i := range 3 {
		s := omrtest.New(l).Sheet(omrtest.Options{Seed: uint64(i + 1), DPI: 120})
		var b bytes.Buffer
		if err := jpeg.Encode(&b, s.Image, nil); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, fmt.Sprintf("%d.jpg", i))
		sheets[name] = s
		writeOld(t, name, b.Bytes())
		if i == 0 {
			writeOld(t, filepath.Join(dir, "cut.jpg"), b.Bytes()[:b.Len()/2])
		}
	}
	writeOld(t, filepath.Join(dir, "notes.txt"), []byte("x"))
	return dir, sheets
}

func writeOld(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-time.Minute)
	if err := os.Chtimes(name, then, then); err != nil {
		t.Fatal(err)
	}
}

// omrRead runs the command and returns its report and rows by file.
func omrRead(t *testing.T, o omrReadOptions, paths ...string) (omrReadReport, map[string]map[string]string) {
	t.Helper()
	o.json = true
	var out, log bytes.Buffer
	err := runOMRRead(t.Context(), o, paths, &out, &log)
	var e exitError
	if err != nil && (!errors.As(err, &e) || e.code != exitRefused) {
		t.Fatal(err, log.String())
	}
	var report omrReadReport
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(o.out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]map[string]string{}
	for _, r := range table[1:] {
		row := map[string]string{}
		for i, name := range table[0] {
			row[name] = r[i]
		}
		if rows[row["file"]] != nil {
			t.Errorf("%s has two rows", row["file"])
		}
		rows[row["file"]] = row
	}
	return report, rows
}

func TestOMRReadABatch(t *testing.T) {
	t.Parallel()
	dir, sheets := scans(t)
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv"), evidence: filepath.Join(t.TempDir(), "evidence")}
	report, rows := omrRead(t, o, dir)
	if report.Pages != 4 || report.OK != 3 || report.Rejected != 1 {
		t.Errorf("report %+v, want 4 pages, 3 ok, 1 rejected", report)
	}
	for name, s := range sheets {
		for field, want := range s.Truth {
			if got := rows[name][field]; got != want.Value {
				t.Errorf("%s %s: %q, want %q", name, field, got, want.Value)
			}
		}
	}
	if cut := rows[filepath.Join(dir, "cut.jpg")]; cut["status"] != "rejected" || cut["reasons"] != "page:damaged" {
		t.Errorf("the JPEG that breaks off: %v", cut)
	}
	kept, err := filepath.Glob(filepath.Join(o.evidence, "*.json"))
	if err != nil || len(kept) != 4 {
		t.Errorf("evidence %v, %v; want four files", kept, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(o.out), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A run that was killed left a journal whose last line is cut: the next run
// takes what is whole, reads the rest, and has every page once.
func TestOMRReadGoesOnAfterAKill(t *testing.T) {
	t.Parallel()
	dir, _ := scans(t)
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv")}
	_, want := omrRead(t, o, dir)
	batch, err := newOMRBatch(o, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	j, err := openOMRJournal(o.out, batch.key())
	if err != nil {
		t.Fatal(err)
	}
	row := make([]string, len(batch.reader.Header()))
	row[0], row[1], row[2], row[4] = filepath.Join(dir, "1.jpg"), "1", "ok", "from the journal"
	if err := j.add(omrEntry{Stamp: stampOf(row[0]), Page: 1, Of: 1, Row: row}); err != nil {
		t.Fatal(err)
	}
	if _, err := openOMRJournal(o.out, batch.key()); err == nil {
		t.Error("two runs may write one output")
	}
	if _, err := j.file.WriteString(`{"file":{"name":"half`); err != nil {
		t.Fatal(err)
	}
	j.close()
	report, got := omrRead(t, o, dir)
	if report.Resumed != 1 || report.Pages != 4 || len(got) != len(want) {
		t.Errorf("report %+v, want 4 pages, one of them resumed", report)
	}
	if got[row[0]]["sbd"] != "from the journal" {
		t.Error("a page of the journal was read again")
	}
	if got[filepath.Join(dir, "0.jpg")]["sbd"] != want[filepath.Join(dir, "0.jpg")]["sbd"] {
		t.Error("a page that the journal lacked was not read")
	}
}

func TestOMRReadRoster(t *testing.T) {
	t.Parallel()
	dir, sheets := scans(t)
	first := filepath.Join(dir, "0.jpg")
	b, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	writeOld(t, filepath.Join(dir, "again.jpg"), b)
	roster := filepath.Join(t.TempDir(), "roster.csv")
	writeOld(t, roster, []byte("sbd\n"+sheets[first].Truth["sbd"].Value+"\n"))
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv"), roster: roster}
	_, rows := omrRead(t, o, dir)
	for name, want := range map[string]string{"0.jpg": "sbd:duplicate", "again.jpg": "sbd:duplicate", "1.jpg": "sbd:unknown"} {
		if got := rows[filepath.Join(dir, name)]; got["reasons"] != want || got["status"] != "review" {
			t.Errorf("%s: %s %q, want review %q", name, got["status"], got["reasons"], want)
		}
	}
}

func TestOMRReadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir, _ := scans(t)
	out := filepath.Join(t.TempDir(), "out.csv")
	for _, tt := range []struct {
		o    omrReadOptions
		path string
		want string
	}{
		{omrReadOptions{layout: "none", out: out}, dir, "there is no layout"},
		{omrReadOptions{layout: "short-20", out: out}, dir + "/missing", "no such file"},
		{omrReadOptions{layout: "short-20", out: dir + "/missing/out.csv"}, dir, "no such file"},
		{omrReadOptions{layout: "short-20", out: out, roster: filepath.Join(dir, "notes.txt")}, dir, "sbd and room"},
	} {
		err := runOMRRead(t.Context(), tt.o, []string{tt.path}, &bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %q", tt.o, err, tt.want)
		}
	}
}
