package irt_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"khaothi/psychometrics/irt"
)

// TestCovariances: their diagonal is the squared standard errors, an item's block
// is Covariance, and they read back.
func TestCovariances(t *testing.T) {
	t.Parallel()
	truth := append(generators(t, irt.TwoPL, 3), generators(t, irt.GPCM, 5)[3:]...)
	r, _ := irt.Simulate(truth, 800, 0, 1, 0, 3)
	fit := calibrate(t, r, irt.Options{Model: irt.TwoPL, Models: map[string]irt.Model{truth[3].Name: irt.GPCM, truth[4].Name: irt.GPCM}})
	c := fit.Covariances()
	if len(c.Items) != 3*2+2*4 {
		t.Fatalf("%d rows", len(c.Items))
	}
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	back, err := irt.ReadCovariances(&b)
	if err != nil {
		t.Fatal(err)
	}
	all, err := back.Of(fit.Items)
	if err != nil {
		t.Fatal(err)
	}
	from := 0
	for j, it := range fit.Items {
		block := fit.Covariance(j)
		for x := range block {
			for y := range block {
				if got := all.At(from+x, from+y); math.Abs(got-block[x][y]) > 1e-12*math.Max(1, math.Abs(got)) {
					t.Errorf("%s %d %d: %g, want %g", it.Name, x, y, got, block[x][y])
				}
			}
			if se := it.SE[x]; !math.IsNaN(se) && math.Abs(se*se-block[x][x]) > 1e-12*math.Max(1, se*se) {
				t.Errorf("%s: variance %g, standard error %g", it.Name, block[x][x], se)
			}
		}
		from += len(block)
	}
	for _, bad := range []string{"", "item,parameter,x:a\ny,a,1\n", "item,parameter,x:a,x:b\nx,a,1,2\nx,b,3,1\n", "item,parameter,x:a\nx,a,-1\n"} {
		if _, err := irt.ReadCovariances(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
