package word

import (
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/internal/vi"
)

var (
	bracketed   = regexp.MustCompile(`^\s*(?:\[([^\[\]<>]{1,40})\]|\(([^()]{1,20})\))\s*[.:]?`)
	outcomeCode = regexp.MustCompile(`^[A-Z]{1,6}\d{0,3}(?:[._-][A-Z0-9]+){2,}$`)
	id6         = regexp.MustCompile(`^\d[A-Z]\d[A-Z]\d(?:-\d)?$`)
	oneLetter   = regexp.MustCompile(`^[A-Z]$`)
	splitMarks  = regexp.MustCompile(`\s*[-/,;+|]\s*|\s+`)
)

// typeMarks are the abbreviations of kinds that templates use.
var typeMarks = map[string]string{
	"tn": kindSingle, "tn1": kindSingle, "tnn": kindMultiple, "ds": kindCluster, "dsn": kindCluster, "tln": kindShort, "dk": kindCloze, "gc": kindMatch, "gn": kindMatch, "sx": kindOrder, "kt": kindDrag, "gch": kindOther, "so": kindNumber, "pl": kindSort, "ch": kindSpots, "nt": kindUpload, "tl": kindEssay,
}

// bracketMarks is what brackets beside a number say.
type bracketMarks struct {
	level   bank.Level
	kind    string
	outcome string
	code    string
	unclear string
}

// brackets reads [NB], [TH-TN], (VD), [SI10.02.12.D08] at the front of a view
// and returns how many runes they take. Other brackets are text.
func brackets(view []rune) (bracketMarks, int) {
	var out bracketMarks
	taken := 0
	for {
		s := string(view[taken:])
		m := bracketed.FindStringSubmatch(s)
		if m == nil || !out.read(m[1], m[2]) {
			return out, taken
		}
		taken += len([]rune(m[0]))
	}
}

// read takes the inside of one bracket; square ones may hold codes.
func (b *bracketMarks) read(square, round string) bool {
	text := strings.TrimSpace(square + round)
	if level, ok := bank.ParseLevel(text); ok && len([]rune(text)) > 1 {
		b.level = level
		return true
	}
	words := splitMarks.Split(text, -1)
	got := bracketMarks{}
	for _, w := range words {
		level, ok := bank.ParseLevel(w)
		kind := typeMarks[strings.ReplaceAll(vi.Fold(w), "đ", "d")]
		switch {
		case ok && len([]rune(w)) > 1:
			got.level = level
		case kind != "":
			got.kind = kind
		case square == "":
			return false
		case outcomeCode.MatchString(w) && len(words) == 1:
			got.outcome = w
		case id6.MatchString(text):
			got.code = text
		case oneLetter.MatchString(w) && len(words) == 1:
			got.unclear = w
		default:
			return false
		}
	}
	b.level, b.kind = firstLevel(got.level, b.level), first(got.kind, b.kind)
	b.outcome, b.code, b.unclear = first(got.outcome, b.outcome), first(got.code, b.code), first(got.unclear, b.unclear)
	return true
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func firstLevel(a, b bank.Level) bank.Level {
	if a != "" {
		return a
	}
	return b
}

// brackets takes what stands in brackets at the front of a line.
func (d *draft) brackets(l line) line {
	m, n := brackets(l.view)
	if n == 0 {
		return l
	}
	d.level, d.kind = firstLevel(m.level, d.level), first(m.kind, d.kind)
	d.outcome, d.code = first(m.outcome, d.outcome), first(m.code, d.code)
	if m.unclear != "" {
		d.add("level.unknown", "level", "Không rõ mức độ “["+m.unclear+"]”: mỗi nơi hiểu một khác.", "Ghi [NB], [TH], [VD] hoặc [VDC].")
	}
	return l.from(n)
}
