package irt

// part is a table of items, or all latent distributions, with the scores of
// each of its codes: scores[code][parameter] is Q numbers.
type part struct {
	t      table
	params []int
	scores [][][]float64
}

// parts divides the items into small tables and adds the latent distributions
// as one more.
func (pr *problem) parts() []part {
	most := 16
	if pr.engine.p.n > 20_000 {
		most = 32
	}
	radix := make([]int, len(pr.names))
	for _, t := range pr.engine.p.tables {
		for i, j := range t.items {
			radix[j] = t.radix[i]
		}
	}
	parts := make([]part, 0, len(radix))
	byItem := map[int]*block{}
	var latent []*block
	for i := range pr.blocks {
		if b := &pr.blocks[i]; b.item >= 0 {
			byItem[b.item] = b
		} else {
			latent = append(latent, b)
		}
	}
	for _, t := range divide(radix, pr.categories, most) {
		p := part{t: t, scores: make([][][]float64, t.codes)}
		stride := 1
		for i, j := range t.items {
			b := byItem[j]
			own := pr.itemScores(b)
			for k, at := range b.free {
				p.params = append(p.params, b.from+k)
				for code := range t.codes {
					p.scores[code] = append(p.scores[code], own[code/stride%t.radix[i]][at])
				}
			}
			stride *= t.radix[i]
		}
		parts = append(parts, p)
	}
	return append(parts, pr.latentPart(latent))
}

// itemScores are the scores by category and working parameter, Q numbers each;
// those of the last digit, not presented, are zero.
func (pr *problem) itemScores(b *block) [][][]float64 {
	k, q := pr.categories[b.item], len(pr.theta)
	out := make([][][]float64, k+1)
	for c := range out {
		out[c] = make([][]float64, len(b.x))
		for i := range out[c] {
			out[c][i] = make([]float64, q)
		}
	}
	for at, th := range pr.theta {
		pr.models[b.item].scores(b.x, th, pr.p[:k], pr.s)
		for c := range k {
			for i := range b.x {
				out[c][i][at] = pr.s[c*len(b.x)+i]
			}
		}
	}
	return out
}

func (pr *problem) latentPart(latent []*block) part {
	p := part{t: table{codes: len(latent), nothing: -1}, scores: make([][][]float64, len(latent))}
	for g, b := range latent {
		mean, spread := latentScores(b.x, pr.theta, pr.engine.weights[g])
		for k, at := range b.free {
			p.params = append(p.params, b.from+k)
			for code := range latent {
				own := make([]float64, len(pr.theta)) // another group's parameter: zero
				if code == g {
					own = [][]float64{mean, spread}[at]
				}
				p.scores[code] = append(p.scores[code], own)
			}
		}
	}
	return p
}
