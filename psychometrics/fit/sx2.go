package fit

import (
	"errors"
	"math"

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
func (m Model) ItemSX2(r *psychometrics.Responses) ([]SX2, error) {
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
	traces := m.traces()
	_, weight := m.nodes()
	out := make([]SX2, len(m.Items))
	persons(len(m.Items), func(j int) {
		observed := newCells(top, m.Items[j].Categories())
		for at, i := range rows {
			observed[totals[at]][r.Row(i)[j]] += r.Weight(i)
		}
		expected := expectedCells(traces, weight, j, observed)
		t := cellPair{observed[1:top], expected[1:top]}
		t.collapse()
		out[j] = m.sx2(j, t, n)
	})
	return out, nil
}

func newCells(top, categories int) [][]float64 {
	out := make([][]float64, top+1)
	for s := range out {
		out[s] = make([]float64, categories)
	}
	return out
}

// expectedCells is n(s)·P(score k on item j | total s): the scores of the other
// items are summed by Lord & Wingersky at each node.
func expectedCells(traces [][][]float64, weight []float64, j int, observed [][]float64) [][]float64 {
	out := newCells(len(observed)-1, len(observed[0]))
	others := make([][]float64, 0, len(traces)-1)
	for q, w := range weight {
		others = others[:0]
		for i := range traces {
			if i != j {
				others = append(others, traces[i][q])
			}
		}
		rest := stat.SumScores(others)
		for k, p := range traces[j][q] {
			for s, f := range rest {
				out[s+k][k] += w * p * f
			}
		}
	}
	for s, row := range out {
		all, n := 0.0, 0.0
		for k := range row {
			all += row[k]
			n += observed[s][k]
		}
		for k := range row {
			if all > 0 {
				row[k] *= n / all
			}
		}
	}
	return out
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
