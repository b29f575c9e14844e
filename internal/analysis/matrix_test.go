package analysis_test

import (
	"slices"
	"testing"

	"khaothi/psychometrics"
)

func TestTheHashKnowsTheScoresAndNotTheOrder(t *testing.T) {
	t.Parallel()
	m, same := made(t, 40, 9), made(t, 40, 9)
	slices.Reverse(same.Persons)
	for i, n := 0, len(same.Columns); i < 20; i++ {
		for j := range n {
			a, b := i*n+j, (39-i)*n+j
			same.Scores[a], same.Scores[b] = same.Scores[b], same.Scores[a]
			same.Choices[a], same.Choices[b] = same.Choices[b], same.Choices[a]
			same.Points[a], same.Points[b] = same.Points[b], same.Points[a]
			same.Right[a], same.Right[b] = same.Right[b], same.Right[a]
		}
	}
	if m.Hash() != same.Hash() {
		t.Error("the order of persons changes the hash")
	}
	same.Scores[3]++
	if m.Hash() == same.Hash() {
		t.Error("another score gives the same hash")
	}
}

func TestBlanksAtTheEndWereNotReached(t *testing.T) {
	t.Parallel()
	m := made(t, 2, 1)
	order := make([]int, len(m.Columns))
	for j := range order {
		order[j] = len(order) - 1 - j // the paper was printed the other way round
		if j < 5 || j == 9 {
			m.Scores[m.At(0, j)] = psychometrics.Omitted
		}
		m.Scores[m.At(1, j)] = psychometrics.Omitted
	}
	m.MarkNotReached(0, order)
	m.MarkNotReached(1, order)
	for j := range order {
		want := m.Scores[m.At(0, j)]
		switch {
		case j < 4:
			want = psychometrics.NotReached
		case j == 4, j == 9: // the first blank of the last run was read; one between answers was left out
			want = psychometrics.Omitted
		}
		if got := m.Scores[m.At(0, j)]; got != want {
			t.Errorf("column %d: %d, want %d", j, got, want)
		}
		if got := m.Scores[m.At(1, j)]; got != psychometrics.Omitted {
			t.Errorf("who answered nothing: column %d is %d", j, got)
		}
	}
}
