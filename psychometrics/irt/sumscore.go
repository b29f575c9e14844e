package irt

import "math"

// SumScore is one line of a score table.
type SumScore struct {
	Sum         int
	Theta, SE   float64 // mean and standard deviation of the posterior given the sum
	Probability float64 // of the sum in the population
}

// SumTable is the score table of the items: one line for each sum of scores
// from 0 to the highest.
func (s *Scorer) SumTable() []SumScore {
	all := make([]int8, len(s.items))
	return s.sumTable(all)
}

// sumTable is the score table of the items that a row answers. The likelihoods
// of the sums are those of Lord & Wingersky (1984), at every node, for scores
// from 0 up as in Thissen et al. (1995).
func (s *Scorer) sumTable(row []int8) []SumScore {
	q := len(s.theta)
	sums := [][]float64{append([]float64{}, s.weights...)}
	for j, x := range row {
		if x < 0 {
			continue
		}
		k := s.items[j].Categories()
		next := make([][]float64, len(sums)+k-1)
		for i := range next {
			next[i] = make([]float64, q)
		}
		for c := range k {
			p := make([]float64, q)
			for i, l := range s.logs[j][c*q : (c+1)*q] {
				p[i] = math.Exp(l)
			}
			for i, from := range sums {
				addProduct(next[i+c], from, p)
			}
		}
		sums = next
	}
	var out []SumScore
	for i, h := range sums {
		line := SumScore{Sum: i, Theta: math.NaN(), SE: math.NaN(), Probability: total(h)}
		if line.Probability > 0 {
			scale(h, 1/line.Probability)
			score := s.moments(h)
			line.Theta, line.SE = score.Theta, score.SE
		}
		out = append(out, line)
	}
	return out
}

func (s *Scorer) bySum(row []int8) Score {
	sum := 0
	for _, x := range row {
		sum += max(0, int(x))
	}
	line := s.sumTable(row)[sum]
	return Score{line.Theta, line.SE}
}
