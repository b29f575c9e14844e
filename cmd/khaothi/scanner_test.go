package main

import (
	"bytes"
	"encoding/json"
	"image/png"
	"log/slog"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

func TestTheScannerReadsWhatIsOnTheSheet(t *testing.T) {
	t.Parallel()
	l, ok := layout.Builtin("short-20")
	if !ok {
		t.Fatal("no layout short-20")
	}
	layoutJSON, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	made := omrtest.New(l).Sheet(omrtest.Options{Seed: 7, DPI: 150})
	var scan bytes.Buffer
	if err := png.Encode(&scan, made.Image); err != nil {
		t.Fatal(err)
	}
	s := &scanner{log: slog.New(slog.DiscardHandler)}
	sheets, code := s.Read(layoutJSON, "P01.png", scan.Bytes())
	if code != "" || len(sheets) != 1 || sheets[0].Status != omr.StatusOK {
		t.Fatalf("read %+v, %q", sheets, code)
	}
	for field, truth := range made.Truth {
		if got := sheets[0].Cells[field]; got != truth.Value {
			t.Errorf("%s is %q, filled in %q", field, got, truth.Value)
		}
	}
	if !json.Valid(sheets[0].Detail) || len(sheets[0].Detail) < 1000 {
		t.Errorf("the evidence: %s", sheets[0].Detail)
	}
	picture, err := s.Picture(scan.Bytes(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if shown, err := png.Decode(bytes.NewReader(picture)); err != nil || shown.Bounds() != made.Image.Bounds() {
		t.Errorf("the picture: %v", err)
	}
	if _, err := s.Picture(scan.Bytes(), 2); err == nil {
		t.Error("a page that is not there")
	}
	if sheets, code := s.Read(layoutJSON, "P02.pdf", []byte("%PDF-1.4 nothing")); sheets != nil || code == "" {
		t.Errorf("a broken file: %v, %q", sheets, code)
	}
}
