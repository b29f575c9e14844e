package qti

import (
	"math"
	"strconv"

	"khaothi/bank"
	"khaothi/internal/vi"
)

// credit turns a share of the points into the bank's unit.
// A loss of more than all is a loss of all: no question earns less than nothing
// or more than all with its right answers.
func credit(share float64) bank.Credit {
	return bank.Credit(math.Round(max(-1, min(1, share)) * float64(bank.Full)))
}

// options reads choices of an interaction. Their identifiers are the file's and
// often say which is right, so the bank gives ids of its own: ids maps one to
// the other.
func (it *item) options(choices []*node, fixed bool) (options []bank.Option, names []string) {
	for _, n := range choices {
		options = append(options, bank.Option{HTML: it.r.flow(n.kids), Fixed: fixed || n.get("fixed") == "true"})
		names = append(names, n.get("identifier"))
	}
	return options, names
}

// ids gives the options of the body ids and returns them by identifier.
func (it *item) ids(names []string) map[string]string {
	it.body.Normalise()
	out := map[string]string{}
	for i, o := range it.body.Question.Options {
		if i < len(names) {
			out[names[i]] = o.ID
		}
	}
	return out
}

// limit reads a count of an interaction; def where there is none.
func limit(n *node, name string, def int) int {
	if v, err := strconv.Atoi(n.get(name)); err == nil {
		return v
	}
	return def
}

// manyAnswers reports whether a response is a set: its variable holds several
// values and more than one may be chosen.
func manyAnswers(d *declaration, n *node) bool {
	return d.multiple() && (limit(n, "maxChoices", 1) != 1 || len(d.correct) > 1)
}

func (it *item) choice(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	q := &it.body.Question
	q.Stem = it.stem(body, it.asPrompt(n))
	var names []string
	q.Options, names = it.options(n.children("simpleChoice"), n.get("shuffle") == "false")
	it.chosen(d, n, names)
	return ""
}

// chosen finds the key of a question whose options stand in the body.
func (it *item) chosen(d *declaration, n *node, names []string) {
	q := &it.body.Question
	ids := it.ids(names)
	if !manyAnswers(d, n) {
		if q.Kind == "" {
			q.Kind = bank.Single
		}
		it.one(d, names, ids)
		return
	}
	if q.Kind == "" {
		q.Kind = bank.Multiple
	}
	most := limit(n, "maxChoices", 1)
	if least := limit(n, "minChoices", 0); least > 1 || most > 0 && most < len(names) {
		it.warn("choices.limit", "options", "Số phương án được chọn (từ "+strconv.Itoa(least)+" đến "+strconv.Itoa(most)+") không được giữ.", "Ghi số phương án cần chọn vào lời dẫn nếu cần.")
	}
	s := sets{p: it.p, d: d, id: d.id, options: names, right: d.correct, most: most}
	v := s.judge()
	if v.doubt != "" {
		it.doubt(v.doubt)
	}
	for _, name := range names {
		for _, k := range v.key {
			if k == name {
				it.body.Key.Options = append(it.body.Key.Options, ids[name])
			}
		}
		it.share(ids[name], v.credit[name])
	}
	it.strangers(v.key, ids)
}

// share notes what an option earns when that is neither all nor nothing.
func (it *item) share(id string, share float64) {
	if id == "" || math.Abs(share) < near {
		return
	}
	if it.body.Question.Kind == bank.Hotspot {
		it.doubt("các vùng trên hình được điểm khác nhau")
		return
	}
	if it.body.Key.Credit == nil {
		it.body.Key.Credit = map[string]bank.Credit{}
	}
	it.body.Key.Credit[id] = credit(share)
}

// strangers tells of right answers that are no options.
func (it *item) strangers(key []string, ids map[string]string) {
	for _, k := range key {
		if ids[k] == "" {
			it.doubt("đáp án “" + clip(k) + "” không có trong các phương án")
		}
	}
}

// one finds the key of a question with one answer among options.
func (it *item) one(d *declaration, names []string, ids map[string]string) {
	right := ""
	if len(d.correct) == 1 {
		right = d.correct[0]
	}
	if len(d.correct) > 1 {
		it.doubt("câu chọn một mà tệp ghi nhiều đáp án")
	}
	f := fields{p: it.p, values: [][]string{names}, right: []string{right}, give: func(a []string) map[string][]string { return given(d, a[0]) }}
	v := f.judge()
	if v.doubt != "" {
		it.doubt(v.doubt)
	}
	accepted := v.accepted[0]
	if len(accepted) > 1 && right == "" {
		it.doubt("nhiều phương án cùng được trọn điểm mà tệp không ghi đáp án")
		accepted = nil
	}
	for _, a := range accepted {
		switch {
		case ids[a] == "":
		case right == "" || a == right:
			it.body.Key.Options = []string{ids[a]}
		default:
			it.share(ids[a], 1)
		}
	}
	for name, share := range v.credit[0] {
		it.share(ids[name], share)
	}
	if len(it.body.Key.Credit) > 0 && len(it.body.Key.Options) == 1 {
		it.body.Key.Credit[it.body.Key.Options[0]] = bank.Full // authored like the others
	}
	it.strangers(accepted, ids)
}

// given is a response of one value, or none.
func given(d *declaration, answer string) map[string][]string {
	if answer == "" {
		return map[string][]string{}
	}
	return map[string][]string{d.id: {answer}}
}

// hottext is a choice among words of the text: they are underlined in it and
// listed as options.
func (it *item) hottext(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	words := n.all(named("hottext"))
	q := &it.body.Question
	q.Stem = it.stem(body, func(k *node) (string, bool) {
		switch {
		case k == n:
			return it.hotFlow(n), true
		case k.name == "hottext":
			return "<u>" + it.r.inlines(k.kids) + "</u>", true
		}
		return "", false
	})
	place := it.r.place
	it.r.place = nil
	var names []string
	q.Options, names = it.options(words, true)
	it.r.place = place
	it.chosen(d, n, names)
	return ""
}

// hotFlow renders the prompt and the text of an interaction that has both.
func (it *item) hotFlow(n *node) string {
	kids := make([]*node, 0, len(n.kids))
	for _, k := range n.kids {
		if k.name != "prompt" && k.name != "gapText" && k.name != "gapImg" {
			kids = append(kids, k)
		}
	}
	return it.prompt(n) + it.r.text(kids)
}

func (it *item) order(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	q := &it.body.Question
	q.Kind = bank.Order
	q.Stem = it.stem(body, it.asPrompt(n))
	var names []string
	q.Options, names = it.options(n.children("simpleChoice"), false)
	for i := range q.Options {
		q.Options[i].Fixed = false // a thing that is to be ordered has no place of its own
	}
	ids := it.ids(names)
	if len(d.correct) > 0 && len(d.correct) != len(names) {
		it.doubt("thứ tự đúng không gồm đủ các mục")
		return ""
	}
	for _, name := range d.correct {
		if ids[name] != "" {
			it.body.Key.Options = append(it.body.Key.Options, ids[name])
		}
	}
	it.strangers(d.correct, ids)
	if why := judgeOrder(it.p, d.id, names, d.correct); why != "" {
		it.doubt(why)
	}
	return ""
}

// truths are the words of a statement that holds and of one that does not.
var truths = map[string]string{"dung": bank.True, "d": bank.True, "true": bank.True, "sai": bank.False, "s": bank.False, "false": bank.False}

// truth reads Đúng or Sai, or "".
func truth(n *node) string { return truths[vi.Fold(n.words())] }
