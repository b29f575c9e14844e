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
	t := body.Tags
	fmt.Fprintf(b, "  [%s] %s %d %s %s %s solution %q", body.Label, t.Subject, t.Grade, t.Topic, t.Level, t.Outcome, body.Solution)
	for _, todo := range body.Todo {
		fmt.Fprintf(b, " todo %s", todo.Code)
	}
	b.WriteString("\n")
}
