package word

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
)

// describe writes an import without the random ids of options.
func describe(in bank.Imported) string {
	var b strings.Builder
	fmt.Fprintf(&b, "found %d, good %d, pictures %d\n", in.Found, len(in.Items), len(in.Media))
	for _, d := range in.Items {
		describeItem(&b, d)
	}
	for _, r := range in.Report.Rows {
		fmt.Fprintf(&b, "\n%s %s %s\n  %s\n  %s\n", r.Severity, r.Where, r.Code, r.Message, r.Excerpt)
	}
	return b.String()
}

func describeItem(b *strings.Builder, d bank.ItemDraft) {
	body := d.Body
	q := body.Question
	fmt.Fprintf(b, "\n%s %s %s\n", d.Where, q.Kind, q.Stem)
	if q.Stimulus != "" {
		fmt.Fprintf(b, "  stimulus %s\n", q.Stimulus)
	}
	letter := func(id string) string {
		return string(rune('A' + slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.ID == id })))
	}
	for i, o := range q.Options {
		mark := " "
		if q.Kind != bank.Order && slices.Contains(body.Key.Options, o.ID) {
			mark = "="
		}
		if o.Fixed {
			mark += "!"
		}
		fmt.Fprintf(b, "  %s%c %s\n", mark, 'A'+i, o.HTML)
	}
	if q.Kind == bank.Order {
		b.WriteString("  order")
		for _, id := range body.Key.Options {
			b.WriteString(" " + letter(id))
		}
		b.WriteString("\n")
	}
	for i, s := range q.Statements {
		value := ""
		if i < len(body.Key.Statements) {
			value = body.Key.Statements[i]
		}
		if q.Kind != bank.Cluster && value != "" {
			value = letter(value)
		}
		fmt.Fprintf(b, "  %s %c %s %s\n", value, 'a'+i, s.HTML, s.Level)
	}
	for i := range q.Gaps {
		var key []string
		for _, k := range body.Key.Gaps[i] {
			if q.Gaps[i].Grid == nil {
				k = letter(k)
			}
			key = append(key, k)
		}
		fmt.Fprintf(b, "  gap %s\n", strings.Join(key, " | "))
	}
	if g := q.Grid; g != nil {
		fmt.Fprintf(b, "  grid %d %q accepts %s\n", g.Max, g.Charset, strings.Join(body.Key.Accepted, " | "))
	}
	for i, g := range q.Gaps {
		for j, o := range g.Options {
			fmt.Fprintf(b, "  gap %d option %d %s right %v\n", i+1, j+1, o.HTML, slices.Contains(body.Key.Gaps[i], o.ID))
		}
	}
	if q.Kind == bank.Numeric {
		fmt.Fprintf(b, "  accepts %s\n", strings.Join(body.Key.Accepted, " | "))
	}
	if q.Image != nil {
		fmt.Fprintf(b, "  image %d×%d %q, %d places\n", q.Image.Width, q.Image.Height, q.Image.Alt, q.Points)
	}
	for _, o := range q.Options {
		if o.Area != nil {
			fmt.Fprintf(b, "  area %s\n", o.Area)
		}
	}
	for _, a := range body.Key.Areas {
		fmt.Fprintf(b, "  right area %s\n", a)
	}
	if q.Files != nil {
		fmt.Fprintf(b, "  files %v up to %d\n", q.Files.Types, q.Files.MaxBytes)
	}
	if q.Writing != nil {
		fmt.Fprintf(b, "  %d words, %d lines\n", q.Writing.Words, q.Writing.Lines)
	}
	for _, c := range body.Key.Rubric {
		fmt.Fprintf(b, "  rubric %d %s %v\n", c.Points, c.HTML, c.Steps)
	}
	for _, o := range q.Options {
		if c, ok := body.Key.Credit[o.ID]; ok {
			fmt.Fprintf(b, "  credit %d for %s\n", c, o.HTML)
		}
	}
	for _, a := range body.Key.Accepted {
		if c, ok := body.Key.Credit[a]; ok {
			fmt.Fprintf(b, "  credit %d for %s\n", c, a)
		}
	}
	t := body.Tags
	if len(t.Free)+len(t.Competences) > 0 || t.Content != "" {
		fmt.Fprintf(b, "  free %q competences %q content %s\n", t.Free, t.Competences, t.Content)
	}
	fmt.Fprintf(b, "  [%s] %s %d %s %s %s solution %q", body.Label, t.Subject, t.Grade, t.Topic, t.Level, t.Outcome, body.Solution)
	for _, todo := range body.Todo {
		fmt.Fprintf(b, " todo %s", todo.Code)
	}
	b.WriteString("\n")
}
