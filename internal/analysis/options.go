package analysis

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"khaothi/psychometrics"
	"khaothi/psychometrics/classical"
	"khaothi/psychometrics/stat"
)

func scoreCounts(r *psychometrics.Responses) []ScoreCount {
	counts := map[int]int{}
	lowest, highest := math.MaxInt, 0
	for i := range r.N() {
		t := total(r.Row(i))
		counts[t]++
		lowest, highest = min(lowest, t), max(highest, t)
	}
	var out []ScoreCount
	for t := lowest; t <= highest; t++ {
		out = append(out, ScoreCount{Score: t, Persons: counts[t]})
	}
	return out
}

// traceGroups are fifths of the persons.
const traceGroups = 5

// options fills in what was chosen in the items that take their numbers from
// booklet k, and raises the flags that come of it.
func (w *work) options(k int, rep *classical.Report) error {
	b := &w.booklets[k]
	var list []classical.Chosen
	for c, j := range b.columns {
		if w.rep.Items[w.at[string(w.m.Columns[j].Version)]].Booklet == k {
			list = append(list, w.chosen(b, c))
		}
	}
	found, err := classical.ChosenOptions(b.r, list, traceGroups)
	if err != nil {
		return fmt.Errorf("options: %w", err)
	}
	for _, o := range found {
		it := &w.rep.Items[w.at[o.Item]]
		it.Options = append(it.Options, Option{
			ID: o.Option, Key: o.Key, N: int(o.N), Share: num(o.Part), RTotal: num(o.RTotal), RRest: num(o.RRest), MeanTotal: num(o.MeanTotal), Trace: nums(o.Trace),
		})
	}
	for c, j := range b.columns {
		it := &w.rep.Items[w.at[string(w.m.Columns[j].Version)]]
		if it.Booklet != k {
			continue
		}
		letters(it.Options, w.m.Columns[j].Options)
		it.Statements = w.statements(b, j)
		it.flagClassical(&rep.Items[c], w.o.Thresholds, len(w.m.Columns[j].Options) > 0)
	}
	return nil
}

// chosen is the options of column c of a booklet: those of one choice, else the
// scores.
func (w *work) chosen(b *booklet, c int) classical.Chosen {
	column := &w.m.Columns[b.columns[c]]
	if len(column.Options) == 0 {
		names := make([]string, column.Max+1)
		for s := range names {
			names[s] = strconv.Itoa(s)
		}
		return classical.Chosen{Item: c, Options: names, Key: column.Max, Choice: func(i int) int8 { return b.r.Row(i)[c] }}
	}
	out := classical.Chosen{Item: c, Key: -1, Choice: func(i int) int8 { return w.m.Choices[w.m.At(b.persons[i], b.columns[c])] }}
	for k, o := range column.Options {
		out.Options = append(out.Options, o.ID)
		if o.Key && out.Key < 0 {
			out.Key = k
		}
	}
	return out
}

// letters names options in the order of the author and marks every right one.
func letters(out []Option, options []Choice) {
	for k := range out {
		at := slices.IndexFunc(options, func(c Choice) bool { return c.ID == out[k].ID })
		switch {
		case at < 0 || out[k].ID == Unclear:
			out[k].Letter = out[k].ID
		default:
			out[k].Letter, out[k].HTML, out[k].Key = string(rune('A'+at)), options[at].HTML, options[at].Key
		}
	}
}

// statements is the share of right answers of each field of a column.
func (w *work) statements(b *booklet, j int) []Statement {
	fields := w.m.Columns[j].Fields
	out := make([]Statement, len(fields))
	for f := range fields {
		var mo stat.Moments
		for k, i := range b.persons {
			at := w.m.At(i, j)
			if w.m.Scores[at] == psychometrics.NotReached {
				continue
			}
			mo.Add(float64(w.m.Right[at]>>f&1), float64(total(b.r.Row(k))), 1)
		}
		out[f] = Statement{Field: fields[f].Letter, HTML: fields[f].HTML, Key: fields[f].Key, N: int(mo.N()), P: num(mo.MeanX()), RTotal: num(mo.R())}
	}
	return out
}
