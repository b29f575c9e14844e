package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files")

func TestSchemaIsTheCommittedOne(t *testing.T) {
	t.Parallel()
	const golden = "../../docs/omr-layout.schema.json"
	got, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil { //nolint:gosec // a document
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/omr-layout.schema.json is not what the types say: run go test ./omr/layout -run Schema -update")
	}
}

func TestTheSchemaNamesEveryKindAndFill(t *testing.T) {
	t.Parallel()
	data, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []string{"thptqg-2025", "thptqg-2017", "short-20"} {
		for _, p := range builtinOf(t, l).Print {
			if !bytes.Contains(data, []byte(`"`+string(p.Kind)+`"`)) || !bytes.Contains(data, []byte(`"`+string(p.Fill)+`"`)) {
				t.Errorf("the schema does not know %s, %s", p.Kind, p.Fill)
			}
		}
	}
}

// change returns the JSON of a built-in layout after an edit.
func change(t testing.TB, edit func(l *Layout)) []byte {
	t.Helper()
	l, ok := Builtin("thptqg-2025")
	if !ok {
		t.Fatal("no layout")
	}
	edit(l)
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsWrongIsToldWithPlaceAndRemedy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		edit        func(l *Layout)
		code, where string
	}{
		{"a name with blanks", func(l *Layout) { l.Name = "My Sheet" }, "name", "name"},
		{"a page in metres", func(l *Layout) { l.Page.W = 0.21 }, "number", "page.w"},
		{"two marks", func(l *Layout) { l.Marks = l.Marks[:2] }, "count", "marks"},
		{"a mark off the page", func(l *Layout) { l.Marks[1].X = 209.5 }, "page", "marks[1]"},
		{"an absurd mark", func(l *Layout) { l.Marks[0].W = 1e300 }, "number", "marks[0].w"},
		{"marks in one corner", func(l *Layout) {
			for i := range l.Marks {
				l.Marks[i].X, l.Marks[i].Y = 5, 8+6*float64(i)
			}
		}, "marks.spread", "marks"},
		{"a sheet that looks the same upside down", func(l *Layout) {
			l.Bars = nil
			l.Marks = []Mark{{8, 8, 4, 4}, {202, 8, 4, 4}, {8, 289, 4, 4}, {202, 289, 4, 4}}
		}, "marks.turned", "marks"},
		{"corners of a line", func(l *Layout) { l.Print = []Print{{Kind: Line, W: 100, H: 100, Corners: true}} }, "corners", "print[0].corners"},
		{"corners of a tick box", func(l *Layout) { l.Print = []Print{{Kind: Frame, W: 4, H: 4, Corners: true}} }, "corners", "print[0].corners"},
		{"no blocks", func(l *Layout) { l.Blocks = nil }, "count", "blocks"},
		{"an unknown kind", func(l *Layout) { l.Blocks[0].Kind = "letters" }, "kind", "blocks[0].kind"},
		{"nine digits", func(l *Layout) { l.Blocks[0].Y.Count = 9 }, "cells", "blocks[0]"},
		{"places twice", func(l *Layout) { l.Blocks[0].Y.At = []float64{1, 2} }, "axis", "blocks[0].y"},
		{"places that shrink", func(l *Layout) { l.Blocks[0].X.Pitch = -4 }, "axis", "blocks[0].x"},
		{"a million places", func(l *Layout) { l.Blocks[0].X.Count = 1_000_000 }, "axis", "blocks[0].x"},
		{"three letters for four places", func(l *Layout) { l.Blocks[2].Symbols = l.Blocks[2].Symbols[:3] }, "cells", "blocks[2]"},
		{"a letter twice", func(l *Layout) { l.Blocks[2].Symbols[3] = "A" }, "symbols", "blocks[2].symbols"},
		{"a symbol of the CSV", func(l *Layout) { l.Blocks[2].Symbols[3] = Doubt }, "symbols", "blocks[2].symbols"},
		{"one field twice", func(l *Layout) { l.Blocks[3].First = 10 }, "duplicate", "blocks[3].name"},
		{"a column of every file", func(l *Layout) { l.Blocks[0].Name = "status" }, "name", "blocks[0].name"},
		{"bubbles on each other", func(l *Layout) { l.Blocks[3].X.From = 25 }, "overlap", "blocks[2]: bubble A of p1_1, cell 1"},
		{"bubbles that are too large", func(l *Layout) { l.Blocks[0].Bubble.W = 4 }, "overlap", "blocks[0]: bubble 0 of sbd, cell 1"},
		{"a text over bubbles", func(l *Layout) {
			l.Print = append(l.Print, Print{Kind: Text, X: 20, Y: 108, W: 60, H: 5, Text: "Phần I"})
		}, "overlap", ""},
		{"a ground too dark for pencil", func(l *Layout) { l.Print[len(l.Print)-1] = Print{Kind: Ground, W: 10, H: 10, Darkness: 0.6} }, "number", ""},
		{"a control character", func(l *Layout) { l.Print[0].Text = "a\x00b" }, "text", "print[0].text"},
		{"a QR code on a mark", func(l *Layout) { l.QR = &QR{X: 10, Y: 10, Size: 15} }, "overlap", "qr"},
		{"a QR code too small for a scan", func(l *Layout) { l.QR = &QR{X: 100, Y: 250, Size: 10} }, "number", "qr.size"},
		{"print in the border of a QR code", func(l *Layout) {
			l.QR = &QR{X: l.Blocks[0].X.Place(0) - 11, Y: l.Blocks[0].Y.Place(0), Size: 16}
		}, "overlap", ""},
		{"a version below 0", func(l *Layout) { l.Version = -1 }, "number", "version"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(change(t, tt.edit))
			var invalid *InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("err = %v", err)
			}
			fits := func(p Problem) bool {
				return p.Code == tt.code && (tt.where == "" || p.Where == tt.where) && p.What != "" && p.Do != ""
			}
			if !slices.ContainsFunc(invalid.Problems, fits) {
				t.Errorf("no %s at %s in %+v", tt.code, tt.where, invalid.Problems)
			}
		})
	}
}

func TestReadRefusesWhatIsNotOneLayout(t *testing.T) {
	t.Parallel()
	whole := string(change(t, func(*Layout) {}))
	for name, tt := range map[string]struct{ data, where string }{
		"nothing":           {"", "line 1"},
		"half":              {whole[:len(whole)/2], "line 1"},
		"a misspelt word":   {strings.Replace(whole, `"pitch"`, `"pitsch"`, 1), "line 1"},
		"two layouts":       {whole + whole, "line 1"},
		"text for a number": {"{\n\"name\": \"x\",\n\"page\": {\"w\": \"210\"}}", "line 3"},
		"too much":          {strings.Repeat(" ", maxFile+1), "file"},
	} {
		_, err := Read([]byte(tt.data))
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Where != tt.where || invalid.Problems[0].Do == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	short, err := builtin.ReadFile("builtin/short-20.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(short)
	f.Add([]byte(`{"name":"x","page":{"w":210,"h":297},"marks":[],"blocks":[{"kind":"numeric","x":{"at":[]},"y":{"count":-1}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Read(data)
		if err != nil {
			var invalid *InvalidError
			if !errors.As(err, &invalid) || len(invalid.Problems) == 0 {
				t.Fatalf("error without a problem: %v", err)
			}
			return
		}
		checkValid(t, l)
	})
}

// checkValid fails unless what Read accepted can be drawn and read.
func checkValid(t *testing.T, l *Layout) {
	t.Helper()
	n := 0
	for _, f := range l.Fields() {
		for _, c := range f.Cells {
			n += len(c)
			for i, b := range c {
				if b.X-b.W/2 < 0 || b.Y-b.H/2 < 0 || b.X+b.W/2 > l.Page.W || b.Y+b.H/2 > l.Page.H {
					t.Fatalf("bubble off the page: %+v", b)
				}
				if slices.ContainsFunc(c[:i], func(o Bubble) bool { return o.Symbol == b.Symbol }) {
					t.Fatalf("two bubbles say %s in %s", b.Symbol, f.Name)
				}
			}
		}
	}
	if n == 0 || n > maxBubbles || len(l.Columns()) != len(l.Fields()) {
		t.Fatalf("%d bubbles, %d columns of %d fields", n, len(l.Columns()), len(l.Fields()))
	}
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(data)
	if err != nil || !slices.Equal(again.Bubbles(), l.Bubbles()) {
		t.Fatalf("written and read again it differs: %v", err)
	}
}
