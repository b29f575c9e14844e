package link

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Joint is how often each pair of form score and anchor score came out in one
// group: Counts[i][v] persons had form score Lowest+i and anchor score
// AnchorLowest+v. All rows are equally long.
type Joint struct {
	Lowest, AnchorLowest int
	Counts               [][]float64
}

// Check says what is wrong with a joint distribution: ragged rows, a bad count,
// fewer than two scores of form or anchor, nobody in it.
func (j Joint) Check() error {
	if len(j.Counts) < 2 || len(j.Counts[0]) < 2 {
		return errors.New("form and anchor need at least two score points each")
	}
	for i, row := range j.Counts {
		if len(row) != len(j.Counts[0]) {
			return fmt.Errorf("row %d has %d anchor scores, the first has %d", i+1, len(row), len(j.Counts[0]))
		}
	}
	return j.form().Check()
}

func (j Joint) form() Distribution {
	d := Distribution{Lowest: j.Lowest, Counts: make([]float64, len(j.Counts))}
	for i, row := range j.Counts {
		for _, c := range row {
			if c < 0 {
				c = math.NaN() // Check of the margin names the score
			}
			d.Counts[i] += c
		}
	}
	return d
}

func (j Joint) anchor() Distribution {
	d := Distribution{Lowest: j.AnchorLowest, Counts: make([]float64, len(j.Counts[0]))}
	for _, row := range j.Counts {
		for v, c := range row {
			d.Counts[v] += c
		}
	}
	return d
}

func anchored(x, y Joint) error {
	if err := x.Check(); err != nil {
		return fmt.Errorf("group of form X: %w", err)
	}
	if err := y.Check(); err != nil {
		return fmt.Errorf("group of form Y: %w", err)
	}
	if x.AnchorLowest != y.AnchorLowest || len(x.Counts[0]) != len(y.Counts[0]) {
		return errors.New("the anchor must have the same scale in both groups")
	}
	return nil
}

// Chained equates X to the anchor in the first group and the anchor to Y in the
// second, by equipercentiles (Kolen & Brennan 2004, p. 146). SE is left out:
// use Bootstrap.
func Chained(x, y Joint) (Table, error) {
	if err := anchored(x, y); err != nil {
		return Table{}, err
	}
	px, pv := x.form().proportions(), x.anchor().proportions()
	qv, qy := y.anchor().proportions(), y.form().proportions()
	t := Table{Lowest: x.Lowest, Y: make([]float64, len(px))}
	for i := range px {
		v := quantile(pv, x.AnchorLowest, rank(px, x.Lowest, float64(x.Lowest+i)))
		t.Y[i] = quantile(qy, y.Lowest, rank(qv, y.AnchorLowest, v))
	}
	return t, nil
}

// PostStratified is frequency estimation: both forms are given the
// distribution they would have in the synthetic population, weight·(group of
// X) + (1−weight)·(group of Y), as if the form given the anchor were the same
// in both groups (Kolen & Brennan 2004, eqs. 5.6–5.8), and are equated by
// equipercentiles there. Weight 1 is the population of X. An anchor score that
// only one group has carries no information about the other form: its share of
// the synthetic population is returned as lost, and the rest is scaled up.
// SE is left out: use Bootstrap.
func PostStratified(x, y Joint, weight float64) (t Table, lost float64, err error) {
	if err := anchored(x, y); err != nil {
		return Table{}, 0, err
	}
	if !(weight >= 0 && weight <= 1) {
		return Table{}, 0, fmt.Errorf("weight of the group of X is %v: give 0 to 1", weight)
	}
	px, lostX := synthetic(x, y, weight)
	py, lostY := synthetic(y, x, 1-weight)
	if floats.Sum(px) == 0 || floats.Sum(py) == 0 {
		return Table{}, 1, errors.New("no anchor score occurs in both groups: the forms cannot be equated through this anchor")
	}
	return equipercentileOf(x.Lowest, y.Lowest, scaled(px), scaled(py)), max(lostX, lostY), nil
}

func equipercentileOf(lx, ly int, px, py []float64) Table {
	t := Table{Lowest: lx, Y: make([]float64, len(px))}
	for i := range px {
		t.Y[i] = quantile(py, ly, rank(px, lx, float64(lx+i)))
	}
	return t
}

// synthetic is the distribution of own's form in own·weight + other·(1−weight).
func synthetic(own, other Joint, weight float64) (p []float64, lost float64) {
	h, k := own.anchor().proportions(), other.anchor().proportions()
	n := own.form().N()
	p = make([]float64, len(own.Counts))
	for v := range h {
		if h[v] == 0 {
			lost += (1 - weight) * k[v]
			continue
		}
		for i, row := range own.Counts {
			p[i] += row[v] / n * (weight + (1-weight)*k[v]/h[v])
		}
	}
	return p, lost
}

func scaled(p []float64) []float64 {
	total := floats.Sum(p)
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = v / total
	}
	return out
}

// SmoothJoint fits a log-linear model that keeps the first degree moments of
// the form, the first anchorDegree of the anchor, and their covariance
// (Holland & Thayer 2000, eq. 32 with one cross moment).
func SmoothJoint(j Joint, degree, anchorDegree int) (Joint, error) {
	if err := j.Check(); err != nil {
		return Joint{}, err
	}
	if degree < 1 || degree > maxDegree || anchorDegree < 1 || anchorDegree > maxDegree {
		return Joint{}, fmt.Errorf("log-linear presmoothing of degrees %d and %d: give 1 to %d", degree, anchorDegree, maxDegree)
	}
	if occurring(j.form()) <= degree || occurring(j.anchor()) <= anchorDegree {
		return Joint{}, fmt.Errorf("log-linear presmoothing of degrees %d and %d: %d scores of the form and %d of the anchor occur; give smaller degrees", degree, anchorDegree, occurring(j.form()), occurring(j.anchor()))
	}
	rows, cols := len(j.Counts), len(j.Counts[0])
	var counts, xs, vs, cross []float64
	for i, row := range j.Counts {
		for v, c := range row {
			counts = append(counts, c)
			xs, vs = append(xs, float64(i)), append(vs, float64(v))
			cross = append(cross, float64(i)*float64(v))
		}
	}
	basis := [][]float64{}
	for k := 1; k <= degree; k++ {
		basis = append(basis, powers(xs, k))
	}
	for k := 1; k <= anchorDegree; k++ {
		basis = append(basis, powers(vs, k))
	}
	fit, _, _, err := logLinear(counts, append(basis, cross))
	if err != nil {
		return Joint{}, fmt.Errorf("log-linear presmoothing of form and anchor: %w", err)
	}
	out := Joint{Lowest: j.Lowest, AnchorLowest: j.AnchorLowest, Counts: make([][]float64, rows)}
	for i := range out.Counts {
		out.Counts[i] = fit[i*cols : (i+1)*cols]
	}
	return out, nil
}
