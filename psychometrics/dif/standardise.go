package dif

import (
	"math"

	"khaothi/psychometrics/stat"
)

// standardise fills in the standardised difference, weighted by the focal group
// (Dorans & Kulick 1986), over strata where both groups have persons.
func (m *MH) standardise(strata []stratum) {
	var focal, reference, n float64
	var all stat.Moments
	highest := len(strata[0][0]) - 1
	for _, t := range strata {
		for y := range t[0] {
			all.Add(float64(y), 0, t[0][y]+t[1][y])
		}
		if t.n(0) == 0 || t.n(1) == 0 {
			continue
		}
		w := t.n(1)
		n += w
		focal += w * t.mean(1)
		reference += w * t.mean(0)
	}
	pf, pr := float64(stat.Ratio(focal, n)), float64(stat.Ratio(reference, n))
	m.StdPDif, m.StdAlpha = stat.Of(pf-pr), stat.None()
	m.StdSize = stat.Ratio(pf-pr, math.Sqrt(float64(all.VarX())))
	if highest == 1 {
		m.StdAlpha = stat.Ratio(pr*(1-pf), (1-pr)*pf)
	}
}

func (t stratum) mean(group int) float64 {
	sum := 0.0
	for y, c := range t[group] {
		sum += float64(y) * c
	}
	return sum / t.n(group)
}

// breslowDay tests whether the odds ratio is the same in all strata (Breslow &
// Day 1980, eq. 4.30): non-uniform DIF. df is one less than the strata used.
func (m *MH) breslowDay(strata []stratum) {
	alpha := float64(m.Alpha)
	if !m.Alpha.Known() || len(strata) < 2 {
		return
	}
	sum := 0.0
	for _, t := range strata {
		nr, nf, right := t.n(0), t.n(1), t[0][1]+t[1][1]
		e := expectedCell(alpha, nr, nf, right)
		v := 1 / (1/e + 1/(nr-e) + 1/(right-e) + 1/(nf-right+e))
		sum += (t[0][1] - e) * (t[0][1] - e) / v
	}
	m.BreslowDay, m.BreslowDF = stat.Of(sum), len(strata)-1
	m.BreslowP = stat.ChiSquareP(sum, float64(m.BreslowDF))
}

// expectedCell is the reference group's number right that gives the odds ratio
// alpha with the margins given: the root of (1−α)e² + (nf − right + α(nr +
// right))e − α·nr·right inside the table, written without cancellation.
func expectedCell(alpha, nr, nf, right float64) float64 {
	a := 1 - alpha
	b := nf - right + alpha*(nr+right)
	c := -alpha * nr * right
	root := math.Sqrt(max(0, b*b-4*a*c))
	if b >= 0 {
		return -2 * c / (b + root)
	}
	return (-b + root) / (2 * a)
}
