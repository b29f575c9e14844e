package qti

import (
	"math"
	"slices"
)

// sets is a question whose answer is any set of its options.
type sets struct {
	p       scorer
	d       *declaration // with a mapping, or nil
	id      string
	options []string
	right   []string // as declared; nil: not declared
	most    int      // options that may be chosen, 0: all
}

// setVerdict is what is right in such a question.
type setVerdict struct {
	key    []string
	credit map[string]float64 // share of each option where shares add up; nil: the whole set or nothing
	doubt  string
}

func (q *sets) score(set []string) (float64, error) {
	return q.p.run(map[string][]string{q.id: set})
}

// judge finds the right set by scoring all of them. Where shares of options add
// up, within nothing and all, they are the credit.
func (q *sets) judge() setVerdict {
	v := setVerdict{key: q.right}
	if q.p.unscored() {
		if len(q.right) == 0 {
			v.doubt = noKey
		}
		return v
	}
	trials := q.trials()
	scores, best, ties := make([]float64, len(trials)), -1, 0
	for i, set := range trials {
		s, err := q.score(set)
		if err != nil {
			v.doubt = "quy tắc chấm dùng “" + err.Error() + "”"
			return v
		}
		scores[i] = s
		switch {
		case best < 0 || s > scores[best]+near:
			best, ties = i, 1
		case alike(s, scores[best]):
			ties++
			if sameSet(set, q.right) {
				best = i
			}
		}
	}
	top := scores[best]
	switch {
	case top <= near:
		v.doubt = "trả lời đúng không được điểm theo quy tắc chấm"
		return v
	case len(q.right) > 0 && !sameSet(trials[best], q.right):
		v.doubt = "đáp án khai báo khác với trả lời được nhiều điểm nhất"
		return v
	}
	v.key = trials[best]
	if len(q.right) == 0 && ties > 1 {
		if v.key = needed(trials, scores, top); v.key == nil {
			v.doubt = "nhiều tập phương án cùng được điểm cao nhất"
			return v
		}
	}
	q.shares(&v, trials, scores, top)
	return v
}

// needed is the best set that every best set contains: what is beside it costs
// nothing and earns nothing. It is nil where there is none.
func needed(trials [][]string, scores []float64, top float64) []string {
	var least []string
	for i, set := range trials {
		if alike(scores[i], top) && (least == nil || len(set) < len(least)) {
			least = set
		}
	}
	for i, set := range trials {
		for _, o := range least {
			if alike(scores[i], top) && !slices.Contains(set, o) {
				return nil
			}
		}
	}
	return least
}

// shares finds how the options make the score.
func (q *sets) shares(v *setVerdict, trials [][]string, scores []float64, top float64) {
	whole := true
	for i, set := range trials {
		want := 0.0
		if sameSet(set, v.key) {
			want = top
		}
		whole = whole && (alike(scores[i], want) || scores[i] < 0 && want == 0)
	}
	if whole {
		return
	}
	if math.Abs(top-1) < 1e-5 {
		top = 1 // three times 33.33333 % is the whole
	}
	if credit := q.additive(trials, scores, top); credit != nil {
		v.credit = credit
		return
	}
	v.doubt = "điểm của cả câu không phải tổng điểm các phương án"
}

// additive tries shares of options: those of the mapping, else what each earns
// alone, in which case a loss that a lower bound hides shows beside a right one.
func (q *sets) additive(trials [][]string, scores []float64, top float64) map[string]float64 {
	at := map[string]float64{}
	for i, set := range trials {
		slices.Sort(set)
		at[joined(set)] = scores[i]
	}
	shares := map[string]float64{}
	if d := q.d; d != nil && d.mapping != nil {
		for _, o := range q.options {
			shares[o] = d.mapping.one(d.base, o) / top
		}
		if scaled := q.scale(shares, at, top); scaled != nil && q.fits(scaled, trials, scores, top) {
			return scaled
		}
	}
	for _, o := range q.options {
		shares[o] = at[o] / top
	}
	if q.fits(shares, trials, scores, top) {
		return shares
	}
	return nil
}

// scale brings the points of a mapping to shares where a rule multiplies them.
func (q *sets) scale(shares, at map[string]float64, top float64) map[string]float64 {
	for _, o := range q.options {
		if shares[o] > near && at[o] > near {
			factor := at[o] / top / shares[o]
			out := map[string]float64{}
			for k, x := range shares {
				out[k] = x * factor
			}
			return out
		}
	}
	return shares
}

func (q *sets) fits(shares map[string]float64, trials [][]string, scores []float64, top float64) bool {
	for i, set := range trials {
		sum := 0.0
		for _, o := range set {
			sum += shares[o]
		}
		if !alike(max(0, min(1, sum)), max(0, scores[i]/top)) {
			return false
		}
	}
	return true
}

// trials are the sets that a candidate can choose.
func (q *sets) trials() [][]string {
	var out [][]string
	for _, set := range subsets(len(q.options)) {
		var ids []string
		for i, in := range set {
			if in {
				ids = append(ids, q.options[i])
			}
		}
		if q.most == 0 || len(ids) <= q.most || sameSet(ids, q.right) {
			out = append(out, ids)
		}
	}
	if len(q.right) > 0 && !slices.ContainsFunc(out, func(s []string) bool { return sameSet(s, q.right) }) {
		out = append(out, slices.Clone(q.right))
	}
	return out
}

func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

func joined(set []string) string {
	out := ""
	for i, s := range set {
		if i > 0 {
			out += " "
		}
		out += s
	}
	return out
}
