package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/scoring"
)

// loadRule is the rule that the made-up paper is scored by: 12 choices, 4
// clusters of 4 statements, 6 short answers.
const loadRule = "thptqg-2025-toan"

// loadKey is what is right on the made-up paper.
type loadKey map[string]scoring.KeyField

// loadPaper makes a paper of the size of a real one, and its key.
func loadPaper(seed uint64, d time.Duration) (*delivery.Paper, loadKey) {
	rng := rand.New(rand.NewPCG(seed, 12)) //nolint:gosec // a made-up paper that can be repeated
	key := loadKey{}
	p := &delivery.Paper{V: delivery.PaperVersion, FormCode: "0101", Title: "Đề thử tải", Subject: "Toán", DurationS: int(max(d/time.Second, 1))}
	one := delivery.PaperPart{Part: 1, Title: "PHẦN I"}
	for n := range 12 {
		q := delivery.Question{No: n + 1, Kind: delivery.KindSingle, Stem: loadText(rng, 40), Field: fmt.Sprintf("p1_%d", n+1)}
		for range 4 {
			q.Options = append(q.Options, delivery.Option{ID: exam.NewOptionID(), HTML: loadText(rng, 8)})
		}
		key[q.Field] = scoring.KeyField{Kind: scoring.Single, Accept: []string{q.Options[rng.IntN(4)].ID}}
		one.Questions = append(one.Questions, q)
	}
	two := delivery.PaperPart{Part: 2, Title: "PHẦN II"}
	for n := range 4 {
		q := delivery.Question{No: n + 1, Kind: delivery.KindCluster, Stem: loadText(rng, 60)}
		for _, letter := range "abcd" {
			s := delivery.Statement{Field: fmt.Sprintf("p2_%d%c", n+1, letter), HTML: loadText(rng, 15)}
			key[s.Field] = scoring.KeyField{Kind: scoring.Cluster, Accept: []string{"DS"[rng.IntN(2):][:1]}}
			q.Statements = append(q.Statements, s)
		}
		two.Questions = append(two.Questions, q)
	}
	three := delivery.PaperPart{Part: 3, Title: "PHẦN III"}
	for n := range 6 {
		q := delivery.Question{No: n + 1, Kind: delivery.KindShort, Stem: loadText(rng, 50), Field: fmt.Sprintf("p3_%d", n+1), Max: 4, Charset: "0123456789-,"}
		key[q.Field] = scoring.KeyField{Kind: scoring.Short, Accept: []string{fmt.Sprint(rng.IntN(1000))}}
		three.Questions = append(three.Questions, q)
	}
	p.Parts = []delivery.PaperPart{one, two, three}
	return p, key
}

// loadText is filler of so many words.
func loadText(rng *rand.Rand, words int) string {
	list := strings.Fields(`cho hàm số f(x) có đạo hàm liên tục trên đoạn và tích phân của nó bằng một số thực
		dương mệnh đề nào sau đây đúng với mọi giá trị của tham số trong không gian toạ độ Oxyz`)
	var b strings.Builder
	b.WriteString("<p>")
	for range words {
		b.WriteString(list[rng.IntN(len(list))])
		b.WriteByte(' ')
	}
	b.WriteString(`\(x^2 - 3x + 2 = 0\)</p>`)
	return b.String()
}

// score scores what is sealed and returns how many works that were.
func (k loadKey) score(works []delivery.Work) (int, error) {
	rule, err := scoring.Named(loadRule)
	if err != nil {
		return 0, err
	}
	scorer, err := scoring.NewScorer(rule, scoring.Key{Version: 1, Fields: k})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, w := range works {
		if w.State != delivery.AttemptSealed {
			continue
		}
		if res := scorer.Score(w.Values); res.Points < 0 || res.Points > scorer.Max() {
			return n, fmt.Errorf("attempt %s earned %v of %v points", w.Attempt, res.Points, scorer.Max())
		}
		n++
	}
	return n, nil
}
