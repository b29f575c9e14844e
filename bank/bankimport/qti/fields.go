package qti

import (
	"math"
	"slices"
)

// scorer gives points to responses by the rules of a file.
type scorer interface {
	run(given map[string][]string) (float64, error)
	unscored() bool // the file has no rules
}

// fields are the answers of a question that are given one by one: gaps, rows,
// or the one answer of a question with a single field. What is right is found
// by scoring trial answers with the rules of the file.
type fields struct {
	p      scorer
	values [][]string                                 // what may be answered in each field
	right  []string                                   // what the file declares as right, "" where it declares nothing
	give   func(answers []string) map[string][]string // answers as responses; "" is no answer
}

// verdict is what is right in fields.
type verdict struct {
	accepted [][]string           // of each field: what earns all
	credit   []map[string]float64 // of each field: shares other than all and nothing
	weights  []float64            // points of each field where they add up, else nil
	best     []string             // one wholly right answer, where it was found
	doubt    string               // why a person has to look at the scoring, or ""
}

// nobody would answer this; it earns nothing unless everything does.
const nonsense = "\u2e2e kt \u2e2e"

// near is how far two scores may be apart and be one.
const near = 1e-7

func alike(a, b float64) bool { return math.Abs(a-b) < near }

// judge finds what is right in each field.
func (f *fields) judge() verdict {
	v := verdict{accepted: make([][]string, len(f.values)), credit: make([]map[string]float64, len(f.values))}
	for i, r := range f.right {
		if r != "" {
			v.accepted[i] = []string{r}
		}
	}
	if f.p.unscored() {
		return f.declared(v)
	}
	best := f.best()
	v.best = best
	top, err := f.score(best)
	blank, err2 := f.score(make([]string, len(f.values)))
	switch {
	case err != nil || err2 != nil:
		v.doubt = "quy tắc chấm dùng “" + reason(err, err2) + "”"
		return v
	case top <= near:
		v.doubt = "trả lời đúng không được điểm theo quy tắc chấm"
		return v
	case !alike(blank, 0) && blank > 0:
		v.doubt = "bỏ trống cũng được điểm"
		return v
	}
	for i := range f.values {
		if v.doubt = f.field(&v, best, i, top); v.doubt != "" {
			return v
		}
	}
	if v.weights, v.doubt = f.manner(best, top, blank); v.doubt == "" {
		v.doubt = f.apart(v, top, blank)
	}
	return v
}

// apart reports answers that depend on one another: exchanged between two
// fields, or alone in one, they must be worth what they are beside right ones.
func (f *fields) apart(v verdict, top, blank float64) string {
	const why = "trả lời ở các chỗ phụ thuộc nhau"
	n := len(v.best)
	for i := range n {
		for j := range i {
			swapped := slices.Clone(v.best)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			both := slices.Contains(v.accepted[i], swapped[i]) && slices.Contains(v.accepted[j], swapped[j])
			if s, err := f.score(swapped); err != nil || alike(s, top) != both {
				return why
			}
		}
		if v.weights == nil || n == 1 {
			continue
		}
		for _, value := range f.values[i] {
			share := v.credit[i][value]
			if slices.Contains(v.accepted[i], value) {
				share = 1
			}
			alone := make([]string, n)
			alone[i] = value
			if s, err := f.score(alone); err != nil || share >= 0 && !alike(max(s, 0), max(blank+share*v.weights[i], 0)) {
				return why
			}
		}
	}
	return ""
}

func reason(errs ...error) string {
	for _, err := range errs {
		if err != nil {
			return err.Error()
		}
	}
	return ""
}

// declared accepts what the file declares where nothing says how it is scored.
func (f *fields) declared(v verdict) verdict {
	if slices.Contains(f.right, "") {
		v.doubt = noKey
	}
	return v
}

// best is the declared answer; where nothing is declared, the one value that
// earns most beside it.
func (f *fields) best() []string {
	best := slices.Clone(f.right)
	for i, r := range best {
		if r != "" {
			continue
		}
		top := 0.0
		for _, value := range f.values[i] {
			best[i] = value
			if s, err := f.score(best); err == nil && s > top+near {
				top, r = s, value
			}
		}
		best[i] = r
	}
	return best
}

func (f *fields) score(answers []string) (float64, error) { return f.p.run(f.give(answers)) }

// with scores best with one field changed.
func (f *fields) with(best []string, i int, value string) (float64, error) {
	answers := slices.Clone(best)
	answers[i] = value
	return f.score(answers)
}

// field judges every value of one field beside right answers in the others.
func (f *fields) field(v *verdict, best []string, i int, top float64) string {
	without, err := f.with(best, i, "")
	if err != nil {
		return "quy tắc chấm dùng “" + err.Error() + "”"
	}
	if len(best) == 1 {
		without = 0 // a blank earns nothing here
	}
	span := top - without
	if best[i] == "" || span <= near {
		if best[i] == "" {
			return "có chỗ trả lời mà tệp không ghi đáp án"
		}
		return "một chỗ trả lời không ảnh hưởng tới điểm"
	}
	v.accepted[i] = nil
	for _, value := range f.values[i] {
		s, err := f.with(best, i, value)
		switch share := (s - without) / span; {
		case err != nil:
			return "quy tắc chấm dùng “" + err.Error() + "”"
		case s > top+near:
			return "đáp án khai báo khác với trả lời được nhiều điểm nhất"
		case alike(s, top):
			v.accepted[i] = append(v.accepted[i], value)
		case math.Abs(share) > near:
			if v.credit[i] == nil {
				v.credit[i] = map[string]float64{}
			}
			v.credit[i][value] = share
		}
	}
	if len(v.accepted[i]) == 0 {
		return "đáp án “" + clip(best[i]) + "” không có trong các phương án"
	}
	return ""
}

// manner finds how the fields make the score: each with its weight, all or
// nothing, or by their number. Anything else is in doubt.
func (f *fields) manner(best []string, top, blank float64) ([]float64, string) {
	n := len(best)
	if n == 1 {
		return nil, ""
	}
	weights := make([]float64, n)
	sum := blank
	for i := range best {
		s, err := f.score(only(best, i))
		if err != nil {
			return nil, "quy tắc chấm dùng “" + err.Error() + "”"
		}
		weights[i] = s - blank
		sum += weights[i]
	}
	additive, steps := alike(sum, top), map[int]float64{}
	for _, set := range subsets(n) {
		answers, count, want := make([]string, n), 0, blank
		for i, in := range set {
			if in {
				answers[i] = best[i]
				count++
				want += weights[i]
			}
		}
		s, err := f.score(answers)
		if err != nil {
			return nil, "quy tắc chấm dùng “" + err.Error() + "”"
		}
		additive = additive && alike(s, want)
		if old, ok := steps[count]; ok && !alike(old, s) && !additive {
			return nil, "điểm của cả câu không tính theo từng chỗ trả lời"
		}
		steps[count] = s
	}
	if additive {
		return weights, ""
	}
	return nil, ""
}

func only(best []string, i int) []string {
	answers := make([]string, len(best))
	answers[i] = best[i]
	return answers
}

// maxSubsets bounds the trials of one question.
const maxSubsets = 1024

// subsets lists all subsets of n things, or where there are too many those with
// few or with nearly all.
func subsets(n int) [][]bool {
	var out [][]bool
	if n <= 10 {
		for mask := range 1 << n {
			out = append(out, bits(n, func(i int) bool { return mask>>i&1 == 1 }))
		}
		return out
	}
	for a := range n {
		for b := a; b < n && len(out) < maxSubsets; b++ {
			out = append(out, bits(n, func(i int) bool { return i == a || i == b }), bits(n, func(i int) bool { return i != a && i != b }))
		}
		out = append(out, bits(n, func(i int) bool { return i <= a }))
	}
	return out
}

func bits(n int, in func(i int) bool) []bool {
	out := make([]bool, n)
	for i := range out {
		out[i] = in(i)
	}
	return out
}
