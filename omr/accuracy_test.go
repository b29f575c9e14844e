package omr_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
	"khaothi/omr/pages"
)

// sheetCase is one sheet of an accuracy run.
type sheetCase struct {
	group   string // the line of the table that it counts in
	layout  string
	options omrtest.Options
}

// tally counts what became of the sheets of a group.
type tally struct {
	Sheets, Review, Rejected, Bubbles int
	Silent                            int // fields that differ from the truth and are not in the reasons
	Numbers                           int // of those, candidate numbers and form codes
	Doubles, DoublesFlagged           int
	Faints, FaintsFlagged             int
	Worst                             []string // some silent errors, to look at
}

func (t *tally) add(o tally) {
	t.Sheets += o.Sheets
	t.Review += o.Review
	t.Rejected += o.Rejected
	t.Bubbles += o.Bubbles
	t.Silent += o.Silent
	t.Numbers += o.Numbers
	t.Doubles += o.Doubles
	t.DoublesFlagged += o.DoublesFlagged
	t.Faints += o.Faints
	t.FaintsFlagged += o.FaintsFlagged
	t.Worst = append(t.Worst, o.Worst[:min(len(o.Worst), max(0, 40-len(t.Worst)))]...)
}

// judge compares a reading with the truth. A field is silent when its value
// differs, the page is not rejected, and no reason names it.
func judge(c sheetCase, l *layout.Layout, truth map[string]omrtest.Truth, r omr.Reading) tally {
	t := tally{Sheets: 1, Bubbles: len(l.Bubbles())}
	flagged := map[string]bool{}
	for _, d := range r.Doubts {
		flagged[d.Field] = true
	}
	switch r.Status {
	case omr.StatusReview:
		t.Review++
	case omr.StatusRejected:
		t.Rejected++
	}
	for name, want := range truth {
		seen := flagged[name] || r.Status == omr.StatusRejected
		if want.Double {
			t.Doubles++
			t.DoublesFlagged += count(seen)
		}
		if want.Style == omrtest.Faint && want.Value != "" {
			t.Faints++
			t.FaintsFlagged += count(seen)
		}
		if seen && r.Status != omr.StatusOK || r.Cells[name] == want.Value && r.Status != omr.StatusBlank {
			continue
		}
		t.Silent++
		t.Numbers += count(name == layout.CandidateNumber || name == layout.FormCode)
		t.Worst = append(t.Worst, fmt.Sprintf("%s seed %d %g dpi %q: %s %s is %q, read %q (%s)",
			c.layout, c.options.Seed, c.options.DPI, c.options.Defects, name, want.Style, want.Value, r.Cells[name], r.Status))
	}
	return t
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// bench reads generated sheets of all layouts.
type bench struct {
	generators map[string]*omrtest.Generator
	readers    map[string]*omr.Reader
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{generators: map[string]*omrtest.Generator{}, readers: map[string]*omr.Reader{}}
	for _, name := range layout.Builtins() {
		l, ok := layout.Builtin(name)
		if !ok {
			t.Fatalf("no layout %s", name)
		}
		b.generators[name], b.readers[name] = omrtest.New(l), omr.NewReader(l)
	}
	return b
}

// run makes and reads the sheets on all processors and returns the counts by
// group.
func (b *bench) run(cases []sheetCase) map[string]*tally {
	var mu sync.Mutex
	var wg sync.WaitGroup
	groups := map[string]*tally{}
	next := make(chan sheetCase)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for c := range next {
				got := b.one(c)
				mu.Lock()
				if groups[c.group] == nil {
					groups[c.group] = &tally{}
				}
				groups[c.group].add(got)
				mu.Unlock()
			}
		})
	}
	for _, c := range cases {
		next <- c
	}
	close(next)
	wg.Wait()
	return groups
}

func (b *bench) one(c sheetCase) tally {
	s := b.generators[c.layout].Sheet(c.options)
	r := b.readers[c.layout]
	return judge(c, r.Layout(), s.Truth, r.Read(sheetPage(s)))
}

// sheetPage is a sheet as its file would be opened.
func sheetPage(s omrtest.Sheet) *pages.Page {
	return &pages.Page{Pix: s.Image.Pix, Width: s.Image.Rect.Dx(), Height: s.Image.Rect.Dy(), DPI: s.DPI}
}

const (
	groupClean = "clean"
	groupMixed = "two to four at once"
)

// sheetCases returns n sheets: a quarter clean, most with one defect, some with
// several. The same n gives the same sheets.
func sheetCases(n int) []sheetCase {
	r := rand.New(rand.NewPCG(2026, 5)) //nolint:gosec // the same sheets each time
	layouts := []string{"thptqg-2025", "thptqg-2025", "thptqg-2025", "thptqg-2025-6-3", "thptqg-2017", "short-50", "short-20"}
	dpis := []float64{100, 150, 150, 200, 200, 200, 300}
	defects := omrtest.Defects()
	var all []sheetCase
	for i := range n {
		c := sheetCase{group: groupClean, layout: layouts[r.IntN(len(layouts))]}
		c.options = omrtest.Options{Seed: uint64(i), DPI: dpis[r.IntN(len(dpis))]}
		switch {
		case i%4 == 0:
		case i%20 == 1:
			c.group, c.options.Defects = groupMixed, several(r, defects)
		default:
			d := defects[r.IntN(len(defects))]
			c.group, c.options.Defects = string(d), []omrtest.Defect{d}
		}
		all = append(all, c)
	}
	return all
}

// several draws two to four defects. A threshold leaves nothing of the palest
// marks, so those are not drawn together.
func several(r *rand.Rand, defects []omrtest.Defect) []omrtest.Defect {
	var some []omrtest.Defect
	for _, i := range r.Perm(len(defects))[:2+r.IntN(3)] {
		some = append(some, defects[i])
	}
	if slices.Contains(some, omrtest.Bilevel) {
		some = slices.DeleteFunc(some, func(d omrtest.Defect) bool { return d == omrtest.Faints || d == omrtest.Hard || d == omrtest.Light })
	}
	return some
}

// sum adds the groups for which keep is true.
func sum(groups map[string]*tally, keep func(group string) bool) tally {
	var all tally
	for group, t := range groups {
		if keep(group) {
			all.add(*t)
		}
	}
	return all
}

// bars are what issue 5 asks of the reader.
func checkBars(t *testing.T, groups map[string]*tally) {
	t.Helper()
	clean := sum(groups, func(g string) bool { return g == groupClean })
	degraded := sum(groups, func(g string) bool { return g != groupClean })
	for _, tt := range []struct {
		what  string
		got   tally
		oneIn int
	}{{"clean", clean, 100_000}, {"degraded", degraded, 20_000}} {
		if tt.got.Silent*tt.oneIn > tt.got.Bubbles {
			t.Errorf("%s: %d silent errors in %d bubbles, more than one in %d", tt.what, tt.got.Silent, tt.got.Bubbles, tt.oneIn)
		}
		if tt.got.Numbers > 0 {
			t.Errorf("%s: %d silent errors in numbers and codes", tt.what, tt.got.Numbers)
		}
		for _, w := range tt.got.Worst {
			t.Log(w)
		}
	}
	if clean.Review*50 > clean.Sheets || clean.Rejected > 0 {
		t.Errorf("%d clean sheets of %d to review, %d rejected", clean.Review, clean.Sheets, clean.Rejected)
	}
	all := sum(groups, func(string) bool { return true })
	if all.DoublesFlagged*1000 < all.Doubles*999 {
		t.Errorf("%d double marks of %d flagged", all.DoublesFlagged, all.Doubles)
	}
	if all.FaintsFlagged*100 < all.Faints*99 {
		t.Errorf("%d faint marks of %d flagged", all.FaintsFlagged, all.Faints)
	}
}

// writeTable writes the groups as the table of docs/omr-accuracy.md.
func writeTable(w io.Writer, groups map[string]*tally) {
	fmt.Fprintln(w, "| sheets with | sheets | bubbles | silent errors | in number, code | to review | rejected | double flagged | faint flagged |")
	fmt.Fprintln(w, "|---|---:|---:|---:|---:|---:|---:|---:|---:|")
	line := func(name string, t *tally) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %.1f %% | %d | %s | %s |\n", name, t.Sheets, t.Bubbles, t.Silent, t.Numbers,
			100*float64(t.Review)/float64(max(1, t.Sheets)), t.Rejected, share(t.DoublesFlagged, t.Doubles), share(t.FaintsFlagged, t.Faints))
	}
	order := []string{groupClean}
	for _, d := range omrtest.Defects() {
		order = append(order, string(d))
	}
	for _, g := range append(order, groupMixed) {
		if t := groups[g]; t != nil {
			line(g, t)
		}
	}
	degraded := sum(groups, func(g string) bool { return g != groupClean })
	line("**all but clean**", &degraded)
}

func share(some, all int) string {
	if all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", some, all)
}

func TestAccuracyOfSomeSheets(t *testing.T) {
	t.Parallel()
	const sheets = 24
	groups := newBench(t).run(sheetCases(sheets))
	checkBars(t, groups)
	if t.Failed() {
		var b strings.Builder
		writeTable(&b, groups)
		t.Log("\n" + b.String())
	}
}
