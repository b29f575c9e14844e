package excel

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// kindList is the kinds of the template in words.
func kindList() []string {
	var out []string
	for _, k := range bank.Kinds() {
		if title := kindTitles[k]; title != "" {
			out = append(out, title)
		}
	}
	return out
}

// answers reads what is answered and what is right.
func (q *question) answers(texts []string) {
	switch q.body.Question.Kind {
	case bank.Single, bank.Multiple:
		q.choice(texts)
	case bank.Cluster:
		q.cluster(texts)
	case bank.Short:
		q.short(texts)
	case bank.Numeric:
		q.noOptions(texts)
		q.body.Key.Accepted = alternatives(q.get(colKey))
	case bank.Cloze:
		q.cloze(texts)
	case bank.Match, bank.Categorise:
		q.match(texts)
	case bank.Order:
		q.order(texts)
	case bank.Essay:
		q.noOptions(texts)
		q.essay()
	case bank.Upload:
		q.noOptions(texts)
		q.upload()
	case bank.Hotspot: // no name of a kind says so
	}
	q.body.Key.Fold = q.get(colFold) != ""
}

func (q *question) noOptions(texts []string) {
	if len(texts) > 0 {
		q.wrong("options.extra", "option A", "Câu dạng này mà có phương án.", "Xoá các cột phương án, hoặc đổi dạng câu.")
	}
}

// words splits tags at semicolons.
func words(s string) []string {
	var out []string
	for w := range strings.SplitSeq(s, ";") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// alternatives splits answers at | and ;.
func alternatives(s string) []string {
	var out []string
	for _, a := range strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == ';' }) {
		if a = strings.TrimSpace(a); a != "" {
			out = append(out, a)
		}
	}
	return out
}

// lines are the lines of a cell that say something.
func lines(s string) []string {
	return slices.DeleteFunc(strings.Split(s, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

var arrows = strings.NewReplacer("-", ",", "→", ",", ">", ",", "–", ",")

// order reads options with the right order C-A-B.
func (q *question) order(texts []string) {
	q.plain(texts)
	key := q.get(colKey)
	if key == "" {
		return
	}
	places, ok := optionLetters(arrows.Replace(key), len(texts))
	if !ok || len(places) != len(texts) {
		q.wrong("key.unreadable", "key", fmt.Sprintf("Đáp án “%s” không phải thứ tự của cả %d mục.", key, len(texts)), "Ghi mỗi chữ cái một lần theo thứ tự đúng, ví dụ: C-A-B.")
		return
	}
	for _, i := range places {
		q.body.Key.Options = append(q.body.Key.Options, q.body.Question.Options[i].ID)
	}
}

// plain takes the option columns as options, fixed ones marked.
func (q *question) plain(texts []string) {
	for _, t := range texts {
		q.body.Question.Options = append(q.body.Question.Options, bank.Option{HTML: t})
	}
	q.body.Normalise() // gives the options their ids
	for _, i := range q.letters(colFixed, "fixed", "Cột cố định") {
		q.body.Question.Options[i].Fixed = true
	}
}

var (
	rowNumber = regexp.MustCompile(`^\s*\d{1,2}\s*[.)]\s*`)
	rowLevel  = regexp.MustCompile(`^\[([^\[\]]{2,20})\]\s*`)
	onePair   = regexp.MustCompile(`^\s*(\d{1,2})\s*[-:.→]\s*([A-Za-z])\s*$`)
)

// match reads the rows, one a line, their targets in A, B, C… and 1-B, 2-A.
func (q *question) match(texts []string) {
	rows := lines(q.get(colRows))
	for _, l := range rows {
		text, s := rowNumber.ReplaceAllString(l, ""), bank.Statement{}
		if m := rowLevel.FindStringSubmatch(text); m != nil {
			if level, ok := bank.ParseLevel(m[1]); ok {
				s.Level, text = level, text[len(m[0]):]
			}
		}
		s.HTML = bank.TextHTML(text)
		q.body.Question.Statements = append(q.body.Question.Statements, s)
	}
	if len(rows) == 0 {
		q.wrong("rows.missing", "rows", "Câu ghép đôi không có vế trái.", "Ghi mỗi vế trái một dòng (Alt+Enter) ở cột “Vế trái”, các vế phải ở cột A, B, C…")
	}
	q.plain(texts)
	key := make([]string, len(rows))
	for _, p := range strings.FieldsFunc(q.get(colKey), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		m := onePair.FindStringSubmatch(p)
		row, at := 0, 0
		if m != nil {
			row, _ = strconv.Atoi(m[1]) // digits
			at = int(strings.ToUpper(m[2])[0] - 'A')
		}
		if m == nil || row < 1 || row > len(rows) || at >= len(texts) || key[row-1] != "" {
			q.wrong("key.unreadable", "key", fmt.Sprintf("Không đọc được “%s” trong đáp án ghép đôi.", strings.TrimSpace(p)), "Ghi mỗi dòng một lần, ví dụ: 1-B, 2-A.")
			return
		}
		key[row-1] = q.body.Question.Options[at].ID
	}
	if slices.ContainsFunc(key, func(s string) bool { return s != "" }) {
		q.body.Key.Statements = key
	}
}

var (
	gapPlace = regexp.MustCompile(`\[\[(\d{1,2})\]\]`)
	gapLine  = regexp.MustCompile(`^\s*(\d{1,2})\s*(?:×\s*(\d{1,3}))?\s*:\s*(.*?)\s*$`)
)

// cloze reads a stem with [[1]], [[2]]… and what fills each of them, one a line:
// "1: Huế | Thừa Thiên" is typed, "2: {*đúng | sai}" is chosen, "3: (B)" is
// chosen among A, B, C… A weight stands behind the number: "1×2: …".
func (q *question) cloze(texts []string) {
	b := &q.body
	n, inOrder := 0, true
	b.Question.Stem = gapPlace.ReplaceAllStringFunc(b.Question.Stem, func(m string) string {
		inOrder = inOrder && strings.Trim(m, "[]") == strconv.Itoa(n+1)
		n++
		return bank.GapMark(n - 1)
	})
	if n == 0 || !inOrder {
		q.wrong("gaps.count", "stem", "Chỗ trống phải được đánh dấu lần lượt [[1]], [[2]]…", "Sửa các dấu chỗ trống trong câu hỏi.")
		return
	}
	q.plain(texts)
	b.Question.Gaps, b.Key.Gaps = make([]bank.Gap, n), make([][]string, n)
	seen := map[int]bool{}
	right := make([][]int, n) // places of right options, of gaps that are chosen
	sizes := strings.Split(q.get(colMax), ",")
	for _, l := range lines(q.get(colKey)) {
		m := gapLine.FindStringSubmatch(l)
		at := 0
		if m != nil {
			at, _ = strconv.Atoi(m[1]) // digits
		}
		if m == nil || at < 1 || at > n || seen[at] {
			q.wrong("key.unreadable", "key", fmt.Sprintf("Không đọc được dòng “%s” của đáp án.", l), "Ghi mỗi chỗ trống một dòng, ví dụ: 1: Huế | Thừa Thiên.")
			return
		}
		seen[at] = true
		b.Question.Gaps[at-1].Weight, _ = strconv.Atoi(m[2]) // digits or nothing
		right[at-1] = q.gap(at-1, m[3], sizes)
	}
	b.Normalise()
	for i, places := range right {
		for _, p := range places {
			b.Key.Gaps[i] = append(b.Key.Gaps[i], b.Question.Choices(i)[p].ID)
		}
	}
}

// gap reads what fills one gap.
func (q *question) gap(i int, text string, sizes []string) (right []int) {
	g := &q.body.Question.Gaps[i]
	inside := func(open, shut string) (string, bool) {
		s, ok := strings.CutPrefix(text, open)
		return strings.TrimSuffix(s, shut), ok && strings.HasSuffix(s, shut)
	}
	if list, ok := inside("{", "}"); ok {
		for k, o := range strings.Split(list, "|") {
			o, marked := strings.CutPrefix(strings.TrimSpace(o), "*")
			if marked {
				right = append(right, k)
			}
			g.Options = append(g.Options, bank.Option{HTML: bank.TextHTML(o)})
		}
		return right
	}
	if list, ok := inside("(", ")"); ok {
		right, ok = optionLetters(list, len(q.body.Question.Options))
		if ok || strings.TrimSpace(list) == "" {
			return right
		}
	}
	answers := alternatives(text)
	grid, _ := source.GridFor(answers)
	if i < len(sizes) {
		if n, err := strconv.Atoi(strings.TrimSpace(sizes[i])); err == nil {
			grid = bank.Grid{Max: n} // a size says that it is no number of the paper form
		}
	}
	g.Grid, q.body.Key.Gaps[i] = &grid, answers
	return nil
}

// credit reads what earns a part, one a line.
func (q *question) credit() {
	for _, l := range lines(q.get(colCredit)) {
		if !source.ReadCredit(&q.body, l) {
			q.wrong("credit.unreadable", "credit", fmt.Sprintf("Không đọc được dòng “%s” của điểm từng phần.", l), "Ghi mỗi phương án hay đáp số một dòng, ví dụ: 50% B; câu nhiều chỗ trống: 50% 1: Huế.")
			return
		}
	}
}
