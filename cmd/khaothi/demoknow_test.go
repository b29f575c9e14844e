package main

import (
	"fmt"
	"testing"
)

// The numbers that belong to texts are spread as they say.
func TestDiceOfTextsAreFair(t *testing.T) {
	const n = 20_000
	var tenths [10]int
	sum, squares := 0.0, 0.0
	for i := range n {
		text := fmt.Sprintf("0100%04d p1_%d", i/40, i%40)
		tenths[int(10*dice(text).Float64())]++
		x := dice(text).NormFloat64()
		sum, squares = sum+x, squares+x*x
	}
	for i, got := range tenths {
		if got < n/10-250 || got > n/10+250 { // six standard deviations
			t.Errorf("%d of %d in tenth %d", got, n, i)
		}
	}
	if mean, variance := sum/n, squares/n; mean < -0.05 || mean > 0.05 || variance < 0.9 || variance > 1.1 {
		t.Errorf("mean %.3f, variance %.3f", mean, variance)
	}
}
