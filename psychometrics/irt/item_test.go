package irt_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"khaothi/psychometrics/irt"
)

// someItems has an item of every model.
func someItems(t *testing.T) []irt.Item {
	t.Helper()
	var items []irt.Item
	add := func(it irt.Item, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	add(irt.Dichotomous("r", irt.Rasch, 1, -0.4, 0, 1))
	add(irt.Dichotomous("two", irt.TwoPL, 1.7, 0.3, 0, 1))
	add(irt.Dichotomous("turned", irt.TwoPL, -0.7, 0.3, 0, 1))
	add(irt.Dichotomous("three", irt.ThreePL, 1.2, 1, 0.2, 1))
	add(irt.Dichotomous("four", irt.FourPL, 0.9, -1, 0.15, 0.95))
	add(irt.Ordered("g", irt.GRM, 1.4, []float64{-2, 0.1, 0.2, 1.5}))
	add(irt.Ordered("p", irt.PCM, 1, []float64{0.5, -0.5}))
	add(irt.Ordered("gp", irt.GPCM, 0.8, []float64{-1, 1, 0.4}))
	add(irt.NominalItem("n", []float64{-1, 0.2, 1.3, -0.5}, []float64{0, 0.4, 0.1, -0.5}))
	return items
}

func TestFreeParametersMoveTheItem(t *testing.T) {
	t.Parallel()
	want := map[string][]int{
		"r": {1}, "two": {0, 1}, "turned": {0, 1}, "three": {0, 1, 2}, "four": {0, 1, 2, 3},
		"g": {0, 1, 2, 3, 4}, "p": {1, 2}, "gp": {0, 1, 2, 3}, "n": {1, 2, 3, 5, 6, 7},
	}
	for _, it := range someItems(t) {
		if diff := cmp.Diff(want[it.Name], it.Free()); diff != "" {
			t.Errorf("%s: free (-want +got):\n%s", it.Name, diff)
		}
		for _, k := range it.Free() {
			moved, err := it.With(k, it.Values()[k]+0.01)
			if err != nil {
				t.Fatal(err)
			}
			if cmp.Equal(moved.P(0.7, nil), it.P(0.7, nil)) || it.Values()[k] == moved.Values()[k] {
				t.Errorf("%s: %s is moved and nothing changes", it.Name, it.Names()[k])
			}
		}
	}
}

// Against the formulas of doc.go, written out a second time.
func TestProbabilitiesFollowTheFormulas(t *testing.T) {
	t.Parallel()
	l := func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
	items := someItems(t)
	for _, th := range []float64{-3, -0.2, 0, 1.1, 4} {
		want := map[string][]float64{
			"r": {1 - l(th+0.4), l(th + 0.4)}, "two": {1 - l(1.7*(th-0.3)), l(1.7 * (th - 0.3))}, "turned": {1 - l(-0.7*(th-0.3)), l(-0.7 * (th - 0.3))},
			"three": {0.8 * (1 - l(1.2*(th-1))), 0.2 + 0.8*l(1.2*(th-1))}, "four": {1 - 0.15 - 0.8*l(0.9*(th+1)), 0.15 + 0.8*l(0.9*(th+1))},
			"g":  {1 - l(1.4*(th+2)), l(1.4*(th+2)) - l(1.4*(th-0.1)), l(1.4*(th-0.1)) - l(1.4*(th-0.2)), l(1.4*(th-0.2)) - l(1.4*(th-1.5)), l(1.4 * (th - 1.5))},
			"p":  shares(0, th-0.5, 2*th),
			"gp": shares(0, 0.8*(th+1), 0.8*(2*th), 0.8*(3*th-0.4)),
			"n":  shares(-th, 0.2*th+0.4, 1.3*th+0.1, -0.5*th-0.5),
		}
		for i := range items {
			if diff := cmp.Diff(want[items[i].Name], items[i].P(th, nil), cmpopts.EquateApprox(0, 1e-14)); diff != "" {
				t.Errorf("%s at %g (-want +got):\n%s", items[i].Name, th, diff)
			}
		}
	}
}

func shares(z ...float64) []float64 {
	sum, p := 0.0, make([]float64, len(z))
	for _, v := range z {
		sum += math.Exp(v)
	}
	for k, v := range z {
		p[k] = math.Exp(v) / sum
	}
	return p
}

// Derivatives by θ agree with differences of log P, and far out nothing is NaN.
func TestSlopesAreDerivatives(t *testing.T) {
	t.Parallel()
	const h = 1e-5
	for _, it := range someItems(t) {
		for _, th := range []float64{-2.3, 0, 0.7, 3} {
			p, d1, d2 := it.Slopes(th, nil, nil, nil)
			up, u1, _ := it.Slopes(th+h, nil, nil, nil)
			down, l1, _ := it.Slopes(th-h, nil, nil, nil)
			sum := 0.0
			for k := range p {
				sum += p[k] * d1[k] * d1[k]
				if got, want := d1[k], (math.Log(up[k])-math.Log(down[k]))/(2*h); math.Abs(got-want) > 1e-8 {
					t.Errorf("%s at %g: first derivative of %d: %g, differences say %g", it.Name, th, k, got, want)
				}
				if got, want := d2[k], (u1[k]-l1[k])/(2*h); math.Abs(got-want) > 1e-8 {
					t.Errorf("%s at %g: second derivative of %d: %g, differences say %g", it.Name, th, k, got, want)
				}
			}
			if got := it.Information(th); math.Abs(got-sum) > 1e-15 {
				t.Errorf("%s at %g: information %g, want %g", it.Name, th, got, sum)
			}
		}
		for _, th := range []float64{-1e4, 1e4} {
			if i := it.Information(th); math.IsNaN(i) || i < 0 || i > 1e-6 {
				t.Errorf("%s at %g: information %g", it.Name, th, i)
			}
		}
	}
}

func TestItemsReadBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	items := someItems(t)
	items[1].SE = []float64{0.1, 0.2, math.NaN(), math.NaN()}
	items[7].SE = []float64{0.1, 0.2, 0.25, 0.5}
	var b bytes.Buffer
	if err := irt.WriteItems(&b, items); err != nil {
		t.Fatal(err)
	}
	if head, _, _ := strings.Cut(b.String(), ",b2"); head != "item,model,a,se_a,b,se_b,c,se_c,u,se_u,b1,se_b1" {
		t.Errorf("header %s", head)
	}
	got, err := irt.ReadItems(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(items, got, cmpopts.IgnoreUnexported(irt.Item{}), cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-15)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestReadItemsOfOtherPrograms: one item of each form, as it comes from elsewhere.
func TestReadItemsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	must := func(it irt.Item, err error) irt.Item {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return it
	}
	three := must(irt.Dichotomous("x", irt.ThreePL, 1.5, -0.5, 0.2, 1))
	two := must(irt.Dichotomous("x", irt.TwoPL, 1.5, -0.5, 0, 1))
	graded := must(irt.Ordered("x", irt.GRM, 2, []float64{-1, 0.5}))
	partial := must(irt.Ordered("x", irt.GPCM, 2, []float64{-1, 0.5}))
	unit := must(irt.Ordered("x", irt.PCM, 1, []float64{-1, 0.5}))
	nominal := must(irt.NominalItem("x", []float64{0, 1, 4}, []float64{0, 2, 1}))
	for _, tt := range []struct {
		name, in string
		want     irt.Item
	}{
		{"g for c, no model, NA", "\"item\",\"a\",\"se_a\",\"b\",\"se_b\",\"g\",\"se_g\",\"u\",\"se_u\"\n\"x\",1.5,NA,-0.5,NA,0.2,NA,1,NA\n", three},
		{"semicolons and decimal commas", "\ufeffitem;model;b;a;c\r\nx;3PL;-0,5;1,5;0,2\r\n", three},
		{"2pl by its slope", "item,a,b,g,u\nx,1.5,-.5,0,1", two},
		{"rasch by its slope", "item\ta\tb\nx\t1\t-0.5", must(irt.Dichotomous("x", irt.Rasch, 1, -0.5, 0, 1))},
		{"slopes and intercepts", "item,a1,d,g,u\nx,1.5,0.75,0.2,1", three},
		{"logits", "item,a1,se_a1,d,se_d,logit(g),logit(u)\nx,1.5,.1,0.75,.1,-1.3862943611198906,999", three},
		{"no asymptotes", "item,a1,d,logit(g),logit(u)\nx,1.5,0.75,-999,999", two},
		{"graded", "item,a1,d1,d2\nx,2,2,-1", graded},
		{"gpcm", "item,a1,ak0,ak1,ak2,d0,d1,d2\nx,2,0,1,2,0,2,1", partial},
		{"pcm", "item,a1,se_a1,ak0,ak1,ak2,d0,d1,d2\nx,1,NA,0,1,2,0,1,0.5", unit},
		{"nominal", "item,a1,ak0,ak1,ak2,d0,d1,d2\nx,2,0,0.5,2,0,2,1", nominal},
		{"nominal, sum to zero", "item,a.1,a.2,a.3,c.1,c.2,c.3\nx,0,1,4,0,2,1", nominal},
	} {
		got, err := irt.ReadItems(strings.NewReader(tt.in))
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", tt.name, got, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got[0], cmpopts.IgnoreUnexported(irt.Item{}), cmpopts.EquateApprox(0, 1e-14)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestReadItemsRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                         "want the header",
		"model,a,b\n2pl,1,0":                       `no column "item"`,
		"item,a,b1,b2\nx,1,0,1":                    `no column "model", and the parameters fit several`,
		"item,a1,d1\nx,,1":                         "a1 is 0 or no number",
		"item,a1,d,logit_z\nx,1,1,0":               `column "logit_z"`,
		"item,model,a,b,z\nx,2pl,1,0,0":            `column "z"`,
		"item,model,a,b\n":                         "no item",
		"item,model,a,b\nx,2pl,1,0\nx,2pl,1,0":     "line 3: item \"x\" stands twice",
		"item,model,a,b\nx,2pl,1,":                 "b is \"\"",
		"item,model,a,b\nx,2pl,0,1":                "slope 0",
		"item,model,a,b\nx,2pl,NaN,1":              "a is \"\", want a number",
		"item,model,a,b\nx,2pl,Inf,1":              "a is \"Inf\", want a number",
		"item,model,a;b\nx,2pl,1;1":                "column",
		"item,model,a,b,c\nx,2pl,1,1,0.2":          "no such asymptotes",
		"item,model,a,b,c\nx,3pl,1,1,1.2":          "want 0 ≤ c < u ≤ 1",
		"item,model,a,b1,b2\nx,grm,1,1,0":          "do not rise",
		"item,model,a,b\nx,rasch,2,0":              "slope 2",
		"item,model,a,b\nx,5pl,2,0":                "no model",
		"item,model,a,b,se_a\nx,2pl,2,0,-1":        "se_a",
		"item,model,a1,c1,a2,c2\nx,nominal,1,1,1,": "c2 is \"\"",
	} {
		if _, err := irt.ReadItems(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: err = %v, want %q", in, err, want)
		}
	}
}

// On the scale θ* = 1.3θ − 0.4 the probabilities are those of before.
func TestRescaleKeepsProbabilities(t *testing.T) {
	t.Parallel()
	for _, it := range someItems(t) {
		slope := 1.3
		if it.Model == irt.Rasch || it.Model == irt.PCM {
			if _, err := it.Rescale(slope, 0); err == nil {
				t.Errorf("%s: another unit is accepted", it.Name)
			}
			slope = 1
		}
		out, err := it.Rescale(slope, -0.4)
		if err != nil {
			t.Fatal(err)
		}
		for _, th := range []float64{-2, 0, 1.5} {
			if diff := cmp.Diff(it.P(th, nil), out.P(slope*th-0.4, nil), cmpopts.EquateApprox(0, 1e-14)); diff != "" {
				t.Errorf("%s: %s", it.Name, diff)
			}
		}
	}
	if _, err := someItems(t)[1].Rescale(0, 1); err == nil {
		t.Error("slope 0 is accepted")
	}
}
