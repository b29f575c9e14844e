package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/banktest"
)

// BenchmarkAssembleForty is the whole command: 24 shuffled forms of 40 questions
// from a file of 5,000, with a paper (.docx) for each code, the key tables and one
// PDF where Chromium is present. KHAOTHI_SPEED_DIR=DIR keeps the files, to measure
// the processor time of the command by itself:
//
//	KHAOTHI_SPEED_DIR=/var/tmp/40 go test -run '^$' -bench AssembleForty -benchtime 1x ./cmd/khaothi
//	time khaothi bank assemble --items /var/tmp/40/items.json --blueprint /var/tmp/40/b.json --forms 24 --bases 1 -o /var/tmp/40/out
func BenchmarkAssembleForty(b *testing.B) {
	dir := os.Getenv("KHAOTHI_SPEED_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	items, blueprint := fortyFiles(b)
	for name, data := range map[string][]byte{"items.json": items, "b.json": blueprint} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		cmd := rootCmd()
		cmd.SetArgs([]string{
			"bank", "assemble", "--items", filepath.Join(dir, "items.json"), "--blueprint", filepath.Join(dir, "b.json"), "--forms", "24", "--bases", "1",
			"-o", filepath.Join(dir, "out"),
		})
		if err := cmd.ExecuteContext(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// fortyFiles are 5,000 questions with one right option, with formulas, tables and
// pictures, in ten chapters, and a matrix of 40 of them at three levels.
func fortyFiles(tb testing.TB) (items, blueprint []byte) {
	tb.Helper()
	const chapters = 10
	levels := bank.Levels()
	in := banktest.New(40).Imported(5000, bank.Single)
	for i := range in.Items {
		t := &in.Items[i].Body.Tags
		t.Subject, t.Grade, t.Topic, t.Content, t.Level = "toan", 12, fmt.Sprintf("Chương %d", i%chapters+1), "", levels[i/chapters%3]
	}
	items, err := itemjson.Write(in)
	if err != nil {
		tb.Fatal(err)
	}
	m := assemble.Blueprint{
		V: assemble.Version, Name: "Đề 40 câu", Subject: "toan", Grade: 12, DurationS: 3600,
		Parts: []assemble.Part{{Title: "PHẦN I", Kinds: []bank.Kind{bank.Single}, Points: 25}},
	}
	for c := range chapters {
		m.Rows = append(m.Rows, assemble.Row{Topic: fmt.Sprintf("Chương %d", c+1), Cells: []assemble.Cell{
			{Part: 1, Level: levels[0], Count: 2}, {Part: 1, Level: levels[1], Count: 1}, {Part: 1, Level: levels[2], Count: 1},
		}})
	}
	blueprint, err = json.Marshal(m)
	if err != nil {
		tb.Fatal(err)
	}
	return items, blueprint
}
