package analysis

import (
	"fmt"
	"math"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/classical"
	"khaothi/psychometrics/stat"
)

// bootstrapSeed makes the same data give the same intervals.
const bootstrapSeed = 2025

// bootstrapCells bounds a bootstrap: cells of the matrix times resamples. Large
// samples get fewer, as their intervals are narrow anyway.
const bootstrapCells = 400_000_000

// classical fills in the overview and everything about items that needs no
// model.
func (w *work) classical() error {
	w.leaveOut()
	w.divide()
	w.people()
	for _, j := range w.columns {
		w.at[string(w.m.Columns[j].Version)] = len(w.rep.Items)
		w.rep.Items = append(w.rep.Items, w.item(j))
	}
	w.rep.Overview.Items = len(w.rep.Items)
	for k := range w.booklets {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.booklet(k); err != nil {
			return err
		}
	}
	return nil
}

// people fills in what marks say.
func (w *work) people() {
	o := &w.rep.Overview
	o.Persons = len(w.m.Persons)
	points := make([]float64, len(w.m.Persons))
	for i := range w.m.Persons {
		p := &w.m.Persons[i]
		points[i] = p.Points
		if p.Mode == Paper {
			o.Paper++
		} else {
			o.Screen++
		}
	}
	o.Marks = marks(points, w.m.MaxPoints)
	o.Codes = w.groups(ByCode)
	for _, by := range []string{ByGender, ByRegion, ByKind, ByMode, BySchool} {
		o.Groups = append(o.Groups, w.groups(by)...)
	}
}

// of is the group of a person and its name; "" says nothing.
func (p *Person) of(by string) (group, name string) {
	switch by {
	case ByCode:
		return p.Code, ""
	case ByGender:
		return p.Gender, ""
	case ByRegion:
		return p.Region, ""
	case ByKind:
		return p.SchoolKind, ""
	case ByMode:
		return string(p.Mode), ""
	case BySchool:
		return p.School, p.SchoolName
	}
	return "", ""
}

// groups describes the marks of each group, in the order of their names.
func (w *work) groups(by string) []GroupRow {
	moments, names := map[string]*stat.Moments{}, map[string]string{}
	for i := range w.m.Persons {
		g, name := w.m.Persons[i].of(by)
		if g == "" {
			continue
		}
		if moments[g] == nil {
			moments[g], names[g] = &stat.Moments{}, name
		}
		moments[g].Add(w.m.Persons[i].Points, 0, 1)
	}
	var out []GroupRow
	for _, g := range sortedKeys(moments) {
		mo := moments[g]
		out = append(out, GroupRow{By: by, Group: g, Name: names[g], Persons: int(mo.N()), Mean: num(mo.MeanX()), SD: num(stat.Of(math.Sqrt(float64(mo.VarX()))))})
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// item is what all persons who were presented a column did.
func (w *work) item(j int) Item {
	c := &w.m.Columns[j]
	it := Item{
		Key: string(c.Version), ItemID: string(c.Item), Hash: c.Hash, Name: c.Name, Part: c.Part, No: c.No, Kind: c.Kind, Label: c.Label,
		Stem: c.Stem, Topic: c.Topic, Content: c.Content, Level: c.Level, Max: c.Max, MaxPoints: c.MaxPoints, Booklet: -1,
	}
	var score, points stat.Moments
	for i := range w.m.Persons {
		at := w.m.At(i, j)
		switch x := w.m.Scores[at]; x {
		case psychometrics.NotPresented:
			continue
		case psychometrics.NotReached:
			it.NotReached++
		case psychometrics.Omitted:
			it.Omitted++
			score.Add(0, 0, 1)
		default:
			it.Answered++
			score.Add(float64(x), 0, 1)
		}
		it.Presented++
		points.Add(float64(w.m.Points[at]), 0, 1)
	}
	it.Mean, it.SD = num(score.MeanX()), num(stat.Of(math.Sqrt(float64(score.VarX()))))
	it.P = num(stat.Ratio(float64(score.MeanX()), float64(c.Max)))
	it.PPoints = num(stat.Ratio(float64(points.MeanX()), c.MaxPoints))
	if c.Max > 0 {
		it.Floor = num(stat.Ratio(c.Floor, float64(c.Max)))
		it.PAboveFloor = num(stat.Ratio(float64(score.MeanX())-c.Floor, float64(c.Max)-c.Floor))
	}
	return it
}

// booklet is the classical analysis of one booklet; items that no larger one had
// take their correlations from it.
func (w *work) booklet(k int) error {
	b := &w.booklets[k]
	out := Booklet{Name: w.name(b), Persons: len(b.persons), Items: len(b.columns)}
	o := classical.Options{Seed: bootstrapSeed}
	for _, j := range b.columns {
		o.Max, o.Floor = append(o.Max, w.m.Columns[j].Max), append(o.Floor, w.m.Columns[j].Floor)
		out.Max += w.m.Columns[j].Max
	}
	for _, c := range w.o.Thresholds.Cuts {
		if cut := math.Ceil(c * float64(out.Max)); len(o.Cuts) == 0 || cut > o.Cuts[len(o.Cuts)-1] {
			o.Cuts = append(o.Cuts, cut)
		}
	}
	if _, err := classical.Analyze(w.ctx, b.r, o); err != nil { // cuts ask more of the data than the rest
		w.note("classes", err.Error())
		o.Cuts = nil
	}
	if n := min(*w.s.Bootstrap, max(100, bootstrapCells/(len(b.persons)*len(b.columns)))); n > 0 && len(b.persons) > 1 {
		o.Bootstrap = n
	}
	rep, err := classical.Analyze(w.ctx, b.r, o)
	if err != nil {
		return fmt.Errorf("booklet %s: %w", out.Name, err)
	}
	for _, n := range rep.Notes {
		w.note("classical", n)
	}
	out.take(&rep)
	out.Histogram = scoreCounts(b.r)
	w.rep.Overview.Booklets = append(w.rep.Overview.Booklets, out)
	for c := range rep.Items {
		it := &w.rep.Items[w.at[rep.Items[c].Name]]
		if it.Booklet < 0 {
			it.Booklet = k
			it.take(&rep.Items[c])
		}
	}
	return w.options(k, &rep)
}

func (b *Booklet) take(rep *classical.Report) {
	t := &rep.Test
	b.Floor, b.Mean, b.SD, b.Skewness, b.Kurtosis = num(t.Floor), num(t.Mean), num(t.SD), num(t.Skewness), num(t.Kurtosis)
	b.Alpha, b.KR20, b.KR21, b.Lambda, b.Omega, b.SEM = num(t.Alpha), num(t.KR20), num(t.KR21), nums(t.Lambda[:]), num(t.Omega), num(t.SEM)
	if iv, ok := t.Intervals["alpha"]; ok {
		b.AlphaLow, b.AlphaHigh = num(iv.Low), num(iv.High)
	}
	for _, c := range t.Conditional {
		b.Conditional = append(b.Conditional, ScoreError{Score: c.Score, Persons: int(c.Persons), SEM: num(c.SEM)})
	}
	if c := t.Classes; c != nil {
		b.Classes = &Classes{Cuts: c.Cuts, Consistency: num(c.Consistency), Kappa: num(c.Kappa), Accuracy: num(c.Accuracy)}
	}
}

func (it *Item) take(c *classical.Item) {
	it.RTotal, it.RRest, it.Biserial, it.D27, it.AlphaIfDeleted = num(c.PointBiserial), num(c.Corrected), num(c.Biserial), num(c.D27), num(c.AlphaIfDeleted)
	if iv, ok := c.Intervals["r_rest"]; ok {
		it.RRestLow, it.RRestHigh = num(iv.Low), num(iv.High)
	}
}

// total is a sum of scores in which omitted and not reached are 0.
func total(row []int8) int {
	sum := 0
	for _, x := range row {
		sum += max(0, int(x))
	}
	return sum
}
