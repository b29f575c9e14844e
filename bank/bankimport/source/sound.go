package source

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
)

var (
	soundLink  = regexp.MustCompile(`(?is)<a\b[^>]*\bhref\s*=\s*("[^"]*"|'[^']*')[^>]*>(.{0,500}?)</a\s*>`)
	soundTag   = regexp.MustCompile(`(?is)<audio\b[^>]*>(?:\s*<source\b[^>]*>)*`)
	soundEnd   = regexp.MustCompile(`(?i)</audio\s*>`)
	soundPlays = regexp.MustCompile(`(?i)\bdata-plays="([0-9]{1,2})"`)
)

// sounds makes ours of the sounds of a text whose bytes the file holds: links
// to them and audio elements. An audio element without bytes is an error.
func (c *Collector) sounds(where, text string, find Find) string {
	if find == nil {
		find = func(string) []byte { return nil }
	}
	text = soundLink.ReplaceAllStringFunc(text, func(tag string) string {
		link := soundLink.FindStringSubmatch(tag)
		src := html.UnescapeString(strings.Trim(link[1], `"'`))
		if !recording.MatchString(src) {
			return tag
		}
		if m, ok := c.sound(find(src)); ok {
			return linkWords(link[2]) + bank.AudioHTML(bank.Listening{Hash: m.Hash})
		}
		return tag // links tells
	})
	return soundTag.ReplaceAllStringFunc(soundEnd.ReplaceAllString(text, ""), func(tag string) string {
		src := html.UnescapeString(attribute(attrSrc, tag))
		if strings.HasPrefix(src, "media:") {
			return tag + "</audio>"
		}
		m, ok := c.sound(find(src))
		if data := DataURI(src); !ok && data != nil {
			m, ok = c.sound(data)
		}
		if !ok {
			c.Row(bank.Error, where, "html.audio", "Âm thanh “"+clipSrc(src)+"” không nằm trong tệp hoặc không đọc được.", "Nhúng tệp MP3, M4A hoặc OGG vào tệp câu hỏi.", text)
			return ""
		}
		plays := 0
		if n := soundPlays.FindStringSubmatch(tag); n != nil {
			plays, _ = strconv.Atoi(n[1]) // two digits
		}
		return bank.AudioHTML(bank.Listening{Hash: m.Hash, Plays: plays})
	})
}

// linkWords are the words of a link to a sound, unless they only name its file.
func linkWords(text string) string {
	if plain := bank.PlainText(text); plain == "" || recording.MatchString(plain) {
		return ""
	}
	return text + " "
}

// sound keeps a sound.
func (c *Collector) sound(data []byte) (bank.Media, bool) {
	if data == nil {
		return bank.Media{}, false
	}
	m, err := bank.NewAudio(data)
	if err != nil {
		return m, false
	}
	c.Out.Media[m.Hash] = m
	return m, true
}
