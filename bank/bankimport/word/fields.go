package word

import (
	"bytes"
	"fmt"
	"image"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// field is a line of its own that says something about a question: of its kind
// where that is marked, "Tệp nộp: docx; 5 MB", "Tiêu chí (1,5): …", or a tag in
// square brackets, "[Chủ đề: Hàm số]".
type field struct {
	name string // in small letters
	arg  string // what stands in brackets or behind the name; of a tag its value
	rest line
}

var (
	fieldLine = regexp.MustCompile(`^(?i)(hình|vùng đúng|vùng ([A-Z])|số chỗ cần chọn|tệp nộp|độ dài|tiêu chí|mức|điểm từng phần)\s*(?:\(([^()]{1,12})\))?\s*:\s*`)
	tagLine   = regexp.MustCompile(`^(?i)\[(mã câu|môn|lớp|chủ đề|đơn vị kiến thức|yêu cầu cần đạt|năng lực|nhãn)\s*:\s*(.+)\]$`)
)

// kindFields are the fields of each kind. Where the kind is not marked, or is
// another one, such a line is text; all marked questions may have credit.
var kindFields = map[string][]string{
	kindSpots: {"hình", "vùng", "vùng đúng", "số chỗ cần chọn"}, kindUpload: {"tệp nộp", "tiêu chí", "mức"}, kindEssay: {"độ dài", "tiêu chí", "mức"},
}

// fieldLine takes a line that is a field.
func (s *scanner) fieldLine(l line) bool {
	d := s.cur
	if l.table != nil {
		return false
	}
	l = l.from(0)
	if m := tagLine.FindStringSubmatch(l.text()); m != nil {
		d.fields = append(d.fields, field{name: strings.ToLower(m[1]), arg: strings.TrimSpace(m[2]), rest: l})
		return true
	}
	m := fieldLine.FindStringSubmatch(string(l.view))
	if m == nil || d.kind == "" || s.at == inSolution && len(d.fields)+len(d.marks)+len(d.answers) == 0 {
		return false
	}
	f := field{name: strings.ToLower(m[1]), arg: m[3], rest: l.from(len([]rune(m[0])))}
	if m[2] != "" {
		f.name, f.arg = "vùng", strings.ToUpper(m[2])
	}
	if f.name != "điểm từng phần" && !slices.Contains(kindFields[d.kind], f.name) {
		return false
	}
	d.fields = append(d.fields, f)
	return true
}

func (b *builder) unreadable(f field, fix string) {
	b.d.add("field.unreadable", "key", "Không đọc được dòng “"+clip(f.name+": "+f.rest.text())+"”.", fix)
}

// tagFields reads what a question says of itself, over the header of the file.
func (b *builder) tagFields() {
	t := &b.body.Tags
	list := func(s string) []string {
		return slices.DeleteFunc(strings.Split(s, "; "), func(w string) bool { return strings.TrimSpace(w) == "" })
	}
	for _, f := range b.d.fields {
		text := f.arg
		switch f.name {
		case "mã câu":
			b.body.Label = text
		case "môn":
			t.Subject = text
		case "lớp":
			grade, ok := bank.ParseGrade(text)
			if !ok {
				b.unreadable(f, "Ghi số từ 1 đến 12.")
			}
			t.Grade = grade
		case "chủ đề":
			t.Topic = text
		case "đơn vị kiến thức":
			t.Content = text
		case "yêu cầu cần đạt":
			t.Outcome = text
		case "năng lực":
			t.Competences = list(text)
		case "nhãn":
			t.Free = list(text)
		}
	}
}

// credit reads "Điểm từng phần: 50% B; -25% C" once the key is known.
func (b *builder) credit() {
	for _, f := range b.d.fields {
		if f.name != "điểm từng phần" {
			continue
		}
		b.body.Normalise()
		for text := range strings.SplitSeq(f.rest.text(), ";") {
			if !source.ReadCredit(&b.body, text) {
				b.unreadable(f, "Ghi “Điểm từng phần: 50% B; -25% C”; câu nhiều chỗ trống: “50% 1: Huế”.")
				return
			}
		}
	}
}

var hundred = big.NewRat(100, 1)

var plusMinus = regexp.MustCompile(`^(\S+)\s*(?:±|\+/-)\s*(\S+)$`)

// number reads "9,81", "9,5..10,5" and "9,8 ± 0,1".
func (b *builder) number() {
	d := b.d
	b.body.Question.Kind = bank.Numeric
	b.body.Question.Stem = b.text("stem", d.stem)
	for i, m := range d.marks {
		var key []string
		for _, a := range strings.FieldsFunc(m.text, func(r rune) bool { return r == '|' || r == ';' }) {
			a = strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(a, "−", "-")), ".")
			if p := plusMinus.FindStringSubmatch(a); p != nil {
				if s, ok := source.Around(p[1], p[2]); ok {
					a = s.Exact()
				}
			}
			key = append(key, a)
		}
		if i > 0 && !slices.Equal(key, b.body.Key.Accepted) {
			d.add("key.conflict", "key", fmt.Sprintf("Hai đáp án khác nhau: %s và %s.", d.marks[0].by, m.by), "Giữ một đáp án.")
			return
		}
		b.body.Key.Accepted = key
	}
}

var fileSize = regexp.MustCompile(`(?i)(\d{1,9})\s*(byte|KB|MB)`)

// defaultUpload is what may be handed in where a question does not say.
const defaultUpload = 20 << 20

// upload reads "Tệp nộp: docx, pdf; 5 MB".
func (b *builder) upload() {
	b.body.Question.Kind = bank.Upload
	b.body.Question.Stem = b.text("stem", b.d.stem)
	b.body.Question.Files = &bank.Files{MaxBytes: defaultUpload}
	for _, f := range b.d.fields {
		if f.name != "tệp nộp" {
			continue
		}
		types, size, _ := strings.Cut(f.rest.text(), ";")
		for t := range strings.FieldsFuncSeq(types, func(r rune) bool { return r == ',' || r == ' ' }) {
			b.body.Question.Files.Types = append(b.body.Question.Files.Types, strings.ToLower(strings.TrimPrefix(t, ".")))
		}
		if m := fileSize.FindStringSubmatch(size); m != nil {
			n, _ := strconv.Atoi(m[1]) // digits
			b.body.Question.Files.MaxBytes = n * map[string]int{"byte": 1, "kb": 1 << 10, "mb": 1 << 20}[strings.ToLower(m[2])]
		} else if strings.TrimSpace(size) != "" {
			b.unreadable(f, "Ghi loại tệp rồi cỡ: “Tệp nộp: docx, pdf; 5 MB”.")
		}
	}
	b.rubric()
}

var lengthOf = regexp.MustCompile(`(\d{1,5})\s*(từ|dòng)`)

// essay reads "Độ dài: 200 từ, 20 dòng" and the rubric.
func (b *builder) essay() {
	q := &b.body.Question
	q.Kind = bank.Essay
	q.Stem = b.text("stem", b.d.stem)
	for _, f := range b.d.fields {
		if f.name != "độ dài" {
			continue
		}
		w := bank.Writing{}
		for _, m := range lengthOf.FindAllStringSubmatch(f.rest.text(), -1) {
			n, _ := strconv.Atoi(m[1]) // digits
			if m[2] == "từ" {
				w.Words = n
			} else {
				w.Lines = n
			}
		}
		if w == (bank.Writing{}) {
			b.unreadable(f, "Ghi “Độ dài: 200 từ, 20 dòng”.")
			continue
		}
		q.Writing = &w
	}
	b.rubric()
}

// rubric reads "Tiêu chí (1,5): …" and below it its steps "Mức (1): …".
func (b *builder) rubric() {
	list := &b.body.Key.Rubric
	for _, f := range b.d.fields {
		if f.name != "tiêu chí" && f.name != "mức" {
			continue
		}
		points, ok := source.Number(strings.Fields(f.arg + " ?")[0])
		hundredths := 0
		if ok {
			hundredths, _ = strconv.Atoi(points.Mul(points, hundred).FloatString(0))
		}
		if !ok || f.name == "mức" && len(*list) == 0 {
			b.unreadable(f, "Ghi “Tiêu chí (1,5): Nêu đủ ba ý”, mức điểm bên dưới: “Mức (1): Nêu hai ý”.")
			return
		}
		html := b.text("rubric", []line{f.rest})
		if f.name == "tiêu chí" {
			*list = append(*list, bank.Criterion{HTML: html, Points: hundredths})
			continue
		}
		last := &(*list)[len(*list)-1]
		last.Steps = append(last.Steps, bank.Grade{HTML: html, Points: hundredths})
	}
}

var (
	areaText = regexp.MustCompile(`^(?i)(chữ nhật|tròn|elip|đa giác)\s+(-?\d+(?:\s*,\s*-?\d+)*)\s*(?::\s*(.*))?$`)
	shapes   = map[string]bank.Shape{"chữ nhật": bank.Rect, "tròn": bank.Circle, "elip": bank.Ellipse, "đa giác": bank.Poly}
)

// spots reads a picture and its areas: "Vùng A: chữ nhật 10,20,30,40: Ga" with
// the letters that are right, or "Vùng đúng: tròn 30,20,5" and how many places
// have to be marked.
func (b *builder) spots() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Hotspot
	q.Stem = b.text("stem", d.stem)
	for _, f := range d.fields {
		switch f.name {
		case "hình":
			q.Image = b.image(f)
		case "số chỗ cần chọn":
			q.Points, _ = strconv.Atoi(f.rest.text()) // Check refuses what is no number
		case "vùng", "vùng đúng":
			area, text, ok := areaOf(f.rest.text())
			if !ok || f.name == "vùng" && f.arg != string(rune('A'+len(q.Options))) {
				b.unreadable(f, "Ghi “Vùng A: chữ nhật trái,trên,phải,dưới: tên vùng”, lần lượt A, B, C…; hình khác: tròn x,y,bán kính · elip · đa giác.")
				return
			}
			if f.name == "vùng" {
				q.Options = append(q.Options, bank.Option{HTML: bank.PlainHTML(text), Area: &area})
			} else {
				b.body.Key.Areas = append(b.body.Key.Areas, area)
			}
		}
	}
	b.body.Normalise()
	for i, m := range d.marks {
		ls, ok := letters(m.text, true)
		var ids []string
		for _, l := range ls {
			if int(l-'A') >= len(q.Options) {
				ok = false
				break
			}
			ids = append(ids, q.Options[l-'A'].ID)
		}
		switch {
		case !ok:
			d.add("key.unreadable", "key", "Không đọc được đáp án ở "+m.by+".", "Ghi chữ của các vùng đúng: “Đáp án: A, C”.")
		case i > 0 && !slices.Equal(ids, b.body.Key.Options):
			d.add("key.conflict", "key", "Hai đáp án khác nhau: "+d.marks[0].by+" và "+m.by+".", "Giữ một đáp án.")
		default:
			b.body.Key.Options = ids
		}
	}
}

func areaOf(text string) (a bank.Area, name string, ok bool) {
	m := areaText.FindStringSubmatch(text)
	if m == nil {
		return a, "", false
	}
	a.Shape = shapes[strings.ToLower(m[1])]
	for n := range strings.SplitSeq(m[2], ",") {
		v, err := strconv.Atoi(strings.TrimSpace(n))
		if err != nil {
			return a, "", false
		}
		a.Coords = append(a.Coords, v)
	}
	return a, m[3], true
}

var pictureTag = regexp.MustCompile(`<img src="media:([0-9a-f]{64})" alt="([^"]*)"`)

// image is the picture of a field, whose areas count in its own pixels.
func (b *builder) image(f field) *bank.Image {
	m := pictureTag.FindStringSubmatch(b.text("image", []line{f.rest}))
	if m == nil {
		b.unreadable(f, "Chèn hình (PNG, JPEG, GIF) ngay sau “Hình:”.")
		return nil
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(b.r.c.Out.Media[m[1]].Bytes))
	if err != nil {
		b.unreadable(f, "Chèn lại hình dạng PNG.")
		return nil
	}
	return &bank.Image{Media: m[1], Width: c.Width, Height: c.Height, Alt: bank.PlainText(m[2])}
}
