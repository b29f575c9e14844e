package analysis

import (
	"fmt"
	"math"
	"slices"

	"khaothi/psychometrics/fit"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// The abilities of all curves: 41 from −4 to 4. The last digits of a curve mean
// nothing: it is kept to five decimals.
const (
	curvePoints = 41
	curveMin    = -4.0
	curveMax    = 4.0
	curveDigits = 1e5
)

const (
	empiricalGroups = 10
	maxPairs        = 40  // that a report keeps beside the flagged ones
	maxGlobalItems  = 60  // M2 works on the square of the square of the items
	maxFitItems     = 400 // pairs grow by the square
)

// fit says how well the model describes the answers, and draws what it says.
func (w *work) fit() error {
	f := w.cal.fit
	if f == nil {
		return nil
	}
	m := model(f)
	theta, _, err := m.EAP(w.ctx, w.cal.r)
	if err != nil {
		return fmt.Errorf("abilities: %w", err)
	}
	w.curves(f)
	w.abilities(theta, f)
	if err := w.itemFit(m, theta); err != nil {
		return err
	}
	w.progress(0.7, StageFit)
	if err := w.ctx.Err(); err != nil {
		return err
	}
	return w.pairs(m, theta)
}

func model(f *irt.Fit) fit.Model {
	m := fit.Model{Items: f.Items, Mean: f.Latent[0].Mean, Variance: f.Latent[0].Var}
	if !slices.ContainsFunc(f.Items, func(it irt.Item) bool { return !it.Model.FixedSlope() }) {
		m.LatentParameters = 1
	}
	return m
}

func round(x float64) float64 { return math.Round(x*curveDigits) / curveDigits }

// curves draws every item and the test.
func (w *work) curves(f *irt.Fit) {
	t := &w.rep.Test
	for k := range curvePoints {
		t.Theta = append(t.Theta, round(curveMin+float64(k)*(curveMax-curveMin)/(curvePoints-1)))
	}
	for _, p := range irt.TestCurve(f.Items, t.Theta) {
		t.Information, t.Expected = append(t.Information, round(p.Information)), append(t.Expected, round(p.Expected))
		t.SE = append(t.SE, num(stat.Of(p.SE)))
	}
	for j := range f.Items {
		item := &f.Items[j]
		c := &ItemCurve{Categories: make([][]float64, item.Categories())}
		var p []float64
		for _, x := range t.Theta {
			c.Expected, c.Information = append(c.Expected, round(item.Expected(x))), append(c.Information, round(item.Information(x)))
			p = item.P(x, p)
			for k := range c.Categories {
				c.Categories[k] = append(c.Categories[k], round(p[k]))
			}
		}
		it := w.keyed(item.Name)
		it.Curve = c
		if len(item.B) > 0 {
			l := Location{Key: it.Key, Name: it.Name, Thresholds: item.B}
			for _, b := range item.B {
				l.Difficulty += b / float64(len(item.B))
			}
			t.Locations = append(t.Locations, l)
		}
	}
}

// abilities is where the persons stand on the scale.
func (w *work) abilities(theta []float64, f *irt.Fit) {
	t := &w.rep.Test
	t.Persons = bins(theta, curveMin, curveMax, 32)
	var mo stat.Moments
	for _, x := range theta {
		mo.Add(x, 0, 1)
	}
	t.Mean, t.SD = num(mo.MeanX()), num(stat.Of(math.Sqrt(float64(mo.VarX()))))
	t.Reliability = num(stat.Ratio(float64(mo.VarX()), f.Latent[0].Var)) // of the EAP: Bock & Mislevy (1982)
	if r := t.Reliability; r != nil {
		*r = min(1, *r)
	}
	w.scoreTable(f)
}

// scoreTable is the ability of each score of the largest booklet, where its
// scores are those of the model.
func (w *work) scoreTable(f *irt.Fit) {
	var items []irt.Item
	for _, j := range w.booklets[0].columns {
		key := string(w.m.Columns[j].Version)
		at := w.cal.r.Item(key)
		if at < 0 || w.cal.collapsed[key] != nil {
			return
		}
		items = append(items, f.Items[at])
	}
	s, err := irt.NewScorer(items, f.Latent[0].Mean, f.Latent[0].Var, f.Grid)
	if err != nil {
		w.note("score_table", err.Error())
		return
	}
	for _, row := range s.SumTable() {
		if stat.Of(row.Theta).Known() && stat.Of(row.SE).Known() {
			w.rep.Test.ScoreTable = append(w.rep.Test.ScoreTable, ScoreTheta{Score: row.Sum, Theta: row.Theta, SE: row.SE})
		}
	}
}

// itemFit is mean squares, S-X² and the empirical points of every item.
func (w *work) itemFit(m fit.Model, theta []float64) error {
	squares, err := m.ItemMeanSquares(w.ctx, w.cal.r, theta)
	if err != nil {
		return fmt.Errorf("mean squares: %w", err)
	}
	for j, s := range squares {
		w.keyed(m.Items[j].Name).Fit = &ItemFit{Infit: num(s.Infit), ZInfit: num(s.ZInfit), Outfit: num(s.Outfit), ZOutfit: num(s.ZOutfit)}
	}
	if len(theta) >= 2*empiricalGroups {
		points, err := m.Residuals(w.cal.r, theta, empiricalGroups)
		if err != nil {
			return fmt.Errorf("empirical points: %w", err)
		}
		for _, p := range points {
			c := w.keyed(p.Item).Curve
			c.Empirical = append(c.Empirical, EmpiricalPoint{Theta: num(p.Theta), N: int(p.N), Observed: num(p.Observed), Expected: num(p.Expected), Residual: num(p.Residual)})
		}
	}
	for k := range w.booklets {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		w.bookletFit(m, k)
	}
	return nil
}

// bookletFit is what needs persons with all the same items.
func (w *work) bookletFit(m fit.Model, k int) {
	b := &w.booklets[k]
	of := m
	of.Items = nil
	var names []string
	mine := false
	for _, j := range b.columns {
		key := string(w.m.Columns[j].Version)
		if at := w.cal.r.Item(key); at >= 0 {
			of.Items, names = append(of.Items, m.Items[at]), append(names, key)
			mine = mine || w.keyed(key).Booklet == k
		}
	}
	if !mine || len(names) < 3 {
		return
	}
	r, _ := w.cal.r.Select(names) // its own names
	in := make(map[int]bool, len(b.persons))
	for _, i := range b.persons {
		in[i] = true
	}
	r = r.Where(func(i int) bool { return in[i] })
	sx2, err := of.ItemSX2(w.ctx, r)
	if err != nil {
		w.note("s_x2", err.Error())
	}
	for _, s := range sx2 {
		if it := w.keyed(s.Item); it.Booklet == k && s.DF > 0 {
			it.Fit.SX2, it.Fit.DF, it.Fit.P, it.Fit.RMSEA = num(s.SX2), s.DF, num(s.P), num(s.RMSEA)
		}
	}
	if k > 0 || len(names) > maxGlobalItems || len(names) < len(w.cal.columns) {
		return
	}
	l, err := of.M2(w.ctx, r)
	if err != nil {
		w.note("m2", err.Error())
		return
	}
	w.rep.Calibration.Global = &Global{
		Kind: l.Kind, Statistic: num(l.Statistic), DF: l.DF, P: num(l.P), RMSEA: num(l.RMSEA), RMSEALow: num(l.RMSEALow), RMSEAHigh: num(l.RMSEAHigh),
		SRMSR: num(l.SRMSR), CFI: num(l.CFI), TLI: num(l.TLI),
	}
}

// pairs are the pairs of items that go together more than ability explains.
func (w *work) pairs(m fit.Model, theta []float64) error {
	if len(m.Items) < 2 || len(m.Items) > maxFitItems {
		return nil
	}
	q3, err := m.Q3(w.ctx, w.cal.r, theta)
	if err != nil {
		return fmt.Errorf("Q3: %w", err)
	}
	var mean stat.Moments
	var all []Pair
	for j := range q3 {
		for k, q := range q3[j][:j] {
			if q = stat.Of(float64(q)); q.Known() {
				mean.Add(float64(q), 0, 1)
				all = append(all, Pair{A: m.Items[k].Name, B: m.Items[j].Name, Q3: float64(q)})
			}
		}
	}
	for k := range all {
		all[k].Above = all[k].Q3 - float64(mean.MeanX())
		all[k].Flag = all[k].Above > w.o.Thresholds.Q3AboveMean
	}
	slices.SortStableFunc(all, func(a, b Pair) int {
		switch {
		case a.Q3 > b.Q3:
			return -1
		case a.Q3 < b.Q3:
			return 1
		}
		return 0
	})
	for k, p := range all {
		if k < maxPairs || p.Flag {
			w.rep.Pairs = append(w.rep.Pairs, p)
		}
	}
	return nil
}
