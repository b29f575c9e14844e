package scoring

import (
	"strconv"
	"strings"
)

// Fields that are no answers: "look at this again later", the track that the
// candidate chose in a part, and how often a sound was started.
const (
	flagPrefix  = "flag:"
	trackPrefix = "track:"
	playPrefix  = "play:"
)

// markPrefix begins the field with the mark that people gave a work: mark:p4_1
// holds the hundredths, out of those of the rubric.
const markPrefix = "mark:"

// MarkField is the field that holds the mark of the work in field.
func MarkField(field string) string { return markPrefix + field }

// TrackField is the field that holds the track chosen in a part: track:2.
func TrackField(part int) string { return trackPrefix + strconv.Itoa(part) }

// aside reports whether a field means nothing for the points.
func aside(field string) bool {
	return strings.HasPrefix(field, flagPrefix) || strings.HasPrefix(field, playPrefix) || strings.HasPrefix(field, markPrefix)
}

// Bounds of a form, for rules and keys that come from outside.
const (
	maxPart       = 20
	maxQuestion   = 500
	maxStatements = 26 // gaps and rows, by the letters of the alphabet
	maxCluster    = 8
)

// QuestionName is the name of question no of a part, by the base order of the
// form: p2_1.
func QuestionName(part, no int) string {
	return "p" + strconv.Itoa(part) + "_" + strconv.Itoa(no)
}

// StatementField is the field of the i-th statement, from 0, of a cluster: p2_1c.
func StatementField(part, no, i int) string {
	return QuestionName(part, no) + string(rune('a'+i))
}

// fieldName is a field taken apart. Statement is -1 where the field is a whole
// question.
type fieldName struct {
	part, no, statement int
}

// parseField takes p1_3 or p2_1c apart; ok is false for every other text.
func parseField(s string) (f fieldName, ok bool) {
	rest, ok := strings.CutPrefix(s, "p")
	part, tail, found := strings.Cut(rest, "_")
	if !ok || !found || tail == "" {
		return f, false
	}
	f.statement = -1
	if c := tail[len(tail)-1]; c >= 'a' && c < 'a'+maxStatements {
		f.statement = int(c - 'a')
		tail = tail[:len(tail)-1]
	}
	var okPart, okNo bool
	f.part, okPart = smallNumber(part, maxPart)
	f.no, okNo = smallNumber(tail, maxQuestion)
	return f, okPart && okNo
}

// smallNumber reads 1…limit without sign or leading zero.
func smallNumber(s string, limit int) (int, bool) {
	if s == "" || len(s) > 3 || s[0] == '0' || !allDigits(s) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n <= limit
}
