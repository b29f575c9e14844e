package qti

import (
	"html"
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// exactClass marks a container that our own writer made: its white space counts.
const exactClass = "kt-exact"

// blocks are elements that stand on lines of their own.
var blocks = map[string]bool{
	"p": true, "div": true, "section": true, "article": true, "blockquote": true, "pre": true, "address": true, "figure": true, "figcaption": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "ul": true, "ol": true, "dl": true, "dt": true, "dd": true, "li": true,
	"table": true, "hr": true, "header": true, "footer": true, "main": true, "aside": true, "nav": true, "details": true, "summary": true,
	"prompt": true, "rubricBlock": true, "feedbackBlock": true, "templateBlock": true, "contentBody": true, "stimulusBody": true, "infoControl": true,
	"choiceInteraction": true, "orderInteraction": true, "matchInteraction": true, "gapMatchInteraction": true, "hottextInteraction": true,
	"extendedTextInteraction": true, "hotspotInteraction": true, "selectPointInteraction": true, "sliderInteraction": true, "uploadInteraction": true,
	"associateInteraction": true, "graphicGapMatchInteraction": true, "graphicOrderInteraction": true, "graphicAssociateInteraction": true,
	"positionObjectStage": true, "positionObjectInteraction": true, "mediaInteraction": true, "drawingInteraction": true,
}

// looks are elements of the subset and those that mean the same.
var looks = map[string]string{
	"b": "b", "strong": "strong", "i": "i", "em": "em", "u": "u", "s": "s", "sub": "sub", "sup": "sup",
	"del": "s", "ins": "u", "cite": "i", "dfn": "i", "var": "i", "strike": "s",
}

// silent are elements that show nothing to a candidate.
var silent = map[string]bool{
	"stylesheet": true, "catalogInfo": true, "apipAccessibility": true, "templateInline": true, "col": true, "colgroup": true,
	"companionMaterialsInfo": true, "portableCustomInteractionContext": true, "style": true, "source": true, "track": true, "param": true,
}

// renderer turns the mixed content of an item into the HTML subset.
type renderer struct {
	it *item
	// place says what stands instead of an interaction or a part of one; false
	// lets the renderer go on by itself.
	place func(n *node) (string, bool)
}

// flow renders what may hold blocks: inline runs between blocks are paragraphs.
func (r *renderer) flow(kids []*node) string {
	var out, run strings.Builder
	hadBlock := false
	flush := func() {
		text := strings.Trim(run.String(), " ")
		run.Reset()
		if text != "" && text != "<br/>" {
			out.WriteString("<p>" + text + "</p>")
		}
	}
	for _, k := range kids {
		if !isBlock(k) {
			run.WriteString(r.inline(k))
			continue
		}
		hadBlock = true
		flush()
		out.WriteString(r.block(k))
	}
	if !hadBlock {
		return strings.Trim(run.String(), " ")
	}
	flush()
	return out.String()
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(n *node) bool { return n.space == spaceQTI && blocks[n.name] }

func (r *renderer) block(n *node) string {
	if r.place != nil {
		if s, ok := r.place(n); ok {
			return s
		}
	}
	switch n.name {
	case "p", "dt", "dd", "prompt", "figcaption", "summary", "address", "pre":
		return paragraph(r.flow(n.kids))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if s := r.flow(n.kids); s != "" {
			return "<p><b>" + s + "</b></p>"
		}
		return ""
	case "ul", "ol":
		return "<" + n.name + ">" + r.items(n) + "</" + n.name + ">"
	case "li":
		return "<li>" + r.flow(n.kids) + "</li>"
	case "table":
		return r.table(n)
	case "hr":
		return ""
	case "feedbackBlock", "templateBlock":
		r.it.dropFeedback(n)
		return ""
	case "rubricBlock":
		return r.it.rubric(n)
	}
	if isExact(n) {
		return r.exact(n.kids)
	}
	s := r.flow(n.kids)
	if holdsBlock(n) {
		return s
	}
	return paragraph(s)
}

func holdsBlock(n *node) bool {
	for _, k := range n.kids {
		if k.name != "" && isBlock(k) {
			return true
		}
	}
	return false
}

func paragraph(s string) string {
	for _, block := range []string{"<p>", "<table>", "<ul>", "<ol>"} {
		if strings.HasPrefix(s, block) {
			return s
		}
	}
	if s == "" {
		return s
	}
	return "<p>" + s + "</p>"
}

func (r *renderer) items(n *node) string {
	var b strings.Builder
	for _, k := range n.elements() {
		if k.name != "li" {
			b.WriteString("<li>" + r.flow([]*node{k}) + "</li>")
			continue
		}
		b.WriteString("<li>" + r.flow(k.kids) + "</li>")
	}
	return b.String()
}

func (r *renderer) table(n *node) string {
	var b strings.Builder
	if c := n.child("caption"); c != nil {
		b.WriteString(paragraph(r.flow(c.kids)))
	}
	b.WriteString("<table>")
	var rows func(n *node)
	rows = func(n *node) {
		for _, k := range n.elements() {
			switch k.name {
			case "thead", "tbody":
				b.WriteString("<" + k.name + ">")
				rows(k)
				b.WriteString("</" + k.name + ">")
			case "tfoot":
				rows(k)
			case "tr":
				b.WriteString("<tr>")
				for _, c := range k.elements() {
					b.WriteString(r.cell(c))
				}
				b.WriteString("</tr>")
			}
		}
	}
	rows(n)
	b.WriteString("</table>")
	return b.String()
}

func (r *renderer) cell(n *node) string {
	tag := "td"
	if n.name == "th" {
		tag = "th"
	}
	open := tag
	for _, span := range []string{"colspan", "rowspan"} {
		if v := n.get(span); v != "" && v != "1" {
			open += " " + span + `="` + html.EscapeString(v) + `"`
		}
	}
	return "<" + open + ">" + r.flow(n.kids) + "</" + tag + ">"
}

var blanks = regexp.MustCompile(`[ \t\r\n]+`)

// textHTML escapes text as the subset has it.
func textHTML(s string) string {
	return strings.ReplaceAll(html.EscapeString(s), "&#39;", "'")
}

// inline renders one node inside a line.
func (r *renderer) inline(n *node) string {
	switch {
	case n.name == "":
		return blanks.ReplaceAllString(textHTML(n.text), " ")
	case n.space == spaceMath:
		return r.it.math(n)
	case n.space == spaceSVG:
		return r.it.lostPicture("hình vẽ SVG", "")
	case n.space == spaceOther:
		return r.it.include(n)
	}
	if r.place != nil {
		if s, ok := r.place(n); ok {
			return s
		}
	}
	if silent[n.name] {
		return ""
	}
	if isExact(n) {
		return r.exact(n.kids)
	}
	if tag, ok := looks[n.name]; ok {
		if s := r.inlines(n.kids); strings.TrimSpace(s) != "" {
			return "<" + tag + ">" + s + "</" + tag + ">"
		}
		return ""
	}
	return r.other(n)
}

func (r *renderer) inlines(kids []*node) string {
	var b strings.Builder
	for _, k := range kids {
		if k.name != "" && isBlock(k) {
			b.WriteString(r.block(k))
			continue
		}
		b.WriteString(r.inline(k))
	}
	return b.String()
}

// other renders the elements that need more than a tag.
func (r *renderer) other(n *node) string {
	switch n.name {
	case "br":
		return "<br/>"
	case "img":
		return r.it.picture(n, n.get("src"), n.get("alt"))
	case "object", "embed":
		return r.object(n)
	case "audio", "video", "picture":
		return r.media(n)
	case "q":
		return "“" + r.inlines(n.kids) + "”"
	case "ruby":
		return r.ruby(n)
	case "a":
		if href := n.get("href"); href != "" {
			r.it.c.Row(bank.Warning, r.it.where, "html.link", "Liên kết “"+clip(href)+"” không được giữ, chỉ giữ chữ.", "Kiểm tra câu còn đủ nghĩa không.", n.words())
		}
	case "script", "iframe", "form", "input", "applet", "canvas":
		r.it.c.Row(bank.Error, r.it.where, "html."+n.name, "Nội dung có thành phần <"+n.name+"> không được phép.", "Bỏ thành phần này hoặc thay bằng hình ảnh.", n.words())
		return ""
	case "feedbackInline":
		r.it.dropFeedback(n)
		return ""
	case "printedVariable":
		r.it.todo(bank.TodoText, "Giá trị của biến "+n.get("identifier")+" được tính lúc thi.")
		return "…"
	case "include":
		return r.it.include(n)
	}
	return r.inlines(n.kids)
}

// ruby keeps readings in brackets.
func (r *renderer) ruby(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		switch k.name {
		case "rp":
		case "rt":
			b.WriteString(" (" + r.inlines(k.kids) + ")")
		case "rtc", "rbc":
			b.WriteString(r.ruby(k))
		default:
			b.WriteString(strings.Trim(r.inline(k), " "))
		}
	}
	return b.String()
}

func (r *renderer) object(n *node) string {
	src, kind := n.get("data"), n.get("type")
	if src == "" {
		src = n.get("src")
	}
	switch {
	case strings.HasPrefix(kind, "image/") || kind == "" && pictureName.MatchString(src):
		alt := n.get("alt")
		if alt == "" {
			alt = n.words()
		}
		return r.it.picture(n, src, alt)
	case strings.HasPrefix(kind, "audio/"):
		return r.it.sound(src, n)
	}
	r.it.todo(bank.TodoText, "Thành phần nhúng “"+src+"” ("+kind+") không đọc được.")
	r.it.c.Row(bank.Warning, r.it.where, "media.unsupported", "Thành phần nhúng “"+clip(src)+"” kiểu "+clip(kind)+" không được hỗ trợ.", "Thay bằng chữ hoặc hình, rồi mới duyệt câu.", n.words())
	return r.inlines(n.kids)
}

var pictureName = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|webp|svg|bmp|tiff?|eps)$`)

func (r *renderer) media(n *node) string {
	src := n.get("src")
	for _, s := range n.children("source") {
		if src == "" {
			src = s.get("src")
		}
	}
	switch n.name {
	case "audio":
		return r.it.sound(src, n)
	case "picture":
		if i := n.child("img"); i != nil {
			return r.it.picture(i, i.get("src"), i.get("alt"))
		}
	}
	r.it.todo(bank.TodoText, "Video “"+src+"” không được hỗ trợ.")
	r.it.c.Row(bank.Warning, r.it.where, "media.unsupported", "Video “"+clip(src)+"” không được hỗ trợ.", "Thay bằng chữ, hình hoặc âm thanh, rồi mới duyệt câu.", "")
	return "[video]"
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// img is a picture with the size that the file gives.
func img(m bank.Media, alt string, n *node) string {
	tag := strings.TrimSuffix(source.Img(m, alt), ">")
	for _, size := range []string{"width", "height"} {
		if v := strings.TrimSuffix(n.get(size), "px"); sizeValue.MatchString(v) {
			tag += " " + size + `="` + v + `"`
		}
	}
	return tag + ">"
}

var sizeValue = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)
