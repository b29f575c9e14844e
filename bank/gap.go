package bank

import (
	"regexp"
	"strings"
)

// maxFields bounds the fields of one question: they are named by letters.
const maxFields = 26

// gapMark is a gap in the stem as CleanHTML writes it.
var gapMark = regexp.MustCompile(`<span data-gap="([a-z])">[^<]*</span>`)

// GapMark is how the stem says where gap i from 0 is.
func GapMark(i int) string { return `<span data-gap="` + letter(i, 'a') + `"></span>` }

// GapsIn lists the letters of the gaps in a stem in its order.
func GapsIn(stem string) []string {
	var out []string
	for _, m := range gapMark.FindAllStringSubmatch(stem, -1) {
		out = append(out, m[1])
	}
	return out
}

// SplitGaps cuts a stem at its gaps: text[0], gap 0, text[1], … The texts may
// hold halves of elements.
func SplitGaps(stem string) []string { return gapMark.Split(stem, -1) }

// emptyGaps drops what an editor left inside the marks.
func emptyGaps(stem string) string {
	return gapMark.ReplaceAllString(stem, `<span data-gap="$1"></span>`)
}

// gapLines shows the gaps of a text to people.
func gapLines(html string) string {
	return gapMark.ReplaceAllStringFunc(html, func(m string) string {
		return " (" + strings.Trim(gapMark.FindStringSubmatch(m)[1], " ") + ") ____ "
	})
}
