package banktest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"

	"khaothi/bank"
)

// Maker makes questions that may be approved. The same seed makes the same
// texts, keys and pictures; option ids are new each time.
type Maker struct {
	r     *rand.Rand
	n     int                   // makes every text another one
	Media map[string]bank.Media // the pictures of all questions so far
}

// New returns a maker of questions.
func New(seed uint64) *Maker {
	return &Maker{r: rand.New(rand.NewPCG(seed, 7)), Media: map[string]bank.Media{}} //nolint:gosec // questions for tests
}

// Imported is a file of n questions of each of some kinds, or of all kinds.
func (m *Maker) Imported(n int, kinds ...bank.Kind) bank.Imported {
	if len(kinds) == 0 {
		kinds = bank.Kinds()
	}
	in := bank.Imported{File: "banktest", Format: "json", Items: []bank.ItemDraft{}, Media: m.Media}
	for range n {
		for _, k := range kinds {
			in.Items = append(in.Items, bank.ItemDraft{Where: fmt.Sprintf("câu %d", len(in.Items)+1), Body: m.Body(k)})
		}
	}
	in.Found = len(in.Items)
	return in
}

var words = strings.Fields(`hàm số đồng biến nghịch trên khoảng cho biết tam giác vuông cạnh huyền nguyên tử khối lượng phản ứng dung dịch nhiệt độ
	Việt Nam thế kỉ mười tám câu thơ lục bát nghĩa quân Tây Sơn ruộng bậc thang độ dốc 0,5 12% a<b R&D "trích" l'eau naïve 你好 Ω`)

// phrase is a few words, unlike every other phrase.
func (m *Maker) phrase() string {
	m.n++
	var out []string
	for range 2 + m.r.IntN(6) {
		out = append(out, words[m.r.IntN(len(words))])
	}
	return fmt.Sprintf("%s %d", strings.Join(out, " "), m.n)
}

// formulas are in the normal form that the formula package writes.
var formulas = []string{`x^2`, `\frac{a}{b+1}`, `\sqrt{3}`, `\int_0^1x\,dx`, `\overrightarrow{AB}`, `x<y`, `\sin x`, `\begin{cases} x+y=1 \\ x-y=0 \end{cases}`, `0{,}5`, `\mathbb{R}`, `\widehat{ABC}=90^\circ`}

func (m *Maker) formula() string {
	return `\(` + strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(formulas[m.r.IntN(len(formulas))]) + `\)`
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace(s)
}

// line is a text of one line in the HTML subset.
func (m *Maker) line() string {
	s := escape(m.phrase())
	switch m.r.IntN(6) {
	case 0:
		s += " " + m.formula()
	case 1:
		s = "<b>" + s + "</b>"
	case 2:
		s += " H<sub>2</sub>O, x<sup>2</sup>"
	case 3:
		s = m.formula() + " <i>" + s + "</i> và <u>gạch</u>"
	}
	return s
}

// Text is a text of several lines, some with a picture, a table or a list.
func (m *Maker) Text() string {
	s := "<p>" + m.line() + "</p>"
	switch m.r.IntN(5) {
	case 0:
		s += "<p>" + m.picture() + "</p>"
	case 1:
		s += "<table><tr><th>" + m.line() + "</th><td>" + m.line() + `</td></tr><tr><td colspan="2">` + m.line() + "</td></tr></table>"
	case 2:
		s += "<ul><li>" + m.line() + "</li><li>" + m.line() + "</li></ul>"
	case 3:
		s += "<p>" + m.line() + "<br/>" + m.line() + "</p>"
	}
	return s
}

// picture is the tag of a new small picture.
func (m *Maker) picture() string {
	return `<img src="media:` + m.image(8, 6) + `" alt="hình ` + fmt.Sprint(m.n) + `" width="80">`
}

func (m *Maker) image(w, h int) string {
	m.n++
	p := image.NewGray(image.Rect(0, 0, w, h))
	for i := range 8 {
		p.SetGray(i, 0, color.Gray{Y: uint8(m.n >> i & 1 * 255)}) //nolint:gosec // 0 or 255
	}
	p.SetGray(0, h-1, color.Gray{Y: uint8(m.n % 251)}) //nolint:gosec // below 256
	var b bytes.Buffer
	_ = png.Encode(&b, p) // into memory
	media := bank.Media{Hash: bank.MediaHash(b.Bytes()), MIME: "image/png", Bytes: b.Bytes()}
	m.Media[media.Hash] = media
	return media.Hash
}

func (m *Maker) tags(k bank.Kind) bank.Tags {
	t := bank.Tags{
		Subject: []string{"toan", "vatli", "nguvan", "Nghề làm vườn"}[m.r.IntN(4)], Grade: m.r.IntN(13), Topic: m.phrase(), Outcome: m.phrase(),
		Content: m.phrase(), Competences: []string{"tư duy", m.phrase()}, Free: []string{"ôn tập", m.phrase()},
	}
	if k != bank.Cluster {
		t.Level = append(bank.Levels(), bank.Advanced)[m.r.IntN(4)]
	}
	return t
}

func (m *Maker) options(n int) []bank.Option {
	out := make([]bank.Option, n)
	for i := range out {
		out[i].HTML = m.line()
		if m.r.IntN(8) == 0 {
			out[i].HTML += " " + m.picture()
		}
	}
	return out
}

// some picks between low and high of n places.
func (m *Maker) some(n, low, high int) []int {
	out := m.r.Perm(n)[:low+m.r.IntN(high-low+1)]
	slices.Sort(out)
	return out
}
