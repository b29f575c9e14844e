package irt

import (
	"errors"
	"fmt"
	"slices"

	"khaothi/psychometrics"
)

// problem puts the data and the parameters together.
func (o *Options) problem(r *psychometrics.Responses) (*problem, error) {
	s := takeSample(r)
	models, fixed, err := o.models(r)
	if err != nil {
		return nil, err
	}
	anchors := make([]bool, r.J())
	for j := range anchors {
		anchors[j] = fixed[j] != nil
	}
	if err := o.refuse(r, models, anchors, s); err != nil {
		return nil, err
	}
	pr := &problem{names: r.Items, models: models, grid: o.Grid, theta: o.Grid.Points()}
	most, size := 0, 0
	for j := range r.Items {
		k := len(s.counts[j])
		if fixed[j] != nil {
			k = fixed[j].Categories()
		}
		pr.categories = append(pr.categories, k)
		pr.priors = append(pr.priors, nil)
		if fixed[j] == nil {
			pr.priors[j] = priorOf(o.Priors, models[j], k)
			if _, held := o.held(r.Items[j], models[j]); held && pr.priors[j] != nil {
				pr.priors[j][2] = nil
			}
		}
		pr.expected.counts = append(pr.expected.counts, make([]float64, k*o.Grid.Nodes))
		most, size = max(most, k), max(size, k*models[j].size(k))
	}
	pr.p, pr.s = make([]float64, most), make([]float64, size)
	var slopes [][]float64
	for j := range r.Items {
		b := block{item: j, from: pr.n}
		if it := fixed[j]; it != nil {
			b.x = slices.Clone(it.work)
		} else {
			b.x = startValues(models[j], s.counts[j], pr.priors[j])
			if models[j] == Nominal {
				if slopes == nil {
					slopes = nominalSlopes(r, pr.categories, o.Key)
				}
				for k := 1; k < pr.categories[j]; k++ {
					b.x[k-1] = slopes[j][k] - slopes[j][0]
				}
			}
			free := models[j].free(pr.categories[j])
			if c, held := o.held(r.Items[j], models[j]); held {
				b.x[2], free[2] = logit(c), false
			}
			b.free = indices(free)
		}
		pr.blocks, pr.n = append(pr.blocks, b), pr.n+len(b.free)
	}
	o.latents(pr, max(1, len(r.Groups)), slices.Contains(anchors, true))
	p := newPatterns(r, pr.categories, maxCodes)
	pr.engine = newEngine(p, pr.categories, len(pr.expected.nodes), o.Grid.Nodes, o.Threads)
	pr.engine.weights = make([][]float64, len(pr.expected.nodes))
	return pr, nil
}

// held is the value of a lower asymptote that is not estimated.
func (o *Options) held(name string, m Model) (float64, bool) {
	c, is := o.Guessing[name]
	return c, is && (m == ThreePL || m == FourPL)
}

// models are the model of each column, and its fixed item or nil.
func (o *Options) models(r *psychometrics.Responses) ([]Model, []*Item, error) {
	models, fixed := make([]Model, r.J()), make([]*Item, r.J())
	for j, name := range r.Items {
		models[j] = o.Model
		if m, own := o.Models[name]; own {
			models[j] = m
		}
		if !slices.Contains(Models(), models[j]) {
			return nil, nil, fmt.Errorf("item %s: no model %q", name, models[j])
		}
	}
	used := 0
	categories := r.Categories()
	for i := range o.Fixed {
		it := &o.Fixed[i]
		j := r.Item(it.Name)
		if j < 0 {
			continue // a bank holds more items than a form
		}
		if it.work == nil {
			return nil, nil, fmt.Errorf("fixed item %s: made by none of the constructors", it.Name)
		}
		if categories[j] > it.Categories() {
			return nil, nil, fmt.Errorf("fixed item %s has the scores 0 to %d, the responses go up to %d", it.Name, it.Categories()-1, categories[j]-1)
		}
		models[j], fixed[j] = it.Model, it
		used++
	}
	if len(o.Fixed) > 0 && used == 0 {
		return nil, nil, errors.New("no fixed item is among the responses")
	}
	return models, fixed, nil
}

// latents adds the latent distributions: see Calibrate.
func (o *Options) latents(pr *problem, groups int, anchored bool) {
	unit := !slices.ContainsFunc(pr.models, func(m Model) bool { return !m.FixedSlope() })
	for g := range groups {
		b := block{item: -1, from: pr.n, x: []float64{0, 0}}
		switch {
		case g > 0 || anchored:
			b.free = []int{0, 1}
		case unit:
			b.free = []int{1}
		}
		pr.blocks, pr.n = append(pr.blocks, b), pr.n+len(b.free)
		pr.expected.nodes = append(pr.expected.nodes, make([]float64, o.Grid.Nodes))
	}
}

func indices(free []bool) []int {
	var out []int
	for i, f := range free {
		if f {
			out = append(out, i)
		}
	}
	return out
}
