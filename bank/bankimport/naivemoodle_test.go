package bankimport

import (
	"encoding/xml"
	"fmt"
	"html"
	"math/big"
	"regexp"
	"strings"
)

// node is an XML element without any model.
type node struct {
	name string
	attr map[string]string
	text string
	kids []*node
}

func xmlTree(data string) *node {
	root := &node{}
	stack := []*node{root}
	d := xml.NewDecoder(strings.NewReader(data))
	for {
		tok, err := d.Token()
		if err != nil {
			return root
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: map[string]string{}}
			for _, a := range t.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			top.kids, stack = append(top.kids, n), append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
}

func (n *node) all(path ...string) []*node {
	if len(path) == 0 {
		return []*node{n}
	}
	var out []*node
	for _, k := range n.kids {
		if k.name == path[0] {
			out = append(out, k.all(path[1:]...)...)
		}
	}
	return out
}

func (n *node) one(path ...string) string {
	for _, k := range n.all(path...) {
		return k.text
	}
	return ""
}

var sharedText = regexp.MustCompile(`(?s)^<div data-khaothi="ngulieu">.*?</div>`)

func naiveMoodle(text string) map[string]said {
	out := map[string]said{}
	for i, q := range append([]*node{nil}, xmlTree(text).all("quiz", "question")...) {
		if i > 0 {
			if s, ok := q.moodle(); ok {
				out[fmt.Sprintf("question[%d]", i)] = s
			}
		}
	}
	return out
}

var (
	box      = regexp.MustCompile(`\[\[(\d+)\]\]`)
	embedded = regexp.MustCompile(`\{(\d*):([A-Z_]+):((?:\\.|[^}\\])*)\}`)
)

func (n *node) moodle() (said, bool) {
	stem := sharedText.ReplaceAllString(n.one("questiontext", "text"), "")
	s := said{}
	answers := n.all("answer")
	switch n.attr["type"] {
	case "multichoice":
		for i, a := range answers {
			s.answers = append(s.answers, earns(lettered(i, htmlBag(a.one("text"))), a.attr["fraction"]))
		}
	case "truefalse":
		for _, a := range answers {
			name := map[bool]string{true: "A. Đúng", false: "B. Sai"}[strings.TrimSpace(a.one("text")) == "true"]
			s.answers = append(s.answers, earns(name, a.attr["fraction"]))
		}
	case "shortanswer":
		for _, a := range answers {
			if text := a.one("text"); a.attr["fraction"] != "0" && text != "*" {
				s.answers = append(s.answers, earns(bag(text), a.attr["fraction"]))
			}
		}
	case "numerical":
		for _, a := range answers {
			value, ok := new(big.Rat).SetString(strings.Replace(strings.TrimSpace(a.one("text")), ",", ".", 1))
			width, _ := new(big.Rat).SetString("0" + strings.TrimSpace(a.one("tolerance")))
			if ok && width != nil && a.attr["fraction"] != "0" {
				s.answers = append(s.answers, earns(new(big.Rat).Sub(value, width).RatString()+".."+new(big.Rat).Add(value, width).RatString(), a.attr["fraction"]))
			}
		}
	case "matching":
		for _, p := range n.all("subquestion") {
			if row := htmlBag(p.one("text")); row != "" {
				s.answers = append(s.answers, row+" → "+htmlBag(html.EscapeString(p.one("answer", "text"))))
			}
		}
	case "ordering":
		for _, a := range answers {
			place, _ := new(big.Rat).SetString(a.attr["fraction"])
			s.answers = append(s.answers, place.RatString()+" "+htmlBag(a.one("text")))
		}
	case "gapselect", "ddwtos":
		words := append(n.all("selectoption"), n.all("dragbox")...)
		for i, m := range box.FindAllStringSubmatch(stem, -1) {
			var at int
			if _, err := fmt.Sscan(m[1], &at); err != nil || at < 1 || at > len(words) {
				return s, false
			}
			s.answers = append(s.answers, earns(fmt.Sprintf("gap %d: %s", i, htmlBag(words[at-1].one("text"))), "100"))
		}
		stem = box.ReplaceAllString(stem, "")
	case "cloze":
		ok := true
		for i, m := range embedded.FindAllStringSubmatch(stem, -1) {
			ok = ok && !strings.HasPrefix(m[2], "N")
			s.answers = append(s.answers, clozeAnswers(i, m[3])...)
		}
		if !ok {
			return s, false // numbers are listed one by one
		}
		stem = embedded.ReplaceAllString(stem, "")
	case "essay":
	default:
		return s, false
	}
	s.words = htmlBag(stem)
	return s, true
}

var (
	clozeMark = regexp.MustCompile(`^(=|%(-?[0-9.]+)%)?((?:\\.|[^#\\]|&#)*)`)
	anyEscape = regexp.MustCompile(`\\([}~#/"\\=%])`)
)

// clozeAnswers are the answers of one field that earn something.
func clozeAnswers(gap int, field string) []string {
	var out []string
	field = strings.ReplaceAll(field, `\~`, "\uE001")
	for part := range strings.SplitSeq(field, "~") {
		m := clozeMark.FindStringSubmatch(strings.ReplaceAll(part, "\uE001", "~"))
		text := htmlBag(html.UnescapeString(anyEscape.ReplaceAllString(m[3], "$1")))
		switch {
		case m[1] == "=":
			out = append(out, earns(fmt.Sprintf("gap %d: %s", gap, text), "100"))
		case m[2] != "" && m[2] != "0" && text != "":
			out = append(out, earns(fmt.Sprintf("gap %d: %s", gap, text), m[2]))
		}
	}
	return out
}

var (
	moodleBlock = regexp.MustCompile(`(?s)<question type="(\w+)".*?</question>`)
	fraction    = regexp.MustCompile(`(<answer\b[^>]*\bfraction=")([^"]*)(")`)
	target      = regexp.MustCompile(`(?s)(<answer>\s*<text>)(.*?)(</text>\s*</answer>)`)
	firstBox    = regexp.MustCompile(`\[\[\d+\]\]`)
	firstTyped  = regexp.MustCompile(`(\{\d*:SHORTANSWER(?:_C)?:=)`)
)

// changedMoodle moves the weights, targets or words of each question on by one.
func changedMoodle(text string) []change {
	var out []change
	for i, m := range moodleBlock.FindAllStringSubmatchIndex(text, -1) {
		q, other := text[m[0]:m[1]], ""
		switch text[m[2]:m[3]] {
		case "multichoice", "truefalse", "shortanswer", "numerical", "ordering":
			other = rotate(q, fraction)
		case "matching":
			other = rotate(q, target)
		case "ddwtos":
			other = replaceFirst(q, firstBox, func(s string) string { return map[bool]string{true: "[[2]]", false: "[[1]]"}[s == "[[1]]"] })
		case "cloze":
			other = replaceFirst(q, firstTyped, func(s string) string { return s + "x" })
		}
		if other != "" && other != q {
			out = append(out, change{fmt.Sprintf("question[%d]", i+1), text[:m[0]] + other + text[m[1]:]})
		}
	}
	return out
}

// rotate gives every match the middle of the match before it.
func rotate(s string, middle *regexp.Regexp) string {
	all := middle.FindAllStringSubmatch(s, -1)
	i := 0
	return middle.ReplaceAllStringFunc(s, func(m string) string {
		from := all[(i+len(all)-1)%len(all)][2]
		i++
		part := middle.FindStringSubmatch(m)
		return part[1] + from + part[3]
	})
}

func replaceFirst(s string, what *regexp.Regexp, by func(string) string) string {
	at := what.FindStringIndex(s)
	if at == nil {
		return s
	}
	return s[:at[0]] + by(s[at[0]:at[1]]) + s[at[1]:]
}
