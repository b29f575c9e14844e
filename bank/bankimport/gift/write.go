package gift

import (
	"encoding/base64"
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Write makes a GIFT file. lost names the questions and the parts that GIFT has
// no place for. What only our own reader understands stands in a comment before
// each question.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	var b strings.Builder
	category := ""
	for i, d := range in.Items {
		w := writer{body: d.Body, media: in.Media}
		text := w.question()
		if w.why != "" {
			lost = append(lost, source.Lost(source.Place(d, i), d.Body, w.why))
			continue
		}
		if topic := d.Body.Tags.Topic; topic != category {
			category = topic
			b.WriteString("$CATEGORY: " + escape(source.Category(topic)) + "\n\n")
		}
		comment, err := source.Comment(d.Body)
		if err != nil {
			return nil, nil, fmt.Errorf("write question %d: %w", i+1, err)
		}
		b.WriteString("// " + comment + "\n" + text + "\n\n")
		for _, part := range w.lost {
			lost = append(lost, source.LostPart(source.Place(d, i), d.Body, part))
		}
	}
	return []byte(b.String()), lost, nil
}

// writer writes one question.
type writer struct {
	body  bank.Body
	media map[string]bank.Media
	lost  []string
	why   string // why the question cannot be written
}

func (w *writer) refuse(why string) {
	if w.why == "" {
		w.why = why
	}
}

var escapes = strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", " ", "\r", " ")

func escape(s string) string { return escapes.Replace(s) }

// html writes a text with its pictures inside it.
func (w *writer) html(text string) string {
	for _, hash := range (bank.Body{Question: bank.Question{Stem: text}}).MediaIn() {
		m, ok := w.media[hash]
		if !ok {
			w.refuse("hình không có trong kho")
			return ""
		}
		if bank.IsAudio(m.MIME) {
			w.refuse("câu có âm thanh")
			return ""
		}
		text = strings.ReplaceAll(text, "media:"+hash, "data:"+m.MIME+";base64,"+base64.StdEncoding.EncodeToString(m.Bytes))
	}
	return escape(text)
}

func (w *writer) question() string {
	q, b := w.body.Question, strings.Builder{}
	b.WriteString(w.marks())
	if w.body.Label != "" {
		b.WriteString("::" + escape(w.body.Label) + "::")
	}
	b.WriteString("[html]")
	if q.Stimulus != "" {
		b.WriteString(`<div data-khaothi\="ngulieu">` + w.html(q.Stimulus) + "</div>")
	}
	b.WriteString(w.html(q.Stem) + "{")
	for _, line := range w.answers() {
		b.WriteString("\n\t" + line)
	}
	if w.body.Solution != "" {
		b.WriteString("\n\t####[html]" + w.html(w.body.Solution))
	}
	b.WriteString("\n}")
	if strings.Contains(b.String(), "\n\n") {
		w.refuse("câu có dòng trống")
	}
	return b.String()
}

var markEscapes = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

// marks are the tags as Moodle reads them from a comment.
func (w *writer) marks() string {
	var words []string
	if l := w.body.Tags.Level.Vietnamese(); l != "" {
		words = append(words, "[tag:"+l+"]")
	}
	for _, t := range w.body.Tags.Free {
		words = append(words, "[tag:"+markEscapes.Replace(t)+"]")
	}
	if len(words) == 0 {
		return ""
	}
	return "// " + strings.Join(words, " ") + "\n"
}

func (w *writer) answers() []string {
	q := w.body.Question
	switch q.Kind {
	case bank.Single, bank.Multiple:
		return w.options()
	case bank.Short:
		if !w.body.Key.Fold && native(w.body).Fold {
			w.lost = append(w.lost, "phân biệt chữ hoa, chữ thường")
		}
		return w.accepted(func(a string) string { return escape(strings.ReplaceAll(a, "*", `\*`)) })
	case bank.Numeric:
		lines := w.accepted(func(a string) string {
			value, tolerance, ok := source.ValueTolerance(a)
			if !ok {
				w.refuse("đáp số “" + a + "” không phải số")
			}
			return value + ":" + tolerance
		})
		return append([]string{"#"}, lines...)
	case bank.Cluster, bank.Match, bank.Categorise:
		return w.pairs()
	case bank.Essay:
		if len(w.body.Key.Rubric) > 0 {
			w.lost = append(w.lost, "hướng dẫn chấm")
		}
		return nil
	}
	w.refuse("GIFT không có dạng câu này")
	return nil
}

func (w *writer) options() []string {
	q := w.body.Question
	if q.Kind == bank.Multiple && len(w.body.Key.Credit) == 0 && len(w.body.Key.Options) > 0 {
		w.lost = append(w.lost, "cách chấm trọn câu (Moodle cho điểm từng phương án)")
	}
	var lines []string
	for i, c := range source.Fractions(w.body) {
		o := q.Options[i]
		if o.Fixed {
			w.lost = source.Once(w.lost, "phương án cố định")
		}
		mark := "~"
		switch {
		case q.Kind == bank.Single && c == bank.Full:
			mark = "="
		case c != 0:
			mark = "~%" + source.Percent(c) + "%"
		}
		lines = append(lines, mark+w.html(o.HTML))
	}
	return lines
}

func (w *writer) accepted(write func(string) string) []string {
	if len(w.body.Key.Accepted) == 0 {
		w.refuse("câu chưa có đáp án")
	}
	var lines []string
	for _, a := range w.body.Key.Accepted {
		mark := "="
		if c, ok := w.body.Key.Credit[a]; ok && c != bank.Full {
			mark = "=%" + source.Percent(c) + "%"
		}
		lines = append(lines, mark+write(a))
	}
	return lines
}

// pairs writes rows and targets; a cluster has the targets Đúng and Sai.
func (w *writer) pairs() []string {
	list, dropped, why := source.PairsOf(w.body)
	if why != "" {
		w.refuse(why)
	}
	w.lost = append(w.lost, dropped...)
	var lines []string
	for _, p := range list {
		lines = append(lines, "="+w.html(p.Row)+" -> "+escape(p.Target))
	}
	return lines
}
