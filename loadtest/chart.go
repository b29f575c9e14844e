package loadtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The drawing area of a chart, in the units of its view box.
const (
	chartWidth, chartHeight = 960.0, 240.0
	chartLeft, chartRight   = 64.0, 12.0
	chartTop, chartBottom   = 44.0, 26.0
)

// chart is one curve chart as SVG coordinates: the page needs no script.
type chart struct {
	Title, Unit string
	Lines       []chartLine
	Ticks       []chartTick // of the y axis
	Times       []chartTick // of the x axis
	Marks       []chartMark
	Label       string // for those who do not see it
}

type chartLine struct{ Name, Class, Path string }

type chartTick struct {
	At   float64
	Text string
}

type chartMark struct {
	At, TextAt float64
	Row        float64
	Anchor     string
	Name       string
}

// markNames are the instants in Vietnamese, by what the run calls them.
var markNames = map[string]string{
	"all signed in": "vào đủ · all in", "start": "bắt đầu · start", "fault": "sự cố · fault", "mended": "đã sửa · mended", "back": "trở lại · back",
	"deadline + grace": "hết giờ · deadline", "all sealed": "niêm phong · sealed",
}

// charts draws what a run was like over time.
func charts(t Timeline) []chart {
	n := len(t.Slices)
	p50, p99, worst := make([]float64, n), make([]float64, n), make([]float64, n)
	rate, conns := make([]float64, n), make([]float64, n)
	for i, s := range t.Slices {
		h := histogramOf(s.Ack)
		p50[i], p99[i], worst[i] = h.Quantile(0.5), h.Quantile(0.99), h.Max()
		if h.Count() == 0 {
			p50[i], p99[i], worst[i] = math.NaN(), math.NaN(), math.NaN()
		}
		rate[i], conns[i] = float64(h.Count())/t.Width, float64(s.Conns)
	}
	return []chart{
		drawn("Thời gian xác nhận · acknowledgement", "ms", t, true, series1{"p50", "a", p50}, series1{"p99", "b", p99}, series1{"max", "c", worst}),
		drawn("Câu trả lời mỗi giây · answers per second", "/s", t, false, series1{"đã xác nhận · acknowledged", "a", rate}),
		drawn("Kết nối · connections", "", t, false, series1{"đang nối · connected", "a", conns}),
	}
}

// series1 is one curve; NaN is a gap.
type series1 struct {
	name, class string
	values      []float64
}

// drawn makes a chart, with a logarithmic y axis or one from 0.
func drawn(title, unit string, t Timeline, logarithmic bool, lines ...series1) chart {
	c := chart{Title: title, Unit: unit}
	low, high := math.Inf(1), 0.0
	for _, l := range lines {
		for _, v := range l.values {
			if !math.IsNaN(v) && v > 0 {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	axis := linearAxis(high)
	if logarithmic {
		axis = logAxis(low, high)
	}
	n := len(t.Slices)
	span := max(float64(n)*t.Width, 1)
	x := func(seconds float64) float64 {
		return chartLeft + (chartWidth-chartLeft-chartRight)*min(max(seconds/span, 0), 1)
	}
	for _, l := range lines {
		c.Lines = append(c.Lines, chartLine{l.name, l.class, path(l.values, func(i int) float64 { return x((float64(i) + 0.5) * t.Width) }, axis.y)})
	}
	c.Ticks = axis.ticks
	for _, s := range timeTicks(span) {
		c.Times = append(c.Times, chartTick{x(s), clockText(s)})
	}
	byTime := slices.SortedStableFunc(slices.Values(t.Marks), func(a, b Mark) int { return cmp.Compare(a.AtS, b.AtS) })
	for i, m := range byTime { // neighbours in rows of their own: their names are wide
		mark := chartMark{At: x(m.AtS), TextAt: x(m.AtS) + 4, Row: 12 + 12*float64(i%3), Anchor: "start", Name: markNames[m.Name]}
		if mark.Name == "" {
			mark.Name = m.Name
		}
		if mark.At > chartWidth*0.82 {
			mark.Anchor, mark.TextAt = "end", mark.At-4
		}
		c.Marks = append(c.Marks, mark)
	}
	c.Label = strings.TrimSpace(fmt.Sprintf("%s: tối đa · at most %s %s", title, tickText(high), unit))
	return c
}

// path is an SVG path through the values, broken at gaps; a lone value is a
// short stroke.
func path(values []float64, x func(int) float64, y func(float64) float64) string {
	var b strings.Builder
	pen := false
	for i, v := range values {
		if math.IsNaN(v) {
			pen = false
			continue
		}
		if !pen {
			fmt.Fprintf(&b, "M%.1f %.1f h0.5", x(i), y(v))
		}
		fmt.Fprintf(&b, "L%.1f %.1f", x(i), y(v))
		pen = true
	}
	return b.String()
}

// axis turns a value into a height and has ticks.
type axis struct {
	y     func(float64) float64
	ticks []chartTick
}

func height(share float64) float64 {
	return chartHeight - chartBottom - (chartHeight-chartTop-chartBottom)*min(max(share, 0), 1)
}

func linearAxis(high float64) axis {
	step := niceStep(max(high, 1) / 4)
	top := math.Ceil(max(high, 1)/step) * step
	a := axis{y: func(v float64) float64 { return height(v / top) }}
	for v := 0.0; v <= top*1.001; v += step {
		a.ticks = append(a.ticks, chartTick{a.y(v), tickText(v)})
	}
	return a
}

func logAxis(low, high float64) axis {
	if math.IsInf(low, 1) {
		low, high = 1, 10
	}
	from, to := math.Floor(math.Log10(low)), math.Ceil(math.Log10(max(high, low*1.01)))
	a := axis{y: func(v float64) float64 { return height((math.Log10(max(v, 1e-3)) - from) / (to - from)) }}
	for e := from; e <= to; e++ {
		a.ticks = append(a.ticks, chartTick{a.y(math.Pow(10, e)), tickText(math.Pow(10, e))})
	}
	return a
}

// niceStep is the next of 1, 2, 5 times a power of ten.
func niceStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= v {
			return m * power
		}
	}
	return 10 * power
}

func tickText(v float64) string {
	if v >= 1000 {
		return grouped(int64(v))
	}
	return decimal("%.4g", v)
}

// timeTicks are at most ten round instants.
func timeTicks(span float64) []float64 {
	step := 1.0
	for _, s := range []float64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600} {
		if step = s; span/step <= 10 {
			break
		}
	}
	var list []float64
	for s := 0.0; s <= span; s += step {
		list = append(list, s)
	}
	return list
}

func clockText(s float64) string { return fmt.Sprintf("%d:%02d", int(s)/60, int(s)%60) }
