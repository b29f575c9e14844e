package fit

import (
	"context"
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// SX2 is Orlando & Thissen's statistic of one item.
type SX2 struct {
	Item  string     `json:"item"`
	SX2   stat.Value `json:"s_x2"`
	DF    int        `json:"df"`
	P     stat.Value `json:"p"`
	RMSEA stat.Value `json:"rmsea"`
}

// ItemSX2 compares, within each total score, the scores of every item with those
// the model expects (Orlando & Thissen 2000; Kang & Chen 2008 for more than two
// scores). Cells are merged until every expected count is at least 1, by the
// rules of mirt's itemfit(); an item with no degrees of freedom left has no
// number. It needs three items and a complete person.
func (m Model) ItemSX2(ctx context.Context, r *psychometrics.Responses) ([]SX2, error) {
	if err := m.check(r); err != nil {
		return nil, err
	}
	rows, n := complete(r)
	if len(rows) == 0 || len(m.Items) < 3 {
		return nil, errors.New("S-X² needs at least three items and persons who have a score on all of them")
	}
	top := 0
	for j := range m.Items {
		top += m.Items[j].Categories() - 1
	}
	totals := make([]int, len(rows))
	for at, i := range rows {
		for _, x := range r.Row(i) {
			totals[at] += int(x)
		}
	}
	out := make([]SX2, len(m.Items))
	traces := m.traces()
	block := 1 + len(m.Items)/32 // items whose tables are held at once
	if err := persons(ctx, (len(m.Items)+block-1)/block, func(b int) {
		from := b * block
		expected := m.expectedCells(traces, from, min(from+block, len(m.Items)), top)
		for k, e := range expected {
			j := from + k
			observed := newCells(top, m.Items[j].Categories())
			for at, i := range rows {
				observed[totals[at]][r.Row(i)[j]] += r.Weight(i)
			}
			scale(e, observed)
			t := cellPair{observed[1:top], e[1:top]}
			t.collapse()
			out[j] = m.sx2(j, t, n)
		}
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func newCells(top, categories int) [][]float64 {
	out := make([][]float64, top+1)
	for s := range out {
		out[s] = make([]float64, categories)
	}
	return out
}

// expectedCells is, for the items from … to − 1, the probability of a total s with
// the score k on the item: the scores of the other items are summed by Lord &
// Wingersky at each node.
func (m Model) expectedCells(traces [][][]float64, from, to, top int) [][][]float64 {
	out := make([][][]float64, to-from)
	for k := range out {
		out[k] = newCells(top, m.Items[from+k].Categories())
	}
	_, weight := m.nodes()
	for q, w := range weight {
		at := make([][]float64, len(traces))
		for j := range traces {
			at[j] = traces[j][q]
		}
		outside := append(append([][]float64{}, at[:from]...), at[to:]...)
		eachRest(at, from, to, stat.SumScores(outside), func(j int, rest []float64) {
			for k, p := range at[j] {
				for s, f := range rest {
					out[j-from][s+k][k] += w * p * f
				}
			}
		})
	}
	return out
}

// eachRest gives, for every item from … to − 1, the distribution of the sum of all
// others, rest being that of the items outside of the range. Halving the range
// sums every item log(range) times, and divides by no probability.
func eachRest(at [][]float64, from, to int, rest []float64, give func(j int, rest []float64)) {
	if to-from == 1 {
		give(from, rest)
		return
	}
	middle := (from + to) / 2
	eachRest(at, from, middle, stat.AddScores(rest, at[middle:to]), give)
	eachRest(at, middle, to, stat.AddScores(rest, at[from:middle]), give)
}

// scale makes the probabilities of each total the counts that are expected among
// its persons.
func scale(expected, observed [][]float64) {
	for s, row := range expected {
		all, n := floats.Sum(row), floats.Sum(observed[s])
		for k := range row {
			if all > 0 {
				row[k] *= n / all
			}
		}
	}
}

func (m Model) sx2(j int, t cellPair, n float64) SX2 {
	out := SX2{Item: m.Items[j].Name, SX2: stat.None(), P: stat.None(), RMSEA: stat.None()}
	cells, chi := 0, 0.0
	for s, row := range t.e {
		for k, e := range row {
			if e != 0 {
				cells++
				chi += (t.o[s][k] - e) * (t.o[s][k] - e) / e
			}
		}
	}
	out.DF = max(0, cells-len(t.e)-len(m.Items[j].Free())-m.LatentParameters)
	if out.DF > 0 {
		out.SX2, out.P = stat.Of(chi), stat.ChiSquareP(chi, float64(out.DF))
		out.RMSEA = rmsea(chi, out.DF, n)
	}
	return out
}

func rmsea(chi float64, df int, n float64) stat.Value {
	if df <= 0 || n <= 1 {
		return stat.None()
	}
	return stat.Of(math.Sqrt(math.Max(0, (chi/float64(df)-1)/(n-1))))
}
