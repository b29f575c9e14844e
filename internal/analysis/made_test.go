package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/exam"
	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

// madeItems are 16 questions of four options and 3 clusters of four statements,
// with known parameters.
func madeItems(t testing.TB) []irt.Item {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 5))
	var out []irt.Item
	for j := range 16 {
		it, err := irt.Dichotomous(fmt.Sprintf("v%02d", j+1), irt.TwoPL, 0.8+rng.Float64(), -1.6+0.2*float64(j), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	for j := range 3 {
		b := -0.5 + 0.5*float64(j)
		it, err := irt.Ordered(fmt.Sprintf("v%02d", j+17), irt.GPCM, 0.9, []float64{b - 1, b - 0.3, b + 0.4, b + 1})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}

// made is an exam of n persons whose answers the items explain. Boys and girls
// alternate, schools have a quarter each, the last third writes on paper.
func made(t testing.TB, n int, seed uint64) *analysis.Matrix {
	t.Helper()
	items := madeItems(t)
	r, _ := irt.Simulate(items, n, 0, 1, 0, seed)
	columns := make([]analysis.Column, len(items))
	for j := range columns {
		c := &columns[j]
		id := items[j].Name
		*c = analysis.Column{
			Version: exam.VersionID(id), Item: exam.ItemID("i" + id), Hash: "h" + id, Name: fmt.Sprintf("p1_%d", j+1), Part: 1, No: j + 1,
			Kind: "single", Max: 1, MaxPoints: 0.25, Floor: 0.25, Topic: []string{"Hàm số", "Xác suất"}[j%2], Level: []string{"biet", "hieu", "vandung"}[j%3],
		}
		if items[j].Categories() > 2 {
			c.Kind, c.Max, c.MaxPoints, c.Floor, c.Level = "cluster", 4, 1, 2, ""
			for f := range 4 {
				c.Fields = append(c.Fields, analysis.Field{Letter: string(rune('a' + f)), Level: "hieu"})
			}
			continue
		}
		for o := range 4 {
			c.Options = append(c.Options, analysis.Choice{ID: fmt.Sprintf("o%d", o), Key: o == j%4})
		}
	}
	persons := make([]analysis.Person, n)
	m := analysis.NewMatrix(columns, persons)
	rng := rand.New(rand.NewPCG(seed, 7))
	for i := range persons {
		p := &persons[i]
		*p = analysis.Person{
			Candidate: exam.CandidateID(fmt.Sprintf("c%06d", i)), Form: "f1", Code: fmt.Sprintf("010%d", i%4+1), Gender: []string{"male", "female"}[i%2],
			School: fmt.Sprintf("s%d", i%4), SchoolName: fmt.Sprintf("Trường %d", i%4), Mode: analysis.Screen,
		}
		if i%3 == 2 {
			p.Mode = analysis.Paper
		}
		for j := range columns {
			fill(m, i, j, int(r.Row(i)[j]), rng)
			p.Points += float64(m.Points[m.At(i, j)])
		}
	}
	for j := range columns {
		m.MaxPoints += columns[j].MaxPoints
	}
	return m
}

// fill puts a score into a cell, with a choice that has it.
func fill(m *analysis.Matrix, i, j, score int, rng *rand.Rand) {
	c, at := &m.Columns[j], m.At(i, j)
	m.Scores[at], m.Choices[at] = int8(score), int8(score)
	m.Points[at] = float32(c.MaxPoints) * float32(score) / float32(c.Max)
	if len(c.Options) == 0 {
		m.Right[at] = 1<<score - 1
		return
	}
	if m.Choices[at] = int8(j % 4); score == 0 {
		m.Choices[at] = int8((j%4 + 1 + rng.IntN(3)) % 4)
	}
}

// absent is a cell of somebody who never saw the item.
const absent = psychometrics.NotPresented
