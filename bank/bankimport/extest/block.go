package extest

import (
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
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

// code is an ID5 or ID6, such as 2D1H3-1.
type code struct {
	raw   string
	grade int // 0 when its digit is none
	part  byte
	level byte
}

var codeForm = regexp.MustCompile(`(?:^|[\[\]%,;\s])([0-9][A-Z][0-9A-Z][A-Z?][0-9A-Z](?:-[0-9A-Z]+)?)(?:[\[\]%,;\s]|$)`)

// codes finds the codes in the comments of a question, each once, whatever
// brackets and per cent signs are missing or doubled.
func codes(notes []string) []code {
	var out []code
	seen := map[string]bool{}
	for _, note := range notes {
		for {
			m := codeForm.FindStringSubmatchIndex(note)
			if m == nil {
				break
			}
			raw := note[m[2]:m[3]]
			note = note[m[3]:]
			if !seen[raw] {
				seen[raw] = true
				out = append(out, code{raw: raw, grade: grades[raw[0]], part: raw[1], level: raw[3]})
			}
		}
	}
	return out
}

var grades = map[byte]int{'0': 10, '1': 11, '2': 12, '6': 6, '7': 7, '8': 8, '9': 9}

// levels are the letters that mean one level in every bank. T and M do not.
var levels = map[byte]string{
	'N': "NB", 'H': "TH", 'V': "VD", 'C': "VDC", // since 2018
	'Y': "NB", 'B': "TH", 'K': "VD", 'G': "VDC", // before
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
	var names []string
	var grade, level []string
	for _, c := range list {
		names = append(names, c.raw)
		grade = append(grade, c.raw[:1])
		level = append(level, string(c.level))
		if c.part == 'D' || c.part == 'H' || c.part == 'C' {
			q.body.Tags.Subject = "toan"
		}
	}
	q.body.Label = strings.Join(names, " ")
	if len(list) == 0 {
		return
	}
	if len(list) > 1 {
		q.warn("id.two", "Câu có "+strconv.Itoa(len(list))+" mã: "+q.body.Label+".", "Giữ một mã; điều hai mã nói khác nhau không được nhập.")
	}
	if same(grade) {
		q.body.Tags.Grade = list[0].grade
		if list[0].grade == 0 {
			q.warn("id.grade", "Mã "+list[0].raw+" có chữ số lớp "+list[0].raw[:1]+" không rõ nghĩa.", "Dùng 0, 1, 2 cho lớp 10, 11, 12 và 6–9 cho lớp 6–9.")
		}
	}
	if !same(level) {
		return
	}
	word, ok := levels[list[0].level]
	if !ok {
		q.warn("id.level", "Chữ mức độ “"+level[0]+"” trong mã "+list[0].raw+" không có nghĩa chung; mức độ để trống.", "Dùng N, H, V, C (hoặc Y, B, K, G của bộ mã cũ).")
		return
	}
	q.level(word)
}

func same(list []string) bool {
	for _, s := range list {
		if s != list[0] {
			return false
		}
	}
	return true
}
