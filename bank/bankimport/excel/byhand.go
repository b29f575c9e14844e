package excel

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

var (
	workWords = regexp.MustCompile(`(\d{1,5})\s*từ`)
	workLines = regexp.MustCompile(`(\d{1,4})\s*dòng`)
	workSize  = regexp.MustCompile(`(?i)(\d{1,9})\s*(byte|KB|MB)`)
	rubricRow = regexp.MustCompile(`^\s*(-?)\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:điểm|đ)?\s*:\s*(.*?)\s*$`)
)

var hundred = big.NewRat(100, 1)

// defaultUpload is what may be handed in where the sheet does not say.
const defaultUpload = 20 << 20

// essay reads "300 từ, 20 dòng" and the rubric.
func (q *question) essay() {
	work := q.get(colWork)
	w := bank.Writing{Words: numberIn(workWords, work), Lines: numberIn(workLines, work)}
	if w != (bank.Writing{}) {
		q.body.Question.Writing = &w
	} else if work != "" {
		q.wrong("writing.unreadable", "writing", fmt.Sprintf("Không đọc được “%s”.", work), "Ghi số từ, số dòng, ví dụ: 300 từ, 20 dòng.")
	}
	q.rubric()
}

// upload reads "docx, pdf; 20 MB" and the rubric.
func (q *question) upload() {
	types, size, _ := strings.Cut(q.get(colWork), ";")
	f := &bank.Files{MaxBytes: defaultUpload}
	for _, t := range splitList(types) {
		f.Types = append(f.Types, strings.ToLower(strings.TrimPrefix(t, ".")))
	}
	if m := workSize.FindStringSubmatch(size); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits
		f.MaxBytes = n * map[string]int{"byte": 1, "kb": 1 << 10, "mb": 1 << 20}[strings.ToLower(m[2])]
	} else if strings.TrimSpace(size) != "" {
		q.wrong("files.unreadable", "files", fmt.Sprintf("Không đọc được cỡ tệp “%s”.", strings.TrimSpace(size)), "Ghi loại tệp rồi cỡ, ví dụ: docx, pdf; 20 MB.")
	}
	q.body.Question.Files = f
	q.rubric()
}

func numberIn(re *regexp.Regexp, text string) int {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // digits
	return n
}

// rubric reads lines "1: Nêu đủ ba ý" and, below one of them, its steps
// "- 0,5: Nêu hai ý".
func (q *question) rubric() {
	for _, l := range lines(q.get(colRubric)) {
		m := rubricRow.FindStringSubmatch(l)
		list := &q.body.Key.Rubric
		if m == nil || m[1] != "" && len(*list) == 0 {
			q.wrong("rubric.unreadable", "rubric", fmt.Sprintf("Không đọc được dòng “%s” của hướng dẫn chấm.", l), "Ghi mỗi tiêu chí một dòng: điểm, dấu hai chấm, nội dung; mức điểm bên dưới bắt đầu bằng dấu gạch.")
			return
		}
		points, _ := source.Number(m[2]) // the expression is a number
		hundredths, _ := strconv.Atoi(points.Mul(points, hundred).FloatString(0))
		html := bank.TextHTML(m[3])
		if m[1] == "" {
			*list = append(*list, bank.Criterion{HTML: html, Points: hundredths})
			continue
		}
		last := &(*list)[len(*list)-1]
		last.Steps = append(last.Steps, bank.Grade{HTML: html, Points: hundredths})
	}
}
