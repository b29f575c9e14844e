package extest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/curriculum"
	"khaothi/internal/fault"
)

// block is one question environment of a file.
type block struct {
	env   string
	line  int
	text  string
	notes []string // comments between \begin and the first word
	torn  bool     // another question begins before this one ends
}

// environments that hold a question; of the last three, which other packages
// use too, only those are questions that stand in no other one.
var environments = map[string]bool{
	"ex": true, "bt": true, "vd": true, "vdex": true, "exrd": true, "cauhoi": true, "question": true, "baitap": true,
}

var edge = regexp.MustCompile(`\\(begin|end)\{([a-zA-Z]+)\*?\}`)

// blocks finds the questions of a document in one pass.
func blocks(d document) []block {
	var out []block
	open, from := "", 0
	finish := func(end int, torn bool) {
		b := block{env: open, line: d.line(from), torn: torn}
		at := from + len(`\begin{`+open+`}`)
		b.text = d.text[at:end]
		b.notes = d.comments(at, blanks(d.text, options(d.text, at)))
		if o, _, ok := option(d.text, at); ok {
			b.notes = append(b.notes, o)
		}
		out = append(out, b)
		open = ""
	}
	for _, m := range edge.FindAllStringSubmatchIndex(d.text, -1) {
		verb, name := d.text[m[2]:m[3]], d.text[m[4]:m[5]]
		if !environments[name] {
			continue
		}
		switch {
		case verb == "end" && name == open:
			finish(m[0], false)
		case verb == "begin" && open != "":
			finish(m[0], true)
			open, from = name, m[0]
		case verb == "begin":
			open, from = name, m[0]
		}
	}
	if open != "" {
		finish(len(d.text), true)
	}
	return out
}

// commented counts the questions that stand behind %.
func commented(d document) int {
	n := 0
	for _, c := range d.notes {
		if m := edge.FindStringSubmatch(c.text); m != nil && m[1] == "begin" && environments[m[2]] {
			n++
		}
	}
	return n
}

var codeForm = regexp.MustCompile(`(?:^|[\[\]%,;\s])([0-9][A-Z][0-9A-Z][A-Z?][0-9A-Z](?:-[0-9A-Z]+)?)(?:[\[\]%,;\s]|$)`)

// codes finds the codes in the comments of a question, each once, whatever
// brackets and per cent signs are missing or doubled.
func codes(notes []string) []string {
	var out []string
	for _, note := range notes {
		for {
			m := codeForm.FindStringSubmatchIndex(note)
			if m == nil {
				break
			}
			if raw := note[m[2]:m[3]]; !slices.Contains(out, raw) {
				out = append(out, raw)
			}
			note = note[m[3]:]
		}
	}
	return out
}

var bracketed = regexp.MustCompile(`\[([^\[\]]+)\]`)

// authors are the comments in brackets that are no code.
func authors(notes []string) []string {
	var out []string
	for _, note := range notes {
		for _, m := range bracketed.FindAllStringSubmatch(note, -1) {
			text := bank.NormText(m[1])
			if text != "" && len(codes([]string{text})) == 0 {
				out = append(out, text)
			}
		}
	}
	return out
}

// tag puts the meaning of the codes into the tags. What two codes say
// differently, or one says unclearly, is told and left out.
func (q *question) tag(notes []string) {
	list := codes(notes)
	if len(list) == 0 {
		return
	}
	q.body.Label = strings.Join(list, " ")
	if len(list) > 1 {
		q.warn("id.two", "Câu có "+strconv.Itoa(len(list))+" mã: "+q.body.Label+".", "Giữ một mã; điều các mã nói khác nhau không được nhập.")
	}
	for i, raw := range list {
		t := q.meaning(raw)
		if i == 0 {
			q.body.Tags = t
			continue
		}
		q.body.Tags = common(q.body.Tags, t)
	}
}

// meaning is what one code says. Parts of other banks name no subject.
func (q *question) meaning(raw string) bank.Tags {
	id, err := curriculum.ParseID6(raw)
	switch {
	case fault.CodeOf(err) == "id6.level":
		q.warn("id.level", "Chữ mức độ trong mã "+raw+" không có nghĩa chung; mức độ để trống.", "Dùng N, H, V, C (hoặc Y, B, K, G của bộ mã cũ).")
	case err != nil:
		q.warn("id.malformed", "Không hiểu mã "+raw+".", "Mã có dạng 2D1H3-1: lớp, mạch, chương, mức độ, bài, dạng.")
		return bank.Tags{}
	}
	t := id.Tags()
	if !strings.Contains("DHC", id.Part) {
		t.Subject = ""
	}
	return t
}

// common keeps what two codes agree on.
func common(a, b bank.Tags) bank.Tags {
	if a.Subject != b.Subject {
		a.Subject = ""
	}
	if a.Grade != b.Grade {
		a.Grade = 0
	}
	if a.Topic != b.Topic {
		a.Topic = ""
	}
	if a.Level != b.Level {
		a.Level = ""
	}
	return a
}
