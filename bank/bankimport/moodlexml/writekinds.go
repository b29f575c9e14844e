package moodlexml

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// answers writes what comes after the texts of a question.
func (w *writer) answers(kind string) {
	switch kind {
	case "multichoice":
		w.options()
	case "shortanswer":
		w.accepted()
	case "numerical":
		w.numbers()
	case "matching":
		w.pairs()
	case "ordering":
		w.order()
	case "ddwtos":
		w.boxes()
	case "essay":
		w.essay()
	case "ddmarker":
		w.spots()
	}
}

func (w *writer) options() {
	q := w.body.Question
	fixed := 0
	for _, o := range q.Options {
		if o.Fixed {
			fixed++
		}
	}
	if fixed > 0 && fixed < len(q.Options) {
		w.loses("phương án cố định (Moodle chỉ cố định được tất cả)")
	}
	if q.Kind == bank.Multiple && len(w.body.Key.Credit) == 0 && len(w.body.Key.Options) > 0 {
		w.loses("cách chấm trọn câu (Moodle cho điểm từng phương án)")
	}
	fmt.Fprintf(&w.b, "<single>%t</single><shuffleanswers>%t</shuffleanswers><answernumbering>ABCD</answernumbering>\n", q.Kind == bank.Single, fixed == 0)
	for i, c := range source.Fractions(w.body) {
		w.answer(source.Percent(c), q.Options[i].HTML)
	}
}

func (w *writer) answer(fraction, text string) {
	w.b.WriteString(`<answer fraction="` + fraction + `" format="html">`)
	w.inner(text)
	w.b.WriteString("</answer>\n")
}

func (w *writer) creditOf(name string) bank.Credit {
	if c, ok := w.body.Key.Credit[name]; ok {
		return c
	}
	return bank.Full
}

func (w *writer) accepted() {
	usecase := 1
	if w.body.Key.Fold {
		usecase = 0
	}
	fmt.Fprintf(&w.b, "<usecase>%d</usecase>\n", usecase)
	for _, a := range w.body.Key.Accepted {
		fmt.Fprintf(&w.b, "<answer fraction=\"%s\" format=\"plain_text\"><text>%s</text></answer>\n", source.Percent(w.creditOf(a)), cdata(strings.ReplaceAll(a, "*", `\*`)))
	}
}

func (w *writer) numbers() {
	for _, a := range w.body.Key.Accepted {
		value, tolerance, ok := source.ValueTolerance(a)
		if !ok {
			w.refuse("đáp số “" + a + "” không phải số")
			return
		}
		fmt.Fprintf(&w.b, "<answer fraction=\"%s\" format=\"plain_text\"><text>%s</text><tolerance>%s</tolerance></answer>\n", source.Percent(w.creditOf(a)), value, tolerance)
	}
}

// pairs writes rows and targets; a cluster has the targets Đúng and Sai. A
// target that no row has is a pair without a row.
func (w *writer) pairs() {
	w.b.WriteString("<shuffleanswers>true</shuffleanswers>\n")
	list, dropped, why := source.PairsOf(w.body)
	if why != "" {
		w.refuse(why)
	}
	for _, d := range dropped {
		w.loses(d)
	}
	for _, p := range list {
		w.b.WriteString(`<subquestion format="html">`)
		w.inner(p.Row)
		w.b.WriteString("<answer><text>" + cdata(p.Target) + "</text></answer></subquestion>\n")
	}
}

func (w *writer) order() {
	w.b.WriteString("<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount><gradingtype>ALL_OR_NOTHING</gradingtype><showgrading>SHOW</showgrading>\n")
	if len(w.body.Key.Options) != len(w.body.Question.Options) {
		w.refuse("câu chưa có thứ tự đúng")
		return
	}
	for i, id := range w.body.Key.Options {
		for _, o := range w.body.Question.Options {
			if o.ID == id {
				w.answer(strconv.Itoa(i+1), o.HTML)
			}
		}
	}
}

// gapped puts the fields of Moodle in place of the gaps of the stem.
func (w *writer) gapped(stem, kind string) string {
	texts := bank.SplitGaps(stem)
	if len(texts) != len(w.body.Question.Gaps)+1 {
		w.refuse("các chỗ trống trong lời dẫn không khớp phần trả lời")
		return stem
	}
	var b strings.Builder
	for i, t := range texts {
		b.WriteString(t)
		if i == len(texts)-1 {
			break
		}
		if kind == "ddwtos" {
			b.WriteString(w.box(i))
			continue
		}
		b.WriteString(w.field(i))
	}
	return b.String()
}

// box is [[n]], the place of the right word of a gap in the pool.
func (w *writer) box(i int) string {
	for n, o := range w.body.Question.Options {
		if o.ID == w.body.Key.Gaps[i][0] {
			return fmt.Sprintf("[[%d]]", n+1)
		}
	}
	w.refuse("câu chưa có đủ đáp án")
	return ""
}

func (w *writer) boxes() {
	for _, o := range w.body.Question.Options {
		w.b.WriteString("<dragbox>")
		if len(w.hashes(o.HTML)) > 0 {
			w.refuse("phương án có hình")
		}
		w.b.WriteString("<text>" + cdata(o.HTML) + "</text><group>1</group><infinite/></dragbox>\n")
	}
}

// field is {1:SHORTANSWER:=a~%50%b}.
func (w *writer) field(i int) string {
	gap := w.body.Question.Gaps[i]
	var key []string
	if i < len(w.body.Key.Gaps) {
		key = w.body.Key.Gaps[i]
	}
	var parts []string
	name, values := "MULTICHOICE", []string{}
	texts := map[string]string{}
	if gap.Grid != nil {
		name = "SHORTANSWER_C"
		if w.body.Key.Fold {
			name = "SHORTANSWER"
		}
		for _, a := range key {
			values, texts[a] = append(values, a), html.EscapeString(strings.ReplaceAll(a, "*", `\*`))
		}
	}
	for _, o := range w.body.Question.Choices(i) {
		values, texts[o.ID] = append(values, o.ID), o.HTML
		if len(w.hashes(o.HTML)) > 0 {
			w.refuse("phương án của chỗ trống có hình")
		}
	}
	if len(key) == 0 {
		w.refuse("câu chưa có đủ đáp án")
	}
	for _, v := range values {
		text, ok := source.ClozeText(texts[v])
		if !ok {
			w.refuse("phương án “" + v + "” không ghi được trong câu điền khuyết của Moodle")
		}
		c, authored := w.body.Key.Credit[bank.CreditName(i, v)]
		switch {
		case authored:
			text = "%" + source.Percent(c) + "%" + text
		case slices.Contains(key, v):
			text = "=" + text
		}
		parts = append(parts, text)
	}
	weight := 1
	if gap.Weight > 0 {
		weight = gap.Weight
	}
	return fmt.Sprintf("{%d:%s:%s}", weight, name, strings.Join(parts, "~"))
}

func (w *writer) essay() {
	q := w.body.Question
	format, lines, words, files := "editor", 15, "", 0
	if q.Writing != nil {
		lines = q.Writing.Lines
		if q.Writing.Words > 0 {
			words = strconv.Itoa(q.Writing.Words)
		}
	}
	if q.Kind == bank.Upload {
		format, files = "noinline", 1
	}
	fmt.Fprintf(&w.b, "<responseformat>%s</responseformat><responserequired>%d</responserequired><responsefieldlines>%d</responsefieldlines><minwordlimit></minwordlimit><maxwordlimit>%s</maxwordlimit><attachments>%d</attachments><attachmentsrequired>%d</attachmentsrequired>",
		format, 1-files, lines, words, files, files)
	if q.Files != nil {
		var types []string
		for _, t := range q.Files.Types {
			types = append(types, "."+t)
		}
		fmt.Fprintf(&w.b, "<maxbytes>%d</maxbytes><filetypeslist>%s</filetypeslist>", q.Files.MaxBytes, cdata(strings.Join(types, ",")))
	}
	w.b.WriteString("\n")
	var guide strings.Builder
	for _, r := range w.body.Key.Rubric {
		fmt.Fprintf(&guide, "<p>%s (%s)</p>", r.HTML, strings.Replace(strconv.FormatFloat(float64(r.Points)/100, 'f', -1, 64), ".", ",", 1))
	}
	w.text("graderinfo", "", guide.String())
}

func (w *writer) spots() {
	q := w.body.Question
	if len(w.body.Key.Areas) == 0 || q.Image == nil {
		w.refuse("câu chưa có vùng đúng")
		return
	}
	m, ok := w.media[q.Image.Media]
	if !ok {
		w.refuse("hình không có trong kho")
		return
	}
	w.b.WriteString(picture(m.Hash[:16]+"."+strings.TrimPrefix(m.MIME, "image/"), m) + "\n")
	alt := q.Image.Alt
	if alt == "" {
		alt = "●"
	}
	fmt.Fprintf(&w.b, "<drag><no>1</no><text>%s</text><noofdrags>%d</noofdrags></drag>\n", cdata(html.EscapeString(alt)), max(q.Points, 1))
	if q.Points != len(w.body.Key.Areas) {
		w.loses("số điểm cần đánh dấu khác số vùng đúng")
	}
	for i, a := range w.body.Key.Areas {
		shape, coords := "", ""
		switch a.Shape {
		case bank.Circle:
			shape, coords = "circle", fmt.Sprintf("%d,%d;%d", a.Coords[0], a.Coords[1], a.Coords[2])
		case bank.Rect:
			shape, coords = "rectangle", fmt.Sprintf("%d,%d;%d,%d", a.Coords[0], a.Coords[1], a.Coords[2]-a.Coords[0], a.Coords[3]-a.Coords[1])
		case bank.Poly:
			var corners []string
			for k := 0; k+1 < len(a.Coords); k += 2 {
				corners = append(corners, fmt.Sprintf("%d,%d", a.Coords[k], a.Coords[k+1]))
			}
			shape, coords = "polygon", strings.Join(corners, ";")
		default:
			w.refuse("Moodle không có vùng hình elip")
		}
		fmt.Fprintf(&w.b, "<drop><no>%d</no><shape>%s</shape><coords>%s</coords><choice>1</choice></drop>\n", i+1, shape, coords)
	}
}
