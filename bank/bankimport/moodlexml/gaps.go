package moodlexml

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
)

var gapNumber = regexp.MustCompile(`\[\[([0-9]{1,3})\]\]`)

// gapSelect reads [[n]] as drop-down lists: a gap offers the words of the group
// of its right word.
func (q *question) gapSelect() { q.words(q.x.Words, false) }

// dragWords reads [[n]] as places for words. One group is a pool for all gaps.
func (q *question) dragWords() { q.words(q.x.Boxes, true) }

func (q *question) words(list []xmlChoice, pool bool) {
	q.body.Question.Kind = bank.Cloze
	for _, w := range list {
		pool = pool && w.Group == list[0].Group
	}
	var right []int // the word of each gap
	for _, m := range gapNumber.FindAllStringSubmatch(q.body.Question.Stem, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > len(list) {
			q.wrong("gap.word", "key", "Chỗ trống [["+m[1]+"]] không có từ tương ứng.", "Thêm từ vào danh sách hoặc sửa số.")
			return
		}
		right = append(right, n-1)
	}
	if len(right) == 0 {
		q.wrong("gaps.count", "gaps", "Câu không có chỗ trống [[1]] nào.", "Đánh dấu chỗ trống bằng [[số]].")
		return
	}
	q.body.Question.Stem = mark(q.body.Question.Stem)
	places := make([]int, len(right)) // where the right word stands among the choices of its gap
	if pool {
		q.body.Question.Options = q.choices(list, list[0].Group)
	}
	for i, n := range right {
		gap := bank.Gap{}
		places[i] = n
		if !pool {
			gap.Options = q.choices(list, list[n].Group)
			places[i] = 0
			for _, w := range list[:n] {
				if w.Group == list[n].Group {
					places[i]++
				}
			}
		}
		q.body.Question.Gaps = append(q.body.Question.Gaps, gap)
	}
	q.body.Normalise()
	for i := range right {
		q.body.Key.Gaps = append(q.body.Key.Gaps, []string{q.body.Question.Choices(i)[places[i]].ID})
	}
}

// mark puts the marks of the bank in place of [[n]].
func mark(stem string) string {
	n := -1
	return gapNumber.ReplaceAllStringFunc(stem, func(string) string {
		n++
		return bank.GapMark(n)
	})
}

func (q *question) choices(list []xmlChoice, group string) []bank.Option {
	var out []bank.Option
	for _, w := range list {
		if w.Group == group {
			out = append(out, bank.Option{HTML: q.html(xmlText{Format: "html", Text: w.Text})})
		}
	}
	return out
}

// marker reads one kind of marker that is put on places of a picture. Markers
// of several kinds are a question that the bank does not have.
func (q *question) marker() {
	q.body.Question.Kind = bank.Hotspot
	kinds := map[string]bool{}
	for _, d := range q.x.Drops {
		kinds[strings.TrimSpace(d.Choice)] = true
	}
	if len(kinds) != 1 || len(q.x.Drags) != 1 {
		q.wrong("marker.kinds", "key", "Câu đặt nhiều loại nhãn lên hình; ngân hàng chỉ có câu đánh dấu một loại.", "Tách thành nhiều câu, mỗi câu một loại nhãn.")
		return
	}
	if len(q.x.Files) == 0 {
		q.wrong("image.missing", "image", "Câu không kèm hình.", "Xuất lại tệp kèm hình.")
		return
	}
	m, ok := q.c.Picture(q.where, decode(q.x.Files[0].Data))
	if !ok {
		return
	}
	width, height := size(m)
	q.body.Question.Image = &bank.Image{Media: m.Hash, Width: width, Height: height, Alt: bank.PlainText(plain(q.x.Drags[0].Text))}
	q.body.Question.Points = len(q.x.Drops)
	for _, d := range q.x.Drops {
		a, ok := area(d)
		if !ok {
			q.wrong("area.bad", "key", "Vùng “"+bank.NormText(d.Shape+" "+d.Coords)+"” không đọc được.", "Vẽ lại vùng trong Moodle.")
			return
		}
		q.body.Key.Areas = append(q.body.Key.Areas, a)
	}
}

var separators = regexp.MustCompile(`[;,\s]+`)

// area reads circle "x,y;r", rectangle "x,y;width,height", polygon
// "x,y;x,y;x,y".
func area(d xmlPlace) (bank.Area, bool) {
	var n []int
	for _, word := range separators.Split(strings.TrimSpace(d.Coords), -1) {
		f, err := strconv.ParseFloat(word, 64)
		if err != nil || f != f || f < -1e6 || f > 1e6 {
			return bank.Area{}, false
		}
		n = append(n, int(f+0.5))
	}
	switch shape := strings.ToLower(strings.TrimSpace(d.Shape)); {
	case shape == "circle" && len(n) == 3:
		return bank.Area{Shape: bank.Circle, Coords: n}, true
	case shape == "rectangle" && len(n) == 4:
		return bank.Area{Shape: bank.Rect, Coords: []int{n[0], n[1], n[0] + n[2], n[1] + n[3]}}, true
	case shape == "polygon" && len(n) >= 6 && len(n)%2 == 0:
		return bank.Area{Shape: bank.Poly, Coords: slices.Clip(n)}, true
	}
	return bank.Area{}, false
}
