package source

import (
	"encoding/base64"
	"errors"
	"html"
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/internal/fault"
)

// Img is the tag that shows a picture.
func Img(m bank.Media, alt string) string {
	return `<img src="media:` + m.Hash + `" alt="` + html.EscapeString(bank.NormText(alt)) + `">`
}

var (
	imgTag  = regexp.MustCompile(`(?is)<img\b[^>]*>`)
	attrSrc = regexp.MustCompile(`(?is)\bsrc\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)`)
	attrAlt = regexp.MustCompile(`(?is)\balt\s*=\s*("[^"]*"|'[^']*')`)
	sizes   = regexp.MustCompile(`(?is)\b(width|height)\s*=\s*["']?([1-9][0-9]{0,3})["']?`)
	lostTag = regexp.MustCompile(`(?is)<(video|iframe|object|embed|script|svg|math|applet|canvas|form|input)\b`)
)

// Find returns the bytes of a file that a text names, or nil.
type Find func(src string) []byte

// HTML rewrites pictures of foreign HTML to ours: files by find, data by
// decoding. What cannot be kept is told to c at place where.
func (c *Collector) HTML(where, text string, find Find) string {
	text = c.sounds(where, text, find)
	for _, m := range lostTag.FindAllStringSubmatch(text, 5) {
		c.Row(bank.Error, where, "html."+strings.ToLower(m[1]),
			"Nội dung có thành phần <"+strings.ToLower(m[1])+"> không được hỗ trợ.", "Bỏ thành phần này hoặc thay bằng hình ảnh.", text)
	}
	c.links(where, text)
	return imgTag.ReplaceAllStringFunc(text, func(tag string) string {
		src := html.UnescapeString(attribute(attrSrc, tag))
		if strings.HasPrefix(src, "media:") {
			return tag
		}
		data := DataURI(src)
		if data == nil && find != nil {
			data = find(src)
		}
		if data == nil {
			c.Row(bank.Error, where, "picture.missing", "Hình “"+clipSrc(src)+"” không nằm trong tệp.",
				"Nhúng hình vào tệp; chương trình không tải gì từ mạng.", text)
			return ""
		}
		m, ok := c.Picture(where, data)
		if !ok {
			return ""
		}
		out := Img(m, html.UnescapeString(attribute(attrAlt, tag)))
		for _, s := range sizes.FindAllStringSubmatch(tag, 2) {
			out = strings.TrimSuffix(out, ">") + ` ` + strings.ToLower(s[1]) + `="` + s[2] + `">`
		}
		return out
	})
}

var (
	link      = regexp.MustCompile(`(?is)<a\b[^>]*\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)`)
	recording = regexp.MustCompile(`(?i)\.(mp3|ogg|oga|wav|m4a|aac|flac|mp4|webm|ogv|avi|mov)$`)
)

// links reports links, which papers do not have. A link to a recording takes
// the question's sense with it: an error.
func (c *Collector) links(where, text string) {
	for _, m := range link.FindAllStringSubmatch(text, 5) {
		href := html.UnescapeString(strings.Trim(m[1], `"'`))
		if recording.MatchString(href) {
			c.Row(bank.Error, where, "media.unsupported", "Câu dùng tệp âm thanh hoặc video “"+clipSrc(href)+"”, chưa được hỗ trợ.", "Bỏ câu này hoặc viết lại không cần tệp đó.", text)
			continue
		}
		c.Row(bank.Warning, where, "html.link", "Liên kết “"+clipSrc(href)+"” không được giữ, chỉ giữ chữ.", "Kiểm tra câu còn đủ nghĩa không.", text)
	}
}

// Picture checks and keeps a picture; a bad one becomes an error at where.
func (c *Collector) Picture(where string, data []byte) (bank.Media, bool) {
	m, err := bank.NewPicture(data)
	if err != nil {
		reason := ""
		var f *fault.Error
		if errors.As(err, &f) {
			reason, _ = f.Detail["reason"].(string)
		}
		c.Row(bank.Error, where, "picture.bad", "Hình không dùng được: "+reason+".", "Lưu lại hình dạng PNG hoặc JPEG, dưới 4 MB.", "")
		return m, false
	}
	c.Out.Media[m.Hash] = m
	return m, true
}

func attribute(re *regexp.Regexp, tag string) string {
	m := re.FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return strings.Trim(m[1], `"'`)
}

// DataURI is the content of an address that holds it in base64, or nil.
func DataURI(src string) []byte {
	head, body, ok := strings.Cut(src, ",")
	if !ok || !strings.HasPrefix(head, "data:") || !strings.HasSuffix(head, ";base64") {
		return nil
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return nil
	}
	return data
}

func clipSrc(src string) string {
	if len(src) > 60 {
		return strings.ToValidUTF8(src[:60], "") + "…"
	}
	return src
}
