package bankimport

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/itemjson"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each case is one file: what is read above the line, what it says below.
const line = "\n-----\n"

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"gift", "moodle-xml", "aiken", "extest"} {
		files, err := filepath.Glob(filepath.Join("testdata", strings.ReplaceAll(format, "-", ""), "*"))
		if err != nil || len(files) < 3 {
			t.Fatalf("%s: %d cases, %v", format, len(files), err)
		}
		for _, path := range files {
			t.Run(filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				golden(t, path, format)
			})
		}
	}
}

func golden(t *testing.T, path, format string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	input, want, _ := strings.Cut(string(data), line)
	in := Read(filepath.Base(path), []byte(input), format)
	got := describe(in)
	if *update {
		if err := os.WriteFile(path, []byte(input+line+got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("%s says\n%s\nwant\n%s", path, got, want)
	}
	roundTrip(t, in)
}

// describe writes an import without the random ids of options.
func describe(in bank.Imported) string {
	var b strings.Builder
	fmt.Fprintf(&b, "found %d, good %d, pictures %d\n", in.Found, len(in.Items), len(in.Media))
	for _, d := range in.Items {
		body := d.Body
		fmt.Fprintf(&b, "\n%s %s [%s] %s\n", d.Where, body.Question.Kind, body.Label, body.Question.Stem)
		for i, o := range body.Question.Options {
			mark := " "
			for _, id := range body.Key.Options {
				if id == o.ID {
					mark = "="
				}
			}
			if o.Fixed {
				mark += "!"
			}
			fmt.Fprintf(&b, "  %s%s %s\n", mark, string(rune('A'+i)), o.HTML)
		}
		for i, st := range body.Question.Statements {
			right := "?"
			if i < len(body.Key.Statements) {
				right = optionText(body.Question.Options, body.Key.Statements[i])
			}
			fmt.Fprintf(&b, "  %s) %s → %s [%s]\n", string(rune('a'+i)), st.HTML, right, st.Level)
		}
		describeGaps(&b, body)
		for _, o := range body.Question.Options {
			if c, ok := body.Key.Credit[o.ID]; ok {
				fmt.Fprintf(&b, "  credit %d for %s\n", c, o.HTML)
			}
		}
		for _, a := range body.Key.Accepted {
			if c, ok := body.Key.Credit[a]; ok {
				fmt.Fprintf(&b, "  credit %d for %s\n", c, a)
			}
		}
		if len(body.Key.Accepted) > 0 && body.Question.Grid == nil {
			fmt.Fprintf(&b, "  accepts %s\n", strings.Join(body.Key.Accepted, " | "))
		}
		for _, r := range body.Key.Rubric {
			fmt.Fprintf(&b, "  rubric %d %s\n", r.Points, r.HTML)
		}
		for _, t := range body.Todo {
			fmt.Fprintf(&b, "  todo %s %s: %q\n", t.Code, t.Note, t.Source)
		}
		if g := body.Question.Grid; g != nil {
			fmt.Fprintf(&b, "  grid %d %q accepts %s\n", g.Max, g.Charset, strings.Join(body.Key.Accepted, " | "))
		}
		if body.Question.Stimulus != "" {
			fmt.Fprintf(&b, "  stimulus %q\n", body.Question.Stimulus)
		}
		fmt.Fprintf(&b, "  topic %q solution %q\n", body.Tags.Topic, body.Solution)
		if t := body.Tags; t.Grade > 0 || t.Subject != "" || t.Level != "" || len(t.Free) > 0 {
			fmt.Fprintf(&b, "  subject %s grade %d level %s free %q\n", t.Subject, t.Grade, t.Level, t.Free)
		}
	}
	for _, r := range in.Report.Rows {
		fmt.Fprintf(&b, "\n%s %s %s\n  %s\n  %s\n", r.Severity, r.Where, r.Code, r.Message, r.Excerpt)
	}
	return b.String()
}

// optionText is the text of an option, or the value where it is none.
func optionText(options []bank.Option, id string) string {
	for _, o := range options {
		if o.ID == id {
			return o.HTML
		}
	}
	return id
}

func describeGaps(b *strings.Builder, body bank.Body) {
	for i, g := range body.Question.Gaps {
		var right []string
		if i < len(body.Key.Gaps) {
			for _, v := range body.Key.Gaps[i] {
				text := optionText(body.Question.Choices(i), v)
				if c, ok := body.Key.Credit[bank.CreditName(i, v)]; ok {
					text += fmt.Sprintf(" (%d)", c)
				}
				right = append(right, text)
			}
		}
		var options []string
		for _, o := range body.Question.Choices(i) {
			options = append(options, o.HTML)
		}
		fmt.Fprintf(b, "  gap %s weight %d of [%s]: %s\n", string(rune('a'+i)), g.Weight, strings.Join(options, "; "), strings.Join(right, " | "))
	}
}

// roundTrip writes the questions as our JSON and reads them back: the same.
func roundTrip(t *testing.T, in bank.Imported) {
	t.Helper()
	if len(in.Items) == 0 || in.Report.Errors() > 0 {
		return
	}
	data, err := itemjson.Write(in)
	if err != nil {
		t.Fatal(err)
	}
	again := Read("items.json", data, Auto)
	if again.Report.Errors() > 0 {
		t.Fatalf("our own JSON is refused: %+v", again.Report.Of(bank.Error))
	}
	one, _ := json.Marshal(in.Items)    // plain structs
	two, _ := json.Marshal(again.Items) // as above
	if !bytes.Equal(one, two) || len(in.Media) != len(again.Media) {
		t.Errorf("round trip through JSON changed the questions\n%s\n%s", one, two)
	}
}
