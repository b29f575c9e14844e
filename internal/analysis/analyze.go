package analysis

import (
	"context"
	"math"
	"slices"
	"strings"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// The stages of an analysis, in their order.
const (
	StageGather    = "gather"
	StageClassical = "classical"
	StageCalibrate = "calibrate"
	StageFit       = "fit"
	StageDIF       = "dif"
	StageSchools   = "schools"
	StageKeep      = "keep"
)

// Options say how Analyze works; the zero value is good.
type Options struct {
	Thresholds Thresholds
	Threads    int // of a calibration; 0: all processors
	// Progress is told where the analysis stands, in parts of 1.
	Progress func(done float64, stage string)
	// Log is told what a person would want to read afterwards; At is not set.
	Log func(line LogLine)
}

// work is an analysis under way.
type work struct {
	ctx context.Context //nolint:containedctx // of one call of Analyze
	m   *Matrix
	o   Options
	s   Spec
	rep *Report

	columns  []int // that count, in the order of the matrix
	booklets []booklet
	at       map[string]int // item key → place in rep.Items
	cal      calibrated
}

// booklet is the persons who were presented one set of columns.
type booklet struct {
	persons, columns []int
	r                *psychometrics.Responses
}

// maxBooklets bounds how many sets of items are analysed by themselves. The
// smaller ones are left out of correlations.
const maxBooklets = 24

// Analyze makes the report of a matrix. Data that carry little give a report
// that says so; a matrix without cells, or a spec that Filled refuses, is an
// error, and so is the end of ctx.
func Analyze(ctx context.Context, m *Matrix, s Spec, o Options) (Report, error) {
	s, err := s.Filled()
	if err != nil {
		return Report{}, err
	}
	if err := m.Check(); err != nil {
		return Report{}, err
	}
	if o.Thresholds.DIFPersons == 0 {
		o.Thresholds = DefaultThresholds()
	}
	w := &work{ctx: ctx, m: m, o: o, s: s, at: map[string]int{}, rep: &Report{V: 1, Thresholds: o.Thresholds}}
	for _, step := range []struct {
		stage string
		done  float64
		do    func() error
	}{
		{StageClassical, 0.05, w.classical},
		{StageCalibrate, 0.35, w.calibrate},
		{StageFit, 0.6, w.fit},
		{StageDIF, 0.8, w.dif},
		{StageSchools, 0.95, w.schools},
	} {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		w.progress(step.done, step.stage)
		if err := step.do(); err != nil {
			return Report{}, err
		}
	}
	w.flag()
	return *w.rep, ctx.Err()
}

func (w *work) progress(done float64, stage string) {
	if w.o.Progress != nil {
		w.o.Progress(done, stage)
	}
}

func (w *work) log(code, text string, args map[string]any) {
	if w.o.Log != nil {
		w.o.Log(LogLine{Code: code, Args: args, Text: text})
	}
}

// note keeps what could not be computed.
func (w *work) note(code, text string) {
	w.rep.Overview.Notes = append(w.rep.Overview.Notes, Note{Code: code, Text: text})
}

// leaveOut sorts the columns: those that count, and those that say nothing.
func (w *work) leaveOut() {
	m := w.m
	for j := range m.Columns {
		c, presented := &m.Columns[j], 0
		for i := range m.Persons {
			if m.Scores[m.At(i, j)] != psychometrics.NotPresented {
				presented++
			}
		}
		out := LeftOut{Key: string(c.Version), Name: c.Name}
		switch {
		case c.Cancelled:
			out.Code, out.What = "item.cancelled", "everybody got the points"
		case presented == 0:
			out.Code, out.What = "item.empty", "nobody was presented it, or nobody has marked it yet"
		default:
			w.columns = append(w.columns, j)
			continue
		}
		w.rep.Overview.LeftOut = append(w.rep.Overview.LeftOut, out)
	}
}

// divide sorts the persons by the set of columns that they were presented.
func (w *work) divide() {
	sets := map[string]*booklet{}
	var order []string
	key := make([]byte, len(w.columns))
	for i := range w.m.Persons {
		var columns []int
		for k, j := range w.columns {
			key[k] = '0'
			if w.m.Scores[w.m.At(i, j)] != psychometrics.NotPresented {
				key[k] = '1'
				columns = append(columns, j)
			}
		}
		if len(columns) == 0 {
			continue
		}
		name := string(key)
		if sets[name] == nil {
			sets[name] = &booklet{columns: columns}
			order = append(order, name)
		}
		sets[name].persons = append(sets[name].persons, i)
	}
	slices.SortStableFunc(order, func(a, b string) int { return len(sets[b].persons) - len(sets[a].persons) })
	for k, name := range order {
		if k == maxBooklets {
			w.note("booklets.many", "persons were presented more sets of items than are analysed one by one")
			return
		}
		b := sets[name]
		b.r = w.m.responses(b.persons, b.columns)
		w.booklets = append(w.booklets, *b)
	}
}

// name is the form codes in a booklet.
func (w *work) name(b *booklet) string {
	var codes []string
	for _, i := range b.persons {
		if c := w.m.Persons[i].Code; !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	const most = 8
	if len(codes) > most {
		return strings.Join(codes[:most], ", ") + ", …"
	}
	return strings.Join(codes, ", ")
}

// marks describes points.
func marks(points []float64, highest float64) Marks {
	out := Marks{Max: highest, Histogram: bins(points, 0, math.Max(highest, 0.25), 20)}
	if len(points) == 0 {
		return out
	}
	sorted := slices.Sorted(slices.Values(points))
	var mo stat.Moments
	for _, x := range sorted {
		mo.Add(x, 0, 1)
	}
	mean, sd := float64(mo.MeanX()), math.Sqrt(float64(mo.VarX()))
	out.Mean, out.SD = num(mo.MeanX()), num(stat.Of(sd))
	out.Low, out.High = num(stat.Of(sorted[0])), num(stat.Of(sorted[len(sorted)-1]))
	out.Quartile1, out.Median, out.Quartile3 = quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)
	if sd > 0 {
		var third, fourth float64
		for _, x := range sorted {
			z := (x - mean) / sd
			third, fourth = third+z*z*z, fourth+z*z*z*z
		}
		n := float64(len(sorted))
		out.Skewness, out.Kurtosis = num(stat.Of(third/n)), num(stat.Of(fourth/n))
	}
	return out
}

// quantile interpolates between order statistics (Hyndman & Fan 1996, type 7).
func quantile(sorted []float64, p float64) Num {
	at := p * float64(len(sorted)-1)
	k := int(at)
	x := sorted[k]
	if k+1 < len(sorted) {
		x += (at - float64(k)) * (sorted[k+1] - sorted[k])
	}
	return &x
}

// bins counts values in equal steps; what lies outside goes to the ends.
func bins(values []float64, from, to float64, n int) []Bin {
	out := make([]Bin, n)
	step := (to - from) / float64(n)
	for k := range out {
		out[k].From, out[k].To = from+float64(k)*step, from+float64(k+1)*step
	}
	for _, v := range values {
		k := int(math.Floor((v-from)/step + 1e-9))
		out[min(max(k, 0), n-1)].Count++
	}
	return out
}
