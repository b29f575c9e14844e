package qti

import "slices"

// maxPermuted is how many things are tried in every order: 720 of them.
const maxPermuted = 6

// judgeOrder checks that the declared order earns most and any other nothing.
// Credit for some other orders has no place in the bank and is in doubt.
func judgeOrder(p *program, id string, options, right []string) (doubt string) {
	switch {
	case len(right) == 0:
		return noKey
	case p.none:
		return ""
	}
	top, err := p.run(map[string][]string{id: right})
	if err != nil {
		return "quy tắc chấm dùng “" + err.Error() + "”"
	}
	if top <= near {
		return "trả lời đúng không được điểm theo quy tắc chấm"
	}
	for _, order := range orders(options, right) {
		s, err := p.run(map[string][]string{id: order})
		switch {
		case err != nil:
			return "quy tắc chấm dùng “" + err.Error() + "”"
		case slices.Equal(order, right):
		case s > top-near:
			return "một thứ tự khác cũng được trọn điểm"
		case s > near:
			return "một thứ tự khác được một phần điểm"
		}
	}
	return ""
}

// orders are all orders of a few things, or the right one with two exchanged
// and with one end moved.
func orders(options, right []string) [][]string {
	var out [][]string
	if len(options) <= maxPermuted {
		permute(slices.Clone(options), 0, func(o []string) { out = append(out, slices.Clone(o)) })
		return append(out, nil)
	}
	for i := range right {
		for j := range i {
			o := slices.Clone(right)
			o[i], o[j] = o[j], o[i]
			out = append(out, o)
		}
		out = append(out, append(slices.Clone(right[i:]), right[:i]...), slices.Clone(right[:i]))
	}
	return out
}

func permute(list []string, from int, f func([]string)) {
	if from == len(list) {
		f(list)
		return
	}
	for i := from; i < len(list); i++ {
		list[from], list[i] = list[i], list[from]
		permute(list, from+1, f)
		list[from], list[i] = list[i], list[from]
	}
}
