package qr

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Content is what the code of a sheet says. What is not known is empty.
type Content struct {
	Layout  string `json:"layout"`
	Version int    `json:"version"` // of the layout
	Number  string `json:"number,omitempty"`
	Code    string `json:"code,omitempty"` // form code
	Room    string `json:"room,omitempty"`
}

// String is the text of the code.
func (c Content) String() string {
	return strings.Join([]string{"KT1", strings.ToUpper(c.Layout), strconv.Itoa(c.Version), c.Number, c.Code, url.PathEscape(c.Room)}, "/")
}

// ours is the text of a code of ours, whose room is still escaped.
var ours = regexp.MustCompile(`^KT1/([A-Z0-9][A-Z0-9.-]{0,39})/(0|[1-9][0-9]{0,3})/([0-9]{0,20})/([0-9]{0,20})/([^/]*)$`)

// maxRoom is how many letters the name of a room has at most.
const maxRoom = 100

// Parse returns what a text says, or false: it is not that of a sheet of ours.
func Parse(text string) (Content, bool) {
	m := ours.FindStringSubmatch(text)
	if m == nil {
		return Content{}, false
	}
	version, _ := strconv.Atoi(m[2]) // four digits at most
	room, err := url.PathUnescape(m[5])
	if err != nil || !utf8.ValidString(room) || utf8.RuneCountInString(room) > maxRoom || strings.ContainsFunc(room, unicode.IsControl) {
		return Content{}, false
	}
	return Content{Layout: strings.ToLower(m[1]), Version: version, Number: m[3], Code: m[4], Room: room}, true
}
