package main

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

func TestOMRCheckTellsGoodScansFromBad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l, ok := layout.Builtin("short-20")
	if !ok {
		t.Fatal("no layout")
	}
	save := func(name string, o omrtest.Options) string {
		f, err := os.Create(filepath.Join(dir, name)) //nolint:gosec // a test's own folder
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, omrtest.New(l).Sheet(o).Image); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return f.Name()
	}
	good := save("good.png", omrtest.Options{Seed: 1, DPI: 150})
	coarse := save("coarse.png", omrtest.Options{Seed: 1, DPI: 60})
	broken := filepath.Join(dir, "broken.png")
	if err := os.WriteFile(broken, []byte("\x89PNG\r\n\x1a\nhalf"), 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(name string, files ...string) (checkReport, int) {
		out, code := omrRun(t, append([]string{"check", "--json", "--layout", name}, files...)...)
		var r checkReport
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return r, code
	}
	r, code := check("short-20", good)
	if p := r.Pages[0]; code != exitGood || !p.Good || p.Marks != p.OfMarks || p.DPI < 145 || p.DPI > 155 {
		t.Errorf("a good scan: exit code %d, %+v", code, r)
	}
	r, code = check("short-20", coarse, broken, good)
	if code != exitRefused || r.Bad != 2 || len(r.Pages) != 3 || r.Pages[1].Code != "damaged" {
		t.Errorf("exit code %d, %+v", code, r)
	}
	for _, p := range r.Pages[:2] {
		if len(p.Advice) == 0 || p.Advice[0] == "" {
			t.Errorf("no advice for %+v", p)
		}
	}
	if r, code = check("thptqg-2025", good); code != exitRefused || r.Pages[0].Good {
		t.Errorf("another form: exit code %d, %+v", code, r)
	}
	if r, code = check("short-50"); code != exitGood || len(r.Pages) != 0 {
		t.Errorf("a layout alone: exit code %d, %+v", code, r)
	}
}
