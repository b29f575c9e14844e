package classical

import (
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// Raw is what every person marked: the option of each item, by its place in
// Options. psychometrics.NotPresented, Omitted and NotReached keep their
// meaning.
type Raw struct {
	Choices *psychometrics.Responses // scores are places in Options
	Options [][]string               // the options of each item
	Key     []int                    // the place of the right one
}

// Scored is 1 for the key and 0 for any other option; codes are kept. A key that
// is no option is an error.
func (raw Raw) Scored() (*psychometrics.Responses, error) {
	if err := raw.check(); err != nil {
		return nil, err
	}
	out := *raw.Choices
	out.Scores = make([]int8, len(raw.Choices.Scores))
	for c, x := range raw.Choices.Scores {
		switch {
		case x < 0:
			out.Scores[c] = x
		case int(x) == raw.Key[c%raw.Choices.J()]:
			out.Scores[c] = 1
		}
	}
	return &out, nil
}

func (raw Raw) check() error {
	j := raw.Choices.J()
	if len(raw.Options) != j || len(raw.Key) != j {
		return fmt.Errorf("%d items, but options of %d and keys of %d", j, len(raw.Options), len(raw.Key))
	}
	if err := raw.Choices.Check(); err != nil {
		return err
	}
	for k, key := range raw.Key {
		if key < 0 || key >= len(raw.Options[k]) {
			return fmt.Errorf("item %s: key %d is none of its %d options", raw.Choices.Items[k], key, len(raw.Options[k]))
		}
	}
	for c, x := range raw.Choices.Scores {
		if int(x) >= len(raw.Options[c%j]) {
			return fmt.Errorf("item %s: a choice of %d, but %d options", raw.Choices.Items[c%j], x, len(raw.Options[c%j]))
		}
	}
	return nil
}

// omittedName stands for what was left blank among the options.
const omittedName = "OM"

// Option is one option of an item, or what was left blank.
type Option struct {
	Item      string       `json:"item"`
	Option    string       `json:"option"` // OM: omitted
	Key       bool         `json:"is_key"`
	N         float64      `json:"n"`
	Part      stat.Value   `json:"prop"`     // of those who were presented and reached the item
	RTotal    stat.Value   `json:"pb_total"` // of having chosen it, with the total
	RRest     stat.Value   `json:"pb_rest"`  // with the total without this item's own point
	MeanTotal stat.Value   `json:"mean_total_choosers"`
	Trace     []stat.Value `json:"trace"` // the part that chose it in each quantile group of the total, lowest first
}

// Distractors describes every option of every item, and what was omitted.
// Correlations and traces are over complete persons who reached the item;
// groups (2 to 20) is the number of quantile groups.
func Distractors(raw Raw, groups int) ([]Option, error) {
	scored, err := raw.Scored()
	if err != nil {
		return nil, err
	}
	list := make([]Chosen, len(raw.Options))
	for j := range list {
		list[j] = Chosen{Item: j, Options: raw.Options[j], Key: raw.Key[j], Choice: func(i int) int8 { return raw.Choices.Row(i)[j] }}
	}
	return ChosenOptions(scored, list, groups)
}

// Chosen is what persons chose in one item of a test whose items may be of any
// kind: the place in Options, or a code. Key is the place of what earns most.
type Chosen struct {
	Item    int // its column in the scored responses
	Options []string
	Key     int
	Choice  func(i int) int8 // of person i
}

// ChosenOptions is Distractors of some items of a test, with the totals of the
// whole test.
func ChosenOptions(scored *psychometrics.Responses, list []Chosen, groups int) ([]Option, error) {
	if groups < 2 || groups > 20 {
		return nil, errors.New("quantile groups: give 2 to 20")
	}
	s, err := newSheet(scored, Options{})
	if err != nil {
		return nil, err
	}
	cuts := make([]float64, groups-1)
	for g := range cuts {
		cuts[g] = float64(g+1) / float64(groups)
	}
	share := s.shares(s.weights(), cuts)
	var out []Option
	for _, c := range list {
		out = append(out, s.options(c, share)...)
	}
	return out, nil
}

// options describes the options of one item.
func (s *sheet) options(c Chosen, share [][]float64) []Option {
	names := append(append([]string{}, c.Options...), omittedName)
	out := make([]Option, len(names))
	tally := make([]optionTally, len(names))
	reached := 0.0
	for i := range s.r.N() {
		if k, ok := place(c.Choice(i), len(c.Options)); ok {
			out[k].N += s.r.Weight(i)
			reached += s.r.Weight(i)
		}
	}
	size := make([]float64, len(share[0]))
	for row, i := range s.rows {
		k, ok := place(c.Choice(i), len(c.Options))
		if !ok {
			continue
		}
		w, t := s.r.Weight(i), float64(s.total[row])
		own := math.Max(0, float64(s.r.Row(i)[c.Item]))
		for o := range tally {
			tally[o].add(o == k, t, own, w)
		}
		tally[k].trace(share[s.total[row]], w)
		for g, part := range share[s.total[row]] {
			size[g] += w * part
		}
	}
	for k := range out {
		o, t := &out[k], &tally[k]
		o.Item, o.Option, o.Key = s.r.Items[c.Item], names[k], k == c.Key
		o.Part = stat.Ratio(o.N, reached)
		o.RTotal, o.RRest, o.MeanTotal = t.total.R(), t.rest.R(), t.choosers.MeanX()
		for g := range size {
			n := 0.0
			if t.inGroup != nil {
				n = t.inGroup[g]
			}
			o.Trace = append(o.Trace, stat.Ratio(n, size[g]))
		}
	}
	if last := len(out) - 1; out[last].N == 0 {
		return out[:last] // nobody left it blank
	}
	return out
}

// place is where a choice is counted; false: not presented or not reached.
func place(x int8, options int) (int, bool) {
	if x == psychometrics.Omitted {
		return options, true
	}
	return int(x), x >= 0
}

// optionTally gathers what is known of one option.
type optionTally struct {
	total, rest, choosers stat.Moments
	inGroup               []float64
}

func (t *optionTally) add(chosen bool, total, own, w float64) {
	is := 0.0
	if chosen {
		is = 1
		t.choosers.Add(total, 0, w)
	}
	t.total.Add(is, total, w)
	t.rest.Add(is, total-own, w)
}

func (t *optionTally) trace(share []float64, w float64) {
	if t.inGroup == nil {
		t.inGroup = make([]float64, len(share))
	}
	for g, part := range share {
		t.inGroup[g] += w * part
	}
}
