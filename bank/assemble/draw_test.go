package assemble

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/bank"
)

// bankOf makes a bank for the example: n questions over its content, kinds and
// levels, with difficulty.
func bankOf(n int, seed uint64) ([]Item, *Table) {
	rng := rand.New(rand.NewPCG(seed, 11))
	topics := [][2]string{{"Hàm số", "Tính đơn điệu và cực trị"}, {"Hàm số", "Đồ thị"}, {"Nguyên hàm, tích phân", "Tích phân"}, {"Xác suất", "Bayes"}}
	var items []Item
	var csv strings.Builder
	csv.WriteString("item,difficulty,0\n")
	for i := range n {
		it := Item{ID: fmt.Sprintf("T-%03d", i+1), Subject: "toan", Grade: 12, Ready: true, Level: levels[rng.IntN(3)]}
		t := topics[rng.IntN(len(topics))]
		it.Topic, it.Content = t[0], t[1]
		if rng.IntN(4) == 0 {
			it.Competences = []string{"TD"}
		}
		switch rng.IntN(5) {
		case 0, 1, 2:
			it.Kind = bank.Single
		case 3:
			it.Kind, it.Level = bank.Cluster, ""
			for range bank.ClusterSize {
				it.Statements = append(it.Statements, levels[rng.IntN(3)])
			}
		default:
			it.Kind = bank.Short
		}
		items = append(items, it)
		fmt.Fprintf(&csv, "%s,%.3f,%.4f\n", it.ID, rng.Float64(), math.Exp(rng.NormFloat64()*0.5))
	}
	t, err := ReadTable([]byte(csv.String()))
	if err != nil {
		panic(err)
	}
	return items, t
}

func TestMakeDrawsTheExample(t *testing.T) {
	t.Parallel()
	b := example(t)
	items, table := bankOf(3000, 1)
	d, err := Make(t.Context(), b, items, table, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Draws) != 4 || d.Objective > 1e-3 {
		t.Errorf("%d draws, distance %v", len(d.Draws), d.Objective)
	}
}

func TestMakeNamesTheShortCell(t *testing.T) {
	t.Parallel()
	b := example(t)
	items, table := bankOf(3000, 2)
	for i := range items {
		if items[i].Topic == "Xác suất" && items[i].Kind == bank.Short && items[i].Level == bank.Apply {
			items[i].Level = bank.Know
		}
	}
	_, err := Make(t.Context(), b, items, table, Options{})
	var c *ConflictError
	if !errors.As(err, &c) {
		t.Fatal(err)
	}
	want := "Ô Xác suất · Trả lời ngắn · Vận dụng cần 2 câu, ngân hàng còn 0."
	if len(c.Demands) != 1 || c.Demands[0].Message != want || len(c.Short) != 1 {
		t.Errorf("conflict %+v", c)
	}
}

// The figures of docs/performance.md: go test -bench . ./bank/assemble
func BenchmarkMake(b *testing.B) {
	items, table := bankOf(5000, 3)
	five, none := 5, 0
	for _, bm := range []struct {
		name    string
		forms   Forms
		targets []Target
	}{
		{"24 shuffled of 5000", Forms{Count: 24, Bases: 1}, nil},
		{"24 parallel of 5000, overlap 5", Forms{Count: 24, Overlap: &five}, nil},
		{"24 parallel of 5000, difficulty", Forms{Count: 24, Overlap: &five}, []Target{{Column: "difficulty", Goal: Near, Mean: true, Value: 0.6}}},
		{"3 disjoint of 5000, information", Forms{Count: 3, Overlap: &none}, []Target{{Column: "0", Goal: Highest}}},
	} {
		b.Run(bm.name, func(b *testing.B) {
			bp := example(b)
			bp.Forms, bp.Targets = bm.forms, bm.targets
			for b.Loop() {
				d, err := Make(b.Context(), bp, items, table, Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(100*d.Gap, "gap%")
			}
		})
	}
}
