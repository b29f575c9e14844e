package fit

import (
	"context"
	"errors"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// LDX2 is Chen & Thissen's (1997) X² of all pairs of items: J × J, below the
// diagonal X², above it Cramér's V with the sign of the dependence that is left,
// None on it. The sign is that of the observed minus the expected gamma (Goodman &
// Kruskal). Each pair uses the persons who have both scores.
func (m Model) LDX2(ctx context.Context, r *psychometrics.Responses) ([][]stat.Value, error) {
	if err := m.check(r); err != nil {
		return nil, err
	}
	n := len(m.Items)
	if n < 2 {
		return nil, errors.New("local dependence is about pairs: give at least two items")
	}
	traces := m.traces()
	_, weight := m.nodes()
	out := make([][]stat.Value, n)
	for j := range out {
		out[j] = make([]stat.Value, n)
		out[j][j] = stat.None()
	}
	if err := persons(ctx, n, func(j int) {
		for i := range j {
			if ctx.Err() != nil {
				return
			}
			o := newCells(m.Items[i].Categories()-1, m.Items[j].Categories())
			e := newCells(m.Items[i].Categories()-1, m.Items[j].Categories())
			total := 0.0
			for p := range r.N() {
				if row := r.Row(p); row[i] >= 0 && row[j] >= 0 {
					o[row[i]][row[j]] += r.Weight(p)
					total += r.Weight(p)
				}
			}
			for q, w := range weight {
				for a, pa := range traces[i][q] {
					for b, pb := range traces[j][q] {
						e[a][b] += total * w * pa * pb
					}
				}
			}
			out[j][i], out[i][j] = dependence(o, e, total)
		}
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func dependence(o, e [][]float64, n float64) (x2, v stat.Value) {
	chi := 0.0
	for a := range e {
		for b := range e[a] {
			chi += float64(stat.Ratio((o[a][b]-e[a][b])*(o[a][b]-e[a][b]), e[a][b]))
		}
	}
	sign := 1.0
	if gamma(o) < gamma(e) {
		sign = -1
	}
	least := float64(min(len(e), len(e[0])) - 1)
	return stat.Of(chi), stat.Of(sign * math.Sqrt(float64(stat.Ratio(chi, n*least))))
}

// gamma is (concordant − discordant)/(concordant + discordant) pairs.
func gamma(t [][]float64) float64 {
	var con, dis float64
	for a := range t {
		for b := range t[a] {
			for c := a + 1; c < len(t); c++ {
				for d := range t[c] {
					switch {
					case d > b:
						con += t[a][b] * t[c][d]
					case d < b:
						dis += t[a][b] * t[c][d]
					}
				}
			}
		}
	}
	if con+dis == 0 {
		return 0
	}
	return (con - dis) / (con + dis)
}
