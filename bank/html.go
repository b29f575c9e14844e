package bank

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/text/unicode/norm"
)

var (
	mediaSrc  = regexp.MustCompile(`^media:[0-9a-f]{64}$`)
	mediaRef  = regexp.MustCompile(`media:([0-9a-f]{64})`)
	lookTags  = regexp.MustCompile(`</?(?:p|br|b|strong|i|em|u|s|span|thead|tbody)\b[^>]*>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	knownTag  = regexp.MustCompile(`(?i)&lt;(/?(?:p|br ?/?|b|strong|i|em|u|s|sub|sup|table|thead|tbody|tr|t[dh](?: (?:col|row)span=&#34;[0-9]{1,2}&#34;){0,2}|ul|ol|li))&gt;`)
	blockOpen = regexp.MustCompile(`(?i)<(/?)(?:div|h[1-6]|section|article|blockquote|pre|center|dd|dt)\b[^>]*>`)
	emptyPara = regexp.MustCompile(`<p>(?:\s|&nbsp;|<br/?>|\x{00a0})*</p>`)
)

// The subset of HTML that questions may consist of.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "b", "strong", "i", "em", "u", "s", "sub", "sup", "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li", "span")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("src").Matching(mediaSrc).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[1-9][0-9]{0,3}$`)).OnElements("img")
	p.AllowAttrs("data-gap").Matching(regexp.MustCompile(`^[a-z]$`)).OnElements("span")
	p.AllowAttrs("src").Matching(mediaSrc).OnElements("audio")
	p.AllowAttrs("data-plays").Matching(regexp.MustCompile(`^[0-9]{1,2}$`)).OnElements("audio")
	p.AllowURLSchemes("media")
	return p
})

// CleanHTML returns s in the subset, NFC. Formulas between \( \) and \[ \] come
// through untouched, with < and & escaped. What is not in the subset is
// dropped; its text stays, except that of scripts and styles.
func CleanHTML(s string) string {
	if plain := compose(s); !strings.ContainsAny(plain, `<>&"'\`) {
		return strings.TrimSpace(plain) // no tag, no escape, no formula: nothing to clean
	}
	for range cleanRounds {
		clean := cleanOnce(s)
		if clean == s {
			break
		}
		s = clean
	}
	return s
}

// cleanRounds is how often text may change until it is stable: what one round
// takes away can bring together what composes or reads as a tag.
const cleanRounds = 5

func cleanOnce(s string) string {
	s = compose(s)
	text, formulas := liftMath(s)
	text = blockOpen.ReplaceAllString(text, "<${1}p>")
	text = strings.ReplaceAll(policy().Sanitize(text), "&#39;", "'") // attributes are in double quotes
	text = emptyPara.ReplaceAllString(text, "")
	return strings.TrimSpace(dropMath(text, formulas))
}

// TextHTML turns text that a person typed into the subset: line breaks are
// kept, the simple tags of the subset work, every other < is a less-than sign.
// Formulas may also stand between dollar signs.
func TextHTML(s string) string { return PlainHTML(DollarMath(s)) }

// PlainHTML is TextHTML for sources in which a dollar is a dollar.
func PlainHTML(s string) string {
	s = compose(strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")))
	text, formulas := liftMath(s)
	text = html.EscapeString(text)
	text = knownTag.ReplaceAllStringFunc(text, html.UnescapeString)
	text = strings.ReplaceAll(text, "\n", "<br/>")
	return CleanHTML(dropMath(text, formulas))
}

// PlainText is the text of HTML in the subset, for search and excerpts.
// Formulas stay, tags go.
func PlainText(s string) string {
	s = strings.NewReplacer("<br/>", " ", "<br>", " ", "</p>", " ", "</li>", " ", "</td>", " ", "</th>", " ").Replace(gapLines(s))
	return NormText(html.UnescapeString(anyTag.ReplaceAllString(s, "")))
}

// IsEmpty reports whether HTML in the subset shows nothing: no text, no
// picture, no sound.
func IsEmpty(s string) bool {
	return !strings.Contains(s, "<img") && !strings.Contains(s, "<audio") && PlainText(s) == ""
}

// MediaIn returns the hashes of the pictures and sounds of a body, each once.
func (b Body) MediaIn() []string {
	var out []string
	seen := map[string]bool{}
	add := func(hash string) {
		if !seen[hash] {
			seen[hash] = true
			out = append(out, hash)
		}
	}
	for _, s := range b.texts() {
		for _, m := range mediaRef.FindAllStringSubmatch(*s, -1) {
			add(m[1])
		}
	}
	if i := b.Question.Image; i != nil && i.Media != "" {
		add(i.Media)
	}
	return out
}

// texts points at every HTML text of the body.
func (b *Body) texts() []*string {
	out := []*string{&b.Question.Stem, &b.Question.Stimulus, &b.Solution}
	for _, t := range b.named() {
		out = append(out, t.html)
	}
	return out
}

// namedText is one of the many texts of a body and how reports call it.
type namedText struct {
	name string
	html *string
}

// named are the texts of options, statements, gaps and criteria.
func (b *Body) named() []namedText {
	var out []namedText
	q := &b.Question
	for i := range q.Options {
		out = append(out, namedText{"option " + letter(i, 'A'), &q.Options[i].HTML})
	}
	for i := range q.Statements {
		out = append(out, namedText{"statement " + letter(i, 'a'), &q.Statements[i].HTML})
	}
	for i := range q.Gaps {
		for j := range q.Gaps[i].Options {
			out = append(out, namedText{"gap " + letter(i, 'a'), &q.Gaps[i].Options[j].HTML})
		}
	}
	for i := range b.Key.Rubric {
		out = append(out, namedText{"rubric", &b.Key.Rubric[i].HTML})
		for j := range b.Key.Rubric[i].Steps {
			out = append(out, namedText{"rubric", &b.Key.Rubric[i].Steps[j].HTML})
		}
	}
	return out
}

// Placeholders of formulas: private code points, which dropControl removes
// from what comes in.
const mathOpen, mathClose = '\uE000', '\uE001'

// compose returns valid UTF-8 in NFC without control characters. A long solidus
// that composed with nothing goes: after a tag it would eat the bracket.
func compose(s string) string {
	return norm.NFC.String(strings.Map(dropControl, norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))))
}

func dropControl(r rune) rune {
	if r == mathOpen || r == mathClose || r == 0xFEFF || r == 0x338 || (r < 0x20 && r != '\n' && r != '\t') {
		return -1
	}
	return r
}

// liftMath replaces closed formulas by placeholders.
func liftMath(s string) (string, []string) {
	var b strings.Builder
	var formulas []string
	open := map[byte]bool{'(': true, '[': true} // kinds that may still be closed further on
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '\\')
		if i < 0 || from+i+1 >= len(s) {
			b.WriteString(s)
			return b.String(), formulas
		}
		i += from
		end := 0
		if open[s[i+1]] {
			end = mathEnd(s, i)
			open[s[i+1]] = end > 0
		}
		if end == 0 {
			from = i + 2
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(mathOpen)
		b.WriteString(strconv.Itoa(len(formulas)))
		b.WriteRune(mathClose)
		formulas = append(formulas, s[i:end])
		s, from = s[end:], 0
	}
}

// mathEnd returns the end of the formula that opens at i, or 0.
func mathEnd(s string, i int) int {
	closing := `\)`
	if s[i+1] == '[' {
		closing = `\]`
	}
	j := strings.Index(s[i+2:], closing)
	if j < 0 {
		return 0
	}
	return i + 2 + j + 2
}

var placeholder = regexp.MustCompile("\uE000([0-9]+)\uE001")

// dropMath puts the formulas back, escaped once.
func dropMath(s string, formulas []string) string {
	return placeholder.ReplaceAllStringFunc(s, func(m string) string {
		i, err := strconv.Atoi(strings.Trim(m, "\uE000\uE001"))
		if err != nil || i >= len(formulas) {
			return ""
		}
		f := html.EscapeString(html.UnescapeString(anyTag.ReplaceAllStringFunc(formulas[i], breakToSpace)))
		return strings.ReplaceAll(f, "&#39;", "'")
	})
}

// breakToSpace takes out the tags that editors leave inside formulas. Anything
// else that looks like a tag is a comparison: a<b>c.
func breakToSpace(tag string) string {
	switch strings.ToLower(strings.Trim(tag, "</ >")) {
	case "br", "p", "span":
		return " "
	}
	return tag
}

var dollars = regexp.MustCompile(`\$\$([^$]+)\$\$|\$([^$\n]+)\$`)

// DollarMath turns $…$ into \(…\) and $$…$$ into \[…\]. An escaped \$ stays a
// dollar sign, and so does a lone one.
func DollarMath(s string) string {
	const escaped = "\uE002"
	s = strings.ReplaceAll(s, `\$`, escaped)
	s = dollars.ReplaceAllStringFunc(s, func(m string) string {
		if strings.HasPrefix(m, "$$") {
			return `\[` + strings.Trim(m, "$") + `\]`
		}
		return `\(` + strings.Trim(m, "$") + `\)`
	})
	return strings.ReplaceAll(s, escaped, "$")
}
