package classical

import (
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// Item is what one item did. Correlations are with complete persons.
type Item struct {
	Name       string  `json:"item"`
	N          float64 `json:"n"` // presented and reached
	Presented  float64 `json:"presented"`
	Omitted    float64 `json:"omitted"`
	NotReached float64 `json:"not_reached"`
	Max        int     `json:"max"`

	Mean           stat.Value `json:"mean"`
	P              stat.Value `json:"p"`             // mean / max
	PAboveFloor    stat.Value `json:"p_above_floor"` // (mean − floor)/(max − floor)
	SD             stat.Value `json:"sd"`
	PointBiserial  stat.Value `json:"r_total"`  // with the total, item in it
	Corrected      stat.Value `json:"r_rest"`   // with the rest
	Biserial       stat.Value `json:"biserial"` // with the rest; right/wrong items only
	D27            stat.Value `json:"d27"`      // p of the upper 27 % minus p of the lower
	AlphaIfDeleted stat.Value `json:"alpha_if_deleted"`

	Intervals map[string]Interval `json:"intervals,omitempty"` // by the name of the statistic

	variance, covariance stat.Value // with not reached as 0; covariance with the total
}

// items computes everything about the items for the weights w of the persons.
func (s *sheet) items(w []float64) []Item {
	out := make([]Item, s.r.J())
	own := make([]stat.Moments, s.r.J())
	for i := range s.r.N() {
		for j, x := range s.r.Row(i) {
			out[j].count(x, w[i])
			if x >= 0 || x == psychometrics.Omitted {
				own[j].Add(math.Max(0, float64(x)), 0, w[i])
			}
		}
	}
	total, rest, filled := s.correlate(w)
	low, high := s.tails(w, 0.27)
	alpha := s.alphaParts(filled)
	for j := range out {
		it := &out[j]
		it.Name, it.Max = s.r.Items[j], s.max[j]
		it.N = own[j].N()
		it.Mean = own[j].MeanX()
		it.SD = stat.Of(math.Sqrt(float64(own[j].VarX())))
		it.P = stat.Ratio(float64(it.Mean), float64(it.Max))
		it.PAboveFloor = s.aboveFloor(j, it.Mean)
		it.PointBiserial, it.Corrected = total[j].R(), rest[j].R()
		it.Biserial = biserial(&rest[j], it.Max)
		it.D27 = stat.Ratio(float64(high[j]-low[j]), float64(it.Max))
		it.variance, it.covariance = filled[j].VarX(), filled[j].Cov()
		it.AlphaIfDeleted = alpha.without(float64(it.variance), float64(it.covariance))
	}
	return out
}

func (it *Item) count(x int8, w float64) {
	if x != psychometrics.NotPresented {
		it.Presented += w
	}
	switch x {
	case psychometrics.Omitted:
		it.Omitted += w
	case psychometrics.NotReached:
		it.NotReached += w
	}
}

func (s *sheet) aboveFloor(j int, mean stat.Value) stat.Value {
	if s.floor == nil {
		return stat.None()
	}
	return stat.Ratio(float64(mean)-s.floor[j], float64(s.max[j])-s.floor[j])
}

// correlate gathers each item with the total and with the rest, over complete
// persons who reached it, and with the total where not reached is 0.
func (s *sheet) correlate(w []float64) (total, rest, filled []stat.Moments) {
	n := s.r.J()
	total, rest, filled = make([]stat.Moments, n), make([]stat.Moments, n), make([]stat.Moments, n)
	for k, i := range s.rows {
		t := float64(s.total[k])
		for j, x := range s.r.Row(i) {
			v := math.Max(0, float64(x))
			filled[j].Add(v, t, w[i])
			if x == psychometrics.NotReached {
				continue
			}
			total[j].Add(v, t, w[i])
			rest[j].Add(v, t-v, w[i])
		}
	}
	return total, rest, filled
}

// biserial is the correlation of the rest with the normal variable that a
// right/wrong item cuts: r · s_x / φ(z_p) (Lord & Novick 1968, eq. 15.5.3). None
// for an item of more than two scores. It may lie beyond ±1.
func biserial(m *stat.Moments, highest int) stat.Value {
	p := float64(m.MeanX())
	if highest != 1 || !(p > 0 && p < 1) {
		return stat.None()
	}
	return stat.Ratio(float64(m.R())*math.Sqrt(p*(1-p)), stat.NormalDensity(stat.NormalQuantile(p)))
}

// shares says for each total score which part of its persons belongs to each of
// the groups, lowest first, when the persons in the order of their totals are cut
// at the given parts of their number. Persons of one total are divided in
// proportion, so that the order of the file does not matter.
func (s *sheet) shares(w, cuts []float64) [][]float64 {
	count := make([]float64, s.highest+1)
	n := 0.0
	for k, i := range s.rows {
		count[s.total[k]] += w[i]
		n += w[i]
	}
	out := make([][]float64, len(count))
	below := 0.0
	for t, c := range count {
		out[t] = make([]float64, len(cuts)+1)
		from := 0.0
		for g := range out[t] {
			to := n
			if g < len(cuts) {
				to = cuts[g] * n
			}
			if c > 0 {
				out[t][g] = max(0, min(to, below+c)-max(from, below)) / c
			}
			from = to
		}
		below += c
	}
	return out
}

// tails is the mean score of each item among the lowest and the highest part of
// the complete persons (Kelley 1939: 27 %).
func (s *sheet) tails(w []float64, part float64) (low, high []stat.Value) {
	share := s.shares(w, []float64{part, 1 - part})
	n, sum := make([][3]float64, s.r.J()), make([][3]float64, s.r.J())
	for k, i := range s.rows {
		g := share[s.total[k]]
		for j, x := range s.r.Row(i) {
			if x == psychometrics.NotReached {
				continue
			}
			for _, e := range []int{0, 2} {
				n[j][e] += w[i] * g[e]
				sum[j][e] += w[i] * g[e] * math.Max(0, float64(x))
			}
		}
	}
	for j := range n {
		low = append(low, stat.Ratio(sum[j][0], n[j][0]))
		high = append(high, stat.Ratio(sum[j][2], n[j][2]))
	}
	return low, high
}
