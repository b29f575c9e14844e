package delivery

import (
	"testing"
	"time"
)

func TestOutageOf(t *testing.T) {
	t.Parallel()
	const silence = 15 * time.Second
	for _, tt := range []struct {
		name string
		idle []int // seconds since the last sign of each
		want int   // seconds ago at which the outage began; 0: none
		lost int
	}{
		{"all are there", []int{1, 2, 3, 9, 10}, 0, 0},
		{"all fell silent", []int{17, 19, 21, 25, 27}, 27, 5},
		{"four of five", []int{2, 19, 21, 25, 27}, 27, 4},
		{"three of five", []int{2, 3, 21, 25, 27}, 0, 0},
		{"two of two are no room", []int{20, 21}, 0, 0},
		{"three of three", []int{20, 21, 22}, 22, 3},
		{"one after the other", []int{16, 40, 60, 80}, 0, 0},
		{"one was gone before", []int{20, 21, 22, 23, 70}, 23, 4},
		{"nobody", nil, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var seen []time.Time
			for _, s := range tt.idle {
				seen = append(seen, noon.Add(-time.Duration(s)*time.Second))
			}
			since, lost, found := outageOf(seen, noon, silence)
			if found != (tt.want > 0) || lost != tt.lost {
				t.Fatalf("found %v, lost %d", found, lost)
			}
			if found && !since.Equal(noon.Add(-time.Duration(tt.want)*time.Second)) {
				t.Errorf("since %v ago", noon.Sub(since))
			}
		})
	}
}
