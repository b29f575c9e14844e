package loadtest

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestPageShowsTheRun: the figures, the marks and the curves stand in one page
// that asks nobody for anything.
func TestPageShowsTheRun(t *testing.T) {
	t.Parallel()
	line := Timeline{Width: 1, Marks: []Mark{{2, "start"}, {5, "fault"}, {7.5, "back"}, {30, "a name of its own"}}}
	for i := range 12 {
		var h Histogram
		if i != 6 {
			h.Record(time.Duration(i+1) * time.Millisecond)
		}
		line.Slices = append(line.Slices, Slice{Ack: h.counts(), Conns: int64(1363 * i)})
	}
	res := Result{Students: 12345, Acked: 1234567, Lost: 3, ErrorKinds: []string{`<script>alert("x")</script> (2)`}, Errors: 2, Timeline: &line, BackS: 2.5, FsyncMaxMS: 161.5, DiskStalled: 0.081}
	b, err := Page(res, Conditions{Version: "v1-23-gabc", Command: "khaothi loadtest --students 12345", Cores: 2, At: time.Unix(1_790_000_000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{"1\u202f234\u202f567", "v1-23-gabc", "--students 12345", "sự cố · fault", "trở lại · back", "a name of its own", "connections: tối đa · at most 14\u202f993\"", "2,5 s", "161,5 ms", "8,1 %", "Load test of 12\u202f345 candidates", "có sai sót", "&lt;script&gt;"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", "src=", "url(", "NaN", "Inf", "ZgotmplZ"} {
		if strings.Contains(text, never) {
			t.Errorf("the page holds %q", never)
		}
	}
	inside(t, text)
}

// inside wants every coordinate of the curves in the drawing area.
func inside(t *testing.T, text string) {
	t.Helper()
	paths := regexp.MustCompile(` d="([^"]*)"`).FindAllStringSubmatch(text, -1)
	points := regexp.MustCompile(`[ML]([-0-9.]+) ([-0-9.]+)`)
	n := 0
	for _, p := range paths {
		for _, m := range points.FindAllStringSubmatch(p[1], -1) {
			x, _ := strconv.ParseFloat(m[1], 64) // matched as a number
			y, _ := strconv.ParseFloat(m[2], 64)
			if n++; x < chartLeft || x > chartWidth-chartRight || y < chartTop-0.1 || y > chartHeight-chartBottom+0.1 {
				t.Errorf("a point at %v, %v", x, y)
			}
		}
	}
	if n < 5*11 {
		t.Errorf("%d points in %d curves", n, len(paths))
	}
}

// TestMarksThatAreCloseStandInRowsOfTheirOwn: they are noted as they become
// known, which is not their order in time.
func TestMarksThatAreCloseStandInRowsOfTheirOwn(t *testing.T) {
	t.Parallel()
	line := Timeline{Width: 1, Slices: make([]Slice, 30), Marks: []Mark{{1, "in"}, {1, "start"}, {11, "fault"}, {25, "deadline"}, {26, "sealed"}, {11.2, "back"}}}
	for _, c := range charts(line) {
		for i, m := range c.Marks {
			for _, other := range c.Marks[:i] {
				if math.Abs(m.At-other.At) < 60 && m.Row == other.Row {
					t.Errorf("%s: %s and %s stand on one another", c.Title, other.Name, m.Name)
				}
			}
		}
	}
}

func TestPageOfAnEmptyRun(t *testing.T) {
	t.Parallel()
	for _, line := range []*Timeline{nil, {Width: 1}} {
		b, err := Page(Result{Timeline: line}, Conditions{})
		if err != nil || strings.Contains(string(b), "NaN") || strings.Contains(string(b), "Inf") {
			t.Errorf("Page: %v\n%s", err, b)
		}
	}
}

func TestAxes(t *testing.T) {
	t.Parallel()
	for _, high := range []float64{0, 0.3, 1, 7, 99, 100, 12345} {
		a := linearAxis(high)
		if n := len(a.ticks); n < 3 || n > 8 || math.IsNaN(a.y(high)) || a.y(high) < chartTop-0.1 {
			t.Errorf("linearAxis(%v): %d ticks, top at %v", high, n, a.y(high))
		}
	}
	for span, most := range map[float64]int{1: 2, 9: 10, 61: 11, 3000: 11, 10800: 11} {
		if n := len(timeTicks(span)); n > most {
			t.Errorf("timeTicks(%v): %d ticks", span, n)
		}
	}
}
