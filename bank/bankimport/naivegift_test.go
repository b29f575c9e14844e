package bankimport

import (
	"fmt"
	"html"
	"math/big"
	"regexp"
	"strings"
)

// Escaped marks of GIFT are put aside as single signs, so that everything left
// is a mark.
var (
	giftAside = strings.NewReplacer(`\\`, "\uE001", `\~`, "\uE002", `\=`, "\uE003", `\#`, "\uE004", `\{`, "\uE005", `\}`, "\uE006", `\:`, "\uE007", `\n`, "\uE008")
	giftBack  = strings.NewReplacer("\uE001", `\`, "\uE002", "~", "\uE003", "=", "\uE004", "#", "\uE005", "{", "\uE006", "}", "\uE007", ":", "\uE008", "\n")
	giftName  = regexp.MustCompile(`(?s)^\s*::.*?::`)
	giftForm  = regexp.MustCompile(`^\s*\[(html|markdown|plain|moodle)\]`)
	giftLine  = regexp.MustCompile(`(?m)^[ \t]*//.*$`)
	giftShare = regexp.MustCompile(`(?s)^([=~])\s*(?:%(-?[\d.]+)%)?(.*)$`)
	giftOwn   = regexp.MustCompile(`(?s)^<div data-khaothi.*?</div>`)
)

// giftBlock is the text of one question, escapes put aside.
type giftBlock struct {
	place, before, answer, after string
	start                        int  // of the answer in the file
	plain                        bool // no markup
}

func giftBlocks(text string) []giftBlock {
	var out []giftBlock
	at := 0
	for block := range strings.SplitAfterSeq(text, "\n\n") {
		from := at
		at += len(block)
		body := giftLine.ReplaceAllStringFunc(block, func(s string) string { return strings.Repeat(" ", len(s)) })
		lead := len(body) - len(strings.TrimLeft(body, " \t\n"))
		if strings.HasPrefix(body[lead:], "$CATEGORY") || lead == len(body) {
			continue
		}
		// Lengths stay as they are: an escape is two bytes and its sign three,
		// so the answer is looked for in a copy where each is two others.
		flat := regexp.MustCompile(`\\[\\~=#{}:n]`).ReplaceAllString(body, "..")
		open, shut := strings.IndexByte(flat, '{'), strings.IndexByte(flat, '}')
		if open < 0 || shut < open {
			continue
		}
		aside := giftAside.Replace
		plain := strings.HasPrefix(strings.TrimSpace(giftName.ReplaceAllString(body[:open], "")), "[plain]")
		out = append(out, giftBlock{
			place:  fmt.Sprintf("dòng %d)", 1+strings.Count(text[:from+lead], "\n")),
			before: giftForm.ReplaceAllString(giftName.ReplaceAllString(aside(body[:open]), ""), ""),
			answer: aside(body[open+1 : shut]), after: aside(body[shut+1:]), start: from + open + 1, plain: plain,
		})
	}
	return out
}

func giftBag(s string) string {
	s = giftForm.ReplaceAllString(strings.TrimSpace(s), "")
	return htmlBag(strings.ReplaceAll(giftBack.Replace(giftOwn.ReplaceAllString(s, "")), "**", ""))
}

func naiveGIFT(text string) map[string]said {
	out := map[string]said{}
	for _, b := range giftBlocks(text) {
		if s, ok := b.said(); ok {
			out[b.place] = s
		}
	}
	return out
}

func (b giftBlock) said() (said, bool) {
	s := said{words: giftBag(b.before + " " + b.after)}
	if b.plain {
		s.words = bag(giftBack.Replace(b.before + " " + b.after))
	}
	answer, _, _ := strings.Cut(b.answer, "####")
	answer = strings.TrimSpace(answer)
	number := strings.HasPrefix(answer, "#")
	answer = strings.TrimPrefix(answer, "#")
	parts := giftParts(answer)
	word, _, _ := strings.Cut(strings.ToUpper(answer), "#")
	switch {
	case number && len(parts) == 0:
		parts = []string{"=" + answer}
	case len(parts) > 0:
	case strings.HasPrefix(strings.TrimSpace(word), "T"):
		s.answers = []string{earns("A. Đúng", "100"), earns("B. Sai", "0")}
	case strings.HasPrefix(strings.TrimSpace(word), "F"):
		s.answers = []string{earns("A. Đúng", "0"), earns("B. Sai", "100")}
	case word != "":
		return s, false
	}
	choice := strings.Contains(answer, "~")
	for i, p := range parts {
		m := giftShare.FindStringSubmatch(p)
		share := m[2]
		if share == "" {
			share = map[string]string{"=": "100", "~": "0"}[m[1]]
		}
		own, _, _ := strings.Cut(m[3], "#")
		row, target, pair := strings.Cut(own, "->")
		switch {
		case number:
			if share != "0" {
				s.answers = append(s.answers, earns(giftRange(giftBack.Replace(own)), share))
			}
		case choice:
			s.answers = append(s.answers, earns(lettered(i, giftBag(own)), share))
		case pair && giftBag(row) != "":
			s.answers = append(s.answers, giftBag(row)+" → "+htmlBag(html.EscapeString(giftBack.Replace(target))))
		case !pair && share != "0":
			s.answers = append(s.answers, earns(bag(giftBack.Replace(own)), share))
		}
	}
	return s, true
}

// giftParts are the answers with their mark in front.
func giftParts(answer string) []string {
	var out []string
	for i, p := range regexp.MustCompile(`[=~][^=~]*`).FindAllString(answer, -1) {
		if i == 0 && strings.TrimSpace(strings.SplitN(answer, p, 2)[0]) != "" {
			return nil // words before the first mark
		}
		out = append(out, p)
	}
	return out
}

// giftRange is value, value:tolerance or low..high.
func giftRange(s string) string {
	rat := func(s string) *big.Rat {
		r, ok := new(big.Rat).SetString(strings.Replace(strings.TrimSpace(s), ",", ".", 1))
		if !ok {
			return new(big.Rat)
		}
		return r
	}
	if lo, hi, ok := strings.Cut(s, ".."); ok {
		return rat(lo).RatString() + ".." + rat(hi).RatString()
	}
	value, width, _ := strings.Cut(s, ":")
	return new(big.Rat).Sub(rat(value), rat(width)).RatString() + ".." + new(big.Rat).Add(rat(value), rat(width)).RatString()
}

var (
	giftWeight = regexp.MustCompile(`([=~](?:%-?[\d.]+%)?)()()`)
	giftTarget = regexp.MustCompile(`(->)((?:\\.|[^=~#\n\\])*)()`)
	giftDigit  = regexp.MustCompile(`^\s*#\s*=?[^#%~]*\d`)
	giftTyped  = regexp.MustCompile(`=(?:%[\d.]+%)?-?[\p{L}\d]+`)
)

// changedGIFT moves the marks or targets of each question on by one.
func changedGIFT(text string) []change {
	var out []change
	for _, b := range giftBlocks(text) {
		end := b.start + len(giftRestore(b.answer))
		raw := text[b.start:end]
		answer, rest, _ := strings.Cut(raw, "####")
		if rest != "" {
			rest = "####" + rest
		}
		other := answer
		trimmed := strings.TrimSpace(answer)
		switch {
		case strings.HasPrefix(trimmed, "#"):
			other = replaceFirst(answer, giftDigit, func(s string) string { // the last of the first number
				last := s[len(s)-1]
				return s[:len(s)-1] + string(last+1-2*(last/'9'))
			})
		case strings.Contains(answer, "->"):
			other = rotate(answer, giftTarget)
		case trimmed == "T" || trimmed == "TRUE":
			other = "F"
		case trimmed == "F" || trimmed == "FALSE":
			other = "T"
		case strings.Contains(giftAside.Replace(answer), "~"):
			other = rotateMarks(answer)
		case strings.HasPrefix(trimmed, "="):
			other = replaceFirst(answer, giftTyped, func(s string) string {
				if last := s[len(s)-1]; last >= '0' && last <= '9' { // a number stays one
					return s[:len(s)-1] + string('0'+(last-'0'+1)%10)
				}
				return s + "x"
			})
		}
		if other != answer {
			out = append(out, change{b.place, text[:b.start] + other + rest + text[end:]})
		}
	}
	return out
}

// giftRestore writes escapes as they stood in the file.
func giftRestore(s string) string {
	return strings.NewReplacer("\uE001", `\\`, "\uE002", `\~`, "\uE003", `\=`, "\uE004", `\#`, "\uE005", `\{`, "\uE006", `\}`, "\uE007", `\:`, "\uE008", `\n`).Replace(s)
}

// rotateMarks gives every answer the mark of the one before it.
func rotateMarks(answer string) string {
	aside := giftAside.Replace(answer)
	marks := giftWeight.FindAllString(aside, -1)
	i := 0
	return giftRestore(giftWeight.ReplaceAllStringFunc(aside, func(string) string {
		i++
		return marks[(i-2+len(marks))%len(marks)]
	}))
}
